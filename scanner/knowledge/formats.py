"""``rules/formats/``: which files hold weights, which only look so, and which are neither.

A record's patterns are held against a file's name in lower case, or against the end of its path where they hold a
``/``: ``*`` is anything, ``?`` one character, ``#`` a number, ``[...]`` a class and ``{a,b}`` a choice. The more
telling pattern wins (a whole name over an ending), and of equal ones what is known to be no weights.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import build, plain_files
from scanner.model.frozen import dataclass
from scanner.model.once import Remembered
from scanner.text.precompiled import pattern_of

#: ``original`` as its author made it · ``derived`` for one runtime, from an original elsewhere · ``partial`` does
#: nothing without a base · ``archive`` and ``unclear`` cannot be told from outside · ``none`` no weights.
Kind = Literal["original", "derived", "partial", "archive", "unclear", "none"]
FOLDER = "formats/"
#: Paths whose patterns are kept at hand.
_MOST_PATHS = 50_000
#: How much a pattern tells: an ending, an ending under a condition, a name, a name under a condition.
_ENDING, _CONDITION, _NAME = 0, 1, 2
_PIECES = pattern_of(r"\{[^}]*\}|\[[^]]*\]|[*?#]|[^{\[*?#]+")


#: What libraries call a whole model, in lower case.
_WHOLE = pattern_of(
    r"(?:.*/)?(?:(?:pytorch_|tf_|flax_|diffusion_pytorch_)?model(?:[-.]\S*)?|consolidated\S*)"
    r"\.(?:safetensors|bin|h5|msgpack|pth|pt)",
    re.DOTALL,
)


def is_whole_name(path: str) -> bool:
    """Whether a weight file is called what libraries call a whole model (or a shard of one)."""
    return _WHOLE.fullmatch(path.lower()) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Patterns, which count under a ``library`` (or tag) of the repo, or ``beside`` a file of such a name."""

    names: tuple[str, ...]
    library: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatExample:
    """A listing, and those of its files that are of the format."""

    files: tuple[str, ...]
    are: tuple[str, ...]
    library: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One record. ``runs_code``: whether loading such a file can run code that its author put in it."""

    id: str
    name: str
    framework: str
    kind: Kind
    runs_code: Literal["never", "may", "always"]
    about: str
    files: tuple[Names, ...]
    index: tuple[str, ...] = ()
    examples: Mapping[str, FormatExample] = field(default_factory=dict)


class Filed(NamedTuple):
    """What a file is: its ``format`` (None: no record knows it) and whether it does nothing without a base."""

    format: Format | None
    partial: bool = False

    @property
    def weights(self) -> bool:
        return self.partial or (self.format is not None and self.format.kind in ("original", "derived"))


class Telling(NamedTuple):
    """An expression that tells of a path: a file of which only ``idle`` ones are found is no weights, whatever lies
    beside it; ``words`` are those of the repo's library and tags on which it hangs."""

    idle: bool = True
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pattern:
    text: str
    format: Format
    where: Names
    rank: int
    literal: str
    choices: tuple[tuple[str, ...], ...]

    def fits(self, name: str, path: str) -> bool:
        """``name`` and ``path`` in lower case; the path begins with a slash."""
        if "/" in self.text:
            return self._may(path) and _compiled(self.text).search(path) is not None
        return self._may(name) and _compiled(self.text).fullmatch(name) is not None

    def _may(self, text: str) -> bool:
        """Whether its longest word, and one of each of its choices, are in a text at all."""
        return self.literal in text and all(any(one in text for one in choice) for choice in self.choices)


def _regex(pattern: str) -> str:
    text = "".join(_piece(piece) for piece in _PIECES.findall(pattern))
    return f"/{text}$" if "/" in pattern else text


def _rooted(pattern: str) -> str:
    """A pattern as it is searched in a whole path; that of a name keeps to the last part."""
    text = "".join(_piece(piece, "." if "/" in pattern else "[^/]") for piece in _PIECES.findall(pattern))
    return f"/{text}$"


def _piece(piece: str, any_: str = ".") -> str:
    if piece[0] == "{":
        return f"(?:{'|'.join(re.escape(one) for one in piece[1:-1].split(','))})"
    if piece[0] == "[":
        return piece
    return {"*": f"{any_}*", "?": any_, "#": r"\d+"}.get(piece) or re.escape(piece)


