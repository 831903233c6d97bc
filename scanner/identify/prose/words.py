"""The vocabulary under ``rules/prose/words``: which words mean what in each language, and which stand together.

A concept is a list of patterns for each language. Composed ones are two or three concepts near each other, or one of
several. Everything is compiled when a language is first met.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from scanner.identify.prose.folding import Folding
from scanner.identify.prose.patterns import Many, compiled
from scanner.knowledge.store import build, plain_files
from scanner.model.errors import KnowledgeError
from scanner.model.frozen import dataclass
from scanner.model.snapshot import Json

LATIN = ("en", "de", "fr", "es")
EAST = ("zh", "ja", "ko")
#: Languages whose verb, and so whose purpose, comes before what is said of it.
_VERB_LAST = ("ja", "ko")
_SIGNS_A_WORD = 3
_KANA = re.compile("[\u3040-\u30ff]")
_ESCAPES = re.compile(r"\\.|[^\\]+")
_FOLDER = "prose/words/"
_PLAIN = ("forms", "sections", "composed", "names", "grammar", "agreements")


@dataclass(frozen=True, kw_only=True)
class Forms:
    """How text is folded, and the signs by which a language is met."""

    joins: tuple[tuple[str, str], ...]
    characters: str
    lookalikes: str
    signs: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Near:
    """Concepts of which each stands within so many words of the next (``back``: in the other order, if it differs);
    ``ordered`` in that order alone."""

    words: tuple[str, ...]
    within: int
    back: int = -1
    ordered: bool = False


@dataclass(frozen=True, kw_only=True)
class Soft:
    any: tuple[str, ...]
    none: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Composed:
    near: Mapping[str, Near]
    union: Mapping[str, tuple[str, ...]]
    masks: tuple[str, ...]
    soft: Soft


@dataclass(frozen=True, kw_only=True)
class NameWords:
    """Words of licence names: ``never`` are none in prose, ``never_alone`` none by themselves; ``families`` are models'
    names too, and a licence's only with one of ``licence`` behind them; ``plain`` alone make a limit, not a name;
    ``articles`` begin none."""

    never: tuple[str, ...]
    never_alone: tuple[str, ...]
    families: tuple[str, ...]
    licence: tuple[str, ...]
    plain: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Agreements:
    """How a sentence points at an agreement; each a list of patterns, told in ``agreements.yaml``."""

    bound: tuple[str, ...]
    noun: tuple[str, ...]
    follows: tuple[str, ...]
    east_bound: tuple[str, ...]
    east_noun: tuple[str, ...]
    ja_noun: tuple[str, ...]
    ja_follows: tuple[str, ...]
    ko_noun: tuple[str, ...]
    ko_follows: tuple[str, ...]
    unnamed: tuple[str, ...]
    elsewhere: tuple[str, ...]
    contract: tuple[str, ...]
    broken: tuple[str, ...]
    file: tuple[str, ...]
    other_file: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """How sentences are put together; each a list of patterns or words, told in ``grammar.yaml``."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]
    pronouns: tuple[str, ...]
    stands_for: tuple[str, ...]
    continues: tuple[str, ...]
    conditional: tuple[str, ...]
    cause: tuple[str, ...]
    therefore: tuple[str, ...]
    joined: tuple[str, ...]
    owned: tuple[str, ...]
    variants: tuple[str, ...]
    excluded: tuple[str, ...]
    asks_use: tuple[str, ...]
    quoting: tuple[str, ...]
    label: tuple[str, ...]
    head: tuple[str, ...]
    ends: tuple[str, ...]
    after: tuple[str, ...]
    licensing: tuple[str, ...]
    changed: tuple[str, ...]
    relative: tuple[str, ...]
    altered: tuple[str, ...]
    asks_limit: tuple[str, ...]
    says_no: tuple[str, ...]
    notice: tuple[str, ...]


class Language:
    """One language's words, ready to be looked for."""

    def __init__(self, name: str, patterns: Mapping[str, str]) -> None:
        self.name = name
        self._patterns = patterns
        self._names = list(patterns)
        self._single: dict[str, Any] = {}

    @cached_property
    def _many(self) -> Many:
        return Many(list(self._patterns.values()))

    def meets(self, text: str) -> set[str]:
        """The concepts whose words are in a folded text."""
        return {self._names[number] for number in self._many.found(text)}

    def spans(self, concept: str, text: str) -> list[tuple[int, int]]:
        """Where a concept's words stand in a folded text."""
        return [match.span() for match in self._pattern(concept).finditer(text)] if concept in self._patterns else []

    def without(self, concept: str, text: str) -> str:
        """A text whose words of a concept are replaced by a sign that means nothing."""
        return str(self._pattern(concept).sub(" ~ ", text)) if concept in self._patterns else text

    def _pattern(self, concept: str) -> Any:
        if concept not in self._single:
            self._single[concept] = compiled(self._patterns[concept])
        return self._single[concept]

    def near(self, wanted: Near, text: str) -> bool:
        """Whether the concepts stand near each other."""
        forth, back = wanted.words, wanted.words[::-1]
        if self.name in _VERB_LAST:
            return self._follow(back, wanted.within, text) or (
                not wanted.ordered and self._follow(forth, wanted.within, text)
            )
        far = wanted.within if wanted.back < 0 else wanted.back
        return self._follow(forth, wanted.within, text) or (not wanted.ordered and self._follow(back, far, text))

    def _follow(self, words: tuple[str, ...], within: int, text: str) -> bool:
        before = self.spans(words[0], text)
        for word in words[1:]:
            before = [
                span for span in self.spans(word, text) if any(self._close(one, span, within, text) for one in before)
            ]
        return bool(before)

    def _close(self, one: tuple[int, int], two: tuple[int, int], within: int, text: str) -> bool:
        """Whether the second words begin after the first and soon enough; they may overlap."""
        if two[0] < one[0]:
            return False
        if self.name in LATIN:
            return text.count(" ", one[1], max(two[0], one[1])) <= within + 1
        return two[0] - one[1] <= within * _SIGNS_A_WORD


