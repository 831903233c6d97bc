"""A language that is not read is named, and one that is read is never taken for such."""

import pytest

from scanner.identify.prose import unread
from scanner.identify.prose.foreign import language_of, languages
from scanner.knowledge.store import shipped

SHOWN = [(one["id"], text) for one in shipped("languages.yaml")["languages"] for text in one["shows"]]


@pytest.mark.parametrize(("name", "text"), SHOWN)
def test_a_language_is_told_by_its_own_sentences(name: str, text: str) -> None:
    told = language_of(text)
    assert told is not None and told.id == name


@pytest.mark.parametrize("name", [one.id for one in languages() if not one.read])
def test_a_page_in_a_language_that_is_not_read_says_so(name: str) -> None:
    text = next(text for one, text in SHOWN if one == name)
    page = f"# Heron\n\nThe model sorts letters by what they ask for.\n\n{text}\n"
    ((told, sentence),) = unread(page)
    assert told == next(one.name for one in languages() if one.id == name)
    assert sentence.line == 5


@pytest.mark.parametrize("text", [text for one, text in SHOWN if next(o for o in languages() if o.id == one).read])
def test_a_page_in_a_language_that_is_read_says_nothing_of_it(text: str) -> None:
    assert not [*unread(f"# Heron\n\n{text}\n\n- {text}\n")]


def test_short_sentences_are_looked_at_together() -> None:
    assert [name for name, _ in unread("# Model\n\nEen model voor brieven. Getraind op openbare teksten.\n")] == [
        "Dutch"
    ]


NOWHERE = (
    "Lomika vare tesun pilo harme dosi lunat.",
    "Va rimo kesat holu venak dure mosi.",
    "Tiso lemak vare hun pilat rosem.",
)


def test_a_language_that_nobody_listed_is_none_that_was_read() -> None:
    page = f"# Lomika\n\n{' '.join(NOWHERE)} Herum tesun lomika dosi pilat rosem kesu."
    assert [name for name, _ in unread(page)] == ["a language that is not known here"]
    telegraphic = "Runs fast. Needs little memory. Predicts heart rates during long workouts without sensors."
    assert not [*unread(f"# Heron\n\nIt sorts letters by what they ask for, and this is how.\n\n{telegraphic}\n")]


@pytest.mark.parametrize(
    "page",
    [
        "```\nIl modello è stato addestrato su testi pubblici e non altrove.\n```\n",
        "| Il modello | non è stato addestrato su testi pubblici |\n|---|---|\n",
        "[1] Tubal E, Alim I, Mift Z, et al. and others of the E, I, O group, 2021.\n",
        "本模型使用公开文本训练。このモデルは公開テキストで学習しました。이 모델은 공개 텍스트로 학습했습니다.\n",
    ],
)
def test_code_tables_and_names_are_no_prose(page: str) -> None:
    assert not [*unread(page)]
