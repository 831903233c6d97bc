"""What an audit is made of: assets, the judgements over them, what changed, and what stands in the manifest."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, TypeAlias, get_args

from scanner.collect.bills.types import GivenItem
from scanner.collect.hub.options import HubOptions
from scanner.judge.evaluate import Engine
from scanner.judge.exceptions.applying import Exceptions
from scanner.model.frozen import dataclass
from scanner.model.ids import RepoRef, one_name
from scanner.model.policy import Policy, Waiver
from scanner.model.report import Report
from scanner.model.result import Result
from scanner.model.words import RepoType, Verdict
from scanner.runs.audit.environments import is_live
from scanner.runs.suggest.types import Suggestion

AUDIT_VERSION = 2

Cause: TypeAlias = Literal["ours", "upstream", "policy"]
CAUSES: tuple[Cause, ...] = get_args(Cause)
#: What can differ between two audits of one model.
Kind: TypeAlias = Literal[
    "new", "removed", "use", "better", "worse", "terms", "gated", "ungated", "gone", "back", "ancestor", "dataset",
    "weights", "waiver-granted", "waiver-ending", "waiver-expired", "waiver-withdrawn",
]  # fmt: skip
Key: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a run judges by. ``as_of`` is its moment; ``since`` what to compare with (None: nothing)."""

    policy: Policy
    engine: Engine
    options: HubOptions
    exceptions: Exceptions
    as_of: str
    tool: str
    since: str | None = "LAST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where a duty is met: ``duty`` is a duty's id or kind, ``where`` what somebody wrote (a file, an address)."""

    duty: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One use of a model, dataset or closed API. ``use`` names a policy whose use is judged ("" is the run's own);
    ``says`` is what bills of materials state of it."""

    id: str
    type: RepoType = "model"
    revision: str | None = None
    owner: str = ""
    system: str = ""
    use: str = ""
    environment: str = ""
    proofs: tuple[Proof, ...] = ()
    origins: tuple[str, ...] = ()
    says: tuple[GivenItem, ...] = ()
    dynamic: bool = False

    @property
    def target(self) -> str:
        """What ``check`` would be asked for."""
        return str(RepoRef(self.id, self.type, self.revision))

    @property
    def key(self) -> Key:
        """What tells judgements apart: the target, whatever its case, and the use."""
        lead = "closed-api:" if self.type == "closed-api" else "dynamic:" if self.dynamic else ""
        return lead + one_name(self.target), self.use

    @property
    def production(self) -> bool:
        """Whether it serves people now; what is not stated counts as production."""
        return is_live(self.environment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """What a company uses; ``notes`` are remarks on how it was read."""

    assets: tuple[Asset, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A target judged for a use, with the assets it stands for. ``raw`` is the verdict before any waiver."""

    key: Key
    result: Result
    raw: Verdict
    policy: str
    assets: tuple[Asset, ...] = ()

    @property
    def production(self) -> bool:
        """Whether any of its uses is in production."""
        return any(asset.production for asset in self.assets)

    def said(self, name: str) -> str:
        """The distinct owners, systems ... of its assets."""
        return ", ".join(dict.fromkeys(value for one in self.assets if (value := getattr(one, name))))


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditChange:
    """One difference since the last audit. ``words`` are ``before → after`` of changed passages."""

    kind: Kind
    cause: Cause
    model: str
    said: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What changed since the audit of ``since``; ``counts`` are its verdicts."""

    since: str
    counts: Mapping[str, int]
    changes: tuple[AuditChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A judgement as the manifest keeps it: the objects it stands on and the verdicts it came to."""

    target: str
    use: str
    snapshot: str
    result: str
    raw: Verdict
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPolicy:
    """The policy of an audit as the manifest keeps it."""

    name: str
    sha256: str
    object: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One audit. ``rules`` is the hash of the knowledge that judged; ``standing`` says since when each
    finding stands; strings without a name of their own are sha256 of objects."""

    as_of: str
    tool: str
    rules: str
    policy: KeptPolicy
    inventory: str
    waivers: str
    standing: str
    rows: tuple[Row, ...]
    counts: Mapping[str, int]
    audit_version: int = AUDIT_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A point of the trend."""

    as_of: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What a company puts on the report: its title, a logo as a ``data:`` address, who prepared it."""

    title: str = "Model licence and governance audit"
    logo: str = ""
    prepared_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What tells this audit from every other. ``manifest`` is the sha256 of its manifest's file as it stands in the
    history, ``inventory`` of the inventory's object: both can be counted again by anybody who has the history."""

    as_of: str
    manifest: str
    inventory: str

    @property
    def id(self) -> str:
        """The audit's id: its day, and the manifest's hash cut short."""
        return f"{self.as_of[:10]}-{self.manifest[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Everything a renderer is given. ``report.results`` are those of ``judged``, in the same order. ``alternatives``
    judge better than what fails, by :attr:`Judged.key`."""

    report: Report
    judged: tuple[Judged, ...]
    inventory: Inventory
    delta: Delta | None = None
    trend: tuple[Quarter, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    families: Mapping[str, str] = field(default_factory=dict)
    open_since: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    letterhead: Letterhead = Letterhead()
    templates: str | None = None
    seal: Seal | None = None
    alternatives: Mapping[Key, tuple[Suggestion, ...]] = field(default_factory=dict)

    @property
    def period(self) -> str:
        """From the audit before to this one; without one before, that this is the first."""
        end = self.report.generated_at[:10]
        return f"{self.delta.since[:10]} to {end}" if self.delta is not None else f"first audit, state of {end}"
