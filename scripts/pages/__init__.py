"""The generated pages: ``rules/README.md``, ``rules/policy.schema.json``, and ``facts``, ``licenses``, ``formats`` and
``scan`` under ``docs/``.

``scripts/make_docs.py`` writes them; ``tests/test_docs.py`` holds that they are fresh.
"""

import dataclasses
import json
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scanner.judge.evaluate import Engine
from scanner.judge.terms.wording import shown
from scanner.knowledge.formats import load_formats
from scanner.knowledge.policy_file import PolicyFile
from scanner.model.facts import fact_about, fact_names, fact_type
from scanner.model.license import Condition, License
from scanner.model.rule import Rule
from scanner.model.snapshot import Json
from scanner.report.explain import condition_line
from scripts.pages.scan_page import scan_page
from scripts.pages.schema import document_schema
from scripts.pages.weight_formats import formats_page

_MADE = "<!-- Made by scripts/make_docs.py; change what it is made from, then run it. -->"


def pages(engine: Engine, words: Mapping[str, Json]) -> dict[str, str]:
    """Every generated file of the checkout: path relative to its root → content. ``words`` is rules/words.yaml."""
    return {
        "rules/README.md": rules_page(engine),
        "docs/facts.md": facts_page(engine),
        "docs/licenses.md": licenses_page(engine.licenses),
        "docs/formats.md": formats_page(load_formats(engine.folder), _MADE),
        "docs/result.schema.json": json.dumps(document_schema(), indent=1, ensure_ascii=False) + "\n",
        "docs/scan.md": scan_page(_MADE),
        "rules/policy.schema.json": json.dumps(policy_schema(engine.rules, words), indent=2, ensure_ascii=False) + "\n",
    }


def rules_page(engine: Engine) -> str:
    """One section a rule, by family."""
    rules = list(engine.rules)
    lines = [
        "# Rules",
        _MADE,
        "",
        "One file a rule, one question each, phrased as its violation. Severity and outcome give the verdict: an",
        "*error* that is violated fails, and one that is unknown leaves the verdict unknown; a *warning* asks for a",
        "review either way; a *note* changes nothing. A policy may set another severity, or `off`, by the rule's id.",
        "An id, once given, is never used again. Conditions are CEL over [decision facts](../docs/facts.md).",
        "",
        "| rule | severity | question |",
        "|---|---|---|",
        *(f"| [{rule.id}](#{rule.id.lower()}-{rule.slug}) | {rule.severity} | {_cell(rule.title)} |" for rule in rules),
        "",
    ]
    families = dict.fromkeys(rule.family for rule in rules)
    for family in families:
        lines += [f"## {family.capitalize()}", ""]
        for rule in rules:
            lines += _rule_section(rule) if rule.family == family else []
    return "\n".join(lines).rstrip() + "\n"


def _rule_section(rule: Rule) -> list[str]:
    applies = [f"- asked when: `{rule.applies_when}`"] if rule.applies_when != "true" else []
    return [
        f"### {rule.id} {rule.slug}",
        "",
        f"**{rule.title}** ({rule.severity})",
        "",
        rule.rationale.strip(),
        "",
        *applies,
        f"- violated when: `{' '.join(rule.fails_when.split())}`",
        f"- what to do: {rule.fix.strip()}",
        f"- what would settle an unknown: {rule.unknown.strip()}",
        f"- violated by: {'; '.join(rule.fails)}",
        f"- not by: {'; '.join(rule.passes)}",
        f"- see: {', '.join(rule.references)}",
        "",
    ]


def facts_page(engine: Engine) -> str:
    """The table of decision facts, with the rules that read each."""
    lines = [
        "# Decision facts",
        _MADE,
        "",
        "The facts that rules may read. One that could not be read is left out of a condition, which makes the rule's",
        "outcome `unknown`: a missing fact never counts as false.",
        "",
        "| fact | values | meaning | rules |",
        "|---|---|---|---|",
    ]
    for name in fact_names():
        kind, choices = fact_type(name)
        about, listed = fact_about(name)
        values = ", ".join(f"`{choice}`" for choice in choices) or (f"set ({listed})" if kind == "set" else "bool")
        readers = ", ".join(rule.id for rule in engine.rules if name in rule.reads)
        lines.append(f"| `{name}` | {values} | {_cell(about)} | {readers} |")
    return "\n".join(lines) + "\n"


