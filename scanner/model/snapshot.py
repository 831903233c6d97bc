"""The Snapshot: all that was collected about a target, as plain JSON.

It serves as cache entry, test fixture, offline bundle and audit evidence, so nothing in it is judged: values stand
as they were read, and what could not be read is named in ``unread`` with its reason.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Any, TypeAlias

from scanner.model.errors import ProblemKind, Refused
from scanner.model.frozen import dataclass
from scanner.model.once import Kept, once
from scanner.model.words import RepoType, Source

Json: TypeAlias = Any

#: Ancestors further away than this are not looked up; the limit is part of what "effective terms" means.
MAX_DEPTH = 8
SCHEMA_VERSION = "1"
CARD = "README.md"
#: Configurations that a model's folder has, and a source tree has not.
CONFIGS = frozenset(("config.json", "adapter_config.json", "model_index.json"))
#: Where the words stand that a gate puts before whoever asks for access.
GATE_PROMPT = f"{CARD}#extra_gated_prompt"
#: Why a file is unread that the Hub lists and does not have.
NOT_THERE = "listed, but the Hub has no such file"
#: How the reason ends of a file that is unread since another length of it came: who is wrong of the two is not known.
OTHER_LENGTH = "that the Hub lists"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the repo. ``size`` in bytes, ``sha256`` of its content where the Hub reports one (LFS); else None."""

    path: str
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A licence-like text: a file of the repo or, with path ``README.md#extra_gated_prompt``, the card's gate prompt.

    ``sha256`` is of the bytes as received (all of them, even where ``text`` is ``truncated`` at the bound).
    """

    path: str
    text: str
    sha256: str
    truncated: bool = False
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A README.md: ``front_matter`` as written, ``data`` as parsed (scalars under ``license``, ids and names kept as
    strings), ``lines`` from top-level key to line number (``item_lines``: of the items of
    the lists that name repos or licences), ``body`` from line ``body_line``, ``problems`` in words."""

    path: str = CARD
    front_matter: str | None = None
    data: Mapping[str, Json] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    item_lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    problems: tuple[str, ...] = ()
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something that exists, or may, and was not read. ``what`` is a path, a field of the Hub's answer (``api:gated``)
    or a related repo; ``reason`` is words, ``gated`` that the Hub's gate stands before it. What a repo shows neither
    as read nor as unread is absent: a list said so, or an answer of the Hub that no list gainsays."""

    what: str
    reason: str
    gated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a repo could not be read at all. ``absent``: the Hub itself said that it has none; else it may be there.
    ``private``: it said so with 401, as it does of what is private too. ``refused``: who refuses it."""

    kind: ProblemKind
    message: str
    absent: bool = False
    private: bool = False
    refused: Refused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repo(Kept):
    """One repository at one revision.

    ``id`` is the Hub's spelling, ``requested`` what was asked for (they differ after a rename). ``info`` holds the
    Hub API's own fields under the API's own names (``cardData``, ``gated``, ``safetensors``, ``tags`` ...), only
    those asked for. ``files`` is None when the list was not read; () when the repo is empty. ``card`` is None when
    there is none or it was not read (then ``unread`` says so). ``observed_at`` is an ISO 8601 UTC time or date.
    """

    id: str
    repo_type: RepoType
    requested: str
    revision: str | None = None
    requested_revision: str | None = None
    source: Source = "hub"
    observed_at: str | None = None
    attribution: str | None = None
    info: Mapping[str, Json] = field(default_factory=dict)
    card: Card | None = None
    files: tuple[File, ...] | None = None
    texts: tuple[Text, ...] = ()
    unread: tuple[Unread, ...] = ()
    problem: Problem | None = None

    def is_unread(self, what: str) -> bool:
        """Whether a part is among those that were not read."""
        return any(one.what == what for one in self.unread)

    def text(self, path: str) -> str | None:
        """The text that was read at this path."""
        return next((text.text for text in self.texts if text.path == path), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A repository (``owner/name``) of a code host that the card leads to, as the host listed it: its ``files`` at a
    ``commit`` (``whole``: all of them), and the licence that the host names; or why it was ``unread``."""

    name: str
    commit: str | None = None
    files: tuple[str, ...] = ()
    whole: bool = False
    license: str | None = None
    unread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot(Kept):
    """A target (``root``), the ancestors and datasets it names (``related``, sorted by type and id), and what a code
    host lists of the repositories that its card leads to (``followed``), where that was wanted."""

    target: str
    root: Repo
    related: tuple[Repo, ...] = ()
    followed: tuple[Followed, ...] = ()
    schema_version: str = SCHEMA_VERSION

    def find(self, repo_type: RepoType, repo_id: str) -> Repo | None:
        """The related repo (or the root) that answers to this id, by its own or its requested spelling."""
        return _by_name(self).get((repo_type, repo_id.lower()))


@once
def _by_name(snapshot: Snapshot) -> Mapping[tuple[RepoType, str], Repo]:
    """The repos of a snapshot by each of their spellings; the first that answers to one stands."""
    found: dict[tuple[RepoType, str], Repo] = {}
    for repo in (snapshot.root, *snapshot.related):
        for name in (repo.id, repo.requested):
            found.setdefault((repo.repo_type, name.lower()), repo)
    return found
