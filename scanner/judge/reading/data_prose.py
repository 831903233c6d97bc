"""What a model's card says in sentences of the terms of its training data: "trained on X, licensed under CC BY-NC".

Such a sentence limits the data, not the model's own grant; a person should look.
"""

import re

from scanner.identify.prose import Heard
from scanner.model.result import DatasetItem, Evidence
from scanner.text.late import late

_TOPICS = frozenset(("non_commercial", "research_only", "evaluation_only", "person"))
_LIMIT = late(
    r"\bcc[ -]?by[ -]?(?:nc|nd)(?:[ -](?:sa|nd))?(?:[ -]?v?\d\.\d)?\b|"
    r"\bcreative commons attribution[- ]non-?commercial\b|"
    r"\bnon-?\s?commercial(?:\s+(?:use|purposes?|licen[cs]e|research))?\b|"
    r"\b(?:academic|research|evaluation)(?:[ -](?:use|purposes?))?[ -]only\b|"
    r"\bonly for (?:academic|research)\b|"
    r"\bfor (?:academic|research|non-?profit)(?: and [\w-]+)? (?:use|purposes?) only\b|"
    r"\b(?:no|not for|prohibit\w*) commercial use\b|\ball rights reserved\b|"
    r"\b(?:that|which|and) (?:(?:we|one|you) (?:may|can|could) only use|(?:may|can|could) only be used) "
    r"(?:\w+ ){0,3}(?:research|academic|non-?commercial)\b|"
    r"禁止商用|禁止用于商业|仅限学术|仅供学术|仅限研究|商用利用不可|비상업",
    re.IGNORECASE,
)
#: Data that only measured the model, or was left out.
_NOT = late(
    r"测试|评[估测]|验证|テスト|評価|検証|평가|테스트|검증|\b[ée]valu\w+|\btestdat\w+|\bprueba\b|"
    r"\b(?:evaluat\w+|benchmark\w*|tests?|tested|testing|not (?:trained|included|used)|no non-?commercial|"
    r"without (?:any )?non-?commercial|"
    r"exclud\w+|filter\w* out|remov\w+|instead of|unlike|rather than|commercial and non-?commercial|"
    r"non-?commercial and commercial|free of non-?commercial)\b",
    re.IGNORECASE,
)
#: The model itself as the bearer of the limit.
_MODEL = late(
    r"\b(?:this|the|our|these)\s+(?:\w+\s+)?(?:models?|weights?|checkpoints?|adapters?)\s+(?:is|are|may|can|must|should|has|have)\b",
    re.IGNORECASE,
)
_MAX = 10
#: A limit that hangs on the data alone: on its noun, in a relative clause, in brackets, or as the terms it came under.
_HANGS_ON_DATA = late(
    r"\b(?:train|(?:fine-?)?tun|pre-?train|evaluat|test|benchmark|learn|us(?:ed|ing)\b)\w*\b[^.;]{0,160}?"
    r"\b(?:corpus|corpora|datasets?|data|recordings|images|benchmarks?|sets?)"
    r"(?:\s+$|,?\s+(?:which|that|whose \w+)\s+(?:is|are|was|were)\b|\s*\("
    r"|,?\s+(?:licensed|released|available|published)\b|\s+under\b)"
    r"[^.;)]{0,60}$",
    re.IGNORECASE,
)
_GOES_ON = late(r"\b(?:models?|weights?|checkpoints?|and|so|therefore|hence|thus|only)\b", re.IGNORECASE)


def limits_data_alone(sentence: str) -> bool:
    """Whether a limit in a sentence of a model's card is one of the data that it names, and says nothing of the model:
    "trained on the X corpus, which is CC BY-NC". Anything that goes on after the limit is not taken for that."""
    limit = _LIMIT.search(sentence)
    if limit is None or _MODEL.search(sentence):
        return False
    return bool(_HANGS_ON_DATA.search(sentence[: limit.start()])) and not _GOES_ON.search(sentence[limit.end() :])


def limits_learnt_data(heard: Heard) -> bool:
    """Whether what a sentence of a model's card says limits the data that the model learnt from."""
    limits = heard.says == "limit" and heard.scope == "data" and heard.topic in _TOPICS
    return limits and _NOT.search(heard.sentence) is None


def restricted_data(limits: tuple[Evidence, ...]) -> tuple[DatasetItem, ...]:
    """Data under restrictive terms that a card tells of in sentences, each as an item without an id of the Hub."""
    return tuple(_item(at) for at in limits[:_MAX])


def _item(at: Evidence) -> DatasetItem:
    said = at.value or ""
    limit = _LIMIT.search(said)
    return DatasetItem(
        id=f"as the card says: {said[:80]}", status="restricted", license=limit[0] if limit else None, evidence=(at,)
    )
