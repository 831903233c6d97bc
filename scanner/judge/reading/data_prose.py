"""What a model's card says in sentences of the terms of its training data: "trained on X, licensed under CC BY-NC".

Such a sentence limits the data, not the model's own grant; a person should look.
"""

import re
from collections.abc import Iterator

from scanner.identify.sentences import PlacedSentence, sentences
from scanner.model.result import DatasetItem, Evidence
from scanner.model.snapshot import Repo
from scanner.text.late import late

_DATA = late(
    r"\b(?:train(?:ed|ing)|tuned|datasets?|data|corpus|corpora|recordings?|transcripts?|annotations?|examples|images|speech)\b"
    r"|数据|データ|데이터",
    re.IGNORECASE,
)
_LEARNT = late(r"\b(?:train|tun|learn|distill|dataset|training data|corpus|corpora)|训练|学習|학습", re.IGNORECASE)
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
#: What speaks of terms at all, and not of what the data is about.
_TERMS = late(
    r"licen[cs]|terms|\bunder\b|released|\(cc|available|permit|allow|use|purpose|reserved|许可|授权|商", re.IGNORECASE
)
_NOT = late(
    r"\b(?:evaluat\w+|benchmark\w*|test(?:ed)? on|not (?:trained|included|used)|no non-?commercial|"
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
_HEADING = late(r"\b(?:data|datasets?|corpus|corpora|training)\b|训练数据|数据集|データ", re.IGNORECASE)
_MAX = 10


#: A limit that hangs on the data alone: on its noun, in a relative clause, in brackets, or as the terms it came under.
_HANGS_ON_DATA = late(
    r"\b(?:train|(?:fine-?)?tun|pre-?train|evaluat|test|benchmark|learn)\w*\b[^.;]{0,160}?"
    r"\b(?:corpus|corpora|datasets?|data|recordings|images|benchmarks?|sets?)"
    r"(?:,?\s+(?:which|that)\s+(?:is|are|was|were)\b|\s*\(|,?\s+(?:licensed|released|available|published)\b|\s+under\b)"
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


def restricted_data(root: Repo) -> tuple[DatasetItem, ...]:
    """Data under restrictive terms that a card tells of in sentences, each as an item without an id of the Hub."""
    found = [_item(root, sentence) for sentence in _found(root)]
    return tuple(found[:_MAX])


def _found(root: Repo) -> Iterator[PlacedSentence]:
    for sentence in sentences(root.card):
        limit = _LIMIT.search(sentence.text)
        if limit is None or _NOT.search(sentence.text) or not _TERMS.search(sentence.text):
            continue
        before = sentence.text[: limit.start()]
        about_data = _DATA.search(before) and (_LEARNT.search(before) or _HEADING.search(sentence.heading))
        if about_data and not _MODEL.search(before):
            yield sentence


def _item(root: Repo, sentence: PlacedSentence) -> DatasetItem:
    limit = _LIMIT.search(sentence.text)
    evidence = Evidence(
        origin=root.id, path="README.md", line=sentence.line, revision=root.revision, value=sentence.text[:300]
    )
    said = limit[0] if limit else None
    return DatasetItem(
        id=f"as the card says: {sentence.text[:80]}", status="restricted", license=said, evidence=(evidence,)
    )
