"""What a repo declares its licence to be, in every form that cards use, resolved to licence ids.

Order: the card's ``license`` (and its misspellings), the API's tags, ``license_name`` and ``license_link`` beside
``other``.
"""

import re
from collections.abc import Iterator, Mapping

from scanner.identify.expressions import parse
from scanner.identify.links import license_of_link
from scanner.knowledge.licenses import Licenses, fold
from scanner.knowledge.patterns import listed
from scanner.model.fields import LINK_KEYS, card_field, evidence_of, first_text, mapping, strings, written
from scanner.model.frozen import dataclass
from scanner.model.license import License
from scanner.model.result import Evidence
from scanner.model.snapshot import CARD, Json, Repo
from scanner.model.terms import Terms, licence, unstated
from scanner.model.words import Operator
from scanner.text.late import late

_OTHER, _UNKNOWN = "other", "unknown"
_ADDRESS = late(r"\s*https?://", re.IGNORECASE)
_MAX_OVERWRITTEN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLicence:
    """One licence that is named: its id, its record if it is known, where it stands, and why its terms are not surely
    known (``unsure``; None when they are)."""

    id: str
    record: License | None
    evidence: Evidence
    unsure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """What a value, or several, spell out: the terms, and each licence in them once."""

    terms: Terms | None
    licenses: tuple[NamedLicence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A repo's declaration. ``values`` are raw; ``terms`` what they resolve to, ``licenses`` each licence in them."""

    values: tuple[str, ...]
    name: str | None
    link: str | None
    terms: Terms | None
    licenses: tuple[NamedLicence, ...]
    by_name: NamedLicence | None = None
    by_link: NamedLicence | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(named.id for named in self.licenses)

    @property
    def operator(self) -> Operator:
        """How several licences are joined; ``unstated`` for a list, and for one licence."""
        return self.terms.op if self.terms is not None and self.terms.op != "licence" else "unstated"


def declared(repo: Repo, licenses: Licenses) -> Declared:
    """Read and resolve a repo's declaration."""
    raw = list(_raw(repo))
    name_key, name = first_text(repo, listed("licence-name-keys"))
    link_key, link = first_text(repo, LINK_KEYS)
    by_name = _by_name(repo, name_key, name, licenses)
    by_link = _by_link(repo, link_key, link, licenses)
    found = _resolve(
        [*raw, *_of_its_own(repo, name_key, name, raw)], _pointed_at(name, by_name, by_link, licenses), licenses
    )
    return Declared(
        values=tuple(value for value, _ in raw),
        name=name,
        link=link,
        terms=found.terms,
        licenses=tuple({named.id: named for named in reversed(found.licenses)}.values())[::-1],
        by_name=by_name,
        by_link=by_link,
    )


def custom_id(value: str) -> str:
    """The ``LicenseRef-`` id of a licence that only its name is known of."""
    name = re.sub(r"[^a-z0-9.-]+", "-", fold(value).removeprefix("licenseref-")).strip("-")
    return "LicenseRef-" + (name[:80] or "unnamed")


def _raw(repo: Repo) -> Iterator[tuple[str, Evidence]]:
    """Declared values as written, each with where it stands; the API's tags only where the card is silent."""
    silent = True
    for key in written(repo, listed("licence-keys")):
        value, origin, line = card_field(repo, key)
        for text in _texts(value):
            silent = False
            yield text, evidence_of(repo, f"{key}: {text}", origin, line)
        yield from _overwritten(repo, key, line)
        yield from _told_otherwise(repo, key, value, origin)
    if silent:
        for tag in strings(repo.info.get("tags")):
            if tag.startswith("license:"):
                yield tag.removeprefix("license:"), evidence_of(repo, tag, "api:tags")


def _told_otherwise(repo: Repo, key: str, value: Json, origin: str) -> Iterator[tuple[str, Evidence]]:
    """What the Hub read in the card under a key, where that has nothing of what stands there."""
    told = [*_texts(mapping(repo.info.get("cardData")).get(key))] if not origin.startswith("api:") else []
    if told and {*map(fold, told)}.isdisjoint(map(fold, _texts(value))):
        yield from ((text, evidence_of(repo, f"{key}: {text}", "api:cardData")) for text in told)


def _overwritten(repo: Repo, key: str, counted: int | None) -> Iterator[tuple[str, Evidence]]:
    """Values of a key that stands twice in the front matter: YAML keeps the last, the author wrote them all. Each
    once, and one that says nothing for those beyond the bound."""
    written = (repo.card.front_matter or "") if repo.card is not None else ""
    if written.count(f"{key}:") < 2:
        return
    found: dict[str, Evidence] = {}
    for number, line in enumerate(written.split("\n"), 2):
        name, _, value = line.partition(":")
        if name == key and number != counted and value.strip():
            said = value.strip().strip("\"'") if len(found) < _MAX_OVERWRITTEN else ""
            found.setdefault(said, evidence_of(repo, line.strip(), CARD, number))
    yield from found.items()


def _texts(value: Json) -> Iterator[str]:
    """The strings of a value; of a mapping (``{name: mit, url: ...}``) what it calls its name or id, else what it says
    of the weights."""
    for item in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(item, Mapping):
            item = next((item[key] for key in listed("licence-in-a-mapping") if key in item), None)
        if isinstance(item, str):
            yield item


def _of_its_own(
    repo: Repo, key: str, name: str | None, raw: list[tuple[str, Evidence]]
) -> Iterator[tuple[str, Evidence]]:
    """A ``license_name`` that only says "our own" beside a value that names a licence: a member nobody knows."""
    says_own = name is not None and fold(name) in listed("own-licence")
    if says_own and raw and all(value.strip().lower() != _OTHER for value, _ in raw):
        _, origin, line = card_field(repo, key)
        yield _UNKNOWN, evidence_of(repo, f"{key}: {name}", origin, line)


def _by_name(repo: Repo, key: str, name: str | None, licenses: Licenses) -> NamedLicence | None:
    if name is None or _nothing(name):
        return None
    _, origin, line = card_field(repo, key)
    return named_as(name, licenses, evidence_of(repo, f"{key}: {name}", origin, line))


def _by_link(repo: Repo, key: str, link: str | None, licenses: Licenses) -> NamedLicence | None:
    record = license_of_link(link, licenses) if link else None
    if record is None:
        return None
    _, origin, line = card_field(repo, key)
    return NamedLicence(id=record.id, record=record, evidence=evidence_of(repo, f"{key}: {link}", origin, line))


def _pointed_at(
    name: str | None, by_name: NamedLicence | None, by_link: NamedLicence | None, licenses: Licenses
) -> Spelled:
    """What ``license_name`` and ``license_link`` name. A name that is not known stays beside a link to a licence
    without conditions: it may say more than the link does."""
    if by_name is None or (by_name.record is not None and by_name.record.id == _OTHER):
        return _listed([one for one in (by_link or by_name,) if one])
    spelled = spelled_out(name or "", licenses, by_name.evidence)
    if by_name.record is not None or len(spelled.licenses) > 1:
        return spelled
    if by_link is None:
        return _listed([by_name])
    return _listed([by_link] if by_link.record and by_link.record.conditions else [by_name, by_link])


def _listed(found: list[NamedLicence]) -> Spelled:
    return Spelled(terms=unstated(licence(one.id) for one in found) if found else None, licenses=tuple(found))


def _resolve(raw: list[tuple[str, Evidence]], pointed_at: Spelled, licenses: Licenses) -> Spelled:
    """The declared values together. "other" only points at the name and the link: what they name stands in its place.
    Beside a value that names a licence, one that says nothing is a member nobody knows."""
    stated = [(value, evidence) for value, evidence in raw if not _nothing(value)]
    if not stated:
        return pointed_at
    found = [spelled_out(_UNKNOWN if _nothing(value) else value, licenses, evidence) for value, evidence in raw]
    terms = unstated(one.terms for one in found if one.terms is not None)
    named = [named for one in found for named in one.licenses]
    if pointed_at.terms is None:
        return Spelled(terms=terms, licenses=tuple(named))
    return Spelled(
        terms=terms.mapped(lambda leaf: pointed_at.terms if leaf.id == _OTHER else leaf),
        licenses=(*(one for one in named if one.id != _OTHER), *(pointed_at.licenses if _OTHER in terms.ids else ())),
    )


def spelled_out(value: str, licenses: Licenses, evidence: Evidence) -> Spelled:
    """One value: an expression where it is one, else a single name."""
    found: dict[str, NamedLicence] = {}

    def named(name: str) -> str:
        one = named_as(name, licenses, evidence)
        return found.setdefault(one.id, one).id

    terms = None if _ADDRESS.match(value) else parse(value, licenses, named)
    if terms is None:
        one = named_as(value, licenses, evidence)
        return Spelled(terms=licence(one.id), licenses=(one,))
    return Spelled(terms=terms, licenses=tuple(found.values()))


def named_as(value: str, licenses: Licenses, evidence: Evidence) -> NamedLicence:
    """What a name or an address means in a repo of this evidence's owner; a custom id where no licence is known."""
    if _ADDRESS.match(value):
        record = license_of_link(value, licenses)
    else:
        record = licenses.of_licensor(value, evidence.origin.partition(" ")[0]) or licenses.get(value)
    return NamedLicence(id=record.id if record else custom_id(value), record=record, evidence=evidence)


def _nothing(value: str) -> bool:
    folded = fold(value.strip("[]<>{}.*_ "))
    return (
        folded in listed("no-licence") or sum(c.isalnum() for c in folded) < 2 or not any(c.isalpha() for c in folded)
    )
