"""Cards as frames: texts that differ in nothing but what decides nothing, and in which repos they name, are read once.

JSON without escapes is exactly what its quotation marks part. Of the texts within them those are left out that stand
under keys of which nothing is read, and those that are ids and nothing else under keys that name bases or data; numbers
under the former are any number. What is left is the frame; a card that stands for it is read as any card is.
"""

from collections.abc import Hashable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scanner.judge.columns.cards import BASES, DATA, EXACT, INDEX, NO_CARD, QUIET, CardKeys, Cards
from scanner.judge.columns.codes import Flags, Lists, Numbers, filled, flags, grouped, listed
from scanner.judge.columns.naming import COLON, NO_JSON, QUOTE, Names, Naming, Told, met, way_of_card
from scanner.model.once import Remembered

#: Texts that are more, or less, than what their quotation marks part.
_ESCAPED = r"[\\\x00-\x1f]|^[^{]|^$"
#: Numbers in JSON between its signs, none of them 0 or long.
_NUMBER = r"-?(?:0\.\d{0,15}[1-9]\d{0,15}|[1-9]\d{0,14}(?:\.\d{1,16})?)"
_COUNTS = rf"^[\[\]{{}},: ]*(?:{_NUMBER}[\[\]{{}},: ]+)+$"
_SPACED = r"[^\x21-\x7e]"
_ORGS = ("acme", "another")
_MOST = 20_000


class Said(NamedTuple):
    """What is read of all cards of a frame: their keys, and in which ways they name bases and data (None where that
    hangs on which they are, () where they name none)."""

    card: CardKeys
    bases: Hashable
    data: Hashable


class Framed(NamedTuple):
    """Texts by frames: the ``number`` of each one's, what is ``said`` in each (None: each text is read by itself), and
    the ids that each names as bases and data, by number among ``texts``; ``again``: one of them twice."""

    number: Numbers
    said: list[Said | None]
    bases: Lists
    data: Lists
    again: Flags
    texts: pa.StringArray


class Frames:
    """Reads what stands for a frame, once."""

    def __init__(self, cards: Cards, bases: Names, data: Names) -> None:
        self._cards, self._names = cards, (bases, data)
        self._said = Remembered(self._read, _MOST)

    def of(self, texts: pa.StringArray) -> Framed:
        """The frames of texts, none of them null."""
        escaped = flags(pc.match_substring_regex(texts, _ESCAPED))
        whole = np.flatnonzero(~escaped & (pc.count_substring(texts, QUOTE).to_numpy() % 2 == 0))
        tokens = _Tokens.of(texts.take(pa.array(whole)), self._cards, self._names)
        groups = grouped(listed(tokens.row, tokens.code, len(whole)))
        number = np.full(len(texts), len(groups), np.int32)
        number[whole] = groups.number
        stands = zip(*(tokens.standing(groups.first, org) for org in _ORGS), strict=True)
        bases, data = (Lists.of(whole[tokens.row[there]], tokens.own[there], len(texts)) for there in tokens.ids)
        again = np.zeros(len(texts), bool)
        for there in tokens.ids:
            row = whole[tokens.row[there]]
            again[row[~met(row, tokens.own[there])[0]]] = True
        return Framed(number, [*map(self._said.__getitem__, stands), None], bases, data, again, tokens.texts)

    def _read(self, stands: tuple[str, ...]) -> Said | None:
        """What is read of a frame, by two texts that stand for it with other ids in its places."""
        try:
            cards = [self._cards.card(text) for text in stands]
        except NO_JSON:
            return None
        if cards[0][0] != cards[1][0]:
            return None
        ways = []
        for names, told in zip(self._names, zip(*(one[1:] for one in cards), strict=True), strict=True):
            way, other = (way_of_card(text, names) for text in told)
            ways.append(way[0] if way and other and _alike(way, other) else () if not any(told) else None)
        return Said(cards[0][0], *ways)


