"""Expressions that ask how a name ends: that is looked up by columns, and not searched for."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scanner.judge.columns.codes import Known, Numbers, filled, flags

#: An expression that finds every path whose name has an ending of its own.
_ENDING = re.compile(r"/\[\^/\]\*((?:\\\.(?:\w|\\-)+)+)\$")


class Endings:
    """Which of some expressions ask for an ending, and what paths have."""

    def __init__(self, expressions: Sequence[str]) -> None:
        #: The endings by their last part, each with the place of its expression.
        self._by_last: dict[str, dict[str, int]] = {}
        #: The places of all other expressions.
        self.others = tuple(place for place, one in enumerate(expressions) if not self._is_ending(place, one))
        #: The places of the expressions that find a path, by number.
        self.told = Known[tuple[int, ...]]()

    def _is_ending(self, place: int, expression: str) -> bool:
        found = _ENDING.fullmatch(expression)
        if found is not None:
            ending = found[1].replace("\\", "")
            self._by_last.setdefault(ending.rpartition(".")[2], {})[ending] = place
        return found is not None

    def of(self, paths: pa.StringArray) -> Numbers:
        """Of each path, which begins with a slash, the number of what it is told by."""
        last = pc.replace_substring_regex(paths, r"^.*\.", "").dictionary_encode()
        codes, some = last.indices.to_numpy(), [self._by_last.get(one, {}) for one in last.dictionary.to_pylist()]
        known = (self.told.of(tuple(place for end, place in one.items() if _is_single(end))) for one in some)
        found: Numbers = filled(known, len(some))[codes]
        for number, ends in enumerate(some):
            if longer := [end for end in ends if not _is_single(end)]:
                self._tell_longer(found, np.flatnonzero(codes == number), paths, longer, ends)
        return found

    def _tell_longer(
        self, found: Numbers, rows: Any, paths: pa.StringArray, longer: list[str], ends: dict[str, int]
    ) -> None:
        """Tell of some rows those that have an ending of several parts."""
        own = paths.take(pa.array(rows))
        for at in np.flatnonzero(np.any([flags(pc.ends_with(own, end)) for end in longer], axis=0)).tolist():
            path = own[at].as_py()
            found[rows[at]] = self.told.of(tuple(place for end, place in ends.items() if path.endswith(end)))


def _is_single(ending: str) -> bool:
    return ending.count(".") == 1
