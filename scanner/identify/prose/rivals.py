"""Other models and data sets that a page names: those beside its own in tables, and those that its makers tried,
compared, left out or call a set. What is said of them says nothing of the page's own."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from scanner.identify.prose.sentences import Sentence
from scanner.identify.prose.words import Vocabulary
from scanner.knowledge.patterns import listed
from scanner.text.late import late

_MIN_NAME = 4
_MAX_NAMES = 60
_NO_NAME = frozenset(("licence_named", "granting", "noncommercial", "ours", "business", "persons"))
_BRACKET = late(r" ?[(（][^()（）]{0,80}[)）]")
_WRITTEN = r"[A-ZÀ-Þ][\w.+-]*(?: [A-Z0-9][\w.+-]*){0,3}"
_NAME = late(_WRITTEN)
#: What a name has that no ordinary word has.
_SPELLED = late(r"\d|[a-z][A-Z]|\w-\w")
#: The name that an item begins with.
_FIRST = late(rf"\W{{0,3}}(?P<named>{_WRITTEN})")
_PARTS = frozenset(("weights", "code", "data", "docs", "object"))
_ALIASES = 3
_LABEL = late(r"\W{0,4}(?P<of>[\w][\w .+-]{2,40}?(?: ?[(（][^()（）]{1,40}[)）])?)\W{0,3}[:：]")
#: The same, or capitals alone.
_SET = late(r"\d|[a-z][A-Z]|\w-\w|[A-Z]{4}")
#: Signs behind a name that lead to a note below the table.
_NOTED = late(r"[*†‡§¹²³⁴]")


class Others(NamedTuple):
    """What a page names beside its own model, folded: other models (``rivals``) and data sets, and the signs of notes
    on the former in its tables."""

    rivals: frozenset[str]
    sets: frozenset[str]
    noted: frozenset[str]


def others_on(told: Sequence[Sentence], words: Vocabulary, own: tuple[str, ...], titled: frozenset[str]) -> Others:
    """What a page names beside its own model, as far as it tells that they are others."""
    ours = _Ours(own, titled, _aliases(told, words))
    rivals = _rivals(told, words, own, ours)
    return Others(rivals, _sets(told, words, ours), _noted(told, rivals, words))


def _rivals(told: Sequence[Sentence], words: Vocabulary, own: tuple[str, ...], ours: "_Ours") -> frozenset[str]:
    """Other models: in a table of models in which this one has a row, and where it is said whom it was compared
    with."""
    tables = _tables(told, words)
    labelled = _labelled(told)
    compared = [names for headings, names in labelled.items() if _is_of_others(headings[-1], names, words)]
    listed = (one for one in _in_tables(compared, words, ours) if not _is_part(_folded(one, words), words))
    tabled = (*_in_tables(tables, words, ours), *listed, *_in_heads(told, words, ours))
    names = (one.strip() for one in (*tabled, *_in_words(told, words)))
    names = (one for one in names if not ours.named(words.folding.sentence(one)))
    folded = (_folded(name, words) for name in names)
    others = [one for one in folded if _may_name(one, words) and not ours.named(one)]
    headings = [one.text for one in told if one.kind == "heading"]
    alike = [
        *_siblings([*tables, *labelled.values(), headings], words, own),
        *_made_of(told, words, ours),
        *_editions(told, words, own),
    ]
    return frozenset([*others, *alike][:_MAX_NAMES])


def _is_of_others(heading: str, names: Iterable[str], words: Vocabulary) -> bool:
    """Whether a list of labels is one of several models: its heading says so, or one of them is marked as this one."""
    marked = words.grammar("marked_ours")
    return bool(words.grammar("of_others").search(heading)) or any(map(marked.search, names))


def _made_of(told: Iterable[Sentence], words: Vocabulary, ours: "_Ours") -> Iterator[str]:
    """What items below a heading on models that were made from this one begin with, and whom its makers say that they
    release besides."""
    for one in told:
        listed = one.kind == "item" and one.headings and words.grammar("made_of_it").search(one.heading)
        found = _FIRST.match(one.text) if listed and not one.under else words.grammar("also_released").search(one.text)
        name = words.folding.sentence(found["named"]) if found is not None else ""
        spelled = found is not None and _SPELLED.search(found["named"])
        if (
            spelled
            and not ours.are(name)
            and _may_name(name, words)
            and not all(_is_part(word, words) for word in name.split())
        ):
            yield name


def _editions(told: Iterable[Sentence], words: Vocabulary, own: tuple[str, ...]) -> Iterator[str]:
    """Editions of a family, where this repository's own name tells which of those that the page names it is."""
    found = words.grammar("edition")
    named = {(one["called"].lower(), one["kind"].lower()) for said in told for one in found.finditer(said.text)}
    kinds = {kind for called, kind in named if called in own[1:]}
    others = {(called, kind) for called, kind in named if called not in own and kind in kinds}
    yield from sorted(f"{called} {kind}" for called, kind in others if called not in words.grammar_words("any_edition"))


