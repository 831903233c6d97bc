"""The shipped rules, each by its own examples; what loading refuses; that an unread fact never improves a verdict."""

import dataclasses
import re
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.knowledge.policy import builtin_names, load_policy
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.rules import CompiledRule, Rules, check_examples, load_rules
from scanner.model.errors import KnowledgeError
from scanner.model.facts import DecisionFacts, fact_names, fact_type
from scanner.model.rule import Example, Rule
from scanner.model.words import VERDICTS, Verdict, worst

RULES: Rules = load_rules(rules_dir())
POLICIES = {name: load_policy(name) for name in builtin_names()}
FAMILIES = {
    "LIC": "licensing",
    "COM": "commercial",
    "WGT": "weights",
    "UPK": "upkeep",
    "DAT": "datasets",
    "LIN": "lineage",
    "DIS": "disclosure",
    "SUI": "suitability",
    "POL": "policy",
    "REF": "references",
}
EXAMPLES = [
    pytest.param(compiled, wanted, example, id=f"{compiled.rule.id}-{wanted}-{name}")
    for compiled in RULES.compiled
    for wanted, examples in (("fails", compiled.rule.fails), ("passes", compiled.rule.passes))
    for name, example in examples.items()
]
OWN = """
id: OWN001
slug: own
family: own
title: A rule of our own
severity: warning
fails_when: gated == "manual"
message: gated by hand
rationale: We never ask.
fix: Choose another.
unknown: The Hub would settle it.
examples:
  fails: {by hand: {gated: manual}}
  passes: {open: {gated: "no"}}
"""


@pytest.mark.parametrize("compiled", RULES.compiled, ids=lambda one: one.rule.id)
def test_what_is_not_known_is_asked_without_a_denial(compiled: CompiledRule) -> None:
    """ "Not known whether the data is not disclosed" asks its reader to do a sum."""
    asked = compiled.rule.whether or compiled.rule.title
    assert not re.search(r"(?i)\b(not|no|nobody|nothing|none|without|missing|lacks?|dropped)\b|n't\b", asked), asked
    assert not compiled.rule.whether.endswith(".")
    assert compiled.rule.whether[:1] == compiled.rule.whether[:1].lower()


@pytest.mark.parametrize("compiled", RULES.compiled, ids=lambda one: one.rule.id)
def test_the_examples_give_facts_values_that_they_may_have(compiled: CompiledRule) -> None:
    check_examples(compiled, Path(str(compiled.rule.path)))


@pytest.mark.parametrize(("compiled", "wanted", "example"), EXAMPLES)
def test_an_example_comes_out_as_it_says(compiled: CompiledRule, wanted: str, example: Example) -> None:
    answer = compiled.decide({fact: value for fact, value in example.items() if fact in compiled.rule.reads})
    assert answer == "violated" if wanted == "fails" else answer in ("satisfied", "not_applicable")


@pytest.mark.parametrize("rule", list(RULES), ids=lambda rule: rule.id)
def test_a_rule_is_whole(rule: Rule) -> None:
    assert rule.path == f"rules/{FAMILIES[rule.id[:3]]}/{rule.id}-{rule.slug}.yaml"
    assert rule.family == FAMILIES[rule.id[:3]]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.slug)
    assert rule.references
    assert all(text.strip() for text in (rule.rationale, rule.fix, rule.unknown, rule.message, rule.title))
    assert not rule.title.endswith("."), "a title is no sentence"
    named = {name for _, name, _, _ in string.Formatter().parse(rule.message) if name}
    assert named <= set(fact_names())


def test_no_module_knows_a_rule_by_its_id() -> None:
    """What its findings tell beyond itself stands in its record (``tells``)."""
    modules = [path.read_text("utf-8") for path in (rules_dir().parent / "scanner").rglob("*.py")]
    named = {rule.id for rule in RULES}
    assert len(modules) > 100
    assert not named.intersection(re.findall(r"""["']([A-Z]{3}[0-9]{3})["']""", "\n".join(modules)))


def test_slugs_are_unique() -> None:
    slugs = [rule.slug for rule in RULES]
    assert len(set(slugs)) == len(slugs)


