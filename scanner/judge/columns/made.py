"""What rows come to: each distinct outcome once, as columns of small numbers."""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias, TypeVar, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from scanner.judge.columns.codes import Numbers
from scanner.model.result import Result
from scanner.model.words import Commercial, Outcome, Verdict, Weights

Codes: TypeAlias = npt.NDArray[np.int8]
A = TypeVar("A", bound=npt.NDArray[Any])
VERDICTS, COMMERCIAL = get_args(Verdict), get_args(Commercial)
WEIGHTS, OUTCOMES = get_args(Weights), get_args(Outcome)


class Judged(NamedTuple):
    """What rows of one combination come to. ``outcomes`` are those of the rules asked, in their order."""

    verdict: Verdict
    outcomes: tuple[Outcome, ...]
    commercial_use: Commercial
    weights: Weights
    effective: tuple[str, ...]
    error: str | None = None


def of_result(result: Result) -> Judged:
    """What judging one model came to."""
    return Judged(
        verdict=result.verdict,
        outcomes=tuple(one.outcome for one in result.findings),
        commercial_use=result.commercial_use.status,
        weights=result.weights.status,
        effective=result.license.effective,
        error=result.error.message if result.error is not None else None,
    )


class Made(NamedTuple):
    """What rows came to, by number: places among the words of ``VERDICTS``, ``COMMERCIAL``, ``WEIGHTS`` and, a row a
    rule, ``OUTCOMES``; ``effective`` by number. ``alone`` are the last ones, of rows that were judged by themselves."""

    verdict: Codes
    commercial: Codes
    weights: Codes
    effective: Numbers
    names: pa.ListArray
    outcomes: Codes
    alone: list[Judged]

    def at(self, places: Any, effective: Numbers) -> "Made":
        """Some of them, with the numbers of the licences in effect."""
        verdict, commercial, weights = self.verdict[places], self.commercial[places], self.weights[places]
        return Made(verdict, commercial, weights, effective, self.names, self.outcomes[:, places], self.alone)

    def size(self) -> int:
        """How many there are."""
        return len(self.verdict) + len(self.alone)

    def one(self, number: int) -> Judged:
        """One of them."""
        if number >= len(self.verdict):
            return self.alone[number - len(self.verdict)]
        return Judged(
            verdict=VERDICTS[self.verdict[number]],
            outcomes=tuple([OUTCOMES[code] for code in self.outcomes[:, number].tolist()]),
            commercial_use=COMMERCIAL[self.commercial[number]],
            weights=WEIGHTS[self.weights[number]],
            effective=tuple(self.names[int(self.effective[number])].as_py()),
        )

    def add(self, judged: Judged) -> int:
        """The number of what a row came to that was judged by itself."""
        self.alone.append(judged)
        return self.size() - 1

    def verdicts(self) -> Codes:
        """The verdicts of all."""
        return _coded(self.verdict, [one.verdict for one in self.alone], VERDICTS)

    def outcome(self, place: int) -> Codes:
        """The outcomes of one rule; -1 where it was not asked."""
        alone = (OUTCOMES.index(one.outcomes[place]) if one.outcomes else -1 for one in self.alone)
        return _with(self.outcomes[place], alone)

    def table(self, rules: tuple[str, ...], numbers: Numbers) -> pa.Table:
        """A row for each of some numbers, with a column for each rule."""
        alone = self.alone
        used = _coded(self.commercial, [one.commercial_use for one in alone], COMMERCIAL)
        weights = _coded(self.weights, [one.weights for one in alone], WEIGHTS)
        columns: dict[str, Any] = {
            "verdict": _words(self.verdicts()[numbers], VERDICTS),
            "commercial_use": _words(used[numbers], COMMERCIAL),
            "weights": _words(weights[numbers], WEIGHTS),
            "effective": self._effective(numbers),
            "error": self._errors(numbers),
        }
        return pa.table(columns | {rule: _words(self.outcome(at)[numbers], OUTCOMES) for at, rule in enumerate(rules)})

    def _effective(self, numbers: Numbers) -> pa.Array:
        """The licences in effect; of all that are met each list is made once."""
        own = len(self.names)
        met, place = np.unique(_with(self.effective, range(own, own + len(self.alone)))[numbers], return_inverse=True)
        named = self.names.take(pa.array(met[met < own]))
        lists = pa.ListArray.from_arrays(named.offsets, named.values.dictionary_decode())
        alone = pa.array([self.alone[at - own].effective for at in met[met >= own].tolist()], lists.type)
        return pa.concat_arrays([lists, alone]).take(pa.array(place))

    def _errors(self, numbers: Numbers) -> pa.Array:
        own = len(self.verdict)
        found = [self.alone[at - own].error if at >= own else None for at in numbers.tolist()] if self.alone else None
        return pa.array(found, pa.string()) if found is not None else pa.nulls(len(numbers), pa.string())


def _coded(codes: Codes, more: list[Any], words: tuple[str, ...]) -> Codes:
    return _with(codes, map(words.index, more))


def _with(numbers: A, more: Iterable[int]) -> A:
    """Numbers with some more; without any they are not copied."""
    added = np.asarray([*more], numbers.dtype)
    found: A = np.r_[numbers, added] if len(added) else numbers
    return found


def _words(codes: Codes, words: tuple[str, ...]) -> pa.DictionaryArray:
    """Words as numbers with their dictionary; -1 is null."""
    absent = codes < 0
    numbers = pa.array(codes, mask=absent if absent.any() else None)
    return pa.DictionaryArray.from_arrays(numbers, pa.array(words), safe=False)
