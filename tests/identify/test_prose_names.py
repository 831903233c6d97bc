"""What a model is called by what it does tells nothing of a limit: "the detector" is limited as "the model" is."""

import pytest

from scanner.identify.prose import hear
from scanner.knowledge.licenses import Licenses

NAMES = (
    "the detector",
    "our face recognition network",
    "this classifier",
    "the segmentation weights",
    "our fine-tuned Llama",
    "the finetuned BERT model",
    "the GPTQ version",
    "the medical imaging model",
    "the hate speech model",
    "the tokenizer-free model",
    "our ensemble",
)
LIMITS = (
    "{} may only be used for research.",
    "{} is for non-commercial use only.",
    "Commercial use of {} is prohibited.",
    "You may not use {} commercially.",
    "Companies need our permission to use {}.",
    "{} is restricted to academic use and please cite our paper.",
)
EAST = (
    "本分类器仅供学术研究使用。",
    "检测模型不得用于商业用途。",
    "本分類器は研究目的でのみ利用できます。",
    "이 분류기는 연구 목적으로만 사용할 수 있습니다.",
)
ROMANCE = ("Le classifieur est réservé à la recherche.", "El clasificador es solo para investigación.")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("limit", LIMITS)
def test_a_name_hides_no_limit(name: str, limit: str) -> None:
    assert _limits(limit.format(name).capitalize())


@pytest.mark.parametrize("text", [*EAST, *ROMANCE])
def test_nor_does_one_in_another_language(text: str) -> None:
    assert _limits(text)


@pytest.mark.parametrize(
    "text",
    [
        "The model detects prohibited items.",
        "It classifies licences into commercial and non-commercial ones.",
        "The base model may only be used for research.",
    ],
)
def test_what_it_does_is_no_limit(text: str) -> None:
    assert not _limits(text)


def _limits(text: str) -> bool:
    heard = hear(text, "card", repo="lab/sorter")
    return any(one.says == "limit" and one.of_grant for one in heard)


def test_a_link_that_names_a_licence_is_its_own_sentences(licenses: Licenses) -> None:
    page = (
        "## License\n\nThe model is [Apache 2.0](https://www.apache.org/licenses/LICENSE-2.0). The data set is "
        "[CC BY-NC-ND 4.0](https://creativecommons.org/licenses/by-nc-nd/4.0/). Please respect them.\n"
    )
    named = {(heard.scope, heard.other, *heard.licences) for heard in hear(page, "card", licenses=licenses)}
    assert {said for scope, other, *rest in named if scope == "weights" and not other for said in rest} == {
        "Apache 2.0",
        "https://www.apache.org/licenses/LICENSE-2.0",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Unless stated otherwise, all files are licensed under the MIT License - see LICENSE.", "MIT License"),
        ("The weights are under Apache-2.0. A copy is at http://www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"),
    ],
)
def test_no_name_is_made_of_what_is_none(text: str, value: str, licenses: Licenses) -> None:
    named = [heard for heard in hear(f"## License\n\n{text}", "card", licenses=licenses) if heard.says == "licence"]
    assert value in {said for heard in named for said in heard.licences}
    assert all(heard.topic == "licence" for heard in named)


@pytest.mark.parametrize("heading", ["Training data", "Datasets", "训练数据"])
def test_a_row_below_a_heading_on_data_speaks_of_a_set(heading: str, licenses: Licenses) -> None:
    text = f"## {heading}\n\n| Corpus | Hours | Licence |\n|---|---|---|\n| Harbour Calls | 5200 | CC BY-NC 4.0 |\n"
    said = [one for one in hear(text, "card", repo="lab/m", licenses=licenses) if one.says == "limit"]
    assert [(one.scope, one.other) for one in said] == [("data", True)]


PAGE = "# Kite 7B\n\nKite writes short answers.\n\n## Usage\n\n{}\n"


def _grants(text: str, licenses: Licenses) -> bool:
    """Whether a licence is heard of the grant in a sentence on use."""
    heard = hear(PAGE.format(text), "card", repo="lab/kite-7b", licenses=licenses)
    return any(one.says == "licence" and one.of_grant for one in heard)


@pytest.mark.parametrize(
    "text",
    [
        "This model is released under the GPL.",
        "Released under the SSPL!",
        "The weights are CC-BY-ND.",
        "It is OpenRAIL-M.",
        "Gemma licence, details on our site.",
        "Für die Gewichte gilt OpenRAIL-M.",
        "Please note the Tern Weights License.",
        "Tern Community License v2",
    ],
)
def test_a_licence_that_is_not_free_is_heard_wherever_so_few_words_name_it(text: str, licenses: Licenses) -> None:
    assert _grants(text, licenses)


@pytest.mark.parametrize(
    "text",
    [
        "Trained on Wikipedia (CC BY-SA).",
        "It calls a GPL tool.",
        "See License",
        "All figures are from testing only.",
        "The pictures on this page are CC BY-NC.",
        "It is no longer under the GPL.",
        "It reads a Driver License.",
    ],
)
def test_what_else_names_one_says_nothing_of_the_grant(text: str, licenses: Licenses) -> None:
    assert not _grants(text, licenses)
