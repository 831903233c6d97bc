"""What a card tells of other models that the page names is not said of its own; and what is said of its own beside
them, in whatever section, is heard."""

import pytest

from scanner.identify.prose import hear
from tests.identify import hearing

PAGE = "# kite-embed\n\nKite finds similar texts.\n\n## {heading}\n\n{text}\n"
TABLE = "| Model | nDCG | Terms |\n|---|---|---|\n| kite-embed | 54.1 | open |\n| NV-Gannet-v2 | 62.6 | open |\n\n"


def limited(heading: str, text: str) -> bool:
    return hearing.limited(PAGE.format(heading=heading, text=text))


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Training", "We used pictures of the Oakmoss archive. The archive permits non-commercial research use only."),
        ("Training", "Tuned on pictures of the Oakmoss archive, whose owner permits non-commercial research use only."),
        ("Data", "The archive permits non-commercial research use only."),
    ],
)
def test_an_archive_of_which_it_learnt_limits_something(heading: str, text: str) -> None:
    heard = hear(PAGE.format(heading=heading, text=text), "card", repo="lab/kite-embed", licenses=hearing.LICENSES)
    limits = [one for one in heard if one.says == "limit"]
    assert limits


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Acknowledgements", "The funder forbids commercial use."),
        ("Acknowledgements", "科研費で作ったものなので、営業にはお使いいただけません。"),
        ("Who we are", "Two of us freelance; ask for a quote if you need it in a product."),
        ("News", "The court ruled that our users may no longer sell this finder."),
        ("Evaluation", "For research purposes only."),
        ("Evaluation", "The weights may be used for research only."),
        ("Access", "Applicants must state their affiliation, and requests from companies are declined."),
        ("Notes", "Galleries may not."),
        ("Voices", "The ministry must approve each commercial deployment."),
        ("License", "The engine may be used for research only."),
        ("Kontakt", "Unternehmen müssen vor der Nutzung fragen."),
        ("News", "2025-03: Commercial users must sign a contract with us."),
        ("Acknowledgements", "The sponsor allows research use only."),
        ("Governance", "The foundation restricts use to its members."),
        ("Support", "The institute keeps all rights to sell."),
        ("Roadmap", "Games may not ship with it."),
        ("Requirements", "The board must approve any deployment."),
        ("Team", "Cloud providers are not covered."),
        ("Acknowledgements", "The university's licence covers research only."),
        ("Demo", "The lab's model may not be sold."),
        ("News", "V2.0 is for research only."),
    ],
)
def test_what_is_said_of_the_grant_is_heard_there(heading: str, text: str) -> None:
    assert limited(heading, text)


@pytest.mark.parametrize(
    "text",
    [
        TABLE + "NV-Gannet-v2 is the strongest, but it is released for non-commercial use only, unlike these models.",
        TABLE + "NV-Gannet-v2 is better. Its weights may be used for research only.",
        "Command-T was excluded: its weights are for research only.",
        "We learnt a lot from GOT-Gannet and Nougat (whose weights may only be used for research).",
        "GannetBERT-X may only be used for research.",
    ],
)
def test_what_is_said_of_other_models_of_the_page(text: str) -> None:
    assert not limited("Comparison", text)


@pytest.mark.parametrize(
    "text",
    [
        TABLE + "NV-Gannet-v2 is better. Our weights may be used for research only.",
        TABLE + "It beats NV-Gannet-v2, but its weights may be used for research only.",
        TABLE + "NV-Gannet-v2 is for research only, and so is this model: no commercial use.",
        "The weights of kite-embed are for research only.",
    ],
)
def test_what_is_said_of_its_own_beside_them_is_heard(text: str) -> None:
    assert limited("Comparison", text)


@pytest.mark.parametrize(
    ("rows", "own"),
    [
        ("| kite-embed | 54 | open |\n| Some 7B model | 62 | research only |", False),
        ("| kite-embed | 54 | research only |\n| Some 7B model | 62 | open |", True),
        ("| Fulmar (ours) | 54 | research only |\n| Gannet | 62 | open |", True),
    ],
)
def test_a_row_of_a_table_of_models_is_its_models(rows: str, own: bool) -> None:
    assert limited("Results", f"| Model | nDCG | Terms |\n|---|---|---|\n{rows}") is own


@pytest.mark.parametrize(
    ("heading", "text", "own"),
    [
        (
            "Other finders and their terms",
            "- Gannet 7B: non-commercial only\n- kite-embed (this repository): MIT",
            False,
        ),
        ("Andere Modelle und ihre Lizenzen", "- Gannet 7B: nur für Forschung\n- kite-embed: MIT", False),
        ("其他模型及其许可", "- Gannet 7B：仅限科研\n- kite-embed（本模型）：MIT", False),
        ("Other finders and their terms", "- Gannet 7B: MIT\n- kite-embed (this repository): research use only", True),
        ("Licence and alternatives", "- Weights: research use only\n- kite-embed docs: MIT", True),
        ("Other terms", "- kite-embed: MIT\n- Companies: ask first", True),
        ("Licence", "- Gannet encoder: non-commercial only\n- kite-embed: MIT", True),
    ],
)
def test_a_label_of_a_list_of_others_is_its_models(heading: str, text: str, own: bool) -> None:
    assert limited(heading, text) is own


@pytest.mark.parametrize(
    ("mark", "own"), [(" (this repository)", False), ("（本模型）", False), (" (ours)", False), ("", True)]
)
def test_a_list_in_which_one_name_is_marked_as_this_model_is_of_models(mark: str, own: bool) -> None:
    heard = limited("Licences", f"- Gannet-v2: non-commercial\n- Kite{mark}: MIT")
    assert heard is own


def test_data_of_the_reader_are_not_spoken_of() -> None:
    assert limited("Notes", "Do not use it commercially without testing it on your data.")
    assert not limited("Notes", "Commercial use of the dataset is prohibited.")