class Vocabulary:
    """All words of a rules folder."""

    def __init__(self, folder: Path) -> None:
        files = {name.removeprefix(_FOLDER)[:-5]: data for name, data in plain_files(folder).below(_FOLDER).items()}
        place = folder / _FOLDER
        self._forms = build(Forms, files["forms"], place / "forms.yaml")
        self.composed = build(Composed, files["composed"], place / "composed.yaml")
        self.folding = Folding(self._forms.characters, self._forms.lookalikes, list(self._forms.joins))
        self._words = {
            name: self._read(data, place / f"{name}.yaml") for name, data in files.items() if name not in _PLAIN
        }
        self._sections = files["sections"]["sections"]
        self.names = build(
            NameWords, {key: value.split() for key, value in files["names"].items()}, place / "names.yaml"
        )
        self._grammar = build(Grammar, files["grammar"], place / "grammar.yaml")
        self._agreements = build(Agreements, files["agreements"], place / "agreements.yaml")
        self._known()

    def agreement(self, name: str) -> str:
        """One of the lists by which an agreement is found, joined by "or"."""
        return "|".join(getattr(self._agreements, name))

    @lru_cache(maxsize=64)  # noqa: B019 - a vocabulary lives as long as the process
    def grammar(self, name: str, around: str = "{}") -> "re.Pattern[str]":
        """One of the grammar's patterns, put into ``around``."""
        return re.compile(around.replace("{}", "(?:" + "|".join(getattr(self._grammar, name)) + ")"), re.IGNORECASE)

    @lru_cache(maxsize=8)  # noqa: B019
    def grammar_words(self, name: str) -> frozenset[str]:
        """One of the grammar's lists of words."""
        return frozenset(word for words in getattr(self._grammar, name) for word in words.split())

    def _read(self, data: Json, path: Path) -> Mapping[str, Mapping[str, list[str]]]:
        found = {}
        for concept, entry in data.items():
            words = {language: words for language, words in entry.items() if language != "means"}
            if unknown := set(words) - {*LATIN, *EAST}:
                raise KnowledgeError(
                    f"{path}: '{concept}' has no language '{min(unknown)}': it is one of {', '.join((*LATIN, *EAST))}"
                )
            found[concept] = words
        return found

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The names of all concepts, composed ones among them."""
        plain = {concept for words in self._words.values() for concept in words}
        return frozenset({*plain, *self.composed.near, *self.composed.union})

    def _known(self) -> None:
        named = {word for near in self.composed.near.values() for word in near.words}
        named |= {word for words in self.composed.union.values() for word in words}
        named |= {*self.composed.masks, *self.composed.soft.any, *self.composed.soft.none}
        if unknown := named - self.concepts:
            raise KnowledgeError(f"rules/prose/words/composed.yaml: no such concept '{min(unknown)}'")

    @lru_cache(maxsize=16)  # noqa: B019 - a vocabulary lives as long as the process
    def language(self, name: str) -> Language:
        return Language(name, dict(self._patterns(name)))

    def _patterns(self, language: str) -> Iterator[tuple[str, str]]:
        for words in self._words.values():
            for concept, by_language in words.items():
                if language in by_language:
                    yield concept, self.one(by_language[language], language in LATIN)

    def one(self, words: Iterable[str], latin: bool) -> str:
        """One pattern for a list of words, folded as the text is."""
        body = "|".join(self._folded(word) for word in words)
        return rf"\b(?:{body})\b" if latin else f"(?:{body})"

    def _folded(self, pattern: str) -> str:
        """A pattern whose letters are folded as a text's are; what stands behind a backslash stays."""
        if pattern.isascii():
            return pattern
        return "".join(part if part[0] == "\\" else self.folding.letters(part) for part in _ESCAPES.findall(pattern))

    @cached_property
    def _signs(self) -> Many:
        return Many([self.one(words, False) for words in self._forms.signs.values()])

    def languages(self, text: str) -> tuple[str, ...]:
        """The languages whose signs are in a folded text; Chinese gives way to Japanese where kana stand."""
        names = list(self._forms.signs)
        met = [names[number] for number in self._signs.found(text)]
        if "ja" in met and "zh" in met and _KANA.search(text):
            met.remove("zh")
        return tuple(met)

    def spoken(self, text: str) -> list[Language]:
        """The languages in which a folded text is looked at."""
        return [self.language(name) for name in self.languages(text)]

    @cached_property
    def _section_patterns(self) -> list[tuple[str, Any]]:
        return [(kind, compiled("|".join(map(self._folded, words)))) for kind, words in self._sections.items()]

    @lru_cache(maxsize=2048)  # noqa: B019
    def section(self, headings: tuple[str, ...]) -> str:
        """What the nearest heading that says it makes its section to be about; "" when none does."""
        for heading in headings[:0:-1] or headings:
            folded = self.folding.sentence(heading)
            if kind := next((kind for kind, pattern in self._section_patterns if pattern.search(folded)), ""):
                return kind
        return ""


@lru_cache(maxsize=4)
def vocabulary(folder: Path) -> Vocabulary:
    """The vocabulary of a rules folder. Raises :class:`KnowledgeError`."""
    return Vocabulary(folder)
