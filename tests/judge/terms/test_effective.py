"""Terms that travel: the model's own and its ancestors', joined by union."""

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.judge.evaluate import assess, reading_of
from scanner.judge.opinion import Decided, decided
from scanner.judge.terms.effective import drops
from scanner.judge.terms.parts import Part, is_bare
from scanner.model.license import Condition, Derivatives, License
from scanner.model.result import Result
from scanner.model.snapshot import Repo, Unread
from scanner.model.verdict import with_findings
from scanner.model.words import VERDICTS
from tests.making import absent, engine, mit_text, policy, repo, snapshot, text

ENGINE = engine()


def judged(root: Repo, *related: Repo, **use: object) -> Result:
    return next(assess([snapshot(root, *related)], policy(**use), ENGINE))


def child(front: str, *parents: str) -> Repo:
    return repo("acme/child", f"{front}\nbase_model: [{', '.join(parents)}]")


def test_an_apache_model_is_allowed() -> None:
    found = judged(repo(front="license: apache-2.0"))
    assert (found.commercial_use.status, found.license.effective) == ("allowed", ("Apache-2.0",))


def test_a_free_tag_over_a_restricted_base_takes_the_bases_terms() -> None:
    base = repo("meta/base", "license: llama3.1")
    found = judged(child("license: apache-2.0", "meta/base"), base)
    assert found.commercial_use.status == "conditional"
    assert found.license.effective == ("Apache-2.0", "llama3.1")
    assert {c.from_ for c in found.commercial_use.conditions} == {"meta/base"}
    assert [c.kind for c in found.license.conflicts] == ["declared-vs-base"]


def test_two_hops_are_as_good_as_one() -> None:
    middle = repo("copy/base", "license: apache-2.0\nbase_model: meta/base")
    found = judged(child("license: mit", "copy/base"), middle, repo("meta/base", "license: cc-by-nc-4.0"))
    assert found.commercial_use.status == "forbidden"
    assert [(one.id, one.depth) for one in found.lineage or ()] == [("copy/base", 1), ("meta/base", 2)]


def test_mit_over_apache_is_no_breach() -> None:
    found = judged(child("license: mit", "a/b"), repo("a/b", "license: apache-2.0"))
    assert (found.commercial_use.status, found.license.conflicts) == ("allowed", ())


def test_an_ancestor_that_was_not_read_makes_the_whole_unknown() -> None:
    found = judged(child("license: mit", "gone/base"), absent("gone/base"))
    assert (found.commercial_use.status, found.license.effective) == ("unknown", ("MIT", "unknown"))
    assert found.verdict != "pass"
    assert [one.resolved for one in found.lineage or ()] == [False]


def test_an_ancestor_without_a_licence_is_never_free() -> None:
    found = judged(child("license: mit", "a/b"), repo("a/b", "language: en"))
    assert found.commercial_use.status == "unknown"


def test_cycles_and_self_loops_end() -> None:
    one = repo("a/one", "license: mit\nbase_model: [a/two, a/one]")
    found = judged(one, repo("a/two", "license: mit\nbase_model: a/one"))
    assert [ancestor.id for ancestor in found.lineage or ()] == ["a/two"]
    assert found.commercial_use.status == "allowed"


def test_a_custom_licence_above_a_free_label_is_reported() -> None:
    found = judged(child("license: mit", "a/b"), repo("a/b", "license: other\nlicense_name: secret-terms"))
    assert [c.kind for c in found.license.conflicts] == ["declared-vs-base"]
    assert "not known here" in found.license.conflicts[0].detail


LICENSES = ("apache-2.0", "mit", "llama3.1", "gemma", "cc-by-nc-4.0", "cc-by-sa-4.0", "openrail", "other", "agpl-3.0")
BASES = [repo(f"base/{index}", f"license: {name}") for index, name in enumerate(LICENSES)] + [absent("base/gone")]
NAMES = [base.id for base in BASES]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True), st.sampled_from(LICENSES))
def test_the_order_of_parents_does_not_matter(parents: list[str], own: str) -> None:
    found = [
        judged(child(f"license: {own}", *order), *BASES)
        for order in itertools.islice(itertools.permutations(parents), 6)
    ]
    assert len({(one.verdict, one.commercial_use.status, one.license.effective) for one in found}) == 1
    assert len({frozenset(c.clause + c.license for c in one.commercial_use.conditions) for one in found}) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(NAMES), max_size=3, unique=True), st.sampled_from(NAMES), st.sampled_from(LICENSES))