def test_severities_are_those_agreed() -> None:
    """Errors decide alone; the list is short and changes on purpose only."""
    errors = {rule.id for rule in RULES if rule.severity == "error"}
    assert errors == {
        "COM001", "COM004", "WGT001", "WGT002", "SUI001", "SUI002", "SUI003", "SUI004", "SUI005", "POL001", "POL002"
    }  # fmt: skip


def test_one_unknown_licence_gives_one_unknown_error() -> None:
    facts = _facts(commercial_use=None)
    answers = {one.rule.id: one.ask(facts) for one in RULES.compiled if one.rule.severity == "error"}
    assert [name for name, answer in answers.items() if answer == "unknown"] == ["COM001"]


def test_an_unread_card_gives_one_warning_about_data() -> None:
    facts = _facts(datasets=None, datasets_non_commercial=None)
    unknown = [one.rule for one in RULES.compiled if one.ask(facts) == "unknown"]
    assert [rule.id for rule in unknown if rule.severity != "note"] == ["DAT001"]


def test_an_allow_list_is_not_passed_by_a_licence_that_is_unidentified() -> None:
    facts = _facts(allow_list=True, admission=None)
    assert next(one for one in RULES.compiled if one.rule.id == "POL002").ask(facts) == "unknown"


def test_unresolved_data_changes_no_verdict() -> None:
    """Undisclosed, unresolved and unlicensed data are notes; what is known to be restricted is not."""
    facts = _facts(datasets="partial", datasets_non_commercial=None, datasets_unresolved=True)
    assert _verdict(facts, "commercial-saas") == "pass"
    assert _verdict(_facts(datasets="restricted", datasets_non_commercial=None), "commercial-saas") == "review"
    assert _verdict(_facts(datasets="restricted", datasets_non_commercial=True), "commercial-saas") == "review"
    research = _facts(datasets="restricted", datasets_non_commercial=True, purpose="research")
    assert _verdict(research, "research") == "pass"


def test_a_dataset_is_judged_by_its_own_licence() -> None:
    facts = _facts(repo_type="dataset", weights="not_applicable", commercial_use="forbidden")
    assert _verdict(facts, "commercial-saas") == "fail"
    assert _verdict(dataclasses.replace(facts, commercial_use="allowed"), "commercial-saas") == "pass"


def test_the_good_case_passes_under_every_policy() -> None:
    for name in builtin_names():
        assert _verdict(_facts(), name) == "pass"


def test_a_rule_is_asked_once_for_each_combination_of_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = next(one for one in load_rules(rules_dir()).compiled if one.rule.id == "WGT001")
    first = compiled.ask(_facts())
    monkeypatch.setattr(compiled, "decide", lambda _: pytest.fail("asked again"))
    assert compiled.ask(_facts(private=True)) == first


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('gated == "manual"|gateed == "manual"', "did you mean 'gated'"),
        ('gated == "manual"|gateed == "manual"', "The facts are: repo_type, source"),
        ("id: OWN001|id: own-1", "three capitals and three digits"),
        ("severity: warning|severity: severe", "must be one of error, warning, note"),
        ("slug: own|slugg: own", "did you mean 'slug'"),
        ('fails_when: gated == "manual"|fails_when: gated ==', "not a condition"),
        ('fails_when: gated == "manual"|fails_when: terms_open.exists(gated, gated == "x")', "make it a fact"),
        ('fails_when: gated == "manual"|fails_when: gated.matches("(a+)+$")', "make it a fact"),
        ("{by hand: {gated: manual}}|{by hand: {gated: auto}}", "comes out as satisfied"),
        ("{by hand: {gated: manual}}|{by hand: {gated: locked}}", "is no value of it"),
        ("{by hand: {gated: manual}}|{by hand: {gate: manual}}", "did you mean 'gated'"),
        ('{open: {gated: "no"}}|{}', "at least one under 'fails' and one under 'passes'"),
        ("id: OWN001|id: COM001", "already taken by rules/commercial/COM001"),
        ("message: gated by hand|message: 'gated {gatd}'", "no such fact 'gatd'"),
    ],
)
def test_own_rules_are_refused_with_the_mend(tmp_path: Path, change: str, said: str) -> None:
    (tmp_path / "own.yaml").write_text(OWN.replace(*change.split("|")), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(said)) as refused:
        load_rules(rules_dir(), [tmp_path])
    assert "\n" not in str(refused.value)


