"""The generated pages are fresh, and every word that a result may say is explained."""

import json
import typing
from pathlib import Path

import jsonschema
import pytest

from scanner.knowledge.policy import builtin_names
from scanner.knowledge.policy_file import PolicyFile, UseFile
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import plain_files, read_yaml
from scanner.knowledge.vocabulary import FIELDS
from scanner.model import errors, words
from scanner.model import license as license_model
from scanner.model import policy as policy_model
from scanner.model.errors import ModelscanError
from scanner.model.facts import fact_names
from scanner.model.result import Result
from scanner.report.explain import explain, terms
from scripts.pages import pages, policy_schema, stale
from tests.making import engine

ROOT = Path(__file__).resolve().parent.parent
ENGINE = engine()
WORDS = plain_files(rules_dir())["words.yaml"]
#: group of rules/words.yaml → the type whose values it must define, each of them.
TYPES = {
    "verdict": words.Verdict,
    "commercial_use": words.Commercial,
    "weights": words.Weights,
    "token": words.Token,
    "region": words.Region,
    "datasets": words.Datasets,
    "dataset": words.DatasetStatus,
    "complete": words.Complete,
    "outcome": words.Outcome,
    "conflict": words.ConflictKind,
    "relation": words.Relation,
    "source": words.Source,
    "match": words.Match,
    "scope": words.Scope,
    "claim": words.Says,
    "strength": words.Strength,
    "operator": words.Operator,
    "effect": words.Effect,
    "mof_class": words.Mof,
    "osaid": words.Osaid,
    "eu_exemption": words.Exemption,
    "component": words.Shown,
    "counts": words.Counts,
    "confidence": words.Confidence,
    "gated": words.Gating,
    "family": license_model.Family,
    "obligation": license_model.DutyKind,
    "when": license_model.When,
    "error": errors.ProblemKind,
}


def test_generated_pages_are_fresh() -> None:
    made = pages(ENGINE, WORDS)
    committed = {name: (ROOT / name).read_text(encoding="utf-8") for name in made if (ROOT / name).is_file()}
    assert list(stale(made, committed)) == [], "run: python scripts/make_docs.py"


def test_pages_name_everything() -> None:
    made = pages(ENGINE, WORDS)
    assert all(f"`{name}`" in made["docs/facts.md"] for name in fact_names())
    assert all(f"### {rule.id} {rule.slug}" in made["rules/README.md"] for rule in ENGINE.rules)
    records = list(ENGINE.licenses)
    assert all(f"\n| {record.id} |" in made["docs/licenses.md"] for record in records)
    clauses = [condition.clause for record in records for condition in record.conditions]
    assert all(clause in made["docs/licenses.md"] for clause in clauses)


def test_every_field_of_use_is_explained() -> None:
    assert set(WORDS["field"]["words"]) == FIELDS


def test_a_changed_page_is_seen() -> None:
    assert list(stale({"a": "x", "b": "y"}, {"a": "x", "b": "z"})) == ["b"]
    assert list(stale({"a": "x"}, {})) == ["a"]


