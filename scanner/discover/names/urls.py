"""The Hub's URLs in a text, and which repo each is of."""

import re
from collections.abc import Iterator
from functools import cache

from scanner.discover.names.hubid import BARE, FULL, fit_for_bare, is_sure_id, known_bare
from scanner.discover.names.slots import Found, Kind
from scanner.discover.names.tables import tables


@cache
def _url_pattern() -> re.Pattern[str]:
    hosts = "|".join(re.escape(host) for host in sorted(tables().loaders.hub_hosts, key=len, reverse=True))
    stop = r"""[^\s"'`<>|\\^,;)(\]\[]"""
    return re.compile(
        rf"(?<![\w.-])(?:(?:(?:https?|oci|git\+https?)://(?:[^\s/@\"'<>]{{1,200}}@)?|git@|//)?(?P<host>{hosts})[/:]"
        rf"|djl:/{{2,3}}ai\.djl\.huggingface\.\w+/|(?P<scheme>hf|HF|huggingface)://)"
        rf"(?P<path>{stop}{{2,400}})"
    )


def hub_urls(text: str) -> Iterator[tuple[int, str, Found]]:
    """``(offset, text, found)`` for each URL of a model or dataset on the Hub; not its pages, spaces or pictures."""
    for match in _url_pattern().finditer(text):
        path = re.split(r"[?#]", match["path"])[0]
        path = (path if "{" in path else path.partition("}")[0]).rstrip(".:*_!/")
        found = _by_path(path.split("/"), match["scheme"] is not None)
        if found:
            yield match.start(), match.group().rstrip(".:*_!"), found


def _by_path(parts: list[str], scheme: bool) -> Found | None:
    parts = _without_api(parts)
    if parts[0] == "datasets":
        return _repo_path(parts[1:], "dataset") if parts[1:] and parts[1] else None
    if parts[0] == "models" and scheme:
        parts = parts[1:]
    if not parts or parts[0].lower() in tables().sets["reserved"]:
        return None
    return _repo_path(parts, "model")


def _without_api(parts: list[str]) -> list[str]:
    if parts[0] == "api" and len(parts) > 2 and parts[1] in {"models", "datasets"}:
        return parts[2:] if parts[1] == "models" else parts[1:]
    if parts[0] == "models" and len(parts) > 1:
        return parts[1:]
    if parts[0] == "pipeline" and len(parts) > 3:
        return parts[2:]
    return parts[2:] if parts[0] == "hf-inference" and len(parts) > 3 else parts


_VIEWS = {"resolve", "tree", "blob", "raw"}
_PAGES = {"models", "datasets", "spaces", "collections", "activity", "followers", "following", "discussions", "papers"}


def _repo_path(parts: list[str], kind: Kind) -> Found | None:
    first = BARE.match(parts[0])
    if first is None:
        return None
    alone = len(parts) == 1 or parts[1] in _VIEWS
    if alone or known_bare(first["id"], kind):
        return _canonical(parts, first, kind, alone)
    match = FULL.match(parts[0] + "/" + parts[1])
    if (
        not match
        or (parts[1] in _PAGES and not _VIEWS & set(parts[2:3]))
        or "discussions" in parts[2:3]
        or not is_sure_id(match["id"].removesuffix(".git"))
    ):
        return None
    return Found(match["id"].removesuffix(".git"), match["revision"] or _view(parts[2:]), kind)


def _canonical(parts: list[str], first: re.Match[str], kind: Kind, alone: bool) -> Found | None:
    """An id without an organisation: a known one, any dataset's, or any that files are read from."""
    name = first["id"]
    if not known_bare(name, kind) and ((len(parts) == 1 and kind == "model") or not fit_for_bare(name, kind)):
        return None
    return Found(name, first["revision"] or (_view(parts[1:]) if alone else None), kind)


def _view(parts: list[str]) -> str | None:
    """The revision in ``resolve/<revision>/…``; the default branch pins nothing."""
    pinned = len(parts) > 1 and parts[0] in _VIEWS and parts[1] not in {"main", "master"}
    return parts[1] if pinned and re.fullmatch(r"[\w.%~-]{1,120}", parts[1]) else None
