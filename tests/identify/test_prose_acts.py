"""What a limit's words are about: an act of the reader's, a use, terms. What is told of a thing refuses nothing."""

import pytest

from tests.identify.hearing import limits, own

HARMS = "- Breaking any law\n- Harassing people\n- Fully automated decisions about patients\n- Disinformation"
OPENINGS = ("The model and its derivatives may not be used", "This model may not be used:")


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_list_of_harms_alone_is_care(opening: str) -> None:
    assert not limits(f"{opening}\n\n{HARMS}", "Out-of-scope use")
    heard = own(f"# sorter\n\n## Uses\n\n{opening}\n\n{HARMS}\n", "lab/sorter")
    assert [one.says for one in heard if one.sentence.startswith(opening[:9])] == ["care"]


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("item", ["By companies", "For commercial purposes", "By more than ten users", "For knitting"])
def test_one_item_of_another_kind_makes_it_a_limit(opening: str, item: str) -> None:
    assert limits(f"{opening}\n\n{HARMS}\n- {item}", "Out-of-scope use")


def test_where_the_grant_is_spoken_of_a_list_of_harms_limits() -> None:
    assert limits(f"{OPENINGS[1]}\n\n{HARMS}", "License")


def test_whoever_consents_is_bound_by_a_list_of_harms() -> None:
    assert limits(f"By downloading you agree not to use the model:\n\n{HARMS}", "Uses")


@pytest.mark.parametrize(
    "text",
    [
        "You answer for what you publish, and you cannot blame the network.",
        "We ship a converter, and you may not need it to publish pictures.",
        "Fine-tuning does not move the head.",
        "It reads maps and never redistributes them.",
        "The run was rejected ✗ as its loss grew.",
        "The tokenizer is inherited from the base model.",
    ],
)
def test_what_is_told_of_a_thing_refuses_no_act(text: str) -> None:
    assert not limits(text, "Overview")


@pytest.mark.parametrize(
    "text",
    [
        "You may use it, and you may not publish it.",
        "Publishing the weights is not allowed.",
        "Running it at home is covered, selling it is not.",
        "The weights are not approved for redistribution.",
        "Commercial use ✗",
        "The licence is inherited from the base model.",
        "Businesses: this is not for you.",
    ],
)
def test_what_is_refused_to_the_reader_stays_refused(text: str) -> None:
    assert limits(text, "Overview")


def test_a_licence_that_was_just_named_is_the_one_that_is_the_same() -> None:
    assert not limits("The weights are under the Apache License 2.0. Same as the base model.", "License")
    assert limits("It reads maps. Same as the base model.", "License")
    assert limits("The code is under Apache 2.0. The weights follow the licence of their base.", "License")


def test_an_address_below_the_licence_names_no_terms() -> None:
    page = "---\nlicense: mit\n---\n# sorter\n\n## License\n\nMIT.\n\nContact: hello@heron.example\n"
    assert not any("@" in name for one in own(page, "lab/sorter") for name in one.licences)
