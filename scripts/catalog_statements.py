"""What others stated of a model, and which statement decides each field of the bundled catalog.

A statement is one source's word on one id. The vendor's own (a README, a card, the Hub's answer about it) come before
catalogues and registries, the newest first; among catalogues, and among statements of one day, the stricter. Whatever
does not decide stays beside it, so that a reader sees the disagreement.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

DEFAULTED = "(timm default, not set for this tag)"
WELL_KNOWN = ("wellknown-2026-11.jsonl.gz", "wellknown-extra-2026-11.jsonl.gz")
VENDOR = ("vendor-readme", "card")
OTHER = "other"


@dataclass(frozen=True, order=True)
class Strictness:
    """How much a licence that a record knows asks: what it withholds, its other limits, its duties."""

    withholds: bool
    limits: int
    duties: int
    #: A key that a card can name by itself; such a licence is never what ``other`` stands for.
    standard: bool = field(compare=False)


#: The strictness of a licence name; None where no record knows it.
Known = Callable[[str], Strictness | None]


@dataclass(frozen=True)
class Statement:
    """One source's word on one id. ``day`` is as exact as the source is: a day, a month or a year.

    ``license`` is a Hub key, or ``other`` with ``name``, or None where the source states no licence.
    """

    id: str
    source: str
    day: str
    vendor: bool
    license: str | None = None
    name: str | None = None
    link: str | None = None
    gated: bool | str | None = None
    bases: tuple[tuple[str, str | None], ...] = ()
    datasets: tuple[str, ...] = ()
    parameters: int | None = None
    former: str | None = None
    used: int = 0

    @cached_property
    def terms(self) -> str | None:
        """The licence by the name that says most; None where the source names none (a bare ``other`` is none)."""
        if self.license == OTHER:
            return self.name
        return self.license

    @property
    def order(self) -> tuple[bool, str]:
        return self.vendor, self.day


def well_known(folder: Path, extra: Path) -> Iterator[Statement]:
    """The statements gathered from vendors, cards, catalogues and registries, and those found by hand (``extra``)."""
    for name in WELL_KNOWN:
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            # A default that its registry did not set is nobody's statement.
            yield from (_statement(row) for row in map(json.loads, lines) if DEFAULTED not in row["stated"])
    yield from (_statement(json.loads(line)) for line in extra.read_text(encoding="utf-8").splitlines())


def _statement(row: dict[str, Any]) -> Statement:
    return Statement(
        id=row["id"],
        source=source_of(row),
        day=row.get("observed_at") or "",
        vendor=row["kind"] in VENDOR,
        license=row.get("license"),
        name=row.get("license_name"),
        link=row.get("license_link"),
        gated=row.get("gated"),
        bases=tuple((base["id"], base.get("relation")) for base in row.get("base_models") or ()),
        datasets=tuple(row.get("datasets") or ()),
        parameters=row.get("parameters"),
        former=row.get("legacy_id"),
        used=row.get("downloads") or 0,
    )


def source_of(row: dict[str, Any]) -> str:
    """A source with its version and licence, without the path in it: ``openai/whisper@c0d2f624 (MIT)``."""
    name, _, rest = row["source"].partition(":")
    commit = rest.rpartition("@")[2][:8] if "@" in rest and "/" in name else ""
    name = "a stored page of the Hub" if name.startswith("stored Hub page") else name
    license_ = (row.get("source_license") or "").partition(" (")[0]
    short = license_ if len(license_) <= 12 else ""
    return f"{name}{'@' + commit if commit else ''}{f' ({short})' if short else ''}"


def deciding(statements: Iterable[Statement], known: Known) -> Statement | None:
    """The statement whose licence stands; None where none states one.

    A bare ``other``, or a name that no record knows, is completed by the next statement that names what it may mean.
    """
    stated = ordered((one for one in statements if one.license is not None), known)
    if not stated or (stated[0].terms and known(stated[0].terms)):
        return stated[0] if stated else None
    return next((one for one in stated[1:] if _completes(stated[0], one, known)), stated[0])


def ordered(statements: Iterable[Statement], known: Known) -> list[Statement]:
    """Vendors before catalogues, the newest of a vendor's first; equals by strictness, a known name first."""

    def place(one: Statement) -> tuple[bool, str, bool, Strictness, str]:
        rank = known(one.terms) if one.terms else None
        return one.vendor, one.day if one.vendor else "", rank is not None, rank or _NOTHING, one.source

    return sorted(statements, key=place, reverse=True)


_NOTHING = Strictness(withholds=False, limits=0, duties=0, standard=False)


def _completes(first: Statement, other: Statement, known: Known) -> bool:
    """Whether another statement says what the first leaves open.

    It names a custom licence, as ``other`` does, or one that limits: never a free licence in place of a name that is
    not understood.
    """
    rank = known(other.terms) if other.terms else None
    if rank is None:
        return False
    return rank.withholds or rank.limits > 0 or (first.terms is None and not rank.standard)


def bases(statements: Iterable[Statement]) -> dict[str, str | None]:
    """The bases that the vendor names, else those that catalogues name, each with its relation."""
    every = sorted(statements, key=lambda one: one.order, reverse=True)
    for strong in (True, False):
        found: dict[str, tuple[str, str | None]] = {}
        for one in every:
            for name, relation in one.bases if one.vendor is strong else ():
                kept = found.get(name.lower())
                found[name.lower()] = (kept[0], kept[1] or relation) if kept else (name, relation)
        if found:
            return dict(found.values())
    return {}


def first_that_says(statements: Iterable[Statement], field: str) -> Statement | None:
    """The strongest, newest statement with a value for a field."""
    said = [one for one in statements if getattr(one, field) not in (None, ())]
    return max(said, key=lambda one: one.order, default=None)
