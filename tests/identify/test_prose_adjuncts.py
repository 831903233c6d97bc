"""Our own corpora with harmless words in the very clause, drawn by a seed: whoever tells it, whatever it is used with
and however much it holds for, a limit stays one, and what is none becomes none."""

import random
import re

import pytest

from benchmarks import claims
from tests.identify.hearing import limits as limits_of

#: ``{}`` is the sentence, ``{l}`` the same with a small letter.
ADJUNCTS = {
    "en": (
        "{} in all languages.",
        "{} with every version.",
        "{} (version 2).",
        "{} at any context length.",
        "{} together with our code.",
        "{} for all input formats.",
        "{} even when quantized.",
        "{} as described in the README.",
        "{} whether in English or in German.",
        "{} as our paper says.",
        "The documentation says that {l}.",
        "According to the documentation {l}.",
        "Please remember when you run our code that {l}.",
        "The team wants to stress that {l}.",
        "Whatever the prompt, {l}.",
        "On the website it says that {l}.",
        "As of version 2.0 {l}.",
        "Even with our support {l}.",
        "{}, both in training and inference.",
    ),
    "zh": (
        "根据文档，{}。",
        "{}（包括量化版本）。",
        "文档中说明{}。",
        "无论输入长度，{}。",
        "对所有版本{}。",
        "与代码一起使用时{}。",
    ),
    "ja": (
        "ドキュメントによると、{}。",
        "すべてのバージョンで{}。",
        "入力の長さにかかわらず{}。",
        "コードと併せて使う場合も{}。",
    ),
    "ko": ("문서에 따르면 {}.", "모든 버전에서 {}.", "입력 길이와 관계없이 {}.", "코드와 함께 쓸 때도 {}."),
    "de": (
        "Laut Dokumentation gilt: {}.",
        "{} in allen Sprachen.",
        "{} in jeder Version.",
        "Mit unserem Code gilt: {}.",
    ),
    "fr": ("Selon la documentation, {l}.", "{} dans toutes les versions.", "Avec notre code, {l}."),
    "es": ("Según la documentación, {l}.", "{} en todas las versiones.", "Con nuestro código, {l}."),
}
#: What may stand behind "the model": where it is described, what it takes in, how it is stored.
NOUNS = (
    "{} and its tokenizer",
    "{} in GGUF format",
    "{} in every version",
    "{} for English prompts",
    "{} with a long context",
)


def _small(text: str) -> str:
    return text[0].lower() + text[1:] if not text[1:2].isupper() and not text.startswith("I ") else text


def _dressed(text: str, language: str, chance: random.Random) -> str:
    bare = text.rstrip(".。!！;")
    if language == "en" and re.search(r"\bthe model\b", text) and chance.random() < 0.4:
        return re.sub(r"\bthe model\b", lambda found: chance.choice(NOUNS).format(found[0]), text, count=1)
    return chance.choice(ADJUNCTS[language]).replace("{l}", _small(bare)).replace("{}", bare)


def _alone(limits: bool, seed: int) -> list[claims.Labelled]:
    """Sentences of the corpora that are heard rightly by themselves."""
    every = [one for one in claims.corpus() if one.place == "card" and one.language in ADJUNCTS]
    told = [one for one in every if (one.wanted == ("limit",) if limits else "limit" not in one.wanted)]
    plain = [one for one in told if not {*"\n|?"}.intersection(one.text) and len(one.text) > 12]
    drawn = random.Random(seed).sample(plain, min(400, len(plain)))
    return [one for one in drawn if limits_of(one.text, one.heading) is limits]


@pytest.mark.parametrize("seed", (1, 2))
@pytest.mark.parametrize(("limits", "share"), ((True, 0.03), (False, 0.02)), ids=("limits", "others"))
def test_words_in_the_same_clause_change_hardly_any_answer(limits: bool, share: float, seed: int) -> None:
    chance = random.Random(seed)
    alone = _alone(limits, seed)
    dressed = [(_dressed(one.text, one.language, chance), one.heading) for one in alone]
    changed = [text for text, heading in dressed if limits_of(text, heading) is not limits]
    assert len(alone) > 300
    assert len(changed) <= share * len(alone), changed


@pytest.mark.parametrize(
    "text",
    (
        "The team wants to stress that commercial usage is strictly forbidden without our written consent.",
        "According to the documentation commercial users must obtain a licence from the lab.",
        "Although it was trained on medical text, the weights may not be redistributed.",
        "These weights are exclusively for research when the context is longer than 4096 tokens.",
        "Do not re-upload this model in float16 or int8 files to other hubs.",
        "You must be a resident of Canada to use this model in all languages.",
        "With its long context and its chat template the model may only be used by members of the consortium.",
    ),
)
def test_a_stray_word_explains_no_limit_away(text: str) -> None:
    assert limits_of(text, "")


@pytest.mark.parametrize(
    "text",
    (
        "LoRA adapters cannot be merged into a quantised base model.",
        "The tokenizer may not be used with other models.",
        "Run the pipeline on a single machine only.",
        "The documentation says that a GPU is needed.",
        "The paper that describes the model may not be reproduced commercially.",
        "The team says that it only supports English.",
    ),
)
def test_a_word_near_what_it_explains_still_does(text: str) -> None:
    assert not limits_of(text, "")