def test_another_parent_never_removes_a_condition_nor_betters_the_verdict(
    parents: list[str], more: str, own: str
) -> None:
    before = judged(child(f"license: {own}", *parents), *BASES)
    after = judged(child(f"license: {own}", *parents, more), *BASES)
    assert {(c.license, c.clause, c.term) for c in before.commercial_use.conditions} <= {
        (c.license, c.clause, c.term) for c in after.commercial_use.conditions
    }
    assert VERDICTS.index(after.verdict) >= VERDICTS.index(before.verdict)


@pytest.mark.parametrize("name", ["llama3.1", "gemma", "creativeml-openrail-m", "cc-by-nc-4.0"])
def test_a_derivative_relabelled_apache_is_caught(name: str) -> None:
    found = judged(child("license: apache-2.0", "v/base"), repo("v/base", f"license: {name}"))
    assert [c.kind for c in found.license.conflicts] == ["declared-vs-base"]


@pytest.mark.parametrize(
    ("front", "base", "kinds"),
    [
        ("license: mit", "license: llama3.1", ["declared-vs-base"]),  # its threshold is dropped
        ("license: mit", "license: gpl-3.0", ["declared-vs-base"]),  # the same licence is asked
        ("license: gpl-3.0", "license: gpl-3.0", []),
        ("license: llama3.1", "license: llama3.1", []),
        ("license: mit", "license: apache-2.0", []),
        ("license: cc-by-nc-4.0", "license: cc-by-nc-4.0", []),
        ("license: mit", "license: acme-own-terms", ["declared-vs-base"]),  # whose terms are not known
        ("license: cc-by-nc-4.0", "license: acme-own-terms", []),
        ("license: mit", "license: other", []),  # no terms are named that could be dropped
        ("license: mit", "license: unknown", []),
        ("pipeline_tag: text-generation", "license: llama3.1", []),  # nothing is declared
    ],
)
def test_a_label_that_drops_terms_of_the_base_is_named(front: str, base: str, kinds: list[str]) -> None:
    found = judged(child(front, "a/base"), repo("a/base", base))
    assert [conflict.kind for conflict in found.license.conflicts] == kinds


def test_the_conflict_names_both_sides_and_where_they_stand() -> None:
    (conflict,) = judged(child("license: mit", "a/base"), repo("a/base", "license: llama3.1")).license.conflicts
    assert conflict.detail == "acme/child is declared MIT, but its base a/base is under llama3.1"
    assert {one.origin for one in conflict.evidence} == {"acme/child", "a/base"}


@pytest.mark.parametrize(
    ("root", "base", "verdict"),
    [("local", "catalog", "review"), ("local", "hub", "pass"), ("catalog", "hub", "review")],
)
def test_a_model_is_believed_no_further_than_its_bases(root: str, base: str, verdict: str) -> None:
    tuned = replace(child("license: mit", "a/base"), source=root)
    found = judged(tuned, replace(repo("a/base", "license: apache-2.0"), source=base))
    assert (found.verdict, found.commercial_use.status) == (verdict, "allowed")
    assert with_findings(found, found.findings).verdict == verdict
    assert any("at best 'review'" in said for said in found.notices) == (verdict == "review" and root != "catalog")


def test_an_ancestor_whose_terms_do_not_join_hints_at_nothing() -> None:
    middle = repo("meta-llama/Llama-3.3-70B-Instruct", "license: llama3.3\nbase_model: meta-llama/Llama-3.1-70B")
    first = repo("meta-llama/Llama-3.1-70B", "license: llama3.1")
    found = judged(child("license: mit", middle.id), middle, first)
    assert found.license.effective == ("MIT", "llama3.3")
    assert [one.apart is None for one in found.lineage or ()] == [True, False]
    assert "suspected-base" not in {conflict.kind for conflict in found.license.conflicts}


def _record(name: str, *effects: str, derivatives: str = "any", family: str = "community") -> License:
    conditions = tuple(
        Condition(term="user_threshold", effect=effect, clause="2", text="t", value=7)  # type: ignore[arg-type]
        for effect in effects
    )
    return License(
        id=name,
        name=name,
        family=family,  # type: ignore[arg-type]
        confidence="read",
        source="test",
        conditions=conditions,
        derivatives=Derivatives(license=derivatives),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("declared", "parent", "dropped"),
    [
        ([_record("A")], _record("B", "no-grant"), True),
        ([_record("A")], _record("B", "duty"), False),  # a duty withholds nothing
        ([_record("A")], _record("B", "duty", "no-grant"), True),
        ([_record("A", "no-grant")], _record("B", "no-grant"), False),  # kept
        ([_record("A"), _record("B")], _record("B", "no-grant"), False),  # declared beside another
        ([], _record("B", "no-grant"), False),
        ([_record("A")], _record("B", derivatives="same"), False),  # A may bind as much
        ([_record("A", family="permissive")], _record("B", derivatives="same"), True),
        ([_record("A", family="permissive"), _record("C")], _record("B", derivatives="same"), False),
        ([_record("A", family="public-domain")], _record("B", derivatives="restricted"), True),
        ([_record("A", family="permissive"), _record("C")], _record("B", derivatives="restricted"), False),
        ([_record("A", family="permissive")], _record("B", derivatives="compatible"), False),
    ],
)
def test_what_a_label_drops(declared: list[License], parent: License, dropped: bool) -> None:
    assert drops(tuple(declared), parent) is dropped


