"""The Result of judging one target: the contract's JSON, as types. Every command reports these and no others.

A field whose job is not built yet is present and says ``unknown``, or None for a list; () means looked and found none.
"""

from collections.abc import Iterable
from dataclasses import field
from typing import Literal

from scanner.model import words
from scanner.model.errors import ProblemKind, Refused
from scanner.model.frozen import dataclass
from scanner.model.policy import Curation

#: Letters of what others wrote that are shown in one place.
MAX_SHOWN = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a fact was read. ``origin`` is ``org/name`` with an API field, file or rule; ``line`` counts from 1. Of a
    long value the beginning is shown."""

    origin: str
    path: str | None = None
    line: int | None = None
    revision: str | None = None
    value: str | None = None

    def __post_init__(self) -> None:
        if self.value is not None and len(self.value) > MAX_SHOWN:
            object.__setattr__(self, "value", self.value[:MAX_SHOWN])


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A word-level difference of a licence text from the known one: ``replaced`` shows "these words → those"."""

    kind: Literal["added", "removed", "replaced"]
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseFile:
    """A licence-like text of the repo. ``id`` only where it was identified; ``nearest``: what its title says."""

    path: str
    id: str | None
    scope: words.Scope
    match: words.Match
    similarity: float | None
    text_sha256: str
    nearest: str | None = None
    kind: words.TextKind = "licence"
    line: int | None = None
    end_line: int | None = None
    differences: tuple[Difference, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    kind: words.ConflictKind
    detail: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something that speaks of the grant: what ``kind`` of place it is (``tag``, ``file``, ``gate``, ``card`` ...),
    which part of the repo it covers, what it says, and the words or the licence ids (``value``)."""

    kind: str
    scope: words.Scope
    says: words.Says
    value: str
    strength: words.Strength
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseSection:
    """``curations``: those of the policy that decided, of the model itself or of its bases."""

    declared: tuple[str, ...] = ()
    name: str | None = None
    link: str | None = None
    resolved: tuple[str, ...] = ()
    operator: words.Operator = "unstated"
    concluded: str = "NOASSERTION"
    files: tuple[LicenseFile, ...] | None = ()
    effective: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    claims: tuple[Claim, ...] = ()
    curations: tuple[Curation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisOut:
    entity: str | None = None
    metric: str | None = None
    as_of: str | None = None


def clause_named(clause: str) -> str:
    """A bare number is called a clause; ``Attachment A`` says for itself what it is."""
    return f"clause {clause}" if clause[:1].isdigit() else clause


def cited(license_: str, clause: str) -> str:
    """``llama3.1 clause 2``: a licence with its clause, as every output names it."""
    return f"{license_} {clause_named(clause)}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledCondition:
    """A condition settled against the stated use: ``met`` None is open. ``from_`` is the repo that brought it."""

    term: str
    effect: words.Effect
    basis: BasisOut
    value: int | tuple[str, ...] | None
    met: bool | None
    license: str
    clause: str
    from_: str = field(metadata={"json": "from"})
    text: str = ""
    question: str = ""
    if_yes: str = ""
    if_no: str = ""

    @property
    def withholds(self) -> bool:
        """Whether who fails it is granted nothing, and not only owes something."""
        return self.effect != "duty"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommercialSection:
    """``chosen``: the licences taken where the terms leave the licensee a choice; None without one."""

    status: words.Commercial
    chosen: tuple[str, ...] | None = None
    conditions: tuple[SettledCondition, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsSection:
    status: words.Weights
    formats: tuple[str, ...] = ()
    files: int | None = None
    bytes: int | None = None
    gated: words.Gating | bool | None = None
    parameters: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessSection:
    """Whether *we* may get it. ``exists`` None: not told. ``fix`` is what to do where something stands between."""

    exists: bool | None = None
    gated: words.Gating | bool | None = None
    token: words.Token = "unknown"  # noqa: S105
    region: words.Region = "unknown"
    refused_by: Refused | None = None
    superseded_by: str | None = None
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetItem:
    id: str
    status: words.DatasetStatus
    license: str | None
    evidence: tuple[Evidence, ...] = ()
    revision: str | None = None
    gated: words.Gating | bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetsSection:
    status: words.Datasets
    complete: words.Complete = "unstated"
    items: tuple[DatasetItem, ...] | None = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancestor:
    """One ancestor. ``license`` is () when unresolved or unlicensed; ``resolved`` tells which of the two. ``named_by``
    are the repos that name it as their base; ``apart`` is the publisher's record by which its terms do not join;
    ``catalog``: nothing but the facts of a catalog is known of it."""

    id: str
    relation: words.Relation
    depth: int
    license: tuple[str, ...]
    origin: str
    resolved: bool = True
    revision: str | None = None
    named_by: tuple[str, ...] = ()
    apart: str | None = None
    catalog: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherOut:
    """A model whose outputs this one, or data of its (``from_``), learnt from; ``train_models`` is what the teacher's
    terms say of that to whoever accepted them. Never part of the effective terms."""

    id: str
    name: str
    provider: str | None
    license: str | None
    train_models: str  # allowed | duty | forbidden | unknown
    from_: str = field(metadata={"json": "from"})
    terms: str | None = None
    clause: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationOut:
    id: str
    text: str
    license: str
    clause: str
    from_: str = field(metadata={"json": "from"})
    applies: bool | None = None
    kind: str = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class MofComponent:
    """A component of the Model Openness Framework: what is shown of it, and what its licence makes of it. ``counts`` is
    None where nothing was found that a licence could cover."""

    id: str
    name: str
    class_: str = field(metadata={"json": "class"})
    required: bool
    state: words.Shown
    license: str | None = None
    counts: words.Counts | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Something that a law or a list of minimum elements asks documentation to tell (``asks``: which, and where)."""

    id: str
    name: str
    asks: tuple[str, ...]
    state: words.Shown
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """How open a release is by three measures of others; ``reasons`` say why, each beginning with its measure."""

    mof_class: words.Mof = "unknown"
    mof_components: tuple[MofComponent, ...] | None = None
    osaid: words.Osaid = "unknown"
    eu_exemption: words.Exemption = "unknown"
    disclosures: tuple[Disclosure, ...] | None = None
    reasons: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Facts for choosing, no verdict. ``memory_gb`` is the weights' size in GB (10^9 bytes) and by number format."""

    parameters: int | None = None
    memory_gb: "MemoryGb | None" = None
    formats: tuple[str, ...] = ()
    library: str | None = None
    created: str | None = None
    last_modified: str | None = None
    downloads_30d: int | None = None
    likes: int | None = None
    self_hostable: bool | None = None
    fine_tuning: words.Commercial = "unknown"
    task: str | None = None
    architecture: str | None = None
    model_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryGb:
    weights: float | None = None
    by_format: dict[str, float] = field(default_factory=dict, metadata={"json": "by_format"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOut:
    """A file of the repo whose content the Hub vouches for: ``size`` in bytes, ``sha256`` of the content."""

    path: str
    sha256: str
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverOut:
    """The waiver (or the baseline) that speaks of a finding.

    ``valid``, ``expiring`` (within 30 days), ``baseline``, ``inline`` (a comment in the source) and ``documentation``
    (only samples in documents name the model) waive it; ``expired`` and ``outgrown`` (what it was granted for has
    changed) leave it standing, and say so.
    """

    state: Literal["valid", "expiring", "expired", "outgrown", "baseline", "inline", "documentation"]
    reason: str
    approver: str | None = None
    ticket: str | None = None
    expires: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule said. ``settle`` says what would turn an unknown into an answer."""

    rule: str
    title: str
    severity: words.Severity
    outcome: words.Outcome
    message: str
    fix: str
    evidence: tuple[Evidence, ...] = ()
    fingerprint: str = ""
    settle: str = ""
    waiver: WaiverOut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorInfo:
    kind: ProblemKind
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    model: str
    repo_type: words.RepoType
    revision: str | None
    source: words.Source
    observed_at: str | None
    verdict: words.Verdict
    license: LicenseSection = LicenseSection()
    access: AccessSection = AccessSection()
    commercial_use: CommercialSection = CommercialSection(status="unknown")
    weights: WeightsSection = WeightsSection(status="unknown")
    datasets: DatasetsSection = DatasetsSection(status="unknown")
    lineage: tuple[Ancestor, ...] | None = ()
    obligations: tuple[ObligationOut, ...] | None = ()
    outputs_of: tuple[TeacherOut, ...] | None = ()
    openness: Openness = Openness()
    profile: Profile = Profile()
    findings: tuple[Finding, ...] = ()
    references: tuple["ReferenceOut", ...] | None = None
    error: ErrorInfo | None = None
    notices: tuple[str, ...] = ()
    files: tuple[FileOut, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """An inline ``modelscan: ignore[RULE] reason``. ``rule`` None ignores every rule at this place."""

    rule: str | None
    reason: str


def exempted(rule: str, given: Iterable[Ignore]) -> str | None:
    """The reason that one of these gives for leaving out a rule; None when none of them does."""
    return next((one.reason for one in given if one.rule is None or one.rule.lower() == rule.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceOut:
    """A place in a source tree that names a model, a dataset or a closed API (``scan``)."""

    path: str
    line: int
    column: int
    text: str
    id: str | None
    revision: str | None
    kind: str  # model | dataset | closed-api
    how: str
    documentation: bool = False
    ignores: tuple[Ignore, ...] = ()
