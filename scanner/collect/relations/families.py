"""Families of models under restrictive terms, known by how their names are spelled and by the shape of their configs.

What is found here is a hint: somebody's folder or repo bears the family's name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cache, cached_property, lru_cache

from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import plain_files, records
from scanner.model.frozen import dataclass
from scanner.model.snapshot import Json
from scanner.text.late import late
from scanner.text.precompiled import pattern_of

_FOLDER = "lineage-families/"
MAX_NAME = 300
_LEAST_WIDTH = 512
#: A family's name told in a sentence: where it may begin, so long at most, and what ends it.
_WORD, _MAX_TOLD = late(r"(?<![\w/.@-])[A-Za-z]"), 48
_ENDS = late(r"[,;|=+]\s|[。、，；]|(?:['’]s)?\s+(?:licen[cs]|terms\b|conditions\b|community licen)", re.IGNORECASE)
_BLANKS = late(r"\s+")
#: What parts the words of a name, and what stands around it, as :func:`fold_name` has it.
PARTING, AROUND = r"[\s_/:\\()\[\]]+", "-.,;"
_SHAPE = ("model_type", "hidden_size", "num_hidden_layers", "intermediate_size", "vocab_size")


@dataclass(frozen=True)
class Family:
    """A family: whose it is, under which licence (``also``: others that one of the name may state), and how its name is
    spelled (``pattern``, never ``unless``)."""

    id: str
    name: str
    holder: str
    license: str
    pattern: str
    words: tuple[str, ...]
    unless: str = ""
    also: tuple[str, ...] = ()
    fires: tuple[str, ...] = ()
    not_: tuple[str, ...] = field(default=(), metadata={"json": "not"})

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
        return pattern_of(self.pattern), pattern_of(self.unless) if self.unless else None

    def spelled_in(self, folded: str) -> re.Match[str] | None:
        """Where a name, as :func:`fold_name` makes it, spells this family."""
        for word in self.words:
            if word in folded:
                break
        else:
            return None
        pattern, unless = self._compiled
        found = pattern.search(folded)
        return None if found is None or (unless is not None and unless.search(folded)) else found


def fold_name(text: str) -> str:
    """A name as families are looked for in it: lower case, blanks, brackets and ``_ / :`` as hyphens."""
    return re.sub(PARTING, "-", text[:MAX_NAME].strip().lower()).strip(AROUND)


@cache
def all_families() -> tuple[Family, ...]:
    """Every family that ``rules/lineage-families/`` knows."""
    return records(Family, _FOLDER, "families")


@cache
def _files() -> tuple[Json, ...]:
    return tuple(plain_files(rules_dir()).below(_FOLDER).values())


def family_named(text: str, within: int = MAX_NAME) -> Family | None:
    """The family that a name spells, where it begins within so many characters; the version decides. What a distilled
    model was distilled from is its teacher, and no base."""
    return _family_of(fold_name(text), within)


def families_told(sentence: str) -> Iterator[tuple[str, Family]]:
    """The families that a sentence tells in words, each with the words from its name on; none within another's name."""
    if not any_word().search(_BLANKS.sub("-", sentence.lower())):
        return
    end = 0
    for word in _WORD.finditer(sentence):
        told = _ENDS.split(sentence[word.start() : word.start() + _MAX_TOLD], maxsplit=1)[0]
        if word.start() >= end and (family := family_named(told, within=0)) is not None:
            folded = fold_name(told)
            end = word.start() + max(folded.find(one) + len(one) for one in family.words)
            yield told.strip(), family


@lru_cache(maxsize=4096)
def _family_of(folded: str, within: int) -> Family | None:
    if "distil" in folded:
        folded = folded.partition("-from-")[0]
    if not any_word().search(folded):
        return None
    return first_spelled(
        folded, {one.id: one for word, several in _by_word().items() if word in folded for one in several}, within
    )


