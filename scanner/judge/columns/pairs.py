"""Mappings in JSON as pairs of a key and what stands under it, by columns; what decides nothing is left out of each."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scanner.judge.columns.cards import BASES, DATA, EXACT, INDEX, LINKS, QUIET, TAGS, Cards
from scanner.judge.columns.codes import Flags, Lists, Numbers, flags, grouped, present
from scanner.judge.columns.naming import QUOTE, Names, met
from scanner.knowledge.lineage_places import base_keys, fold_key

#: Texts that are more, or less, than what their quotation marks part.
_ESCAPED = r"[\\\x00-\x1f]|^[^{]|^$"
#: Numbers in JSON between its signs, none of them 0 or long.
_NUMBER = r"-?(?:0\.\d{0,15}[1-9]\d{0,15}|[1-9]\d{0,14}(?:\.\d{1,16})?)"
_COUNTS = rf"^[\[\]{{}},: ]*(?:{_NUMBER}[\[\]{{}},: ]+)+$"
_SPACED = r"[^\x21-\x7e]"
_COLON, _COMMA, _CLOSES, _MAPPING = "^ *:", ", *$", r"\} *$", r"^ *: *\{"
#: A mapping within a list.
_BRACE = r"\{"
#: Whose ids stand for any.
ORGS = ("acme", "another")


class Ids(NamedTuple):
    """What texts name: the ``row`` of each, its number among ``texts``; which texts name one ``again``, or name in two
    pairs."""

    row: Any
    number: Numbers
    texts: pa.StringArray
    again: Flags


class Pairs(NamedTuple):
    """The pairs of many texts: the ``row`` of each, the ``number`` of what it is, and which numbers tell of a card's
    keys, its bases and its data (``tells``). ``odd`` texts are no mappings of pairs as far as can be seen, or have a
    key twice. ``ids`` are those of bases, of data; ``stands`` are texts for all of a number, with ids of one of
    ``ORGS``."""

    row: Any
    number: Numbers
    tells: tuple[Flags, Flags, Flags]
    odd: Flags
    ids: tuple[Ids, Ids]
    stands: list[list[str]]

    @classmethod
    def of(cls, texts: pa.StringArray, cards: Cards, names: tuple[Names, Names]) -> "Pairs":
        """The pairs of texts."""
        odd = flags(pc.match_substring_regex(texts, _ESCAPED)) | (pc.count_substring(texts, QUOTE).to_numpy() % 2 == 1)
        return _Parted(texts, odd, cards, names).pairs()


class _Words:
    """The words of tokens by number, and more of them."""

    def __init__(self, known: pa.StringArray) -> None:
        self._parts, self.count = [known], len(known)

    def add(self, more: pa.StringArray) -> int:
        """The number of the first of some more."""
        self._parts.append(more)
        self.count += len(more)
        return self.count - len(more)

    def all(self, *more: pa.StringArray) -> pa.StringArray:
        """All of them."""
        return pa.concat_arrays([*self._parts, *more])

    def without(self, numbers: Numbers, what: str) -> tuple[Numbers, Flags]:
        """The numbers of some words without what an expression finds, and which lack nothing then."""
        some, place = np.unique(numbers, return_inverse=True)
        words = self.all().take(pa.array(some))
        bare = pc.replace_substring_regex(words, what, "")
        return (self.add(bare) + place).astype(np.int32), flags(pc.equal(words, bare))[place]


class _Parted:
    """Texts as tokens: what their quotation marks part."""

    def __init__(self, texts: pa.StringArray, odd: Flags, cards: Cards, names: tuple[Names, Names]) -> None:
        self._odd, self._whole, self._cards, self._names = odd, np.flatnonzero(~odd), cards, names
        split = pc.split_pattern(texts.take(pa.array(self._whole)), QUOTE)
        coded = pc.list_flatten(split).dictionary_encode()
        self._row, self._known = pc.list_parent_indices(split).to_numpy(), coded.dictionary
        self._own: Numbers = coded.indices.to_numpy()
        self._begin, at = _begins(self._row), np.arange(len(self._row))
        text, self._first = (at - self._begin) % 2 == 1, self._begin == at
        followed = np.zeros(len(at), bool)
        followed[:-1] = self._matches(_COLON)[1:]
        depth = self._depth(text)
        self._is_key = text & followed & (depth == 1)
        nested = self._among(text & followed & (depth > 1), lambda some: flags(_are_bases(some)))
        self._odd[self._whole[self._row[nested]]] = True
        self._value, self._signs = text & ~followed, ~text
        self._keys, self._pair = np.flatnonzero(self._is_key), np.cumsum(self._is_key) - 1
        self._pair[self._first] = -1

    def pairs(self) -> Pairs:
        """The pairs."""
        keys, words = self._keys, _Words(self._known)
        row = self._whole[self._row[keys]]
        kind, named = self._kinds()
        made, there = self._made(np.append(kind, EXACT)[self._pair], words)
        self._ends(made, words)
        self._odd[row[~met(row, self._own[keys])[0]]] = True
        rank = np.zeros(len(made), np.int32)
        for some in there:
            rank[some] = np.arange(len(some)) - _begins(self._pair[some])
            made[some] = words.count + rank[some]
        inside = self._pair >= 0
        tokens = Lists.of(self._pair[inside], made[inside], len(keys))
        groups = grouped(tokens.numbers(), kind)
        kind, named = kind[groups.first], named[groups.first]
        exact, most = kind == EXACT, int(rank.max(initial=0)) + 1
        tells = (
            exact | (kind == INDEX) | (kind == TAGS),
            (kind == BASES) | (exact & (named & (1 << BASES | 1 << LINKS) > 0)),
            (kind == DATA) | (exact & (named & 1 << DATA > 0)),
        )
        bases, data = map(self._ids, there)
        stands = [
            _joined(tokens.at(groups.first), words.all(pa.array([f"{org}/any-{at}" for at in range(most)])))
            for org in ORGS
        ]
        return Pairs(row, groups.number, tells, self._odd, (bases, data), stands)

    def _matches(self, what: str) -> Flags:
        """Which tokens an expression finds something in."""
        found: Flags = flags(pc.match_substring_regex(self._known, what))[self._own]
        return found

    def _depth(self, text: Flags) -> Any:
        """How many brackets are open before each token."""
        up, down = (sum(pc.count_substring(self._known, one).to_numpy() for one in some) for some in ("{[", "}]"))
        opened = np.where(text, 0, (up - down)[self._own])
        before = np.cumsum(opened) - opened
        return before - before[self._begin]

    def _kinds(self) -> tuple[Numbers, Numbers]:
        """What is done with what stands under each key, and what it names, as bits."""
        keys, own = self._keys, self._own
        asked, place = np.unique(own[keys], return_inverse=True)
        plans = [self._cards.plan(key) for key in self._known.take(pa.array(asked)).to_pylist()]
        told = np.asarray(plans, np.int32).reshape(-1, 3)[place]
        wide = self._matches(_SPACED) & (self._pair >= 0) & ~self._is_key
        spaced = np.bincount(self._pair[wide], minlength=len(keys)) > 0
        within = self._signs & self._matches(_BRACE) & (self._pair >= 0)
        spaced |= np.bincount(self._pair[within], minlength=len(keys)) > 0
        loud = self._matches(_MAPPING)[keys + 1] | (spaced & (told[:, 1] > 0))
        return np.where(loud & (told[:, 0] != INDEX), EXACT, told[:, 0]).astype(np.int32), told[:, 2]

    def _made(self, under: Numbers, words: _Words) -> tuple[Numbers, list[Any]]:
        """Tokens without what decides nothing, and the places of ids."""
        made, value = self._own.astype(np.int32), self._value
        quiet, one = (under == QUIET) | (under == INDEX), words.add(pa.array(["x"]))
        made[value & quiet & flags(pc.not_equal(self._known, ""))[self._own]] = one
        made[self._among(value & (under == TAGS), self._cards.are_mute)] = one
        signs = self._signs & quiet
        asked = present(self._own[signs], len(self._known))
        asked = asked[flags(pc.match_substring_regex(self._known.take(pa.array(asked)), _COUNTS))]
        told = pc.replace_substring_regex(self._known.take(pa.array(asked)), r"-?\d[\d.]*", "1").dictionary_encode()
        numbers = np.arange(len(self._known), dtype=np.int32)
        numbers[asked] = told.indices.to_numpy() + words.add(told.dictionary)
        made[signs] = numbers[self._own[signs]]
        kinds = zip((BASES, DATA), self._names, strict=True)
        return made, [self._among(value & (under == kind), names.are_plain) for kind, names in kinds]

    def _among(self, may: Flags, are: Callable[[pa.StringArray], Flags]) -> Any:
        """The places of tokens that may be some, and are."""
        asked = present(self._own[may], len(self._known))
        found = np.zeros(len(self._known), bool)
        found[asked] = are(self._known.take(pa.array(asked)))
        return np.flatnonzero(may & found[self._own])

    def _ends(self, made: Numbers, words: _Words) -> None:
        """Take from pairs what stands between them. Texts are odd that do not begin with a bracket and a key, or lack a
        comma behind a pair, or a bracket behind the last."""
        keys, row = self._keys, self._row
        sound = self._first & flags(pc.equal(self._known, "{"))[self._own]
        sound[:-1] &= self._is_key[1:]
        self._odd[self._whole[row[self._first & ~sound]]] = True
        last = np.r_[row[keys[1:]] != row[keys[:-1]], True][: len(keys)]
        size = np.bincount(row, minlength=len(self._whole))
        tail = np.where(last, self._begin[keys] + size[row[keys]], np.r_[keys[1:], 0][: len(keys)]) - 1
        for some, what in ((tail[~last], _COMMA), (tail[last], _CLOSES)):
            made[some], bare = words.without(made[some], what)
            self._odd[self._whole[row[some[bare]]]] = True

    def _ids(self, there: Any) -> Ids:
        row, number = self._whole[self._row[there]], self._own[there]
        again = np.zeros(len(self._odd), bool)
        again[row[~met(row, number)[0]]] = True
        several = self._whole[self._row[self._keys[np.unique(self._pair[there])]]]
        return Ids(row, number, self._known, again | (np.bincount(several, minlength=len(again)) > 1))


def _are_bases(keys: pa.StringArray) -> pa.BooleanArray:
    """Which keys name bases: within a mapping they tell of bases too, whatever stands before it."""
    known = base_keys()
    return pa.array([fold_key(key) in known for key in keys.to_pylist()], pa.bool_())


def _begins(row: Any) -> Any:
    """Where the row of each of some things begins."""
    first = np.r_[True, row[1:] != row[:-1]][: len(row)]
    return np.maximum.accumulate(np.where(first, np.arange(len(row)), 0))


def _joined(tokens: Lists, words: pa.StringArray) -> list[str]:
    """Texts of tokens, as mappings of one pair."""
    ends = pa.array(np.r_[0, np.cumsum(tokens.counts)], pa.int32())
    told = pa.ListArray.from_arrays(ends, words.take(pa.array(tokens.values)))
    return [f'{{"{one}}}' for one in pc.binary_join(told, QUOTE).to_pylist()]
