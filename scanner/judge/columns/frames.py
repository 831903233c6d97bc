"""Cards by what stands under their keys: of all that say the same under the keys that are read, one is read.

JSON without escapes is exactly what its quotation marks part, and a mapping in it is its pairs. A pair is kept as it is
written, but for what decides nothing: any text and any number under a key of which nothing is read, tags that tell
nothing, and ids that are nothing else under a key that names bases or data. Each such pair is taken for JSON once; a
card that stands for all of the same pairs is read as any card is.
"""

from collections.abc import Hashable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from scanner.judge.columns.cards import NO_CARD, CardKeys, Cards, raw_json
from scanner.judge.columns.codes import Flags, Lists, Numbers, filled, grouped
from scanner.judge.columns.naming import NO_JSON, Names, Naming, Told, way_of_card
from scanner.judge.columns.pairs import ORGS, Pairs
from scanner.model.once import Remembered

_MOST = 20_000


class Framed(NamedTuple):
    """Texts by what is read of them: the ``number`` of each one's among ``said`` (None: each text is read by itself),
    and the ids that each names, by number among ``texts``; ``again``: one of them twice."""

    number: Numbers
    said: list[Any]
    ids: Lists
    again: Flags
    texts: pa.StringArray


class Frames:
    """Reads what stands for cards, once."""

    def __init__(self, cards: Cards, bases: Names, data: Names) -> None:
        self._cards, self._names = cards, (bases, data)
        self._valid = Remembered(_is_pair, _MOST)
        self._said = Remembered(self._read, _MOST)
        self._ways = Remembered(self._way, _MOST)

    def of(self, texts: pa.StringArray) -> tuple[Framed, Framed, Framed]:
        """The keys of cards, and the ways in which they name bases and data; none of the texts is null."""
        pairs = Pairs.of(texts, self._cards, self._names)
        valid = np.asarray([self._valid[text] for text in pairs.stands[0]], bool)
        alone = pairs.odd.copy()
        alone[pairs.row[~valid[pairs.number]]] = True
        return self._framed(0, pairs, alone), self._framed(1, pairs, alone), self._framed(2, pairs, alone)

    def _framed(self, what: int, pairs: Pairs, alone: Flags) -> Framed:
        """Texts by what stands in their pairs of which the card's keys (0), its bases (1) or its data (2) are read."""
        there = pairs.tells[what][pairs.number]
        lists = Lists.of(pairs.row[there], pairs.number[there], len(alone))
        groups = grouped(np.where(alone, -1, lists.numbers()))
        some, said = lists.at(groups.first), []
        ends, values = np.cumsum(some.counts).tolist(), some.values.tolist()
        for begin, end, at in zip([0, *ends], ends, groups.first.tolist(), strict=False):
            each = [f"{{{','.join([text[one][1:-1] for one in values[begin:end]])}}}" for text in pairs.stands]
            said.append(None if alone[at] else self._ways[what, each[0], each[1]] if what else self._said[each[0]])
        ids = pairs.ids[what - 1]
        return Framed(groups.number, said, Lists.of(ids.row, ids.number, len(alone)), ids.again, ids.texts)

    def _read(self, text: str) -> CardKeys | None:
        try:
            return self._cards.card(text)[0]
        except NO_JSON:
            return None

    def _way(self, asked: tuple[int, str, str]) -> Hashable:
        """In which way two cards that differ in the ids alone name these, in order: None where one could not tell, ()
        where they name none."""
        what, *texts = asked
        try:
            told = [str(self._cards.card(text)[what]) for text in texts]
        except NO_JSON:
            return None
        if not any(told):
            return ()
        way, other = (way_of_card(text, self._names[what - 1]) for text in told)
        if way is None or other is None or way[0] != other[0]:
            return None
        asked_ids = [tuple(f"{org}/any-{at}" for at in range(len(way[1]))) for org in ORGS]
        return way[0] if [way[1], other[1]] == asked_ids else None


def _is_pair(text: str) -> bool:
    """Whether a text is a mapping of one key in JSON."""
    try:
        return len(raw_json(text)) == 1
    except NO_JSON:
        return False


class CardColumn:
    """The cards of many rows: of each row the number of its ``card``; ``odd`` rows have none, or what is no card."""

    def __init__(self, looks: Cards, frames: Frames, column: pa.StringArray) -> None:
        values = column.dictionary_encode(null_encoding="encode")
        self._looks, self._texts, self._codes = looks, values.dictionary.fill_null(""), values.indices.to_numpy()
        self._framed = frames.of(self._texts)
        #: Cards that are read by themselves, with what they say of bases and data.
        self._read: dict[int, tuple[CardKeys, str, str]] = {}
        said, wrong = self._framed[0].said, list[int]()
        number = self._framed[0].number.copy()
        for at in np.flatnonzero(np.asarray([one is None for one in said], bool)[number]).tolist():
            number[at] = len(said) + len(self._read)
            try:
                self._read[at] = looks.card(text) if (text := self._texts[at].as_py()) else NO_CARD
            except NO_JSON:
                self._read[at] = NO_CARD
                wrong.append(at)
        cards = [*(one or NO_CARD[0] for one in said), *(one[0] for one in self._read.values())]
        kept = {id(card): card for card in cards}
        place = {one: at for at, one in enumerate(kept)}
        self.cards: Numbers = filled((place[id(card)] for card in cards), len(cards))[number[self._codes]]
        self.card, self.odd = [*kept.values()], np.isin(self._codes, wrong)

    def said(self, row: int, what: int) -> str:
        """What the card of a row says of bases (1) or data (2), in JSON."""
        return self._said(int(self._codes[row]), what)

    def _said(self, at: int, what: int) -> str:
        if at not in self._read:
            self._read[at] = self._looks.card(self._texts[at].as_py())
        return str(self._read[at][what])

    def name(self, naming: Naming, what: int) -> None:
        """Add what the cards of all rows name as bases (1) or data (2)."""
        framed = self._framed[what]
        number, ways = framed.number, framed.said
        alone = framed.again | np.asarray([way is None for way in ways], bool)[number]
        names = np.asarray([way != () for way in ways], bool)[number]
        alone &= names
        each = np.flatnonzero(alone).tolist()
        names[each] = [bool(self._said(at, what)) for at in each]
        some = np.flatnonzero(names)
        place = np.full(len(names), -1, np.int32)
        place[some] = np.arange(len(some))
        row = np.flatnonzero(place[self._codes] >= 0)
        told = Told(number[some], framed.ids.at(some), framed.texts, alone[some])
        values = [self._said(at, what) for at in some[alone[some]].tolist()]
        naming.add_read(row, place[self._codes[row]], ways, told, values)