def _siblings(lists: Iterable[list[str]], words: Vocabulary, own: tuple[str, ...]) -> Iterator[str]:
    """Names that begin as this model's does, in a table of models or a list of labels in which its own whole name has a
    row."""
    name = " ".join(own)
    for cells in lists:
        folded = [words.folding.sentence(_BRACKET.sub("", cell)).strip() for cell in cells]
        alike = (one for one in folded if one.split()[:1] == [own[0]]) if len(own) > 1 and name in folded else ()
        apart = (one for one in alike if not f"{name} ".startswith(f"{one} ") and not one.startswith(f"{name} "))
        yield from (one for one in apart if not _is_part(one, words))


def _is_part(folded: str, words: Vocabulary) -> bool:
    """Whether a name holds a word of a model's parts: "otter weights" is no member of a family."""
    return not words.met(folded).isdisjoint(_PARTS)


def _sets(told: Iterable[Sentence], words: Vocabulary, ours: "_Ours") -> frozenset[str]:
    """Data sets, as far as the page calls them so."""
    called = words.grammar("set_called")
    names = (match["name"] for one in told for match in called.finditer(one.text) if one.kind != "images")
    folded = (words.folding.sentence(name) for name in names if _SET.search(name))
    return frozenset([one for one in folded if _may_name(one, words) and not ours.named(one)][:_MAX_NAMES])


class _Ours:
    """Which names are this model's own."""

    def __init__(self, own: tuple[str, ...], titled: frozenset[str], aliases: frozenset[str]) -> None:
        self._first = own[0] if own and len(own[0]) >= _MIN_NAME else " ".join(own)
        self._own, self._titled, self._aliases = frozenset(own), titled, aliases

    def named(self, folded: str) -> bool:
        """Whether a folded name is, or holds, one of this model's."""
        told = {*folded.split()}
        return bool(told) and bool(
            (self._first and self._first in folded)
            or told & (listed("speaks-of-its-own") | listed("speaks-of-its-makers"))
            or self._titled.issuperset(told)
            or self._own.issuperset(told)
            or any(alias in folded or folded in alias for alias in self._aliases)
        )

    def are(self, folded: str) -> bool:
        """Whether a folded name is this model's whole name or title, or a part of it."""
        told = {*folded.split()}
        return self._titled.issuperset(told) or self._own.issuperset(told) or folded in self._aliases


def _aliases(told: Iterable[Sentence], words: Vocabulary) -> frozenset[str]:
    """What the first sentences of a page call it."""
    first = [one.text for one in told if one.kind == "text" and len(one.headings) < 2][:_ALIASES]
    named = (found["name"] for text in first if (found := words.grammar("called").match(text)))
    return frozenset(folded for name in named if (folded := words.folding.sentence(name)))


