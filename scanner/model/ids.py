"""What a repo is called: the one type for its kind, id and revision, the one rule for what may be an id.

Cheap to import: requests are sent ahead by these names before the rest of the program is loaded.
"""

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from scanner.model.words import RepoType

HUB_HOSTS = ("huggingface.co", "www.huggingface.co", "hf.co", "www.hf.co")
#: Segments that begin an address on the Hub and are no organisation, and what stands there.
NO_REPO = {
    "spaces": "a Space",
    "collections": "a collection",
    "papers": "a paper",
    "docs": "documentation",
    "blog": "a blog",
    "buckets": "a bucket",
    "kernels": "a kernel",
}
#: One side of an id's slash.
PART = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?"
_ID = re.compile(rf"{PART}(?:/{PART})?")
MAX_ID = 256
DATASETS = "datasets/"
_PATH = re.compile(r"\.{0,2}[\\/]|\.{1,2}$|~|[A-Za-z]:[\\/]")
_ADDRESS = re.compile(rf"(?:hf://|https?://(?:{'|'.join(map(re.escape, HUB_HOSTS))})/)([^\s?#]+)\S*", re.IGNORECASE)


def is_repo_id(text: str) -> bool:
    """Whether the Hub could know a repo by this id: ``org/name`` or a bare name, each part of letters, digits, ``-``,
    ``_`` and ``.`` (huggingface-hub's own rule)."""
    within = len(text) <= MAX_ID and "--" not in text and ".." not in text and not text.endswith(".git")
    return within and _ID.fullmatch(text) is not None


def is_hex(text: object, *lengths: int) -> bool:
    """Whether something is hexadecimal digits, so many of them: a commit (40) or a sha256 (64)."""
    return isinstance(text, str) and len(text) in lengths and not set(text).difference("0123456789abcdef")


def is_local(name: str) -> bool:
    """Whether a target's name is a place on this machine (``./a/model``, ``/srv/model``, ``~/model``): no id of the Hub
    begins so, and a folder is never taken for the model whose name it bears."""
    return _PATH.match(name) is not None


def one_name(name: str) -> str:
    """What tells names apart: the Hub's are the same in any case, a folder's are not."""
    return name.rstrip("/") if is_local(name.removeprefix(DATASETS)) else name.lower()


def own_name(name: str) -> str:
    """What a repo is called, without the folders that a local one lies in: they say nothing of it."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2] if is_local(name) else name


class RepoRef(NamedTuple):
    """A repo as others name it. ``id`` is as it was spelled; ``revision`` None is the default branch; ``host`` None is
    the Hub in use, else where it lies instead (``modelscope.cn``)."""

    id: str
    repo_type: "RepoType" = "model"
    revision: str | None = None
    host: str | None = None

    @classmethod
    def parse(cls, text: str) -> "RepoRef | None":
        """What ``[datasets/]org/name[@revision]`` or an address on the Hub names; None for what names no repo: a path,
        a sentence, a placeholder. A page or file below a repo's address names the repo."""
        name, at, revision = text.strip().partition("@")
        if address := _ADDRESS.fullmatch(name):
            parts = [unquote(part) for part in address[1].split("/") if part]
            name = "/".join(parts[: 3 if parts and parts[0] == "datasets" else 2])
        if name.split("/")[0] in NO_REPO:
            return None
        kind: RepoType = "dataset" if name.startswith(DATASETS) else "model"
        name = name.removeprefix(DATASETS)
        if not is_repo_id(name) or (at and not revision):
            return None
        return cls(name, kind, revision or None)

    @classmethod
    def of_cache(cls, folder: str) -> "RepoRef | None":
        """The repo that a folder of the Hub's own cache holds, by its name: ``models--org--name``."""
        kind, _, rest = folder.partition("s--")
        named = kind in ("model", "dataset") and re.fullmatch(r"[\w.-]+", rest, re.ASCII) is not None
        return cls(rest.replace("--", "/"), "dataset" if kind == "dataset" else "model") if named else None

    def __str__(self) -> str:
        """As ``check`` takes it: ``[datasets/]org/name[@revision]``, after ``host/`` where that is another one."""
        host = f"{self.host}/" if self.host else ""
        at = f"@{self.revision}" if self.revision else ""
        return f"{host}{DATASETS if self.repo_type == 'dataset' else ''}{self.id}{at}"

    @property
    def key(self) -> "tuple[RepoType, str]":
        """What tells repos apart, however they are spelled."""
        return self.repo_type, one_name(self.id)
