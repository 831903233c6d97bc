"""What ``explain`` says of openness: the framework's components, the checks of a card, the AI Act's exemption."""

from collections.abc import Iterator
from typing import TypeAlias

from scanner.knowledge.card import card_checks
from scanner.knowledge.elements import Element, elements
from scanner.knowledge.elements import plain as elements_record
from scanner.knowledge.licenses import fold
from scanner.knowledge.openness import Component, ai_act, components, disclosures

#: ``(title, kind, lines, source)``.
Explained: TypeAlias = tuple[str, str, tuple[str, ...], str]
_AI_ACT, _G7 = "eu-ai-act", "g7"


def explainable() -> frozenset[str]:
    """The terms."""
    return frozenset(
        (
            _AI_ACT,
            _G7,
            *(one.id for one in elements()),
            *(one.id for one in components()),
            *(check.id for check in card_checks()),
        )
    )


def explained(wanted: str) -> Iterator[Explained]:
    """What a folded term means here."""
    yield from (_component(one) for one in components() if wanted in (fold(one.id), fold(one.name)))
    for check in card_checks():
        if wanted == fold(check.id):
            body = (check.message, "", f"- what to do: {check.fix}")
            yield f"{check.id} {check.title}", f"check of a card ({check.severity})", body, check.source
    if wanted == fold(_AI_ACT):
        yield _ai_act()
    yield from (_element(one) for one in elements() if wanted in (fold(one.id), fold(f"G7AI-{one.id}")))
    if wanted == _G7:
        yield _g7()


def _element(one: Element) -> Explained:
    body = (
        f"One of the minimum elements of a bill of materials for AI, of the {one.of}.",
        "",
        *((f"- no repository tells it: {one.why}",) if one.why else (f"- filled by: {', '.join(one.by)}",)),
        *((f"- in CycloneDX: {one.cyclonedx}", f"- in SPDX 3.0.1: {one.spdx}") if one.by else ()),
        *(f"- a repository's documentation tells it as: {name}" for name in _telling(one)),
    )
    record = elements_record()
    return f"{one.id} {one.name}", record["title"], body, f"{record['source']}; checked {record['checked']}"


def _telling(one: Element) -> tuple[str, ...]:
    """The disclosures (``openness.disclosures``) that ask for an element."""
    asked = (*disclosures("model"), *disclosures("dataset"))
    return tuple(told.id for told in asked if one.id in told.asks)


def _g7() -> Explained:
    record = elements_record()
    rows = (f"- {one.id} {one.name}: {one.why or 'filled by ' + ', '.join(one.by)}" for one in elements())
    body = (
        "Fifty elements that the G7 ask of a bill of materials for AI; voluntary. Each model and data set of a bill",
        "says which it fills and which are missing (`modelscan:g7.filled`, `modelscan:g7.missing`).",
        "",
        *rows,
    )
    return record["title"], "list of minimum elements", body, f"{record['source']}; checked {record['checked']}"


def _component(one: Component) -> Explained:
    asked = "asked for" if one.required else "optional"
    kind = f"component of the Model Openness Framework ({one.kind}; {asked} in class {one.class_})"
    return one.name, kind, tuple(_where(one)), f"{one.path}; lfai/model_openness_tool, 2026-05"


def _where(one: Component) -> Iterator[str]:
    """Where a repository shows a component."""
    said = {
        "section of the result": one.section,
        "files": one.files and f"`{one.files}`",
        "config": ", ".join(one.config),
        "headings with content": ", ".join(one.headings),
        "links beside": ", ".join(one.links),
        "addresses": one.pages and f"`{one.pages}`",
        "tags": one.tags and f"`{one.tags}`",
    }
    yield "It is looked for in:"
    yield from (f"- {what}: {where}" for what, where in said.items() if where)


def _ai_act() -> Explained:
    act = ai_act()
    body = (
        f"{act['remaining']}.",
        "",
        *(f"- unavailable: `{term}`: {why}" for term, why in act["unavailable"].items()),
        *(f"- arguable: `{term}`: {why}" for term, why in act["arguable"].items()),
        *(f"- {one['date']}: {one['what']} ({one['source']}; {one['confidence']})" for one in act["dates"]),
    )
    title = "The AI Act's exemption for open models, and its dates"
    return title, "`openness.eu_exemption` of a result", body, f"{act['source']}; checked {act['checked']}"