def _in_tables(tables: Iterable[list[str]], words: Vocabulary, ours: _Ours) -> Iterator[str]:
    """The first cells of tables of models in one row of which this one is named."""
    for cells in tables:
        if any(ours.named(words.folding.sentence(cell)) for cell in cells):
            yield from cells


def _labelled(told: Iterable[Sentence]) -> dict[tuple[str, ...], list[str]]:
    """Of each list below a heading what its items begin with, up to a colon."""
    lists: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for one in told:
        if one.kind == "item" and one.headings and (found := _LABEL.match(one.text)):
            lists[one.headings].append(found["of"])
    return lists


def _tables(told: Iterable[Sentence], words: Vocabulary) -> list[list[str]]:
    """Of each table of models the cells that name them."""
    tables: dict[Hashable, list[str]] = defaultdict(list)
    for one in told:
        place = model_column(one, words) if one.kind == "row" else None
        if place is not None and place < len(one.cells):
            tables[one.headings, one.head].append(one.cells[place])
    return [*tables.values()]


def _in_heads(told: Iterable[Sentence], words: Vocabulary, ours: _Ours) -> Iterator[str]:
    """The names at the head of the columns of tables in one column of which this one is."""
    for head in dict.fromkeys(one.head for one in told if one.kind == "row"):
        if any(ours.named(words.folding.sentence(cell)) for cell in head[1:]):
            yield from (cell for cell in head[1:] if _NAME.match(cell) and _SPELLED.search(cell))


def is_rival(cell: str, names: frozenset[str], words: Vocabulary) -> bool:
    """Whether a cell is the name of another model of the page."""
    return bool(names) and _folded(cell, words) in names


def _folded(name: str, words: Vocabulary) -> str:
    return words.folding.sentence(_NOTED.sub("", _BRACKET.sub("", name)))


def own_columns(row: Sentence, names: frozenset[str], words: Vocabulary) -> Sentence:
    """A row of a table without the columns of other models of the page, where there are more than theirs."""
    if not names or row.kind != "row" or len(row.head) != len(row.cells):
        return row
    kept = [place for place, head in enumerate(row.head) if not place or not is_rival(head, names, words)]
    if not 1 < len(kept) < len(row.head):
        return row
    text = " | ".join(row.cells[place] for place in kept)
    return replace(row, text=f"| {text} |", head=tuple(row.head[place] for place in kept))


def _noted(found: Iterable[Sentence], names: frozenset[str], words: Vocabulary) -> frozenset[str]:
    """The signs of notes that stand in tables behind names of other models, and behind nothing else."""
    theirs: set[str] = set()
    others: set[str] = set()
    for one in found if names else ():
        for cell in (*one.head, *one.cells) if one.kind == "row" else ():
            for sign in _NOTED.findall(cell):
                (theirs if is_rival(cell, names, words) else others).add(sign)
    return frozenset(theirs - others)


def model_column(row: Sentence, words: Vocabulary) -> int | None:
    """The place of the column of a table that names models."""
    heads = [head.strip() for head in row.head[:3]]
    return next((at for at, head in enumerate(heads) if words.grammar("model_head").fullmatch(head)), None)


def _in_words(told: Iterable[Sentence], words: Vocabulary) -> Iterator[str]:
    """Names that sentences give for those compared, tried or left out."""
    for one in told:
        if one.kind in ("row", "head", "images") or _NAME.search(one.text) is None:
            continue
        for kind in ("compared", "tried"):
            for found in words.grammar(kind).finditer(one.text):
                named = next(filter(None, found.groups()))
                spoken = _NAME.findall(_BRACKET.sub("", named))
                yield from (name for name in spoken if _SPELLED.search(name) or kind == "tried")


def _may_name(folded: str, words: Vocabulary) -> bool:
    """Whether a folded text may be a model's name: it is no licence's, and no word of use."""
    long = len(folded) >= (_MIN_NAME if folded.isascii() else 2)
    return long and words.met(folded).isdisjoint(_NO_NAME)