def first_spelled(folded: str, among: Mapping[str, Family], within: int = MAX_NAME) -> Family | None:
    """Of some families by id the one that a name spells, as :func:`fold_name` makes it."""
    hits = [(found.start(), name) for name, one in among.items() if (found := one.spelled_in(folded)) is not None]
    return next((among[name] for start, name in sorted(hits) if start <= within), None)


@cache
def any_word() -> re.Pattern[str]:
    """What finds any of the words that families are told by."""
    return pattern_of("|".join(sorted({re.escape(word) for one in all_families() for word in one.words})))


@cache
def _by_word() -> Mapping[str, tuple[Family, ...]]:
    """The families that a word may tell of."""
    found: dict[str, tuple[Family, ...]] = {}
    for one in all_families():
        for word in one.words:
            found[word] = (*found.get(word, ()), one)
    return found


@cache
def may_spell() -> str:
    """An expression without assertions that finds every name, as :func:`fold_name` makes it, that spells a family, and
    some that spell none."""
    return "|".join(f"(?:{one})" for one in may_spell_each())


@cache
def may_tell() -> str:
    """An expression that finds every name in lower-case ASCII, as it is written, in which :func:`fold_name` makes any
    word that families are told by."""
    words = (re.escape(word).replace(r"\-", f"(?:-|{PARTING})+") for one in all_families() for word in one.words)
    return "|".join(sorted({*words, "distil"}))


@cache
def may_spell_each() -> tuple[str, ...]:
    """The same for each family."""
    return tuple(_unasserted(one.pattern) for one in all_families())


def _unasserted(pattern: str) -> str:
    """A pattern without what it asserts of what stands around: it finds all that the pattern does."""
    found, depth = [], 0
    for sign in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]|\(\?<?[!=]|[()]|.", pattern):
        if sign[0].startswith("(?") and not depth:
            depth = 1
            continue
        if depth:
            depth += sign[0].startswith("(") - (sign[0] == ")")
            continue
        found.append(sign[0])
    return "".join(found)


def family_by_id(name: str) -> Family | None:
    """A family by its id."""
    return next((one for one in all_families() if one.id == name), None)


@cache
def _shapes() -> Mapping[tuple[Json, ...], str]:
    rows = (row for plain in _files() for row in plain.get("shapes") or ())
    return {tuple(row[key] for key in _SHAPE): row["family"] for row in rows}


@cache
def _types() -> Mapping[str, str]:
    return {row["model_type"]: row["family"] for plain in _files() for row in plain.get("types") or ()}


def _part(config: Mapping[str, Json]) -> str | None:
    """The family whose part of a pipeline a config describes, by all that a row of ``parts`` tells of it."""
    rows = (row for plain in _files() for row in plain.get("parts") or () if config.get("_class_name"))
    return next(
        (row["family"] for row in rows if all(config.get(key) == row[key] for key in row.keys() - {"family"})), None
    )


def family_shaped(config: Json) -> Family | None:
    """The family whose shape a ``config.json`` has, or whose architecture is of that family alone; None where it is
    not whole or belongs to none."""
    if not isinstance(config, Mapping):
        return None
    text = config.get("text_config")
    inner = text if isinstance(text, Mapping) else {}
    shape = tuple(config.get(key) for key in _SHAPE)
    if None in shape and inner:
        shape = tuple(inner.get(key, config.get(key)) for key in _SHAPE)
    try:
        found = _shapes().get(shape) or _types().get(config.get("model_type") or "") or _part(config)
    except TypeError:
        return None
    return family_by_id(found) if found and not _is_tiny(config, inner) else None


def _is_tiny(*configs: Mapping[str, Json]) -> bool:
    """Whether a model is far smaller than any of a family: one made for tests, with weights by chance."""
    widths = [width for one in configs if isinstance(width := one.get("hidden_size", one.get("d_model")), int)]
    return bool(widths) and max(widths) < _LEAST_WIDTH
