"""Hints held against licences: which of them say anything, asked once for each licence and hint that meet."""

from collections.abc import Iterable
from functools import cached_property, reduce
from operator import or_
from typing import TypeAlias

from scanner.collect.relations.families import all_families
from scanner.judge.columns.bearers import Bearers, Hint
from scanner.judge.columns.codes import Known, bits, mask_of
from scanner.judge.columns.kinds import names
from scanner.judge.terms.suspected import suspected
from scanner.knowledge.licenses import Licenses
from scanner.model.once import Remembered

_MOST = 200_000
#: What a hint says: that it contradicts, that it leaves in doubt.
Says: TypeAlias = tuple[bool, bool]
#: A hint, if any says anything, and what it says.
Warns: TypeAlias = tuple[frozenset[Hint], Says]
_SILENCE: Warns = (frozenset(), (False, False))


class Against:
    """Hints by number, as bits of masks; ``named`` numbers the names of licences."""

    def __init__(self, bearers: Bearers, licenses: Licenses, named: Known[str]) -> None:
        self._bearers, self._licenses, self._named = bearers, licenses, named
        self.hints: Known[Hint] = Known()
        self._led_ids = Remembered[Hint, int](lambda hint: self.mask(self._leads(hint)), _MOST)
        self._led = Remembered(self._led_by, _MOST)
        self._says, self._worst = Remembered(self._said, _MOST), Remembered(self._worst_of, _MOST)
        #: For each bearer the hints that were asked about, and those of them that may say anything.
        self._may: dict[int, tuple[int, int]] = {}

    def mask(self, ids: Iterable[str]) -> int:
        """Names of licences as bits."""
        return mask_of(map(self._named.of, ids))

    def number(self, hint: str | frozenset[int]) -> int:
        """The number of a hint: one for all families whose terms are the same."""
        return self.hints.of(self._alike.get(hint, hint) if isinstance(hint, str) else hint)

    @cached_property
    def _alike(self) -> dict[str, str]:
        known: dict[object, str] = {}
        return {one.id: known.setdefault((one.license, one.also), one.id) for one in all_families()}

    def warning(self, bearer: int, hints: int, known: int) -> Warns:
        """Of the hints that say anything against licences that bear so one that says most, and what: more of them add
        nothing. ``known`` are the names of those that are in effect anyway."""
        telling = self._telling(bearer, hints) if hints else 0
        return self._worst[bearer, telling, known & self._led[telling]] if telling else _SILENCE

    def _worst_of(self, one: tuple[int, int, int]) -> Warns:
        bearer, hints, known = one
        found = _SILENCE
        for hint in map(self.hints.__getitem__, bits(hints)):
            says = self._says[bearer, hint, known & self._led_ids[hint]]
            if says > found[1]:
                found = frozenset((hint,)), says
            if says[0]:
                break
        return found

    def _led_by(self, hints: int) -> int:
        """The licences that any of some hints leads to."""
        return reduce(or_, (self._led_ids[self.hints[bit]] for bit in bits(hints)), 0)

    def _telling(self, bearer: int, hints: int) -> int:
        """Those of some hints that say anything if nothing else is in effect."""
        asked, may = self._may.get(bearer, (0, 0))
        if new := hints & ~asked:
            may |= mask_of(bit for bit in bits(new) if any(self._says[bearer, self.hints[bit], 0]))
            self._may[bearer] = asked | new, may
        return hints & may

    def _said(self, one: tuple[int, Hint, int]) -> Says:
        """What a hint says against licences that bear so where some licences are in effect."""
        bearer, hint, known = one
        ids = [self._named[bit] for bit in bits(known)]
        met = suspected("", self._bearers.licence(bearer), ids, [self._bearers.suspect[hint]], self._licenses)
        return bool(met.conflicts), bool(met.reasons)

    def _leads(self, hint: Hint) -> frozenset[str]:
        """The licences that a hint leads to."""
        one = self._bearers.suspect[hint]
        record = self._licenses.get(one.family.license) if one.family is not None else None
        own = (record.id,) if record is not None else ()
        return frozenset(own).union(*(names(licence) for _, licence in one.behind))
