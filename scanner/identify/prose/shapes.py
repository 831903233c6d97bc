"""What the files of ``rules/prose/words/`` hold beside words by language, typed."""

from collections.abc import Mapping

from scanner.model.frozen import dataclass


@dataclass(frozen=True, kw_only=True)
class Forms:
    """How text is folded, which words are known misspelt (and what only looks so), and the signs by which a language is
    met."""

    deciding: str
    spelled_so: str
    joins: tuple[tuple[str, str], ...]
    characters: str
    lookalikes: str
    signs: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Near:
    """Concepts of which each stands within so many words of the next (``back``: in the other order, if it differs);
    ``ordered`` in that order alone, ``unbroken`` without a comma, a bracket or another sign between them, ``one_act``
    where nobody begins to do something else between them."""

    words: tuple[str, ...]
    within: int
    back: int = -1
    ordered: bool = False
    unbroken: bool = False
    one_act: bool = False


@dataclass(frozen=True, kw_only=True)
class Soft:
    any: tuple[str, ...]
    none: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Denied:
    """Concepts that do not hold where one of ``by`` stands within their words or right behind them."""

    words: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Composed:
    near: Mapping[str, Near]
    union: Mapping[str, tuple[str, ...]]
    masks: tuple[str, ...]
    idle: tuple[str, ...]
    retold: tuple[str, ...]
    contrasted: tuple[str, ...]
    denied: Denied
    soft: Soft


@dataclass(frozen=True, kw_only=True)
class NameWords:
    """Words of licence names: ``never`` are none in prose, ``never_alone`` none by themselves; ``families`` are models'
    names too, and a licence's only with one of ``licence`` behind them; ``plain`` alone make a limit, not a name;
    ``articles`` begin none; behind a label ``no_value`` tell of no terms of their own;
    a licence that nobody knows begins with none of ``no_name``."""

    never: tuple[str, ...]
    never_alone: tuple[str, ...]
    families: tuple[str, ...]
    licence: tuple[str, ...]
    plain: tuple[str, ...]
    articles: tuple[str, ...]
    no_value: tuple[str, ...]
    no_name: tuple[str, ...]


#: Lists of patterns or words by name, each told where it stands: how sentences are put together (``grammar.yaml``), how
#: they point at an agreement (``agreements.yaml``).
Patterns = dict[str, tuple[str, ...]]
