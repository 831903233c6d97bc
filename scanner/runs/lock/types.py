"""``models.lock`` as types: what a judgement stood on, so that any part of it that changes is seen; and what can differ
between a lock and the Hub."""

from typing import Literal, TypeAlias

from scanner.model.errors import ProblemKind
from scanner.model.frozen import dataclass
from scanner.model.ids import RepoRef
from scanner.model.snapshot import CARD
from scanner.model.words import Gating, Relation, RepoType, Verdict, Weights
from scanner.runs.lock.wording import WordChange

LOCK_VERSION = 1
LOCK_FILE = "models.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedText:
    """A licence text or gate prompt; ``id`` is the licence that it was identified as, or is a changed text of
    (``match``)."""

    path: str
    sha256: str
    id: str | None = None
    match: Literal["changed"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFile:
    """A weight file, with what the Hub vouches for: ``size`` in bytes, ``sha256`` of its content."""

    path: str
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedRepo:
    """An ancestor or a dataset. ``requested`` is the name by which it is asked for, where it has another by now;
    ``unread`` are licence texts that it has and that were not to be read; ``probe`` is a file of it that a question
    about its state may name."""

    id: str
    type: RepoType
    requested: str | None = None
    revision: str | None = None
    license: tuple[str, ...] = ()
    gated: Gating | bool | None = None
    relation: Relation | None = None
    depth: int | None = None
    texts: tuple[LockedText, ...] = ()
    unread: tuple[str, ...] = ()
    probe: str = CARD
    problem: ProblemKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedReference:
    """A file of the source tree that names the repo, as written; no lines, so that editing code changes no lock."""

    path: str
    id: str
    revision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One judged repo. ``requested`` and ``requested_revision`` are what was asked for (None: the id, its main
    branch). ``unread`` are licence texts that it has and that were not to be read. ``findings`` are ``RULE outcome`` of
    what weighed, before any waiver; ``verdict`` likewise."""

    id: str
    type: RepoType
    verdict: Verdict
    revision: str | None = None
    requested: str | None = None
    requested_revision: str | None = None
    gated: Gating | bool | None = None
    declared: tuple[str, ...] = ()
    concluded: str = "NOASSERTION"
    effective: tuple[str, ...] = ()
    texts: tuple[LockedText, ...] = ()
    unread: tuple[str, ...] = ()
    weights: Weights = "unknown"
    files: tuple[LockedFile, ...] = ()
    probe: str = CARD
    ancestors: tuple[LockedRepo, ...] = ()
    datasets: tuple[LockedRepo, ...] = ()
    findings: tuple[str, ...] = ()
    references: tuple[LockedReference, ...] = ()
    problem: ProblemKind | None = None

    @property
    def name(self) -> str:
        """What was asked for, as a target is written."""
        return self.requested or self.id

    @property
    def target(self) -> str:
        """The entry as a target: what to ask for again."""
        return str(RepoRef(self.name, self.type, self.requested_revision))

    @property
    def related(self) -> tuple[LockedRepo, ...]:
        """Ancestors and datasets."""
        return (*self.ancestors, *self.datasets)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedPolicy:
    """The policy that judged; ``source`` is its name, or its file as seen from the lock's folder (None: the default),
    ``use`` likewise the one whose use was judged in place of its own."""

    name: str
    sha256: str
    source: str | None = None
    use: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """All of it; ``models`` sorted by type, name and revision, each once. ``tree`` is the folder whose references were
    locked, as it was given; None when ids were."""

    policy: LockedPolicy
    modelscan: str
    models: tuple[Entry, ...]
    tree: str | None = None
    lock_version: int = LOCK_VERSION


Key: TypeAlias = tuple[str, str, str]


def key_of(entry: Entry) -> Key:
    """What tells two entries apart, and their order."""
    return entry.type, entry.name.lower(), entry.requested_revision or ""


Kind: TypeAlias = Literal[
    "gone", "disabled", "unreadable", "back", "renamed", "license-edited", "license-concluded", "terms-changed",
    "text-changed", "text-added", "text-removed", "text-unread", "text-read", "gated", "ungated", "gate-changed",
    "weights-removed", "weights-replaced", "weights-added", "ancestor-added", "ancestor-removed",
    "ancestor-relicensed", "ancestor-changed", "dataset-added", "dataset-removed", "dataset-relicensed",
    "dataset-changed", "verdict", "findings", "commit",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LockChange:
    """One difference. ``subject`` is the repo (the entry's own, an ancestor or a dataset) and, after a blank, a file of
    it; ``words`` are the passages of a text, when both texts are at hand."""

    kind: Kind
    subject: str
    before: str
    after: str
    words: tuple[WordChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifted:
    """An entry with its differences; ``worse`` when the verdict is, or the repo cannot be judged any more; ``why`` are
    the findings that the lock has not, in words, worst first."""

    model: str
    repo_type: str
    changes: tuple[LockChange, ...]
    worse: bool
    now: Entry
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAsked:
    """An entry whose repo, or a repo that it stands on, could not be asked for, and why."""

    model: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """All that changed since the lock. ``notes`` are remarks on the comparison itself."""

    models: int
    drifted: tuple[Drifted, ...] = ()
    not_asked: tuple[NotAsked, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def worse(self) -> bool:
        """Whether any verdict is worse than the locked one."""
        return any(one.worse for one in self.drifted)