def licenses_page(licenses: Iterable[License]) -> str:
    """All licences and their terms on one table, then each condition with its clause."""
    records = sorted(licenses, key=lambda record: record.id.lower())
    lines = [
        "# Licences and their terms",
        _MADE,
        "",
        f"{len(records)} records. *Confidence* `read` means read from the licence's own text; other records may warn",
        "and forbid but never allow. A `duty` condition only triggers an obligation. A working table, no legal advice.",
        "",
        "| licence | family | confidence | conditions on use | derivatives | outputs: sell / train on | obligations |",
        "|---|---|---|---|---|---|---|",
        *(_license_row(record) for record in records),
        "",
        "## Conditions in words",
        "",
    ]
    for record in records:
        if record.conditions:
            lines += [f"### {record.id}", "", *(f"- {condition_line(one)}" for one in record.conditions), ""]
    return "\n".join(lines).rstrip() + "\n"


def _license_row(record: License) -> str:
    conditions = "; ".join(_short(condition) for condition in record.conditions)
    if not record.fixes_terms:
        conditions = "names no terms by itself"
    duties = "; ".join(f"{duty.kind} ({duty.clause})" for duty in record.obligations)
    derivatives = record.derivatives.license + (
        f", named {record.derivatives.naming}…" if record.derivatives.naming else ""
    )
    outputs = f"{record.outputs.commercial} / {record.outputs.train_models}"
    cells = (record.id, record.family, record.confidence, conditions or "none", derivatives, outputs, duties or "none")
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _short(condition: Condition) -> str:
    metric = (condition.basis.metric or "") if condition.basis else ""
    value = f" {shown(condition.value, metric)}" if condition.value is not None else ""
    date = f" as of {condition.basis.as_of}" if condition.basis and condition.basis.as_of else ""
    when = "" if condition.when == "always" else f" when {condition.when.replace('_', ' ')}"
    duty = ", a duty" if condition.effect == "duty" else ""
    return f"{condition.term}{value}{date}{when}{duty} ({condition.clause})"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def policy_schema(rules: Iterable[Rule], words: Mapping[str, Json]) -> Json:
    """JSON Schema (2020-12) of a policy file, from the dataclass that reads it."""
    about: Mapping[str, str] = words["policy"]["words"]
    schema = _object(PolicyFile, about)
    severity = {"enum": ["error", "warning", "note", "off"]}
    schema["properties"]["rules"] = {
        "type": "object",
        "description": about["rules"],
        "properties": {rule.id: {**severity, "description": rule.title} for rule in rules},
        "patternProperties": {"^[A-Z]{3}[0-9]{3}$": severity},
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "modelscan policy",
        **schema,
    }


def _object(kind: type, about: Mapping[str, str]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    missing = dataclasses.MISSING
    fields = dataclasses.fields(kind)
    return {
        "type": "object",
        "properties": {f.name: _described(_schema(hints[f.name], about), about.get(f.name)) for f in fields},
        "required": [f.name for f in fields if f.default is missing and f.default_factory is missing],
        "additionalProperties": False,
    }


def _described(schema: dict[str, Any], text: str | None) -> dict[str, Any]:
    return {**schema, "description": text} if text else schema


def _schema(hint: Any, about: Mapping[str, str]) -> dict[str, Any]:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _object(hint, about)
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return {"enum": list(args)}
    if origin in (typing.Union, types.UnionType):
        return _any_of(args, about)
    if origin is tuple:
        return {"type": "array", "items": _schema(args[0], about)}
    if origin is not None:
        return {"type": "object", "additionalProperties": _schema(args[1], about)}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[hint]}


def _any_of(args: tuple[Any, ...], about: Mapping[str, str]) -> dict[str, Any]:
    kinds = [arg for arg in args if arg is not type(None)]
    if len(kinds) == 1:
        return _schema(kinds[0], about)
    return {"anyOf": [_schema(kind, about) for kind in kinds]}


def stale(made: Mapping[str, str], committed: Mapping[str, str]) -> Iterator[str]:
    """The generated files whose committed content is not what they are made from."""
    yield from (path for path, text in made.items() if committed.get(path) != text)
