"""What a caller typed → a :class:`Target`: an id, a Hub address, or a local folder. Nothing is looked up on the Hub."""

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import IO, NoReturn
from urllib.parse import SplitResult, unquote, urlsplit

from scanner.collect.elsewhere import elsewhere, plain
from scanner.model.errors import ModelscanError, TargetError
from scanner.model.ids import DATASETS, HUB_HOSTS, MAX_ID, NO_REPO, RepoRef, is_local, is_repo_id
from scanner.model.target import Target
from scanner.model.words import RepoType
from scanner.text.clean import bound
from scanner.text.late import late

MAX_TEXT = 4096
MAX_IDS = 1_000_000
_REVISION = late(r"[\w+#%=,-][\w.+#%=,/-]{0,199}", re.ASCII)
#: Segments of a Hub address after which a revision stands.
_AT_REVISION = ("tree", "blob", "resolve", "raw", "commit", "commits", "revision", "blame", "edit")
_PAGES = ("discussions", "viewer", "settings", "activity", "community")
_CACHE_FOLDER = late(r"(models|datasets)--[\w.-]+", re.ASCII)


def parse_target(text: str, endpoint: str | None = None) -> Target:
    """The target that ``text`` names; ``endpoint`` is the Hub in use (else ``HF_ENDPOINT``, else huggingface.co).

    Raises :class:`TargetError` ``bad_id`` for what can be no target, ``not_found`` for a local path that is not there.
    """
    wanted = text.strip().strip("\"'`<>")
    if not wanted or len(wanted) > MAX_TEXT or any(ord(char) < 32 or ord(char) == 127 for char in wanted):
        _refuse(text, "is no model id: give org/name, a Hub address or a folder")
    if _looks_local(wanted):
        return _local(wanted)
    if wanted.startswith(DATASETS) and is_local(wanted.removeprefix(DATASETS)):
        return replace(_local(wanted.removeprefix(DATASETS)), text=wanted, repo_type="dataset")
    if wanted[:4].lower() == "pkg:":
        from scanner.collect.elsewhere import parse_purl

        ref = parse_purl(wanted)
        return Target(text=text.strip(), repo_type=ref.repo_type, id=ref.id, revision=ref.revision)
    wanted = plain(wanted)
    if wanted.lower().startswith("hf://"):
        return _from_parts(text, _without_file(_segments(wanted[5:])))
    url = _hub_url(text, wanted, endpoint or os.environ.get("HF_ENDPOINT") or "")
    if url is not None:
        return _from_parts(text, url)
    if wanted.endswith("/") and wanted.count("/") == 1:
        _refuse(text, "names no repository: give org/name, or ./name for a folder")
    name, at, revision = wanted.partition("@")
    return _from_parts(text, name.rstrip("/").split("/"), revision if at else None)


def expanded(text: str) -> tuple[str, ...]:
    """The targets that a text stands for: the root of a Hub cache is every repo in it, anything else itself."""
    wanted = text.strip().strip("\"'`<>")
    try:
        folder = Path(wanted).expanduser() if 0 < len(wanted) <= MAX_TEXT and _looks_local(wanted) else None
        return (_cached(folder) if folder is not None and folder.is_dir() else ()) or (text,)
    except (OSError, ValueError, RuntimeError):
        return (text,)


def _cached(folder: Path) -> tuple[str, ...]:
    from scanner.collect.folder.places import cached_repos

    return cached_repos(folder.absolute())


def read_ids(stream: IO[str] | IO[bytes]) -> list[str]:
    """The targets of a list, one a line: blank lines and ``#`` comments left out, a byte-order mark ignored.

    They are as written; :func:`parse_target` judges each, so that one bad line spoils no other. Raises
    :class:`ModelscanError` when the list is too long or is no UTF-8 text.
    """
    found: list[str] = []
    number = 0
    while line := stream.readline(MAX_TEXT + 1):
        number += 1
        if len(line) > MAX_TEXT or len(found) >= MAX_IDS:
            raise ModelscanError(f"line {number} of the list is too long, or past {MAX_IDS:,} ids: give one id a line")
        # A '#' starts a comment at the line's start or after a blank: a revision may hold one.
        words = re.split(r"(?:^|\s)#", _text(line, number), maxsplit=1)[0].strip()
        if words:
            found.append(words)
    return found


def _text(line: str | bytes, number: int) -> str:
    if isinstance(line, bytes):
        if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise ModelscanError("the list is UTF-16: save it as UTF-8 and run again")
        line = line.decode("utf-8", errors="replace")
    return line.removeprefix("\ufeff") if number == 1 else line


def _refuse(text: str, why: str) -> NoReturn:
    raise TargetError("bad_id", f"{bound(text.strip(), 80)!r} {why}")


def _looks_local(text: str) -> bool:
    if is_local(text):
        return True
    return any(_CACHE_FOLDER.fullmatch(part) for part in re.split(r"[\\/]", text)) and Path(text).exists()