def _decided(root: Repo, *related: Repo) -> Decided:
    reading = reading_of(snapshot(root, *related), ENGINE)
    assert reading.own is not None
    return decided(reading, reading.own, policy(), ENGINE.licenses, ENGINE.terms)


@pytest.mark.parametrize(
    ("base", "more", "said"),
    [
        ("license: unlicense", {}, "none"),
        ("license: mit", {}, "lacking"),
        ("license: mit", {"texts": (text(mit_text()),)}, "there"),
        ("license: apache-2.0", {"texts": (text(mit_text()),)}, "lacking"),
        ("license: mit", {"unread": (Unread(what="LICENSE", reason="it was not read"),)}, None),
    ],
)
def test_whether_a_derivative_holds_the_texts_of_its_bases(base: str, more: dict[str, Any], said: str | None) -> None:
    root = replace(child("license: mit", "a/base"), **more)
    assert _decided(root, repo("a/base", base)).facts.base_texts == said


def test_a_hint_at_stricter_terms_is_a_contradiction_with_its_places() -> None:
    hinting = repo("acme/llama-3.1-8b-tuned", "license: mit")
    (conflict,) = judged(hinting).license.conflicts
    assert conflict.kind == "suspected-base"
    assert conflict.detail.startswith("acme/llama-3.1-8b-tuned states MIT, but ")
    assert [one.origin for one in conflict.evidence] == ["acme/llama-3.1-8b-tuned api:id"]
    assert any("ask the author" in reason for reason in judged(hinting).commercial_use.reasons)


def test_a_conversion_without_a_licence_of_its_own_doubts_nothing() -> None:
    own = _decided(repo(front="pipeline_tag: text-generation")).own
    assert own.doubts
    assert Part(repo_id="a/b", own=own).doubts == tuple(one.text for one in own.doubts)
    assert Part(repo_id="a/b", own=own, carries=True).doubts == ()
    assert Part(repo_id="a/b", own=None, problem="gone", carries=True).doubts == (
        "the base model a/b could not be read: gone",
    )


def test_a_refusal_says_which_condition_failed() -> None:
    found = judged(repo("a/b", "license: cc-by-nc-4.0")).commercial_use
    assert found.status == "forbidden"
    assert found.reasons[0].startswith("non_commercial: ")
    assert found.reasons[0].endswith("from a/b)")
    assert judged(repo("a/b", "license: mit")).commercial_use.reasons == ()


@pytest.mark.parametrize(
    ("front", "base", "doubted"),
    [
        ("license: mit", "license: acme-own-terms", True),  # nobody knows what they ask
        ("license: cc-by-nc-4.0", "license: acme-own-terms", False),
        ("pipeline_tag: text-generation", "license: acme-own-terms", False),  # nothing is declared
        ("license: mit", "license: cc-by-nc-4.0", True),
        ("license: mit", "license: apache-2.0", False),
        ("license: cc-by-nc-4.0", "license: cc-by-nc-4.0", False),
    ],
)
def test_a_hint_is_held_against_what_is_declared(front: str, base: str, doubted: bool) -> None:
    root = repo("acme/child", front, info={"x_config": {"_name_or_path": "else/base"}})
    found = judged(root, repo("else/base", base))
    assert ("suspected-base" in [one.kind for one in found.license.conflicts]) is doubted


@pytest.mark.parametrize(
    ("one", "bare"),
    [
        (repo(front="pipeline_tag: text-generation"), True),
        (repo(front="license: mit"), False),
        (repo(front="pipeline_tag: x", texts=(text("Ours alone, for research."),)), False),
        (repo(front="pipeline_tag: x", unread=(Unread(what="LICENSE", reason="it was not read"),)), False),
    ],
)
def test_who_says_nothing_at_all_of_a_licence(one: Repo, bare: bool) -> None:
    assert is_bare(_decided(one).own) is bare
