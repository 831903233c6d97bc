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
from scanner.knowledge.licenses import Licenses
from scanner.model.facts import DecisionFacts
from scanner.model.result import WeightsSection


class Opening:
    """Tells the openness of rows. Components that count the same are one, whoever shows them."""

    def __init__(self, readings: Readings, data: DataClasses, opinions: Opinions, licenses: Licenses) -> None:
        self._readings, self._data, self._opinions, self._licenses = readings, data, opinions, licenses
        #: Components that stand for all that count the same, by number; what they are rated, by what of that counts.
        self._alike, self._components = Known[Any](), list[Seen]()
        self._counts, self._rated = Known[Any](), list[Rated]()
        self._opened: dict[Any, tuple[Any, ...]] = {}

    def told(self, shown: Numbers, data: Numbers, seen: Numbers) -> tuple[Numbers, list[DecisionFacts]]:
        """The number of the facts of each row, and these."""
        what, laid = self._laid(shown, data)
        pairs, opens = grouped(what, seen), Known[tuple[Any, ...]]()
        what, seen = what[pairs.first], seen[pairs.first]
        components = np.asarray([self._standing(one) for one, _ in laid], np.int32)
        found = np.empty(len(pairs), np.int32)
        for number in np.unique(seen).tolist():
            some = np.flatnonzero(seen == number)
            rated = self._rates(number, components[what[some]])
            for at, one in zip(some.tolist(), rated, strict=True):
                found[at] = opens.of(self._open(*laid[int(what[at])], one, number))
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
                laid.append((one, shows.weights))
        return filled(numbers, len(numbers))[groups.number], laid

    def _standing(self, laid: Laid) -> list[int]:
        """The components that stand for all that count the same."""
        numbers = [self._alike.of(seen_essence(one, self._licenses)) for one in laid.components]
        for number, one in zip(numbers, laid.components, strict=True):
            if number == len(self._components):
                self._components.append(one)
        return numbers

    def _rates(self, seen: int, components: Numbers) -> Numbers:
        """What components are rated under terms, by number: each once."""
        own, terms, _ = self._opinions.terms[seen]
        met, place = np.unique(components, return_inverse=True)
        numbers = []
        for one in met.tolist():
            made = rated_by(self._components[one], own.files, terms, self._licenses)
            numbers.append(self._counts.of((made.seen.component.id, made.seen.state, made.met)))
            if len(self._counts) > len(self._rated):
                self._rated.append(made)
        return filled(numbers, len(numbers))[place].reshape(components.shape)

    def _open(self, laid: Laid, weights: WeightsSection, rated: Numbers, seen: int) -> tuple[Any, ...]:
        _, terms, told = self._opinions.terms[seen]
        key = rated.tobytes(), weights.status, laid.unpaid is not None, told.ends
        if key not in self._opened:
            opened = classes(laid, tuple(map(self._rated.__getitem__, rated.tolist())), weights, terms)
            self._opened[key] = tuple(openness_facts(laid, opened).items())
        return self._opened[key]