@pytest.mark.parametrize("name", builtin_names())
def test_the_schema_takes_the_built_in_policies(name: str) -> None:
    schema = json.loads((ROOT / "rules" / "policy.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(read_yaml(rules_dir() / "policies" / f"{name}.yaml"), schema)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "p", "extend": "x"},
        {"name": "p", "use": {"purpose": "fun"}},
        {"name": "p", "use": {"monthly_active_users": "many"}},
        {"name": "p", "rules": {"COM001": "fatal"}},
        {"name": "p", "rules": {"com1": "error"}},
        {"name": "p", "curations": [{"model": "a/b"}]},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(wrong: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, policy_schema(ENGINE.rules, WORDS))


def test_every_key_of_a_policy_is_described() -> None:
    known = set(WORDS["policy"]["words"])
    kinds = (PolicyFile, UseFile, policy_model.Admission, policy_model.Curation, policy_model.Figure)
    fields = {name for kind in kinds for name in kind.__dataclass_fields__}
    assert fields == known


@pytest.mark.parametrize(("group", "kind"), TYPES.items(), ids=TYPES)
def test_every_word_is_defined(group: str, kind: object) -> None:
    assert set(typing.get_args(kind)) == set(WORDS[group]["words"])


def test_every_purpose_delivery_and_severity_is_defined() -> None:
    assert set(WORDS["purpose"]["words"]) == {*typing.get_args(policy_model.Purpose), "unstated"}
    assert set(WORDS["delivery"]["words"]) == {*typing.get_args(policy_model.Delivery), "unstated"}
    assert set(WORDS["severity"]["words"]) == {*typing.get_args(words.Severity), "off"}
    assert set(WORDS["rule-family"]["words"]) == {rule.family for rule in ENGINE.rules}


def test_every_group_has_its_source() -> None:
    for name, group in WORDS.items():
        assert set(group) == {"title", "where", "source", "about", "words"}, name
        assert all(text.endswith((".", ")")) for text in group["words"].values()), name


def test_every_field_of_a_result_can_be_explained() -> None:
    skipped = {"error", "notices", "files", "references", "source", "verdict"}
    for name in set(Result.__dataclass_fields__) - skipped:
        assert explain(name, ENGINE).body


def test_every_term_can_be_explained() -> None:
    licences = [record.id for record in ENGINE.licenses if record.family not in ("permissive", "cc")]
    for term in terms(ENGINE):
        if term not in licences or term in licences[::10]:
            found = explain(term, ENGINE)
            assert found.title and found.body and found.source, term


@pytest.mark.parametrize("rule", [rule.id for rule in ENGINE.rules])
def test_what_a_rule_points_to_can_be_explained(rule: str) -> None:
    for reference in ENGINE.rules.by_id[rule].references:
        if reference.startswith("modelscan explain "):
            assert explain(reference.removeprefix("modelscan explain "), ENGINE)


@pytest.mark.parametrize(
    ("term", "kind", "said"),
    [
        ("com001", "rule (commercial, error)", "commercial_use ==" ),
        ("weights-missing", "rule (weights, error)", "A card and a licence without weights"),
        ("user_threshold", "condition of a licence", "llama3.1"),
        ("Llama-3.1", "licence (community)", "700 million"),
        ("apache license 2.0", "licence (permissive)", "No conditions on use"),
        ("name_prefix", "`kind` of obligations in rules/licenses/ and in a result", "llama3.1"),
        ("built-with-llama", "obligation", "Built with Llama"),
        ("declared-vs-base", "`license.conflicts[].kind` of a result", "base model"),
        ("shards_missing", "fact that rules read", "WGT004"),
        ("research", "`use.purpose` of a policy", "knowledge"),
        ("strict-open-source", "built-in policy", "SPDX id"),
        ("verdict", "`verdict` of a result", "unknown"),
    ],
)  # fmt: skip
def test_explanations(term: str, kind: str, said: str) -> None:
    found = explain(term, ENGINE)
    meanings = (found, *found.also)
    assert kind in [meaning.kind for meaning in meanings]
    assert any(said in line for meaning in meanings for line in (meaning.title, *meaning.body))


def test_a_word_with_several_meanings_gives_them_all() -> None:
    found = explain("partial", ENGINE)
    assert {meaning.kind for meaning in (found, *found.also)} >= {
        "`weights.status` of a result", "`datasets.status` of a result", "`license.files[].match` of a result"
    }  # fmt: skip


def test_an_unknown_term_gets_suggestions() -> None:
    with pytest.raises(ModelscanError, match="nothing is known as 'permisive'; did you mean permissive"):
        explain("permisive", ENGINE)
    with pytest.raises(ModelscanError, match="modelscan rules"):
        explain("qqqqqqqq", ENGINE)
