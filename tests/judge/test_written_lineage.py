"""Bases as people write them, over a non-commercial parent; and properties that hold for any ancestry."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.judge.evaluate import assess
from scanner.model.result import Result
from scanner.model.snapshot import Repo
from scanner.text.yaml import load_strict
from tests.making import absent, engine, policy, repo, snapshot

ENGINE = engine()
CASES = load_strict((Path(__file__).parent / "written_lineage.yaml").read_text(encoding="utf-8")).data
PARENT = repo("org/parent", "license: cc-by-nc-4.0")
#: From best to worst for the reader of a status.
ORDER = ("allowed", "conditional", "unknown", "forbidden")


def judged(root: Repo, *related: Repo) -> Result:
    return next(iter(assess([snapshot(root, *related)], policy(), ENGINE)))


def config(path: str) -> dict[str, object]:
    return {"gated": False, "disabled": False, "private": False, "tags": [], "x_config": {"_name_or_path": path}}


@pytest.mark.parametrize("name", CASES["derived"])
def test_a_derivative_over_a_restricted_base_is_no_pass(name: str) -> None:
    result = judged(repo("org/sorter", "license: apache-2.0", body=CASES["derived"][name] + "\n"), PARENT)
    assert result.commercial_use.status != "allowed"
    assert result.verdict != "pass"
    kinds = {conflict.kind for conflict in result.license.conflicts}
    assert kinds & {"suspected-base", "declared-vs-base"}
    shown = [one for conflict in result.license.conflicts for one in conflict.evidence]
    assert any(one.path == "README.md" and one.line for one in shown)


@pytest.mark.parametrize("name", CASES["fronts"])
def test_a_value_of_any_shape_names_its_base_once(name: str) -> None:
    result = judged(repo("org/sorter", CASES["fronts"][name]), PARENT)
    assert [one.id for one in result.lineage or ()] == ["org/parent"]
    assert result.license.effective == ("Apache-2.0", "CC-BY-NC-4.0")


@pytest.mark.parametrize("name", CASES["honest"])
def test_other_sentences_name_no_base(name: str) -> None:
    result = judged(repo("org/sorter", "license: apache-2.0", body=CASES["honest"][name] + "\n"), PARENT)
    assert result.commercial_use.status == "allowed"
    assert result.license.conflicts == ()


@pytest.mark.parametrize("name", CASES["names"])
def test_a_name_that_spells_a_restricted_family_is_asked(name: str) -> None:
    result = judged(repo(f"org/{name}", "license: apache-2.0"))
    assert [conflict.kind for conflict in result.license.conflicts] == ["suspected-base"]
    assert result.commercial_use.status == "unknown"


@pytest.mark.parametrize("name", CASES["other_names"])
def test_another_name_is_not(name: str) -> None:
    assert judged(repo(f"org/{name}", "license: apache-2.0")).commercial_use.status == "allowed"


@pytest.mark.parametrize("path", CASES["paths"])
def test_a_folder_that_spells_a_family_is_asked(path: str) -> None:
    result = judged(repo("org/sorter", "license: apache-2.0", info=config(path)))
    assert [conflict.kind for conflict in result.license.conflicts] == ["suspected-base"]


@pytest.mark.parametrize("path", CASES["other_paths"])
def test_another_folder_is_said_and_no_base(path: str) -> None:
    result = judged(repo("org/sorter", "license: apache-2.0", info=config(path)))
    assert (result.commercial_use.status, result.lineage) == ("allowed", ())
    assert any("disk" in notice for notice in result.notices)


KEYS = ("mit", "apache-2.0", "cc-by-nc-4.0", "llama3.1", "gemma", "openrail", "other", "")


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Repo], list[str]]:
    """Up to six repos, each naming any of them as bases, cycles among them."""
    count = draw(st.integers(2, 6))
    repos = []
    for number in range(count):
        key = draw(st.sampled_from(KEYS))
        bases = draw(st.lists(st.integers(0, count - 1), max_size=3, unique=True))
        front = f"license: {key}\n" if key else "language: en\n"
        front += "base_model:\n" + "".join(f"- org/m{one}\n" for one in bases) if bases else ""
        repos.append(repo(f"org/m{number}", front.rstrip()))
    return repos, list(KEYS)


def conditions(result: Result) -> set[tuple[str, str]]:
    return {(one.license, one.term) for one in result.commercial_use.conditions}


def with_bases(root: Repo, names: list[str]) -> Repo:
    front = "license: mit\n" + ("base_model:\n" + "\n".join(f"- {name}" for name in names) if names else "")
    return repo(root.id, front.rstrip())


@given(worlds(), st.randoms())
@settings(max_examples=40, deadline=None)
def test_order_and_number_of_parents(world, random) -> None:
    repos, _ = world
    root, others = repos[0], repos[1:]
    names = [one.id for one in others]
    some = judged(with_bases(root, names[:-1]), *others)
    every = judged(with_bases(root, names), *others)
    assert conditions(some) <= conditions(every)
    assert set(some.license.effective) <= set(every.license.effective)
    assert ORDER.index(every.commercial_use.status) >= ORDER.index(some.commercial_use.status)
    random.shuffle(names)
    shuffled = judged(with_bases(root, names), *others)
    assert (shuffled.license.effective, shuffled.commercial_use.status) == (
        every.license.effective, every.commercial_use.status
    )  # fmt: skip
    assert conditions(shuffled) == conditions(every)


@given(worlds())
@settings(max_examples=40, deadline=None)
def test_what_is_not_known_improves_nothing(world) -> None:
    repos, _ = world
    root, others = with_bases(repos[0], [one.id for one in repos[1:]]), repos[1:]
    whole = judged(root, *others)
    for number in range(len(others)):
        gone = [absent(one.id) if at == number else one for at, one in enumerate(others)]
        less = judged(root, *gone)
        assert less.commercial_use.status in ("unknown", "forbidden")
        assert "unknown" in less.license.effective
        assert less.verdict != "pass" or whole.verdict == "pass"


def test_a_cycle_of_100_and_500_parents() -> None:
    ring = [repo(f"org/r{n}", f"license: mit\nbase_model: org/r{(n + 1) % 100}") for n in range(100)]
    found = judged(*ring)
    assert len(found.lineage or ()) == 9 and found.license.effective == ("MIT", "unknown"), "cut at the limit, and said"
    wide = repo("org/wide", "license: mit\nbase_model:\n" + "\n".join(f"- org/p{n}" for n in range(500)))
    assert judged(wide).commercial_use.status == "unknown"


def test_a_holders_own_family_stands_apart_read_or_not() -> None:
    child = repo(
        "mistralai/Magistral-Small-2506", "license: apache-2.0\nbase_model: mistralai/Mistral-Small-3.1-24B-Base"
    )
    parent = repo("mistralai/Mistral-Small-3.1-24B-Base", "license: cc-by-nc-4.0")
    for related in ((), (parent,), (absent(parent.id),)):
        found = judged(child, *related)
        assert (found.commercial_use.status, found.license.effective) == ("allowed", ("Apache-2.0",))
        assert any("rules/publishers/mistral.yaml" in notice for notice in found.notices)
    trap = repo("nvidia/Llama-3.1-Nemotron-70B", "license: apache-2.0\nbase_model: meta-llama/Llama-3.1-70B")
    assert judged(trap, absent("meta-llama/Llama-3.1-70B")).commercial_use.status == "unknown"


@pytest.mark.parametrize(
    ("name", "declared", "status"),
    [
        ("org/llama3-satcom-8b", "llama3.1", False),  # an unversioned name may be any Llama 3.x
        ("org/llama3-satcom-8b", "apache-2.0", True),
        ("org/Meta-Llama-3.1-8B-x", "apache-2.0", True),
        ("org/Distill-Qwen2.5-1.5B-from-Llama-3.3-70B", "apache-2.0", False),  # its teacher
        ("org/stock-gemma-31b", "apache-2.0", False),  # only Gemma 4 has that size
        ("org/gemma-27b-x", "apache-2.0", True),
        ("CohereLabs/command-a-plus-05-2026", "apache-2.0", False),
        ("org/HyLo-Llama-4MLA12GDN", "apache-2.0", False),
    ],
)
def test_a_name_hints_only_at_what_it_can_be(name: str, declared: str, status: bool) -> None:
    result = next(iter(assess([snapshot(repo(name, f"license: {declared}"))], policy(), ENGINE)))
    assert ("suspected-base" in {one.kind for one in result.license.conflicts}) is status
