"""What a licence once was, whose row of a table it is, and who asks: each beside the same form that does hold a no."""

import pytest

from tests.identify import hearing

FAMILY = "| Checkpoint | Licence |\n|---|---|\n" + "\n".join(
    ("| sedge-nano | MIT |", "| sedge-mid | research only |", "| sedge-max | by contract |")
)


def limited(body: str, repo: str = "lab/otter-map") -> bool:
    return hearing.limited(f"# {repo.partition('/')[2]}\n\n{body}\n", repo)


@pytest.mark.parametrize(
    "body",
    [
        "The first upload stood under CC BY-NC 4.0. In May 2026 we put the same weights under MIT.",
        "It used to be for non-commercial use only. MIT now applies to everything here.",
        "## Lizenz\n\nBis Mai 2026 galt CC BY-NC 4.0; seither gilt MIT.",
        "Avant mai 2026, le modèle était sous CC BY-NC 4.0. Il est désormais sous licence MIT.",
        "We first released it under CC BY-NC 4.0, then put it under MIT.",
    ],
)
def test_what_once_held_is_over_where_the_page_tells_what_holds(body: str) -> None:
    assert not limited(body)


@pytest.mark.parametrize(
    "body",
    [
        "The first upload stood under CC BY-NC 4.0. In May 2026 we put the code under MIT.",
        "The first upload stood under CC BY-NC 4.0 and still does. The tokenizer is now MIT.",
        "The first upload stood under MIT. In May 2026 we put the weights under CC BY-NC 4.0.",
        "We first released it under CC BY-NC 4.0. We were asked to put it under MIT, and declined.",
        "We first released it under CC BY-NC 4.0, then put the code under MIT.",
    ],
)
def test_what_goes_on_to_hold_is_not(body: str) -> None:
    assert limited(body)


@pytest.mark.parametrize(("name", "no"), [("nano", False), ("mid", True), ("max", True)])
def test_a_row_of_a_family_is_its_members(name: str, no: bool) -> None:
    assert limited(f"## Sizes\n\n{FAMILY}", f"lab/sedge-{name}") is no


@pytest.mark.parametrize(("name", "no"), [("nano", False), ("mid", True)])
def test_an_item_of_a_family_is_its_members(name: str, no: bool) -> None:
    items = "- sedge-nano: MIT\n- sedge-mid: research only\n- sedge-oak: members only"
    assert limited(f"## Licences\n\n{items}", f"lab/sedge-{name}") is no


@pytest.mark.parametrize("part", ["sedge-nano weights", "sedge weights", "sedge model"])
def test_a_part_of_this_model_is_no_member_of_its_family(part: str) -> None:
    rows = f"| Model | Licence |\n|---|---|\n| sedge-nano | MIT |\n| {part} | research only |"
    assert limited(f"## Sizes\n\n{rows}", "lab/sedge-nano")


@pytest.mark.parametrize(
    ("asked", "answer", "no"),
    [
        ("I work for a company. May we run it?", "Not on the strength of this page: write to us.", True),
        ("I work for a company. May we run it?", "Only after a talk with us.", True),
        ("We are an agency. Is that fine?", "Talk to us before you start.", True),
        ("I work for a company. May we run it?", "Yes. For support, write to us.", False),
        ("I am a student. May I use it?", "Yes, at no cost.", False),
        ("I work for a company. Does it run on one card?", "Not well.", False),
        ("Do banks need a contract?", "They do.", True),
        ("Do banks need a contract?", "No.", False),
    ],
)
def test_a_question_is_asked_by_somebody(asked: str, answer: str, no: bool) -> None:
    assert limited(f"## FAQ\n\n**{asked}** {answer}") is no


@pytest.mark.parametrize(
    "terms", ["per contract with us", "to be agreed with the lab", "nach Absprache", "not yet decided", "-"]
)
def test_what_no_name_tells_in_the_own_row_of_licences_is_a_limit(terms: str) -> None:
    rows = f"| Model | Licence |\n|---|---|\n| sedge-nano | {terms} |\n| sedge-mid | MIT |"
    assert limited(f"## Sizes\n\n{rows}", "lab/sedge-nano")
    assert not limited(f"## Sizes\n\n{rows}", "lab/sedge-mid")


@pytest.mark.parametrize("terms", ["free", "see LICENSE", "anything goes", "MIT, like the rest"])
def test_a_plain_yes_in_the_own_row_is_none(terms: str) -> None:
    assert not limited(f"## Sizes\n\n| Model | Licence |\n|---|---|\n| sedge-nano | {terms} |", "lab/sedge-nano")