def _local(text: str) -> Target:
    try:
        folder = Path(text).expanduser()
        if folder.is_dir():
            return Target(text=text, folder=str(folder), repo_type=_cached_type(folder))
        found = folder.exists()
        if folder.is_file() and _is_weight_file(folder):
            return Target(text=text, folder=str(folder.parent), file=folder.name)
    except (OSError, ValueError, RuntimeError):
        found = False
    if found:
        _refuse(text, "is a file and no weights: name the folder that holds it")
    raise TargetError("not_found", f"{bound(text, 200)!r}: no such folder; for a model on the Hub write org/name")


def _is_weight_file(path: Path) -> bool:
    from scanner.collect.folder.places import is_weight_file

    return is_weight_file(path)


def _cached_type(folder: Path) -> RepoType:
    named = [found.repo_type for part in folder.parts if (found := RepoRef.of_cache(part)) is not None]
    return "dataset" if "dataset" in named else "model"


def _hub_url(text: str, wanted: str, endpoint: str) -> list[str] | None:
    """The path segments of a Hub address; None when it is none. Other hosts are refused."""
    own = urlsplit(endpoint)
    if "://" not in wanted:
        if wanted.split("/", 1)[0].lower() not in HUB_HOSTS:
            return None
        wanted = f"https://{wanted}"
    try:
        url = urlsplit(wanted)
        at_own = bool(own.netloc) and (url.hostname, _port(url)) == (own.hostname, _port(own))
    except ValueError:
        _refuse(text, "is no address: check it, or give org/name")
    if url.scheme not in ("http", "https") or url.username or not (at_own or url.hostname in HUB_HOSTS):
        _refuse(text, f"is not on the Hub in use: {elsewhere(wanted) or 'give org/name, or name the Hub with --hub'}")
    path = url.path
    if at_own and own.path.strip("/") and path.startswith(own.path.rstrip("/") + "/"):
        path = path[len(own.path.rstrip("/")) :]
    return _segments(path)


def _port(url: SplitResult) -> int:
    return url.port or (80 if url.scheme == "http" else 443)


def _segments(path: str) -> list[str]:
    return [unquote(part) for part in path.split("/") if part]


def _from_parts(text: str, parts: list[str], stated: str | None = None) -> Target:
    """``[datasets|models]/[org/]name[@revision][/tree/revision/...]`` in segments."""
    if parts and parts[0] == "api":
        parts = parts[1:]
    repo_type: RepoType = "dataset" if parts and parts[0] == "datasets" else "model"
    if len(parts) > 1 and parts[0] in ("datasets", "models"):
        parts = parts[1:]
    if parts in (["models"], ["datasets"]):
        _refuse(text, "names no repository: give org/name")
    if parts and parts[0] in NO_REPO:
        _refuse(text, f"is {NO_REPO[parts[0]]}, not a model or dataset: give org/name")
    parts, revision = _split_revision(parts) if stated is None else (parts, stated)
    name = "/".join(parts)
    if revision is not None and not _is_revision(revision):
        _refuse(text, "names no revision: after '@' give a branch, a tag or a commit sha")
    if not is_repo_id(name):
        _refuse(text, f"is no model id: {elsewhere(text.strip()) or _mend(name)}")
    return Target(text=text.strip(), repo_type=repo_type, id=name, revision=revision)


def _split_revision(parts: list[str]) -> tuple[list[str], str | None]:
    """The id's segments and the revision, from ``name@revision`` or ``name/tree/revision``."""
    for index, part in enumerate(parts[:2]):
        if "@" in part:
            name, _, revision = part.partition("@")
            return [*parts[:index], name], _whole_ref(revision, parts[index + 1 :])
    for index in (1, 2):
        if len(parts) > index and parts[index] in _AT_REVISION and (index == 2 or len(parts) > 2):
            rest = parts[index + 1 :]
            return parts[:index], _whole_ref(rest[0], rest[1:]) if rest else None
    # Other pages of a repo still name it.
    return (parts[:2] if len(parts) > 2 and parts[2] in _PAGES else parts), None


def _without_file(parts: list[str]) -> list[str]:
    """``hf://`` addresses may go on to a file: what is left of it names the repo."""
    start = 1 if parts and parts[0] in ("datasets", "models", *NO_REPO) else 0
    return parts if any("@" in part for part in parts[: start + 2]) else parts[: start + 2]


def _whole_ref(first: str, rest: list[str]) -> str:
    """``refs/pr/1`` and ``refs/convert/parquet`` take three segments; any other revision one."""
    if first == "refs" and len(rest) >= 2 and rest[0] in ("pr", "convert"):
        return "/".join([first, *rest[:2]])
    return first


def _is_revision(text: str) -> bool:
    return _REVISION.fullmatch(text) is not None and ".." not in text and not text.endswith(("/", ".lock"))


def _mend(name: str) -> str:
    """What to write instead."""
    if len(name) > MAX_ID:
        return "it is too long"
    if name.count("/") > 1:
        return "it has too many parts; give org/name"
    if " " in name:
        return "it holds a blank; give org/name"
    if name.endswith(".git"):
        return "leave out '.git'"
    if ":" in name:
        return "give a revision as org/name@revision"
    return "give org/name (letters, digits, '-', '_', '.'), a Hub address, or a folder as ./name"
