"""What a text lacks is never needed: choices passed over unread are those that would not be found."""

import re
from collections import Counter

import pytest

from scanner.identify.prose import hear, needs
from scanner.identify.prose.ear import Ear
from scanner.identify.prose.language import EAST, LATIN
from scanner.identify.prose.patterns import compiled
from scanner.identify.prose.records import records
from scanner.identify.prose.words import Vocabulary, vocabulary
from scanner.knowledge.resources import rules_dir

FOLDER = rules_dir()
EXAMPLES = [example for one in records(FOLDER) for example in (*one.fires, *one.silent)]
TEXTS = [example.text for example in EXAMPLES]
EDGES = (
    "éit is l'usage_commercial the.model/s x-rated 2.0b lora_fused ǅit $5 €7 非commercial用途 ai模型 비상업적용도로만"
)


def folded(words: Vocabulary) -> list[str]:
    texts = [*TEXTS, *EDGES.split(), EDGES]
    return [
        words.folding.sentence(text)
        for text in (*texts, *(f"{a} : {b}" for a, b in zip(texts, texts[7:], strict=False)))
    ]


@pytest.mark.parametrize("name", [*LATIN, *EAST])
def test_a_language_finds_what_one_pattern_of_all_its_choices_finds(name: str) -> None:
    words = vocabulary(FOLDER)
    language = words.language(name)
    whole = {
        concept: compiled(words.one(by_language[name], name in LATIN))
        for file in words.files.values()
        for concept, by_language in file.items()
        if name in by_language
    }
    met = 0
    for text in folded(words):
        found = {concept for concept, pattern in whole.items() if pattern.search(text)}
        assert language.meets(text) == found, text
        met += len(found)
        for concept in found:
            assert language.spans(concept, text) == [one.span() for one in whole[concept].finditer(text)]
            assert language.without(concept, text) == whole[concept].sub(" ~ ", text)
    assert met > 100


def test_nothing_is_passed_over_that_a_record_answers_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [(f"## {one.heading}\n\n{one.text}", one.place) for one in EXAMPLES]
    pages = ["\n\n".join(text for text, _ in asked[start : start + 7]) for start in range(0, len(asked), 7)]
    texts = [*asked[::3], *((text, "card") for text in pages), *((one.text, "tag") for one in EXAMPLES[::6])]
    quick = [hear(text, place, repo="lab/sorter") for text, place in texts]
    passed = []
    monkeypatch.setattr(Ear, "is_deaf_to", lambda *said: passed.append(said))
    assert [hear(text, place, repo="lab/sorter") for text, place in texts] == quick
    assert passed


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("free of charge", [["^charge$"], ["^free$"], ["^of$"]]),
        ("commercial use", [["^commer"], ["^use$"]]),
        (r"harm\w*", [["^harm"]]),
        (r"\S*harm", [["harm$"]]),
        ("models?", [["^model"]]),
        (r"\$ ?\d\S*", [["$"]]),
        ("(?:may|can) not", [["^not$"], ["^can$", "^may$"]]),
        ("(?:the )?weights", [["^weight"]]),
        (r"(?:very )?small|\d+", []),
        ("only(?: for)? research", [["^resear"], ["^only$"]]),
        (r"\d+ ?[gm]b", [["b$"]]),
    ],
)
def test_what_a_pattern_needs(pattern: str, wanted: list[list[str]]) -> None:
    assert needs.needs(pattern, latin=True) == wanted


def test_words_of_the_east_have_no_edges() -> None:
    assert needs.needs("仅供(?:学术|科学)研究", latin=False) == [["研究"], ["仅供"], ["学术", "科学"]]


@pytest.mark.parametrize("pattern", ["a|b(?:c|d)|[|]e|\\|f", "one", "a(?:b|(?:c|d))|e"])
def test_choices_together_are_the_pattern(pattern: str) -> None:
    each = list(needs.choices(pattern))
    assert "|".join(each) == pattern
    for one in each:
        re.compile(one)


def test_a_concept_stands_in_one_file() -> None:
    words = vocabulary(FOLDER)
    counted = Counter(concept for file in words.files.values() for concept in file)
    assert [concept for concept, times in counted.items() if times > 1] == []
