"""The facts that no bill format has a field for, as ``modelscan:*`` properties."""

from collections.abc import Iterable

from scanner.model.result import Finding, ObligationOut, Result, SettledCondition, TeacherOut
from scanner.report.bom.names import TEXT_LIMIT, clean

#: At most so many values under one property name; how many were left out is said.
MANY = 100
Property = tuple[str, str]


def properties(result: Result) -> tuple[Property, ...]:
    """All properties of a judged model, dataset or closed API, in a fixed order."""
    if result.error is not None:
        error = [("error.kind", result.error.kind), ("error.message", result.error.message)]
        return _named(
            [
                ("assessed", "false"),
                ("verdict", result.verdict),
                ("source", result.source),
                ("observed_at", result.observed_at),
                *error,
            ]
        )
    single = [
        ("assessed", "true"),
        ("verdict", result.verdict),
        ("source", result.source),
        ("observed_at", result.observed_at),
        *_licence(result),
        *_stock(result),
        *_profile(result),
        *_openness(result),
    ]
    return (
        *_named(single),
        *_many("license.declared", result.license.declared),
        *_many("license.effective", result.license.effective),
        *_many("license.conflict", (f"{c.kind}: {c.detail}" for c in result.license.conflicts)),
        *_many(
            "license.file",
            (
                f"{f.path}: {f.id or 'not identified'} ({f.match}), sha256 {f.text_sha256}"
                for f in result.license.files or ()
            ),
        ),
        *_many("condition", map(_condition, result.commercial_use.conditions)),
        *_many("obligation", map(_obligation, result.obligations or ())),
        *_many("outputs_of", map(_taught, result.outputs_of or ())),
        *_many(
            "finding", map(_finding, (f for f in result.findings if f.outcome in ("violated", "unknown", "waived")))
        ),
    )


def _named(pairs: Iterable[tuple[str, object]]) -> tuple[Property, ...]:
    return tuple((f"modelscan:{name}", clean(_text(value), TEXT_LIMIT)) for name, value in pairs if value is not None)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _many(name: str, values: Iterable[str]) -> tuple[Property, ...]:
    every = [("modelscan:" + name, clean(value, TEXT_LIMIT)) for value in values]
    left = len(every) - MANY
    return (*every[:MANY], (f"modelscan:{name}.left_out", str(left))) if left > 0 else tuple(every)


def _licence(result: Result) -> list[tuple[str, object]]:
    section = result.license
    return [
        ("license.name", section.name),
        ("license.link", section.link),
        ("license.operator", section.operator if len(section.resolved or section.declared) > 1 else None),
        ("license.concluded", section.concluded),
    ]


def _stock(result: Result) -> list[tuple[str, object]]:
    weights, gated = result.weights, result.weights.gated
    return [
        ("commercial_use", result.commercial_use.status),
        ("weights", weights.status),
        ("weights.formats", weights.formats or None),
        ("weights.files", weights.files),
        ("weights.bytes", weights.bytes),
        ("gated", "unknown" if gated is None and result.repo_type != "closed-api" else gated),
        ("datasets", result.datasets.status),
        ("datasets.complete", result.datasets.complete),
    ]


def _profile(result: Result) -> list[tuple[str, object]]:
    profile = result.profile
    return [
        ("parameters", profile.parameters if profile.parameters is not None else result.weights.parameters),
        ("library", profile.library),
        ("created", profile.created),
        ("last_modified", profile.last_modified),
        ("fine_tuning", profile.fine_tuning),
    ]


def _openness(result: Result) -> list[tuple[str, object]]:
    openness = result.openness
    pairs = [
        ("openness.mof_class", openness.mof_class),
        ("openness.osaid", openness.osaid),
        ("openness.eu_exemption", openness.eu_exemption),
    ]
    return [(name, value) for name, value in pairs if value != "unknown"]


def _condition(condition: SettledCondition) -> str:
    state = {True: "met", False: "not met", None: "open"}[condition.met]
    value = f" {_text(condition.value)}" if condition.value is not None else ""
    source = f"{condition.license} {condition.clause}, from {condition.from_}"
    return f"{condition.term}{value}: {state}; {condition.effect}; {source}. {condition.text}"


def _obligation(duty: ObligationOut) -> str:
    state = {True: "applies", False: "does not apply", None: "open"}[duty.applies]
    return f"{duty.id}: {state}; {duty.license} {duty.clause}, from {duty.from_}. {duty.text}"


def _taught(one: TeacherOut) -> str:
    clause = f" ({one.clause})" if one.clause else ""
    return f"{one.name}, in {one.from_}; training on its outputs by its terms: {one.train_models}{clause}"


def _finding(finding: Finding) -> str:
    return f"{finding.rule}: {finding.outcome} ({finding.severity}). {finding.message or finding.title}"
