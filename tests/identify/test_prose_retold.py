"""What a sentence tells of other things than the grant is taken out of it, and what goes on behind it is heard."""

import pytest

from scanner.identify.prose import hear

TOLD = [
    "It detects licences that are non-commercial",
    "Sorts licences into permissive, copyleft and non-commercial",
    "The model recognises signs such as staff only",
    "Pages under a non-commercial licence were left out",
    "We dropped all images that may not be used commercially",
    "The non-commercial clause was lifted",
    "Until last May the repository was for members only",
    "Other vendors forbid commercial use",
    "Article 3 of the DSM Directive allows mining for scientific research only",
    "We are not allowed to share the recordings",
    "It was measured on Heron Bench (CC BY-NC 4.0)",
    "Unsere Bilder mit nichtkommerzieller Lizenz wurden aussortiert",
    "本模型能判断合同里是否禁止转让",
    "Recordings under CC BY-NC were removed",
    "Nicht-kommerzielle Texte wurden entfernt",
    "El modelo solo entiende castellano",
    "The weights here are not concerned",
    "The compute was provided free of charge by Kite Cloud for research purposes",
    "Available on Azure Marketplace (Azure terms and fees apply)",
    "You keep all rights to your images",
]
GOES_ON = [
    ", but the weights may not be used commercially.",
    "; the weights are for research only.",
    ", and companies need our permission to use it.",
    " and may not be used commercially.",
    ", research use only.",
]


def limits(text: str) -> list[str]:
    heard = hear(text, "card", repo="lab/sorter")
    return [one.pattern for one in heard if one.says == "limit" and one.of_grant]


@pytest.mark.parametrize("told", TOLD)
def test_what_is_retold_limits_nothing(told: str) -> None:
    assert not limits(f"{told}.")


@pytest.mark.parametrize("goes_on", GOES_ON)
@pytest.mark.parametrize("told", [one for one in TOLD if one.isascii() and not one.startswith("Unsere")])
def test_what_goes_on_behind_it_is_heard(told: str, goes_on: str) -> None:
    assert limits(told + goes_on)


def test_where_one_agrees_a_licensor_speaks() -> None:
    heard = hear("The model detects faces for research purposes only.", "licence-file", repo="lab/sorter")
    assert any(one.says == "limit" for one in heard)


@pytest.mark.parametrize(
    "text",
    [
        "MIT, with no additional restrictions.",
        "Licence MIT : l'usage commercial est permis, sans inscription préalable.",
        "Keine weiteren Auflagen.",
        "Apache 2.0，没有其他条件。",
        "Apache 2.0。申請は不要です。",
        "**Do you offer training?** Yes, for a fee.",
    ],
)
def test_that_nothing_more_is_asked_limits_nothing(text: str) -> None:
    assert not limits(f"## License\n\n{text}")


@pytest.mark.parametrize(
    "text",
    [
        "No commercial use without registration.",
        "Free without restrictions for research.",
        "Kommerzielle Nutzung ohne Anmeldung nicht gestattet.",
        "未经申请不得商用。",
        "**May companies use it?** Yes, for a fee.",
        "You may use it without asking us, but not sell it.",
    ],
)
def test_and_what_is_refused_beside_it_does(text: str) -> None:
    assert limits(f"## License\n\n{text}")
