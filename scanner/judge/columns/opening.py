"""What terms make of what lies open, by number: each distinct combination of both once."""

from typing import Any

import numpy as np

from scanner.judge.columns.codes import Known, Numbers, filled, grouped
from scanner.judge.columns.data import DataClasses
from scanner.judge.columns.opinions import Opinions
from scanner.judge.columns.readings import Readings, laid_essence, seen_essence
from scanner.judge.openness.mof import Rated, rated_by
from scanner.judge.openness.section import classes, openness_facts
from scanner.judge.reading.components import Seen
from scanner.judge.reading.openness import Laid
from scanner.judge.terms.effective import Settlement
from scanner.knowledge.licenses import Licenses
from scanner.model.facts import DecisionFacts
from scanner.model.frozen import replace
from scanner.model.result import LicenseFile, WeightsSection


class Opening:
    """Tells the openness of rows. Components that count the same are one, whoever shows them."""

    def __init__(self, readings: Readings, data: DataClasses, opinions: Opinions, licenses: Licenses) -> None:
        self._readings, self._data, self._opinions, self._licenses = readings, data, opinions, licenses
        self._alike: dict[Any, Seen] = {}
        #: Components as they were rated under the terms that were asked last.
        self._asked: Settlement | None = None
        self._rated: dict[int, Rated] = {}

    def told(self, shown: Numbers, data: Numbers, seen: Numbers) -> tuple[Numbers, list[DecisionFacts]]:
        """The number of the facts of each row, and these."""
        what, laid = self._laid(shown, data)
        pairs, opens = grouped(what, seen), Known[tuple[Any, ...]]()
        found = np.empty(len(pairs), np.int32)
        what, seen = what[pairs.first], seen[pairs.first]
        for at in np.argsort(seen, kind="stable").tolist():
            found[at] = opens.of(self._open(*laid[int(what[at])], int(seen[at])))
        return found[pairs.number], [DecisionFacts(**dict(one)) for one in opens.since(0)]

    def _laid(self, shown: Numbers, data: Numbers) -> tuple[Numbers, list[tuple[Laid, WeightsSection]]]:
        """What lies open of each row, by number."""
        groups, known, laid = grouped(shown, data), Known[Any](), list[tuple[Laid, WeightsSection]]()
        numbers = []
        for at in groups.first.tolist():
            shows = self._readings.shown.made[shown[at]]
            one = self._data.opened(shows, int(data[at]))
            numbers.append(known.of((laid_essence(one, self._licenses), shows.weights.status)))
            if len(known) > len(laid):
                laid.append((replace(one, components=tuple(map(self._standing, one.components))), shows.weights))
        return filled(numbers, len(numbers))[groups.number], laid

    def _standing(self, one: Seen) -> Seen:
        """The component that stands for all that count the same."""
        return self._alike.setdefault(seen_essence(one, self._licenses), one)

    def _open(self, laid: Laid, weights: WeightsSection, seen: int) -> tuple[Any, ...]:
        own, terms = self._opinions.terms[seen]
        opened = classes(laid, own.files, weights, terms, self._licenses, self._rating)
        return tuple(openness_facts(laid, opened).items())

    def _rating(self, one: Seen, files: tuple[LicenseFile, ...], terms: Settlement, known: Licenses) -> Rated:
        """A component rated, once under the same terms."""
        if terms is not self._asked:
            self._asked, self._rated = terms, {}
        found = self._rated.get(id(one))  # those that stand for others live as long
        if found is None:
            found = self._rated[id(one)] = rated_by(one, files, terms, known)
        return found
