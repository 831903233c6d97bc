"""What a model is called by what it does tells nothing of a limit: "the detector" is limited as "the model" is."""

import pytest

from scanner.identify.prose import hear

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
    return any(one.says == "limit" and not one.other and one.scope in ("weights", "unstated") for one in heard)