def test_own_rules_join_the_others(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    rules = load_rules(rules_dir(), [tmp_path])
    assert rules.by_id["OWN001"].title == "A rule of our own"
    assert len(rules.compiled) == len(RULES.compiled) + 1


def test_examples_are_checked_by_name() -> None:
    rule = dataclasses.replace(
        RULES.by_id["WGT001"], fails={"wrong": {"repo_type": "model", "source": "hub", "weights": "gated"}}
    )
    with pytest.raises(KnowledgeError, match="'wrong' under 'fails' comes out as satisfied"):
        check_examples(CompiledRule(rule), Path("own.yaml"))


def _facts(**changed: Any) -> DecisionFacts:
    """Everything read and nothing wrong, but for ``changed``."""
    good: dict[str, Any] = {name: {"bool": False, "set": (), "enum": None}[fact_type(name)[0]] for name in fact_names()}
    good |= dict.fromkeys(
        (
            "license_stated license_recognised license_fixes_terms license_concluded license_all_osi license_all_spdx "
            "ancestors_resolved ancestors_licensed weights_listed weights_known revision_pinned card_present "
            "card_sound card_substantial evaluation_reported parameters_known datasets_complete"
        ).split(),
        True,
    )
    good |= {
        "repo_type": "model",
        "source": "hub",
        "gated": "no",
        "license_confidence": "read",
        "license_text": "identified",
        "license_ids": ("Apache-2.0",),
        "license_families": ("permissive",),
        "admission": "allowed",
        "commercial_use": "allowed",
        "purpose": "commercial",
        "delivery": "hosted",
        "used_in_eu": "unstated",
        "outputs_commercial": "allowed",
        "outputs_training": "allowed",
        "relabelled": "no",
        "suspected_base": "no",
        "base_unnamed": False,
        "base_texts": "none",
        "learnt_from": "nobody",
        "trains_on_learnt": False,
        "terms_carried": False,
        "base_on_disk": False,
        "sources_restricted": False,
        "weights": "available",
        "weight_formats": ("safetensors",),
        "datasets": "open",
        "modality": "text",
        "retirement": "unstated",
    }
    return DecisionFacts(**{**good, **changed})


def _verdict(facts: DecisionFacts, policy: str) -> Verdict:
    stated = POLICIES[policy].rules
    severities = {rule.id: stated.get(rule.id, rule.severity) for rule in RULES}
    said: list[Verdict] = []
    for one in RULES.compiled:
        if facts.repo_type is not None and facts.repo_type not in one.rule.targets:
            continue
        answer, severity = one.ask(facts), severities[one.rule.id]
        if severity == "error" and answer in ("violated", "unknown"):
            said.append("fail" if answer == "violated" else "unknown")
        if severity == "warning" and answer in ("violated", "unknown"):
            said.append("review")
    return worst(said)


def _values(name: str) -> st.SearchStrategy[Any]:
    kind, choices = fact_type(name)
    if kind == "bool":
        return st.booleans()
    if kind == "enum":
        return st.sampled_from(choices)
    known = ("use_restrictions", "territory", "non_commercial", "copyleft", "network-copyleft", "declared-vs-text")
    return st.lists(st.sampled_from(known), max_size=3, unique=True).map(tuple)


@settings(max_examples=300, deadline=None)
@given(
    values=st.fixed_dictionaries({name: _values(name) for name in fact_names()}),
    unread=st.sets(st.sampled_from(fact_names()), min_size=1, max_size=6),
    near=st.booleans(),
)
def test_an_unread_fact_never_makes_a_pass(values: dict[str, Any], unread: set[str], near: bool) -> None:
    """Near the good case (where passes are) and anywhere: what is no pass stays none when facts go missing."""
    kept = dict(list(values.items())[::7]) if near else values
    whole = _facts(**kept)
    less = dataclasses.replace(whole, **dict.fromkeys(unread, None))
    if _verdict(whole, "commercial-saas") != "pass":
        assert _verdict(less, "commercial-saas") != "pass"
    for one in RULES.compiled:
        if one.ask(whole) == "violated":
            assert one.ask(less) in ("violated", "unknown")


def test_the_order_of_verdicts() -> None:
    assert VERDICTS == ("pass", "review", "unknown", "fail")
