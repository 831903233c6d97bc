"""What may stand beside the name of a licence without saying anything: the examples of ``rules/phrases.yaml``."""

import pytest

from scanner.identify.leftover import leftover
from scanner.identify.names import name_index
from scanner.identify.words import words_of
from scanner.knowledge.licenses import load_licenses
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import shipped

NAMES = name_index(load_licenses(rules_dir()))
EXAMPLES = shipped("phrases.yaml")["examples"]


def left(text: str) -> tuple[tuple[str, ...], list[str]]:
    words = words_of(text)
    found = leftover(words, 0, len(words.words), NAMES)
    return found.named, [words.shown(*one) for one in found.ranges]


@pytest.mark.parametrize("text", EXAMPLES["taken"])
def test_it_says_no_more_than_the_name(text):
    named, more = left(text)
    assert named and not more


@pytest.mark.parametrize("text", EXAMPLES["between"])
def test_it_only_leads_over_to_the_next_text(text):
    _, more = left(text)
    assert not more


@pytest.mark.parametrize(("text", "word"), EXAMPLES["left"].items())
def test_what_it_says_besides_is_left(text, word):
    _, more = left(text)
    assert any(word in one for one in more)