@dataclass(frozen=True)
class Formats:
    """All records, by id."""

    by_id: Mapping[str, Format]

    @cached_property
    def _patterns(self) -> tuple[_Pattern, ...]:
        return tuple(
            _pattern(text, one, where) for one in self.by_id.values() for where in one.files for text in where.names
        )

    @cached_property
    def _endings(self) -> Mapping[str, tuple[_Pattern, ...]]:
        found: dict[str, tuple[_Pattern, ...]] = {}
        for one in self._patterns:
            if one.rank < _NAME:
                found[one.text[1:]] = (*found.get(one.text[1:], ()), one)
        return found

    @cached_property
    def _names(self) -> tuple[tuple[str, _Pattern], ...]:
        """The patterns of names, each beside its longest word: looked for first, in all of a path."""
        return tuple((one.literal, one) for one in self._patterns if one.rank >= _NAME)

    @cached_property
    def indexes(self) -> tuple[str, ...]:
        """Endings of the names of shard indexes."""
        return tuple(pattern.removeprefix("*") for one in self.by_id.values() for pattern in one.index)

    @cached_property
    def telling(self) -> Mapping[str, Telling]:
        """Expressions to search in ``/`` and a path in lower case: a file of which the same are found is filed alike,
        and lets the files beside it be filed alike."""
        found = {r"/\.[^/]*$": Telling(), r"/\.cache/": Telling(), r"/\.zarray$": Telling(idle=False)}
        found[rf"^/(?:{_WHOLE.pattern})$"] = Telling(idle=False)
        for one in self._patterns:
            known, asked = found.get(_rooted(one.text), Telling()), one.where
            idle = known.idle and one.format.kind == "none" and not (asked.library or asked.beside)
            found[_rooted(one.text)] = Telling(idle, known.words | {*asked.library})
        beside = (text for one in self._patterns for text in one.where.beside)
        for text in (*map(_rooted, beside), *(rf"{re.escape(end)}$" for end in self.indexes)):
            found[text] = Telling(idle=False, words=found.get(text, Telling()).words)
        return found

    def filed(self, paths: Iterable[str], words: Collection[str] = ()) -> list[Filed]:
        """What each file of a listing is. ``words``: the repo's library and tags, in lower case."""
        listed = [path.lower() for path in paths]
        beside = self._beside(listed)
        return [self._file(path, words, beside) for path in listed]

    def _beside(self, listed: list[str]) -> frozenset[Names]:
        """The conditions on files beside that this listing meets."""
        names = {_name(path) for path in listed}
        return frozenset(where for where in self._asking if any(_any_fits(text, names) for text in where.beside))

    @cached_property
    def _asking(self) -> frozenset[Names]:
        return frozenset(one.where for one in self._patterns if one.where.beside)

    def _file(self, path: str, words: Collection[str], beside: frozenset[Names]) -> Filed:
        name = _name(path)
        if (name.startswith(".") or "/.cache/" in f"/{path}") and name != ".zarray":
            return Filed(self.by_id.get("documents"))
        fits = [one for one in self._fits[path] if _counts(one.where, words, beside)]
        partial = max((one for one in fits if one.format.kind == "partial"), key=_told, default=None)
        weights = max((one for one in fits if one.format.kind in ("original", "derived")), key=_told, default=None)
        nothing = max((one for one in fits if one.format.kind == "none"), key=_told, default=None)
        perhaps = max((one for one in fits if one.format.kind in ("archive", "unclear")), key=_told, default=None)
        if partial is not None:
            return Filed((weights or partial).format, partial=True)
        return Filed(_chosen(weights, nothing, perhaps))

    @cached_property
    def _fits(self) -> Remembered[str, tuple[_Pattern, ...]]:
        """The patterns that a path fits, whatever lies beside it."""
        return Remembered(lambda path: tuple(self._fitting(_name(path), path)), _MOST_PATHS)

    def _fitting(self, name: str, path: str) -> Iterator[_Pattern]:
        at = name.find(".", 1)
        while at > 0:
            yield from self._endings.get(name[at:], ())
            at = name.find(".", at + 1)
        rooted = f"/{path}"
        yield from (one for literal, one in self._names if literal in rooted and one.fits(name, rooted))


def _name(path: str) -> str:
    return path.rpartition("/")[2]


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return pattern_of(_regex(pattern), re.DOTALL)


def _any_fits(pattern: str, names: set[str]) -> bool:
    if not any(char in pattern for char in "*?#[{"):
        return pattern in names
    return any(map(_compiled(pattern).fullmatch, names))


def _pattern(text: str, one: Format, where: Names) -> _Pattern:
    pieces = _PIECES.findall(text)
    is_ending = text.startswith("*.") and len(pieces) == 2
    rank = (_ENDING if is_ending else _NAME) + (_CONDITION if where.library or where.beside else 0)
    literal = max((piece for piece in pieces if piece[0] not in "{[*?#"), key=len, default="")
    choices = tuple(tuple(piece[1:-1].split(",")) for piece in pieces if piece[0] == "{")
    return _Pattern(text=text, format=one, where=where, rank=rank, literal=literal, choices=choices)


def _counts(where: Names, words: Collection[str], beside: frozenset[Names]) -> bool:
    if where.library and not any(word in words for word in where.library):
        return False
    return not where.beside or where in beside


def _told(one: _Pattern) -> tuple[int, int]:
    return one.rank, len(one.literal)


def _chosen(weights: _Pattern | None, nothing: _Pattern | None, perhaps: _Pattern | None) -> Format | None:
    """Nothing beats what tells as little; a doubt beats weights only where it tells more than a bare ending."""
    if nothing is not None and all(other is None or nothing.rank >= other.rank for other in (weights, perhaps)):
        return nothing.format
    if weights is None or (perhaps is not None and weights.rank == _ENDING and perhaps.rank > weights.rank):
        return perhaps.format if perhaps is not None else None
    return weights.format


def load_formats(folder: Path) -> Formats:
    """The records below ``rules/formats/``. Raises :class:`KnowledgeError`."""
    found = (build(Format, data, folder / name) for name, data in plain_files(folder).below(FOLDER).items())
    return Formats({one.id: one for one in found})


@cache
def formats() -> Formats:
    """The records that ship."""
    return load_formats(rules_dir())
