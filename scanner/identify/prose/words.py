"""The vocabulary under ``rules/prose/words``: which words mean what in each language, and which stand together.

A concept is a list of patterns for each language. Composed ones are two or three concepts near each other, or one of
several. Everything is compiled when a language is first met.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

from scanner.identify.prose import needs
from scanner.identify.prose.folding import Folding
from scanner.identify.prose.language import EAST, LATIN, Language
from scanner.identify.prose.patterns import Many, compiled
from scanner.identify.prose.shapes import Composed, Forms, NameWords, Near, Patterns
from scanner.identify.prose.spelling import misspelt
from scanner.knowledge.patterns import recorded
from scanner.knowledge.store import build, derived, plain_files
from scanner.model.errors import KnowledgeError
from scanner.model.snapshot import Json
from scanner.text.precompiled import pattern_of

#: All other languages together: they are not read, and a few words of theirs on use are met.
UNREAD = "other"
_KEYS = (*LATIN, *EAST, UNREAD)
_KANA = pattern_of("[\u3040-\u30ff]")
_CHINESE = recorded("chinese-words")
_ENGLISH = recorded("english-words")
_FOREIGN_WORDS = 2
_ESCAPES = pattern_of(r"\\.|[^\\]+")
_FOLDER = "prose/words/"
_PLAIN = ("forms", "sections", "composed", "names", "grammar", "agreements")


class Vocabulary:
    """All words of a rules folder."""

    def __init__(self, folder: Path) -> None:
        below = plain_files(folder).below(_FOLDER)
        files = {name: below[f"{_FOLDER}{name}.yaml"] for name in _PLAIN}
        self._folder, place = folder, folder / _FOLDER
        self._forms = build(Forms, files["forms"], place / "forms.yaml")
        self.composed = build(Composed, files["composed"], place / "composed.yaml")
        wrong = partial(misspelt, self._forms.deciding.split(), self._forms.spelled_so.split())
        self.folding = Folding(self._forms.characters, self._forms.lookalikes, list(self._forms.joins), wrong)
        self._sections = files["sections"]["sections"]
        self.names = build(
            NameWords, {key: value.split() for key, value in files["names"].items()}, place / "names.yaml"
        )
        self._grammar = build(Patterns, files["grammar"], place / "grammar.yaml")
        self._agreements = build(Patterns, files["agreements"], place / "agreements.yaml")

    @cache  # noqa: B019 - a vocabulary lives as long as the process
    def agreement(self, name: str) -> str:
        """One of the lists by which an agreement is found, joined by "or"."""
        return "|".join(self._agreements[name])

    @cache  # noqa: B019
    def grammar(self, name: str, around: str = "{}") -> "re.Pattern[str]":
        """One of the grammar's patterns, put into ``around``."""
        return pattern_of(around.replace("{}", "(?:" + "|".join(self._grammar[name]) + ")"), re.IGNORECASE)

    @lru_cache(maxsize=8)  # noqa: B019
    def grammar_words(self, name: str) -> frozenset[str]:
        """One of the grammar's lists of words."""
        return frozenset(word for words in self._grammar[name] for word in words.split())

    def _read(self, data: Json, path: Path) -> Mapping[str, Mapping[str, list[str]]]:
        found = {}
        for concept, entry in data.items():
            words = {language: words for language, words in entry.items() if language != "means"}
            if unknown := words.keys() - set(_KEYS):
                raise KnowledgeError(
                    f"{path}: '{concept}' has no language '{min(unknown)}': it is one of {', '.join(_KEYS)}"
                )
            found[concept] = words
        return found

    @cached_property
    def files(self) -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
        """The words of each file, by concept and language: asked for only where they are not kept as choices."""
        below = plain_files(self._folder).below(_FOLDER)
        files = {name.removeprefix(_FOLDER)[:-5]: name for name in below}
        return {
            name: self._read(below[path], self._folder / path) for name, path in files.items() if name not in _PLAIN
        }

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The names of all concepts, composed ones among them. Raises :class:`KnowledgeError` where one is composed of
        what there is not."""
        named_once = Counter(concept for words in self.files.values() for concept in words)
        if twice := [concept for concept, count in named_once.items() if count > 1]:
            raise KnowledgeError(f"rules/prose/words: '{min(twice)}' stands in two files; rename one")
        plain = {*named_once}
        found = frozenset({*plain, *self.composed.near, *self.composed.union})
        named = {word for near in self.composed.near.values() for word in near.words}
        named |= {word for words in self.composed.union.values() for word in words}
        named |= {
            *self.composed.masks,
            *self.composed.idle,
            *self.composed.retold,
            *self.composed.contrasted,
            *self.composed.soft.any,
            *self.composed.soft.none,
        }
        named |= {*self.composed.denied.words, *self.composed.denied.by}
        if unknown := named - found:
            raise KnowledgeError(f"rules/prose/words/composed.yaml: no such concept '{min(unknown)}'")
        return found

    def with_composed(self, met: set[str], near: Callable[[Near], bool] = lambda _: True) -> frozenset[str]:
        """Concepts with those that they compose; ``near`` tells whether some stand near each other."""
        met = self._with_unions(met)
        found = {name for name, one in self.composed.near.items() if met.issuperset(one.words) and near(one)} | met
        return frozenset(self._with_unions(found))

    def _with_unions(self, met: set[str]) -> set[str]:
        return met.union(name for name, several in self.composed.union.items() if not met.isdisjoint(several))

    @lru_cache(maxsize=16)  # noqa: B019
    def language(self, name: str) -> Language:
        made = derived(self._folder, f"prose-{name}", lambda: self._made(name), Path(__file__))
        return Language(name, made, self.composed.union)

    def _made(self, language: str) -> Json:
        """The words of a language as choices, with what each needs."""
        choices = list(self._choices(language))
        first: dict[str, list[int]] = {}
        others: list[list[list[str]]] = []
        for place, (_, pattern) in enumerate(choices):
            rarest, *more = needs.needs(pattern, language in LATIN) or [[""]]
            for piece in rarest:
                first.setdefault(piece, []).append(place)
            others.append(more)
        concepts, patterns = zip(*choices, strict=True) if choices else ((), ())
        return {"concepts": concepts, "patterns": patterns, "first": first, "others": others}

    def _choices(self, language: str) -> Iterator[tuple[str, str]]:
        for words in self.files.values():
            for concept, by_language in words.items():
                for word in by_language.get(language, ()):
                    for choice in needs.choices(self._folded(word)):
                        yield concept, choice

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
        """The languages whose signs are in a folded text; Chinese gives way to Japanese where kana stand, Japanese to
        it where its own small words do, and a Latin language to English where but one of its words stands."""
        names = list(self._forms.signs)
        met = [names[number] for number in self._signs.found(text)]
        if "ja" in met and "zh" in met:
            met = [name for name in met if name != _gives_way(text)]
        if others := [name for name in met if name in LATIN and name != "en"]:
            english = len(set(_ENGLISH.findall(text))) if "en" in met else 0
            signs = {name: len({found[0] for found in self._sign(name).finditer(text)}) for name in others}
            few = _FOREIGN_WORDS if max(english, *signs.values(), 0) >= _FOREIGN_WORDS else 1
            met = [name for name in met if signs.get(name, few) >= few]
        return tuple(met)

    @lru_cache(maxsize=8)  # noqa: B019
    def _sign(self, name: str) -> Any:
        return compiled(self.one(self._forms.signs[name], False))

    def spoken(self, text: str) -> list[Language]:
        """The languages in which a folded text is looked at."""
        return [self.language(name) for name in self.languages(text)]

    def met(self, text: str) -> set[str]:
        """The concepts that stand in a folded text by their own words, in any of its languages."""
        return {concept for language in self.spoken(text) for concept in language.meets(text)}

    def telling(self) -> tuple[str, ...]:
        """Expressions of which one is found in lower-case ASCII text, hyphens and underscores as spaces, wherever
        anything is said; apart, since each is looked for many times faster than all in one."""
        signs = (self.one(words, False) for name, words in self._forms.signs.items() if name != "en")
        return "|".join((*self.language("en").pieces(), "[\"'&]")), "|".join(self.folding.joining), "|".join(signs)

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


def _gives_way(text: str) -> str:
    """Which of Chinese and Japanese a text in their signs is not; "" when it may be both."""
    return "zh" if _KANA.search(text) else "ja" if _CHINESE.search(text) else ""


@lru_cache(maxsize=4)
def vocabulary(folder: Path) -> Vocabulary:
    """The vocabulary of a rules folder. Raises :class:`KnowledgeError`."""
    return Vocabulary(folder)
