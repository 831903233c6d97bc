"""What ancestors and hints bring to a row, whoever they are: one stands for all of its class."""

from collections.abc import Hashable
from typing import TypeAlias

from scanner.collect.relations.families import family_by_id
from scanner.judge.columns.codes import Known
from scanner.judge.columns.nodes import ABSENT, APART
from scanner.judge.columns.readings import STUMBLED, Readings, bears
from scanner.judge.reading.lineage import Ancestry
from scanner.judge.reading.own import OwnLicense
from scanner.judge.reading.suspects import MORE, NOT_FOLLOWED, Suspect
from scanner.model.once import Remembered
from scanner.model.result import Evidence

#: A family by its id, or what the licences of the repos behind a name bear.
Hint: TypeAlias = str | frozenset[int]
SAID = (Evidence(origin=""),)
_MOST = 100_000


class Bearers:
    """Own licences by what they bear on what is made from their repos. Those that a curation names stand apart."""

    def __init__(self, readings: Readings) -> None:
        known: Known[Hashable] = Known()
        self._readings = readings
        self.ancestor = Remembered(self._ancestor, _MOST)
        self.suspect = Remembered(self._suspect, _MOST)
        self.own: list[int] = []
        self.numbers: list[int] = []
        for number, one in enumerate(readings.own.made):
            self.numbers.append(known.of(("own", number) if number in readings.named else bears(one)))
            if len(known) > len(self.own):
                self.own.append(number)

    def licence(self, bearer: int) -> OwnLicense:
        """A licence that bears so."""
        return self._readings.own.made[self.own[bearer]]

    def is_named(self, bearer: int) -> bool:
        """Whether a curation names its repo."""
        return self.own[bearer] in self._readings.named

    def _ancestor(self, element: int) -> Ancestry:
        """An ancestor that stands for all of its class."""
        own = self.licence(element // 2) if element >= 0 else None
        number = self.own[element // 2] if element >= 0 else STUMBLED
        name, revision = self._readings.named.get(number, (str(element), None))
        return Ancestry(
            id=name,
            revision=revision,
            relation="unknown",
            depth=1,
            via="",
            origin="",
            evidence=(),
            own=own,
            problem=None if own is not None else "it was not read",
            absent=element == ABSENT,
            apart="a record" if element == APART else None,
            carries=element >= 0 and element % 2 == 1,
        )

    def _suspect(self, hint: Hint) -> Suspect:
        """A name that spells a family, or leads to repos of such licences, whoever bears it."""
        family = family_by_id(hint) if isinstance(hint, str) else None
        numbers = () if isinstance(hint, str) else sorted(hint)
        behind = tuple((str(one), self.licence(one)) for one in numbers)
        unread = NOT_FOLLOWED if hint == MORE else None
        return Suspect(via="", named="", family=family, behind=behind, unread=unread, evidence=SAID)
