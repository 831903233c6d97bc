"""Names of models as other programs write them: made plain where the mapping is certain, told apart where it is not."""

import re

from scanner.text.late import late

#: Prefixes under which libraries name repos of the Hub.
_HUB = late(r"(?:hf[-_]hub:|huggingface:|hf:(?!//)|models/huggingface/)", re.IGNORECASE)
#: Ollama and llama.cpp name a repo of the Hub with the quantisation as a tag: ``hf.co/org/name:Q4_K_M``.
_HUB_TAGGED = late(r"((?:hf\.co|huggingface\.co)/[\w.-]+/[\w.-]+):[\w.-]+", re.ASCII | re.IGNORECASE)
_SOME = (
    (late(r"(?:https?://)?(?:www\.)?ollama\.com/|ollama(?:://|:|/)", re.IGNORECASE), "an Ollama name"),
    (late(r"(?:docker|oci)://|docker\.io/|(?:ghcr|quay|registry)\.[\w.]+/", re.IGNORECASE), "a container image"),
    (late(r"[a-z][\w.-]*:(?:latest|[\w.-]*\d[bm][\w.-]*|[\w.-]*q\d[\w.-]*)", re.IGNORECASE), "an Ollama name"),
    (late(r"s3://|gs://|azureml://|dbfs:/|models:/|runs:/", re.IGNORECASE), "an artefact of another store"),
    (late(r"(?:https?://)?(?:www\.)?civitai\.com/", re.IGNORECASE), "a model on Civitai"),
    (late(r"(?:https?://)?(?:www\.)?modelscope\.cn/", re.IGNORECASE), "a model on ModelScope"),
    (late(r"(?:https?://)?(?:www\.)?github\.com/", re.IGNORECASE), "a repository on GitHub"),
    (late(r"(?:https?://)?(?:www\.)?kaggle\.com/", re.IGNORECASE), "a model on Kaggle"),
)  # fmt: skip


def plain(text: str) -> str:
    """The Hub's name of what a library names with a prefix or a tag of its own; else the text as it is."""
    tagged = _HUB_TAGGED.fullmatch(text)
    return tagged[1] if tagged else _HUB.sub("", text, count=1) if _HUB.match(text) else text


def elsewhere(text: str) -> str | None:
    """What a name of another place is, in words that say what to give instead; None for what is no such name."""
    what = next((words for pattern, words in _SOME if pattern.match(text)), None)
    if what is None:
        return None
    return f"it looks like {what}; give the repository on the Hub that it was made from, as org/name"
