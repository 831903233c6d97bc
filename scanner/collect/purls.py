"""Package URLs of the Hub (``pkg:huggingface/org/name@sha``) → what they name. Nothing is looked up."""

from typing import NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

from scanner.model.errors import TargetError
from scanner.model.ids import HUB_HOSTS, RepoRef

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
    shown = text if len(text) <= 80 else text[:77] + "..."
    raise TargetError("bad_id", f"{shown!r} {why}")
