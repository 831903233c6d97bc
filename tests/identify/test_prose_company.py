"""Limits of our own corpora beside harmless company, drawn by a seed: what stands next to a limit takes nothing from
it."""

import random

import pytest

from benchmarks import claims
from tests.identify.hearing import limits as limits_of

#: ``{}`` is the limit; what stands beside it is a statement of its own, or none.
COMPANY = {
    "en": (
        "{}, and it runs on a single GPU.",
        "{}, and it may produce wrong or biased output.",
        "{}, and it must not be used to harm anyone.",
        "{}; we offer paid support.",
        "{}, as stated in the paper.",
        "{}, whether for training, inference or evaluation.",
        "{}; the demo is open to everyone.",
        "{} (v1.1 and later).",
        "{}, and we cannot offer any support.",
        "Remember: {}.",
        "Sadly, {}.",
        "- {}",
        "**{}.**",
        "> {}.",
        "Hi everyone, {}.",
        "In order to protect users from harm, {}.",
        "For legal reasons, {}.",
        "{} in the interest of safety.",
        "{} due to the restrictions of the data.",
        "{}, as required by the licence of its base model.",
        "{}, unlike GPT-4.",
        "{} because of the training data.",
        "{}, thank you for your understanding.",
        "Released in May 2025. {}.",
    ),
    "zh": (
        "{}，感谢理解。",
        "{}，模型可能产生错误或有偏见的内容。",
        "{}；我们提供付费技术支持。",
        "{}（v1.1及以后版本）。",
        "与之前的版本一样，{}。",
        "温馨提示：{}。",
        "论文介绍了方法，{}。",
        "因训练数据来自网络，{}。",
        "为避免滥用，{}。",
        "模型同时支持中文和英文，但{}。",
        "| 许可 | {} |",
    ),
    "ja": (
        "なお、{}。",
        "{}。ご了承ください。",
        "{}。単一のGPUで動作します。",
        "{}。コードはMITです。",
        "{}（v1.1以降）。",
        "- {}",
    ),
    "ko": (
        "참고로 {}.",
        "이전 버전과 마찬가지로 {}.",
        "GPT-4와 달리 {}.",
        "{}. 양해 부탁드립니다.",
        "{}. 코드는 MIT입니다.",
        "{} (v1.1 이후).",
        "- {}",
    ),
    "de": ("Hinweis: {}.", "{}, und es kann Fehler machen.", "{}; der Code ist MIT.", "{}, danke für Ihr Verständnis."),
    "fr": ("Attention : {}.", "{}, et il peut se tromper.", "{} ; le code est sous MIT.", "Malheureusement, {}."),
    "es": ("Atención: {}.", "{}, y puede equivocarse.", "{}; el código es MIT.", "Lamentablemente, {}."),
}


def _is_sentence(text: str) -> bool:
    return len(text.split()) > 4 or not text.isascii()


@pytest.mark.parametrize("seed", (1, 2, 3))
def test_company_silences_hardly_any_limit_of_the_corpora(seed: int) -> None:
    chance = random.Random(seed)
    limits = [one for one in claims.corpus() if one.wanted == ("limit",) and one.place == "card"]
    plain = [one for one in limits if not {*"\n|?"}.intersection(one.text.strip()) and _is_sentence(one.text)]
    alone = [one for one in chance.sample(plain, 460) if one.language in COMPANY and limits_of(one.text, one.heading)]
    dressed = [
        (chance.choice(COMPANY[one.language]).replace("{}", one.text.rstrip(".。!！;")), one.heading) for one in alone
    ]
    silent = [text for text, heading in dressed if not limits_of(text, heading)]
    assert len(alone) > 200
    assert len(silent) <= 0.03 * len(alone), silent


@pytest.mark.parametrize(
    "text",
    (
        "The demo is free to try, but companies must pay us for the weights.",
        "The training code is open source, however commercial use is prohibited.",
        "The paper describes the method, and any commercial use needs our consent.",
        "论文介绍了方法，年营收超过一千万元的公司需另行申请许可。",
        "デモは無料でお試しいただけますが、商用利用は禁止です。",
        "License: Apache 2.0, but no commercial use due to the restrictions on some of the datasets",
        "L'utilisation commerciale est interdite en raison des données d'entraînement.",
        "Die kommerzielle Nutzung ist verboten wegen der Trainingsdaten.",
        "El uso comercial está prohibido debido a los datos de entrenamiento.",
        "This implementation is provided for academic use only.",
        "The model may produce errors, and for any commercial use, please reach out to us.",
    ),
)
def test_a_limit_with_a_subject_of_its_own_is_not_that_of_the_page_or_the_code_before_it(text: str) -> None:
    assert limits_of(text, "")


@pytest.mark.parametrize(
    "text",
    (
        "The demo is free to try, but not for commercial use.",
        "Our web demo runs in your browser and may only be used for research.",
        "The code is licensed for research only; the weights are MIT.",
        "Feel free to use it commercially, and it runs on a single GPU.",
        "Two networks do not share the same architecture, and we extract features from both.",
    ),
)
def test_what_leans_on_the_page_or_the_code_speaks_of_it(text: str) -> None:
    assert not limits_of(text, "")


def test_a_heading_of_code_and_weights_is_not_one_of_code() -> None:
    text = "They are available only by explicit permission."
    assert limits_of(text, "Code, weights")
    assert not limits_of(text, "Code")


@pytest.mark.parametrize(
    "called",
    (
        "Both the base and the chat model",
        "The model described in our paper",
        "The model, which supports English and German,",
        "The quantized version of the model",
        "Our recommended model",
        "The model and its tokenizer",
        "The weights we trained on 64 GPUs",
        "Any version of this model",
    ),
)
@pytest.mark.parametrize("limit", ("may be used for research only", "must not be sold", "is not for companies"))
def test_what_is_told_of_the_model_beside_its_name_silences_no_limit(called: str, limit: str) -> None:
    assert limits_of(f"{called} {limit}.", "")


@pytest.mark.parametrize(
    "text",
    (
        "本医疗模型不得转让给第三方。",
        "未经书面许可，不得将本模型（含分词器）用于商业目的。",
        "本医療モデルの商用利用は禁止です。",
        "본 의료 모델은 상업적으로 이용할 수 없습니다.",
        "Das in unserem Paper beschriebene Modell darf nur für Forschungszwecke verwendet werden.",
        "Le modèle médical n'est pas ouvert aux entreprises.",
        "El modelo descrito en nuestro artículo no puede venderse.",
    ),
)
def test_the_same_in_other_languages(text: str) -> None:
    assert limits_of(text, "")