def _alike(way: Any, other: Any) -> bool:
    """Whether two cards name what stands in them in the same way, in order."""
    count = range(len(way[1]))
    asked = [tuple(f"{org}/any-{at}" for at in count) for org in _ORGS]
    return way[0] == other[0] and [way[1], other[1]] == asked


class CardColumn:
    """The cards of many rows: of each row the number of its ``card``; ``odd`` rows have none, or what is no card."""

    def __init__(self, looks: Cards, frames: Frames, column: pa.StringArray) -> None:
        values = column.dictionary_encode(null_encoding="encode")
        self._looks, self._texts, self._codes = looks, values.dictionary.fill_null(""), values.indices.to_numpy()
        self._framed = frames.of(self._texts)
        #: Cards that are read by themselves, with what they say of bases and data.
        self._read: dict[int, tuple[CardKeys, str, str]] = {}
        number, wrong, said = self._framed.number.copy(), list[int](), self._framed.said
        for at in np.flatnonzero(np.asarray([one is None for one in said], bool)[number]).tolist():
            number[at] = len(said) + len(self._read)
            try:
                self._read[at] = looks.card(text) if (text := self._texts[at].as_py()) else NO_CARD
            except NO_JSON:
                self._read[at] = NO_CARD
                wrong.append(at)
        cards = [NO_CARD[0] if one is None else one.card for one in said] + [one[0] for one in self._read.values()]
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
        framed, alone = self._framed, list(self._read)
        ways = [None if one is None else one[what] for one in framed.said]
        names = np.asarray([way != () for way in ways], bool)[framed.number]
        names[alone] = [bool(self._said(at, what)) for at in alone]
        some = np.flatnonzero(names)
        place = np.full(len(names), -1, np.int32)
        place[some] = np.arange(len(some))
        row = np.flatnonzero(place[self._codes] >= 0)
        each = (framed.again | np.asarray([way is None for way in ways], bool)[framed.number])[some]
        ids = (framed.bases, framed.data)[what - 1].at(some)
        told = Told(framed.number[some], ids, framed.texts, each)
        values = [self._said(at, what) for at in some[each].tolist()]
        naming.add_read(row, place[self._codes[row]], ways, told, values)


class _Tokens(NamedTuple):
    """What quotation marks part, text after text: the ``row`` of each, its number among ``texts`` (``own``), and that
    of what it is in its frame (``code``: beyond ``texts`` are ``more``). ``ids`` are the places of bases, of data."""

    row: Any
    own: Numbers
    code: Numbers
    texts: pa.StringArray
    more: pa.StringArray
    ids: tuple[Any, Any]

    @classmethod
    def of(cls, texts: pa.StringArray, cards: Cards, names: tuple[Names, Names]) -> "_Tokens":
        """The tokens of texts that are exactly what their quotation marks part."""
        split = pc.split_pattern(texts, QUOTE)
        coded = pc.list_flatten(split).dictionary_encode()
        row, own, known = pc.list_parent_indices(split).to_numpy(), coded.indices.to_numpy(), coded.dictionary
        begin = _begins(row)
        text, followed = (np.arange(len(row)) - begin) % 2 == 1, np.zeros(len(row), bool)
        followed[:-1] = flags(pc.starts_with(known, COLON))[own[1:]]
        is_key = text & followed & (_depth(known, own, text, begin) == 1)
        under = _under(known, own, is_key, begin == np.arange(len(row)), cards)
        value, quiet = text & ~followed, (under == QUIET) | (under == INDEX)
        code, count = own.copy(), len(known)
        numbers, told = _numbers(known)
        code[~text & quiet] = numbers[own[~text & quiet]]
        code[value & quiet & flags(pc.not_equal(known, ""))[own]] = count
        ids = tuple(
            _ids(own, value & (under == kind), known, one) for kind, one in zip((BASES, DATA), names, strict=True)
        )
        code[np.concatenate(ids)] = count + 1
        more = pa.concat_arrays([pa.array(["x", ""]), told])
        return cls(row, own, code, known, more, ids)

    def standing(self, some: Any, org: str) -> list[str]:
        """Texts that stand for the frames of some, with ids of an organisation in their places."""
        rank = np.zeros(len(self.row), np.int32)
        for there in self.ids:
            rank[there] = np.arange(len(there)) - _begins(self.row[there])
        is_id = self.code == len(self.texts) + 1
        ids = pa.array([f"{org}/any-{at}" for at in range(int(rank.max(initial=0)) + 1)])
        texts = pa.concat_arrays([self.texts, self.more, ids])
        code = np.where(is_id, len(self.texts) + len(self.more) + rank, self.code)
        tokens = Lists.of(self.row, code, int(self.row[-1]) + 1 if len(self.row) else 0).at(some)
        ends = pa.array(np.r_[0, np.cumsum(tokens.counts)], pa.int32())
        parted = pa.ListArray.from_arrays(ends, texts.take(pa.array(tokens.values)))
        told: list[str] = pc.binary_join(parted, QUOTE).to_pylist()
        return told


