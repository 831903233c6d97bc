"""What a page tells of things that lie elsewhere - other columns of a table, notes on them, what was left alone, data
by its name - limits nothing of its own model; the same words on the model do."""

import pytest

from scanner.identify.prose.sentences import sentences
from tests.identify import hearing

COLUMNS = "| Task | Tern-XL 2 | {mark} | Kite Embed |\n|---|---|---|---|\n| nDCG | 50.1 | 51.2 | 54.0 |\n{row}\n"


def limited(text: str, heading: str = "Overview") -> bool:
    return hearing.limited(f"# Kite Embed\n\nKite finds similar texts.\n\n## {heading}\n\n{text}\n")


@pytest.mark.parametrize(
    ("row", "own"),
    [
        ("| License | MIT | CC BY-NC 4.0 | Apache 2.0 |", False),
        ("| License | MIT | Apache 2.0 | CC BY-NC 4.0 |", True),
        ("| Commercial use | yes | no | yes |", False),
        ("| Commercial use | yes | yes | no |", True),
    ],
)
def test_of_a_column_for_each_model_its_own_counts(row: str, own: bool) -> None:
    assert limited(COLUMNS.format(mark="GannetBERT", row=row)) is own


@pytest.mark.parametrize(
    ("mark", "note", "own"),
    [
        ("GannetBERT†", "† non-commercial licence, as its authors say.", False),
        ("GannetBERT*", "\\* non-commercial licence, as its authors say.", False),
        ("GannetBERT", "† non-commercial licence.", True),
    ],
)
def test_a_note_on_another_model_in_a_table_is_its(mark: str, note: str, own: bool) -> None:
    assert limited(COLUMNS.format(mark=mark, row=f"\n{note}"), "Evaluation") is own


def test_a_note_on_a_figure_of_its_own_is_heard() -> None:
    table = "| Task | GannetBERT† | Kite Embed |\n|---|---|---|\n| nDCG | 50.1 | 54.0† |\n"
    assert limited(f"{table}\n† non-commercial licence.", "Evaluation")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("NoisyHall 2.0 is CC BY-NC 4.0, so we recorded our own rooms.", False),
        ("Gulls and terns come under a research licence, which is why we left them out.", False),
        ("The weights are for research only, so we left them out of the shop.", True),
        ("It may not be sold, so we dropped it from the catalogue.", True),
        ("The map of the demo is from a commercial provider under its own terms; it is not part of the model.", False),
        ("Commercial use needs a contract; it is not part of this release.", True),
        ("Business users have to buy our seats, which are not part of the download.", True),
        ("Raw checkpoints are not in this repository. Partners get them under a research agreement.", False),
        ("The card is not in this repository. Partners get it under a research agreement.", True),
        ("The OakMoss dataset is large. OakMoss is for academic use only.", False),
        ("The OakMoss dataset is large. Like OakMoss, the weights are for academic use only.", True),
        ("The OakMoss dataset is large. For academic use only, as OakMoss is.", True),
        ("- I would like to use Kite commercially.", False),
        ("- I would like you not to use Kite commercially.", True),
        ("Your card said \"research use only\" last week.", False),
        ("Our card says so: research use only.", True),
        ("Sounds come from the set of Willson et al. (2007); it is distributed strictly for academic research.", True),
        ("The sound data come from Willson et al. (2007); it is distributed strictly for academic research.", False),
    ],
)  # fmt: skip
def test_what_is_told_of_other_things(text: str, own: bool) -> None:
    assert limited(text) is own


@pytest.mark.parametrize(
    ("heading", "own"),
    [
        ("Dataset license", False),
        ("3. Data licence information", False),
        ("データセットのライセンス", False),
        ("데이터셋 라이선스", False),
        ("License", True),
        ("Data and model license", True),
        ("License of model and data", True),
    ],
)
def test_a_section_on_the_licence_of_data_alone(heading: str, own: bool) -> None:
    assert limited("For non-commercial research only.", heading) is own


@pytest.mark.parametrize(
    ("heading", "own"),
    [
        ("❌ Out-of-Scope Use", False),
        ("⛔ Usos fuera de alcance", False),
        ("⛔ Usos no permitidos", True),
        ("Prohibited: commercial use", True),
        ("Not permitted: resale", True),
    ],
)
def test_a_heading_of_unmeant_uses_refuses_none(heading: str, own: bool) -> None:
    assert limited("- lies about people", heading) is own


@pytest.mark.parametrize(
    ("more", "own"), [("", True), ("The weights are licensed under CC BY 4.0.", False), ("See the notes.", True)]
)
def test_a_licence_of_the_code_alone_takes_nothing_from_weights_with_their_own(more: str, own: bool) -> None:
    assert limited(f"The MIT license applies to the source code only.\n\n{more}", "License") is own


def test_an_abbreviation_ends_no_sentence() -> None:
    told = [one.text for one in sentences("As in Finch et al. (2020). See Fig. 3, e.g. Kite. By Finch et al. Ask us.")]
    assert told == ["As in Finch et al. (2020).", "See Fig. 3, e.g. Kite.", "By Finch et al.", "Ask us."]
