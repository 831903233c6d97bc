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
from scanner.identify.prose.patterns import Many, compiled
from scanner.identify.prose.shapes import Composed, Forms, NameWords, Near, Patterns
from scanner.identify.prose.spelling import misspelt
from scanner.knowledge.patterns import recorded
from scanner.knowledge.store import build, derived, plain_files
from scanner.model.errors import KnowledgeError
from scanner.model.snapshot import Json
from scanner.text.precompiled import pattern_of

_BUT_ENGLISH = ("de", "fr", "es")
LATIN = ("en", *_BUT_ENGLISH)
EAST = ("zh", "ja", "ko")
#: All other languages together: they are not read, and a few words of theirs on use are met.
UNREAD = "other"
_KEYS = (*LATIN, *EAST, UNREAD)
#: Languages whose verb, and so whose purpose, comes before what is said of it.
_VERB_LAST = ("ja", "ko")
_SIGNS_A_WORD = 3
_KANA = pattern_of("[\u3040-\u30ff]")
_CHINESE = recorded("chinese-words")
_ENGLISH = recorded("english-words")
_FOREIGN_WORDS = 2
_FEW = 4
_BREATH = pattern_of(r"(?: [^\s,;:()]+){1,6}")
_SIGN = pattern_of("[,，。;:()、]")
_ANEW = recorded("acts-anew")
_ESCAPES = pattern_of(r"\\.|[^\\]+")
_FOLDER = "prose/words/"
_PLAIN = ("forms", "sections", "composed", "names", "grammar", "agreements")


class Language:
    """One language's words, ready to be looked for.

    A concept's words are many choices, of which hardly any can be in a given text: which can is told by their pieces
    (:mod:`scanner.identify.prose.needs`), and only those are compiled, each once. The answers are those of one pattern
    of all choices in order.
    """

    def __init__(
        self, name: str, made: Mapping[str, Json], unions: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.name = name
        self._unions = unions or {}
        self._latin = name in LATIN
        self._around = r"\b(?:{})\b" if self._latin else "(?:{})"
        self._choices: list[tuple[str, str]] = list(zip(made["concepts"], made["patterns"], strict=True))
        self._first: Mapping[str, list[int]] = made["first"]
        self._others: list[list[list[str]]] = made["others"]
        self._pieces = frozenset(self._first).union(*(one for several in self._others for one in several))
        self._compiled: dict[int, Any] = {}

    @lru_cache(maxsize=512)  # noqa: B019 - a vocabulary lives as long as the process
    def meets(self, text: str) -> frozenset[str]:
        """The concepts whose words are in a folded text."""
        met: set[str] = set()
        for place in self._possible(text):
            concept = self._choices[place][0]
            if concept not in met and self._pattern(place).search(text):
                met.add(concept)
        return frozenset(met)

    def may_meet(self, text: str) -> set[str]:
        """The concepts whose words may be in a folded text or in any part of it."""
        return {self._choices[place][0] for place in self._possible(text)}

    def pieces(self) -> Iterator[str]:
        """Expressions of which one is found in an ASCII text that any of the words may be in."""
        for piece in filter(str.isascii, self._first):
            plain = piece if len(piece) == 1 else piece.removeprefix("^").removesuffix("$")
            edges = (r"\b" if edge else "" for edge in (piece[:1] == "^" != plain, piece[-1:] == "$" != plain))
            yield re.escape(plain).join(edges)

    def spans(self, concept: str, text: str) -> list[tuple[int, int]]:
        """Where a concept's words, or those of a union of some, stand in a folded text."""
        named = self._unions.get(concept, (concept,))
        patterns = [self._pattern(place) for place in self._possible(text) if self._choices[place][0] in named]
        found: list[tuple[int, int]] = []
        at = 0
        while hits := [match.span() for pattern in patterns if (match := pattern.search(text, at))]:
            found.append(min(hits, key=lambda span: span[0]))  # of those that begin together the first choice
            at = max(found[-1][1], found[-1][0] + 1)
        return found

    def without(self, concept: str, text: str) -> str:
        """A text whose words of a concept are replaced by a sign that means nothing."""
        return without_spans(text, self.spans(concept, text))

    @lru_cache(maxsize=512)  # noqa: B019
    def _possible(self, text: str) -> tuple[int, ...]:
        """The choices that may be in a text, in order."""
        there = set(text).union(*map(self._of_word, needs.words(text, self._latin)))
        found = set(self._first.get("", ()))
        for piece in self._first.keys() & there:
            for place in self._first[piece]:
                for several in self._others[place]:
                    if there.isdisjoint(several):
                        break
                else:
                    found.add(place)
        return tuple(sorted(found))

    @lru_cache(maxsize=8192)  # noqa: B019
    def _of_word(self, word: str) -> frozenset[str]:
        return self._pieces.intersection(needs.pieces(word))

    def _pattern(self, place: int) -> Any:
        if place not in self._compiled:
            self._compiled[place] = compiled(self._around.replace("{}", self._choices[place][1]))
        return self._compiled[place]

    def near(self, wanted: Near, text: str) -> bool:
        """Whether the concepts stand near each other."""
        forth, back = wanted.words, wanted.words[::-1]
        if self.name in _VERB_LAST:
            return self._follow(back, wanted.within, text, wanted) or (
                not wanted.ordered and self._follow(forth, wanted.within, text, wanted)
            )
        far = wanted.within if wanted.back < 0 else wanted.back
        return self._follow(forth, wanted.within, text, wanted) or (
            not wanted.ordered and self._follow(back, far, text, wanted)
        )

    def denies(self, concept: str, by: tuple[str, ...], text: str) -> bool:
        """Whether each place of a concept's words has one of ``by`` in it, or behind it in the same breath."""
        no = [start for word in by for start, _ in self.spans(word, text)]
        return all(
            any(start <= one < end + self._breath(text[end:]) for one in no) for start, end in self.spans(concept, text)
        )

    def _breath(self, after: str) -> int:
        """How many letters behind some words still belong to them: a few words, up to a sign."""
        words = _BREATH.match(after) if self.name in LATIN else None
        return words.end() if words else len(_SIGN.split(after[: _FEW * _SIGNS_A_WORD], maxsplit=1)[0])

    def _follow(self, words: tuple[str, ...], within: int, text: str, wanted: Near) -> bool:
        before = self.spans(words[0], text)
        for word in words[1:]:
            before = [
                span
                for span in self.spans(word, text)
                if any(
                    self._close(one, span, within, text) and not _is_parted(text, one[1], max(one[1], span[0]), wanted)
                    for one in before
                )
            ]
        return bool(before)

    def _close(self, one: tuple[int, int], two: tuple[int, int], within: int, text: str) -> bool:
        """Whether the second words begin after the first and soon enough; they may overlap."""
        if two[0] < one[0]:
            return False
        if self.name in LATIN:
            return text.count(" ", one[1], max(two[0], one[1])) <= within + 1
        return two[0] - one[1] <= within * _SIGNS_A_WORD


def _is_parted(text: str, start: int, end: int, wanted: Near) -> bool:
    """Whether what stands between two words parts them."""
    signs = (_SIGN, wanted.unbroken), (_ANEW, wanted.one_act)
    return any(asked and sign.search(text, start, end) for sign, asked in signs)


def without_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text without some spans, which may overlap: a sign that means nothing stands for each stretch of them."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [text[at:start], " ~ "]
        at = max(at, end)
    return "".join([*parts, text[at:]])


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
        if others := [name for name in met if name in _BUT_ENGLISH]:
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
