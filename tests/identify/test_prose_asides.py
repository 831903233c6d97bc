"""What is added to a limit leaves it heard: pointers, marks of notes, parts, what the code is."""

import pytest

from scanner.identify.prose import hear
from scanner.identify.prose.types import Place

LIMITS = ("The weights may be used for research only.", "Commercial use is not permitted.", "Only members may run it.")
COMPANY = (
    "However, {}", "Please note that {}", "⚠️ {}", "In short: {}", "As of version 2, {}", "{} [1]",
    "{} (see our paper for details)", "{}, including the tokenizer", "{}, whatever the version", "{}, on any hardware",
    "{}, as its training data demands", "{}, and you must cite our paper", "{}, with no warranty of any kind",
    "{}, or for any illegal purpose", "{}, or to harm people", "{}, please see the LICENSE file",
    "Unlike the code, {}", "The code is MIT; {}", "{}, like all our models",
)  # fmt: skip
ELSEWHERE = (
    "Eine kommerzielle Nutzung ist nicht gestattet (siehe Paper).",
    "Der Code ist MIT; eine kommerzielle Nutzung ist nicht gestattet.",
    "Im Gegensatz zum Code, eine kommerzielle Nutzung ist nicht gestattet.",
    "L'utilisation commerciale est interdite (voir l’article).",
    "Le code est sous MIT ; l'utilisation commerciale est interdite.",
    "Queda prohibido el uso comercial (véase el artículo).",
    "商用利用は禁止です（論文参照）。",
    "コードはMITですが、商用利用は禁止です。",
    "不得用于商业用途（详见论文）。",
    "代码采用MIT协议；不得用于商业用途。",
    "상업적 이용은 금지되어 있습니다 (논문 참조).",
    "학습 데이터의 제약으로 상업적 이용은 금지되어 있습니다.",
)


def _limits(text: str) -> bool:
    heard = hear(f"# sorter-7b\n\n## Overview\n\n{text}\n", "card", repo="lab/sorter")
    return any(one.says == "limit" and one.of_grant for one in heard)


@pytest.mark.parametrize("company", COMPANY)
@pytest.mark.parametrize("limit", LIMITS)
def test_company_silences_no_limit(limit: str, company: str) -> None:
    assert _limits(company.replace("{}", limit.rstrip(".")) + ".")


@pytest.mark.parametrize("text", ELSEWHERE)
def test_company_silences_no_limit_in_other_languages(text: str) -> None:
    assert _limits(text)


@pytest.mark.parametrize(
    "text",
    (
        "The weights are MIT (see our paper for details).",
        "Unlike the code, the weights are available to everyone.",
        "The code is MIT; commercial use is welcome.",
        "The code is not for sale; the weights are MIT.",
        "However, commercial use is permitted, including the tokenizer.",
        "**Commercial use**: ✅",
    ),
)
def test_company_makes_no_limit(text: str) -> None:
    assert not _limits(text)


@pytest.mark.parametrize("name", ("Sorter-7B", "sorter-7b", "The sorter"))
@pytest.mark.parametrize("limit", LIMITS)
def test_what_the_title_names_is_the_page_s_own(limit: str, name: str) -> None:
    assert _limits(f"{name} – {limit}")


@pytest.mark.parametrize("section", ("Training data", "Acknowledgements", "Evaluation", "News"))
def test_what_names_the_weights_speaks_of_them_wherever_it_stands(section: str) -> None:
    limit = "The weights may be used for research only."
    heard = hear(f"# sorter-7b\n\n## {section}\n\n{limit}\n", "card", repo="lab/sorter")
    assert any(one.says == "limit" and not one.other and one.scope == "weights" for one in heard)


def test_a_yes_with_a_no_in_it_is_none() -> None:
    assert _limits("Companies may not use Sorter.")
    assert not _limits("Companies may use Sorter.")


@pytest.mark.parametrize(
    ("text", "place"),
    (
        ("A product needs its own deal with the owners.", "card"),
        ("Size of the licensee: 250 staff.", "licence-file"),
        ("You may use the model for your own evaluation.", "licence-file"),
        ("I am not employed by a commercial company", "gate"),
        ("The checkpoint is released solely to let readers check our claims.", "card"),
        (
            "Never take these weights and whatever somebody has one day built from them for use in commerce.",
            "card",
        ),
        ("## License\n\nBeekeepers only.", "card"),
    ),
)
def test_general_records_hear_what_single_ones_were_made_for(text: str, place: Place) -> None:
    assert any(one.says == "limit" for one in hear(text, place))


@pytest.mark.parametrize("use", ["Research use only", "Educational / research use only", "Academic use only"])
@pytest.mark.parametrize(
    "denied", ["NOT a substitute for professional medical advice", "not for clinical use", "not a device"]
)
def test_what_it_is_not_behind_a_dash_takes_nothing_from_a_limit(use: str, denied: str) -> None:
    assert "limit" in [heard.says for heard in hear(f"**{use} — {denied}.**", "card")]
