"""What can differ between a lock and the Hub, as types."""

from typing import Literal, TypeAlias

from scanner.model.frozen import dataclass
from scanner.runs.lock.types import Entry
from scanner.runs.lock.wording import WordChange

Kind: TypeAlias = Literal[
    "gone",
    "disabled",
    "unreadable",
    "back",
    "renamed",
    "license-edited",
    "license-concluded",
    "terms-changed",
    "text-changed",
    "text-added",
    "text-removed",
    "gated",
    "ungated",
    "gate-changed",
    "weights-removed",
    "weights-replaced",
    "weights-added",
    "ancestor-added",
    "ancestor-removed",
    "ancestor-relicensed",
    "ancestor-changed",
    "dataset-added",
    "dataset-removed",
    "dataset-relicensed",
    "dataset-changed",
    "verdict",
    "findings",
    "commit",
]


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
    """An entry with its differences; ``worse`` when the verdict is, or the repo cannot be judged any more."""

    model: str
    repo_type: str
    changes: tuple[LockChange, ...]
    worse: bool
    now: Entry


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
