"""What ancestors add to a row, in atoms: of lineages whose atoms are the same one is settled, by few of its ancestors.

As with ``keys.py``: atoms may tell more lineages apart than need be, never fewer. Terms, joins and openness take of all
ancestors the union, the strictest, or whether any (all) are so. Hence what they make of a lineage hangs on nothing but
what they make of a repo under each of its licences alone, value by value, and on what a label over it can drop: there
it is told which of a licence's names the row's own licence names too, and of which the row holds the text.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple, TypeAlias

from scanner.identify.declared import NamedLicence
from scanner.judge.columns.bearers import Bearers
from scanner.judge.columns.codes import Known, mask_of
from scanner.judge.columns.nodes import STUMBLES, counted
from scanner.judge.columns.unions import unions
from scanner.judge.reading.own import OwnLicense
from scanner.judge.terms.effective import Settlement, effective
from scanner.judge.terms.settling import SettledPart
from scanner.knowledge.licenses import are_free
from scanner.model.once import Remembered
from scanner.model.words import Modality

_MOST, _FEW = 200_000, 1_000
#: The names that a row's own licence bears: each with whether it is one of those named, and whether of its texts.
Told: TypeAlias = frozenset[tuple[str, bool, bool]]
_NOTHING: Told = frozenset()


class Alone(NamedTuple):
    """What a repo comes to that is under a licence alone: its facts and what openness sees, and its terms."""

    facts: Hashable
    terms: Settlement


class _Borne(NamedTuple):
    """Elements as bits of a mask, each with the names that it bears."""

    mask: int
    of: dict[int, Told]


class Kinds:
    """What ancestors add. ``alone`` tells what a repo comes to that brings an element, of a model of a modality."""

    def __init__(self, bearers: Bearers, alone: Callable[[int, Modality], Alone]) -> None:
        self._bearers = bearers
        self._alone = Remembered[tuple[int, Modality], Alone](lambda one: alone(*one), _MOST)
        numbers = range(len(bearers.own))  # what a person may have concluded may be any licence
        self._modal = [bearers.is_named(number) or is_modal(bearers.licence(number)) for number in numbers]
        self._atoms: Known[Hashable] = Known()
        self._always = Remembered(self._told, _MOST)
        self._adds = Remembered(self._added, _MOST)
        self._untold: Remembered[Modality, Remembered[int, int]] = Remembered(
            lambda modality: Remembered(lambda one: self._adds[one, modality, _NOTHING], _MOST), _MOST
        )
        self._borne = Remembered(self._bears, _FEW)
        self._bearing: dict[str, set[int]] = {}
        for number in range(len(bearers.own)):
            for name in named(bearers.licence(number)):
                self._bearing.setdefault(name, set()).add(number)

    def adds(self, sets: Sequence[int], told: Sequence[Told], modality: Modality) -> list[int]:
        """What sets of elements add to rows whose licences bear such names, as masks of atoms: the same for all that
        add the same. A bit of a set stands for each element, counted from ``STUMBLES``."""
        named = [self._borne[one] for one in told]
        plain = [elements & ~borne.mask for elements, borne in zip(sets, named, strict=True)]
        untold = self._untold[modality]
        found = unions(plain, lambda at: untold[at + STUMBLES])
        return [
            reduce(or_, (self._adds[one, modality, borne.of[one]] for one in counted(elements & borne.mask)), adds)
            for elements, borne, adds in zip(sets, named, found, strict=True)
        ]

    def few(self, elements: int, told: Told, modality: Modality) -> frozenset[int]:
        """As few of a set's elements as add what all do."""
        borne, untold = self._borne[told], self._untold[modality]
        plain = counted(elements & ~borne.mask)
        by = dict(zip(map(untold.__getitem__, plain), plain, strict=True))
        by |= {self._adds[one, modality, borne.of[one]]: one for one in counted(elements & borne.mask)}
        added, chosen = 0, set[int]()
        for adds in sorted(by, key=lambda adds: (-adds.bit_count(), by[adds])):
            if adds & ~added:
                added |= adds
                chosen.add(by[adds])
        return frozenset(chosen)

    def _bears(self, told: Told) -> _Borne:
        """The elements of some names."""
        found: dict[int, Told] = {}
        for one in told:
            for bearer in self._bearing.get(one[0], ()):
                for element in (bearer * 2, bearer * 2 + 1):
                    found[element] = found.get(element, _NOTHING) | {one}
        return _Borne(mask_of(one - STUMBLES for one in found), found)

    def ids(self, element: int, modality: Modality) -> frozenset[str]:
        """The licences that are in effect by an ancestor."""
        if element < 0:
            return frozenset()
        found = frozenset(effective(self._alone[element, self._as(element, modality)].terms.parts))
        return found - {"unknown"} if self._bearers.licence(element // 2).doubts else found

    def _as(self, element: int, modality: Modality) -> Modality:
        """The modality as far as an element's terms hang on it."""
        return modality if self._modal[element // 2] else "unknown"

    def _added(self, one: tuple[int, Modality, Told]) -> int:
        """The atoms of an element, as a mask."""
        element, modality, told = one
        if element < 0 or self._bearers.is_named(element // 2) or self._bearers.licence(element // 2).unread:
            return 1 << self._atoms.of(("itself", element))
        modality = self._as(element, modality)
        named = self._alone[element, modality].terms.parts[0].named
        dropped = (atom for one in named for atom in _dropped(one, _roles(told, _ids(one))))
        return self._always[element, modality] | mask_of(map(self._atoms.of, dropped))

    def _told(self, one: tuple[int, Modality]) -> int:
        """The atoms of what a base adds to all that is made from it, as a mask."""
        alone, own = self._alone[one], self._bearers.licence(one[0] // 2)
        part = alone.terms.parts[0]
        status = "status", part.status, part.taken is None, bool(part.reasons), bool(own.doubts)
        return mask_of(map(self._atoms.of, (*_values("alone", alone.facts), status)))


def _values(name: Hashable, told: Hashable) -> Iterator[Hashable]:
    """The values that are told, each of a set by itself."""
    if isinstance(told, frozenset):
        yield from ((name, one) for one in told)
    elif isinstance(told, tuple) and told:
        for place, one in enumerate(told):
            yield from _values((name, place), one)
    else:
        yield name, told


def _roles(told: Told, ids: frozenset[str]) -> Hashable:
    """What a row's own licence makes of a licence of these names: whether it names it, whether it holds its text."""
    return frozenset((names, holds) for name, names, holds in told if name in ids)


def _dropped(one: NamedLicence, told: Hashable) -> Iterator[Hashable]:
    """What a label can drop of a licence, or fail to pass on."""
    record = one.record
    duties = record.obligations if record is not None else ()
    yield "passed on", told, any(duty.kind in ("license_copy", "notice") for duty in duties)
    if record is None or not record.fixes_terms:
        yield "not known", told, one.id in ("other", "unknown")
        return
    yield "derived", told, record.derivatives.license
    yield from (("asks", told, asked.term) for asked in record.conditions if asked.withholds)


def _ids(one: NamedLicence) -> frozenset[str]:
    return frozenset((one.id, one.record.id) if one.record is not None else (one.id,))


def is_modal(own: OwnLicense) -> bool:
    """Whether a licence sets terms that hang on what goes in and out of the model."""
    records = (one.record for one in own.named if one.record is not None)
    return any(condition.only_if is not None for record in records for condition in record.conditions)


def named(own: OwnLicense) -> frozenset[str]:
    """The licences that a repo's own names."""
    return frozenset[str]().union(*map(_ids, own.named))


def label_of(own: OwnLicense, part: SettledPart) -> Hashable:
    """What a row's own licence keeps of its ancestors' terms, and what doubt it leaves, whatever they are: beside
    what it comes to alone, and its names."""
    records = part.records
    return (
        bool(own.declared.licenses), own.curated, own.text == "unread", bool(own.unread), bool(own.doubts), part.status,
        part.taken is None, bool(part.reasons), bool(records), are_free(records),
        all(one.fixes_terms for one in records), frozenset(asked.term for one in records for asked in one.conditions),
    )  # fmt: skip


def names(own: OwnLicense) -> frozenset[str]:
    """The licences that a repo's own bears: those that it names, and those of its texts."""
    return named(own) | _held(own)


def told_of(own: OwnLicense) -> Told:
    """The same, each with which it is."""
    said, held = named(own), _held(own)
    return frozenset((name, name in said, name in held) for name in said | held)


def _held(own: OwnLicense) -> frozenset[str]:
    return frozenset(name for file in own.files for name in (file.id, file.nearest) if name)