def _begins(row: Any) -> Any:
    """Where the row of each token begins."""
    first = np.r_[True, row[1:] != row[:-1]][: len(row)]
    return np.maximum.accumulate(np.where(first, np.arange(len(row)), 0))


def _depth(known: pa.StringArray, own: Numbers, text: Flags, begin: Any) -> Any:
    """How many brackets are open before each token."""
    up, down = (sum(pc.count_substring(known, sign).to_numpy() for sign in signs) for signs in ("{[", "}]"))
    opened = np.where(text, 0, (up - down)[own])
    before = np.cumsum(opened) - opened
    return before - before[begin]


def _under(known: pa.StringArray, own: Numbers, is_key: Flags, begins: Flags, cards: Cards) -> Numbers:
    """What is done with what stands under the key before each token; a key itself, and what is before, is exact."""
    keys = np.flatnonzero(is_key)
    kinds, spaces = np.zeros(len(known), np.int32), np.zeros(len(known), bool)
    asked = np.unique(own[keys])
    told = [cards.plan(key) for key in known.take(pa.array(asked)).to_pylist()]
    kinds[asked], spaces[asked] = [kind for kind, _ in told], [spaced for _, spaced in told]
    number = np.cumsum(is_key) - 1
    inside = (number >= 0) & ~is_key & ~begins
    wide = inside & flags(pc.match_substring_regex(known, _SPACED))[own]
    wide = np.bincount(number[wide], minlength=len(keys)) > 0
    mapping = flags(pc.match_substring_regex(known, r"^: *\{"))[own[keys + 1]]
    kind = kinds[own[keys]]
    loud = (kind != INDEX) & (mapping | (spaces[own[keys]] & wide))
    found = np.append(np.where(loud, EXACT, kind), EXACT)[number]
    return np.where(inside, found, EXACT)


def _numbers(known: pa.StringArray) -> tuple[Numbers, pa.StringArray]:
    """Of each token the number of what it is with any numbers for its own, beyond the tokens and two; and these."""
    counts = flags(pc.match_substring_regex(known, _COUNTS))
    told = pc.replace_substring_regex(known.filter(pa.array(counts)), r"-?\d[\d.]*", "1").dictionary_encode()
    found = np.arange(len(known), dtype=np.int32)
    found[counts] = told.indices.to_numpy() + len(known) + 2
    return found, told.dictionary


def _ids(own: Numbers, may: Flags, known: pa.StringArray, names: Names) -> Any:
    """The places of ids among tokens that may be some."""
    asked = np.unique(own[may])
    plain = np.zeros(len(known), bool)
    plain[asked] = names.are_plain(known.take(pa.array(asked)))
    return np.flatnonzero(may & plain[own])
