"""Names of models as other programs write them: package URLs, libraries' prefixes, other stores; made plain where the
mapping is certain, told apart where it is not. Nothing is looked up."""

import re
from typing import NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

from scanner.model.errors import TargetError
from scanner.model.ids import HUB_HOSTS, RepoRef
from scanner.text.clean import bound
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


_PREFIX = "pkg:"


def parse_purl(text: str) -> RepoRef:
    """The repo that a purl of type ``huggingface`` names. Raises :class:`TargetError` ``bad_id`` for every other."""
    body = text[len(_PREFIX) :].lstrip("/").partition("#")[0]
    body, _, qualifiers = body.partition("?")
    kind, _, path = body.partition("/")
    if kind.lower() not in ("huggingface", "hf"):
        _refuse(text, f"is a package of type {kind.lower() or 'none'}: only pkg:huggingface/org/name names a model")
    _check_host(text, qualifiers)
    name, _, revision = path.rpartition("@") if "@" in path else (path, "", "")
    parts = [unquote(part) for part in name.split("/") if part]
    found = RepoRef.parse("/".join(parts) + (f"@{unquote(revision)}" if revision else ""))
    if found is None:
        _refuse(text, "names no repository: write pkg:huggingface/org/name@sha")
    return found


def _check_host(text: str, qualifiers: str) -> None:
    """``repository_url`` may name another Hub than the public one; that is not this tool's to guess."""
    address = parse_qs(qualifiers).get("repository_url", [""])[0]
    host = urlsplit(address if "://" in address else f"https://{address}").hostname or ""
    if host and host.lower() not in HUB_HOSTS:
        _refuse(text, f"lies on {host}: judge it there with --hub and its id")


def _refuse(text: str, why: str) -> NoReturn:
    raise TargetError("bad_id", f"{bound(text, 80)!r} {why}")
