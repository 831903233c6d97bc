"""Statements joined to records: the licence that stands, the fields that a record lacks, and who said each.

``x_said`` names the source and day of every field that is not the record's own; ``stated`` every licence that was
stated. A model that only statements know gets a record of its own, which is partial: what nobody stated is not denied.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from scripts.catalog_records import Record
from scripts.catalog_statements import OTHER, Known, Statement, bases, deciding, first_that_says, ordered

#: Licence statements that are kept beside a record.
MOST = 8


def joined(
    records: Iterable[Record], statements: Iterable[Statement], names: Mapping[str, tuple[str, ...]], known: Known
) -> list[Record]:
    """Every record with what was stated of its model, and a record for each model that only statements know."""
    said: dict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        said[_key(one.id, names)].append(one)
    made = [(record, said.pop(_key(record.id, names), [])) for record in records if record.kind == "model"]
    made += [(_new(found, known), found) for found in said.values()]
    return [*(_enriched(*pair, known) for pair in made), *(one for one in records if one.kind != "model")]


def _key(name: str, names: Mapping[str, tuple[str, ...]]) -> str:
    return names.get(name.lower(), (name.lower(),))[0]


def _new(statements: list[Statement], known: Known) -> Record:
    best = deciding(statements, known) or max(statements, key=lambda one: one.order)
    used = max(one.used for one in statements)
    info: dict[str, Any] = {"downloads": used} if used else {}
    return Record(id=best.id, source=best.source, observed=best.day, info=info, partial=True)


def _enriched(record: Record, statements: list[Statement], known: Known) -> Record:
    if not statements:
        return record
    own = _of(record)
    every = [*([own] if own else []), *statements]
    made = replace(record, info=dict(record.info), stated=_shown(every, known))
    dated = _licensed(made, own, deciding(every, known)) | _filled(made, statements)
    said = {field: f"{one.source}, {one.day}" for field, one in dated.items() if one.source != record.source}
    made.info |= {"x_said": said} if said else {}
    return made


def _of(record: Record) -> Statement | None:
    """What a record itself states of the licence."""
    card = record.info.get("cardData", {})
    license_ = card.get("license")
    if not isinstance(license_, str):
        return None
    name = card.get("license_name")
    known_by_name = name if license_.lower() == OTHER else None
    return Statement(
        id=record.id,
        source=record.source,
        day=record.observed,
        vendor=record.source != "mot",
        license=license_,
        name=known_by_name,
    )


def _shown(statements: list[Statement], known: Known) -> list[list[Any]]:
    """Each licence with its strongest source, then further sources, as far as there is room; the deciding one first."""
    stated = ordered((one for one in statements if one.license is not None), known)
    first = deciding(statements, known)
    stated = [*([first] if first else []), *(one for one in stated if one is not first)]
    unlike: dict[str, Statement] = {}
    for one in stated:
        unlike.setdefault(_worded(one).lower(), one)
    new = list(unlike.values())
    again = [one for one in stated if one not in new]
    return [[_worded(one), one.source, one.day, one.vendor] for one in [*new, *again][:MOST]]


def _worded(one: Statement) -> str:
    return f"{one.license}: {one.name}" if one.name else str(one.license)


def _licensed(record: Record, own: Statement | None, decided: Statement | None) -> dict[str, Statement]:
    """Put the deciding licence into the card's fields, unless it stands there already."""
    if decided is None or decided is own or (own and own.terms == decided.terms and own.terms):
        return {}
    card = dict(record.info.get("cardData", {}))
    for field, value in (("license", decided.license), ("license_name", decided.name), ("license_link", decided.link)):
        card.pop(field, None)
        card |= {field: value} if value else {}
    record.info["cardData"] = card
    record.info["tags"] = [tag for tag in record.info.get("tags", []) if not tag.startswith("license:")]
    return {"license": decided}


def _filled(record: Record, statements: list[Statement]) -> dict[str, Statement]:
    """Put in what the record lacks: bases, the gate, parameters, datasets."""
    said: dict[str, Statement] = {}
    tags = list(record.info.get("tags", []))
    if not record.info.get("cardData", {}).get("base_model") and not any(tag.startswith("base_model:") for tag in tags):
        named = bases(statements)
        tags += [":".join(filter(None, ("base_model", relation, name))) for name, relation in named.items()]
        if named and (one := first_that_says(statements, "bases")):
            said["base_model"] = one
    if record.partial and (one := first_that_says(statements, "datasets")):
        tags += [f"dataset:{name}" for name in one.datasets]
        said["datasets"] = one
    for field, key in (("gated", "gated"), ("parameters", "x_parameters")):
        if record.info.get(key) is None and (one := first_that_says(statements, field)):
            record.info[key] = getattr(one, field)
            said[field] = one
    record.info |= {"tags": tags} if tags else {}
    return said
