"""What a card tells of other matters is not said of its model: a clause with a subject of its own that is no word of
the grant, and other models that the page names; and what is said of its own beside them is heard."""

import pytest

from benchmarks.claims import is_own
from scanner.identify.prose import hear
from scanner.knowledge.licenses import load_licenses
from scanner.knowledge.resources import rules_dir

LICENSES = load_licenses(rules_dir())
PAGE = "# kite-embed\n\nKite finds similar texts.\n\n## {heading}\n\n{text}\n"
TABLE = "| Model | nDCG | Terms |\n|---|---|---|\n| kite-embed | 54.1 | open |\n| NV-Gannet-v2 | 62.6 | open |\n\n"


def limited(heading: str, text: str) -> bool:
    heard = hear(PAGE.format(heading=heading, text=text), "card", repo="lab/kite-embed", licenses=LICENSES)
    return any(one.says == "limit" and is_own(one, "card") for one in heard)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Test sets", "The in-house set contains client material and cannot be shared."),
        ("Hosting", "Our own endpoint needs an account; the free plan is capped at 1,000 requests per day."),
        ("Requirements", "The wake-word engine is a separate project with a non-commercial licence and is optional."),
        ("Governance", "The steering group meets monthly; only members may vote on the roadmap."),
        ("Why another model?", "Commercial geocoders forbid storing the results and restrict display to their maps."),
        ("Typical errors", "Commercial vans without windows are taken for cars in 4 % of cases."),
        ("Inputs", "Positions are restricted to staff in our own system."),
        ("Tokenizer", "The special tokens 0 to 255 are reserved and must not be used."),
        ("Danksagung", "Das Land hat sich keine Rechte vorbehalten."),
    ],
)
def test_a_stranger_is_no_licensee(heading: str, text: str) -> None:
    assert not limited(heading, text)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Training", "We used pictures of the Oakmoss archive. The archive permits non-commercial research use only."),
        ("Training", "Tuned on pictures of the Oakmoss archive, whose owner permits non-commercial research use only."),
        ("Data", "The archive permits non-commercial research use only."),
    ],
)
def test_a_stranger_of_whom_it_learnt_limits_the_data(heading: str, text: str) -> None:
    heard = hear(PAGE.format(heading=heading, text=text), "card", repo="lab/kite-embed", licenses=LICENSES)
    limits = [one for one in heard if one.says == "limit"]
    assert limits
    assert all(one.scope == "data" or is_own(one, "card") for one in limits)


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
        "Nougat's weights are free only for companies below two million dollars in revenue.",
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
