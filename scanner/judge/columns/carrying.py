"""What of a row is its own: whether it carries its base's terms, and whether its lineage is its own affair."""

import re
from collections.abc import Callable

import numpy as np
import pyarrow.compute as pc

from scanner.judge.columns.batches import CARRIES, SPECIAL
from scanner.judge.columns.codes import Bits, Flags, Numbers, flags
from scanner.judge.columns.looking import Looked
from scanner.judge.columns.readings import STUMBLED, Readings
from scanner.judge.columns.relatives import Ways
from scanner.judge.reading.made import carries_terms, is_quantized, is_unchanged, may_carry
from scanner.judge.terms.parts import is_bare
from scanner.knowledge.publishers import holders
from scanner.model.fields import spoken
from scanner.model.snapshot import Repo
from scanner.model.words import Relation


def bits_of(
    rows: Looked, bases: Ways, columns: dict[str, Numbers], readings: Readings, repo: Callable[[int], Repo]
) -> Bits:
    """The flags of rows whose classes were read. ``repo`` tells the repo of a row."""
    return _Flags(rows, bases, columns, readings, repo).bits()


class _Flags:
    def __init__(
        self, rows: Looked, bases: Ways, columns: dict[str, Numbers], readings: Readings, repo: Callable[[int], Repo]
    ) -> None:
        self._rows, self._bases, self._columns, self._readings, self._repo = rows, bases, columns, readings, repo
        self._ends, self._names = np.cumsum(bases.ids.counts), bases.names.to_pylist()
        made = (one.links for one in readings.shapes.made)
        #: What is stated, by shape: the places of the ids, or the ids; the relations.
        self._stated = [[(at, link.id, link.relation) for at, link in links if link.stated] for links in made]

    def bits(self) -> Bits:
        """All of them."""
        special, quantized = self._holders() | self._selves(), self._quantized()
        found = np.where(special, SPECIAL, 0).astype(np.int8)
        for at in np.flatnonzero(self._may_carry()).tolist():
            if self._carries(at, by_config=bool(quantized[at]), special=bool(special[at])):
                found[at] |= CARRIES
        return found

    def _of_shape(self, told: list[bool]) -> Flags:
        """What is told of shapes, by row; no where none was read."""
        found: Flags = np.asarray([*told, False], bool)[self._columns["shapes"]]
        return found

    def _may_carry(self) -> Flags:
        bare = np.asarray([*map(is_bare, self._readings.own.made), False], bool)[self._columns["own"]]
        return bare & self._of_shape([may_carry({one for _, _, one in stated}) for stated in self._stated])

    def _quantized(self) -> Flags:
        return np.asarray([one.quantized for one in self._rows.config], bool)[self._rows.configs]

    def _holders(self) -> Flags:
        """Rows whose house holds rights."""
        orgs = "|".join(sorted(map(re.escape, holders())))
        return flags(pc.match_substring_regex(self._rows.low, f"^(?:{orgs})(?:/|$)"))

    def _selves(self) -> Flags:
        """Rows that state themselves."""
        low = pc.utf8_lower(self._bases.names).dictionary_encode()
        own = pc.index_in(self._rows.low, value_set=low.dictionary).fill_null(-1).to_numpy()
        may = self._of_shape([any(at < 0 for at, _, _ in stated) for stated in self._stated])
        row, ids = self._bases.ids.rows(), self._bases.ids.values
        may[row[low.indices.to_numpy()[ids] == own[row]]] = True
        for at in np.flatnonzero(may).tolist():
            may[at] = self._rows.ids[at].lower() in {name.lower() for name, _ in self._links(at)}
        return may

    def _links(self, at: int) -> list[tuple[str, Relation]]:
        """What a row states, by name."""
        shape = int(self._columns["shapes"][at])
        if shape == STUMBLED:
            return []
        begin = int(self._ends[at] - self._bases.ids.counts[at])
        ids, names = self._bases.ids.values, self._names
        return [(names[ids[begin + place]] if place >= 0 else name, one) for place, name, one in self._stated[shape]]

    def _carries(self, at: int, *, by_config: bool, special: bool) -> bool:
        """As :func:`carries_terms` has it, of what was read already."""
        itself, stated, name = int(self._columns["itself"][at]), self._links(at), self._rows.ids[at]
        if special or itself == STUMBLED:
            return carries_terms(self._repo(at))
        derived = self._readings.itself.made[itself].facts.derived_only
        if not derived and not is_quantized(name, {relation for _, relation in stated}, by_config=by_config):
            return False
        own = " ".join((name.rpartition("/")[2], *spoken(self._rows.tags.all(at))))
        return is_unchanged(own, (one for one, _ in stated))
