"""A snapshot read: what it says of itself, without any policy. One reading serves every policy that judges it."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from scanner.collect.relations import ignored_paths
from scanner.judge.reading.access import read_access
from scanner.judge.reading.datasets import DatasetsRead, read_datasets
from scanner.judge.reading.evidence import card_evidence, notices, offer, repo_evidence, silence
from scanner.judge.reading.facts import draw
from scanner.judge.reading.lineage import Ancestry, read_ancestry
from scanner.judge.reading.made import base_unnamed, carries_terms
from scanner.judge.reading.openness import Laid, read_openness
from scanner.judge.reading.own import OwnLicense, own_license
from scanner.judge.reading.profile import modality, profile
from scanner.judge.reading.suspects import Suspect, suspects
from scanner.judge.reading.teachers import Taught, taught
from scanner.judge.reading.weights import WeightsRead, gating, read_weights
from scanner.knowledge.licenses import Licenses
from scanner.model.facts import DecisionFacts
from scanner.model.frozen import dataclass
from scanner.model.result import AccessSection, DatasetsSection, ErrorInfo, Evidence, FileOut, Profile, WeightsSection
from scanner.model.rule import TargetKind
from scanner.model.snapshot import Repo, Snapshot
from scanner.model.words import Modality, RepoType, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one snapshot says, whoever judges it.

    ``facts`` lack what only a policy decides; ``evidence`` goes by group of facts. ``suspects`` are bases only hinted
    at, ``unnamed`` says why those of an adapter or a merge are not known, ``carries`` that the model is a mechanical
    conversion; ``laid`` is what lies open of it. ``own`` is None where no repository stands
    behind the target (``terms_at`` is where a provider keeps its terms), and where ``error`` says why it could not be
    assessed. ``retires`` is the day on which a provider stops serving it, ``asked_on`` the day of asking; ``offer``
    is where the card offers another licence.
    """

    id: str
    kind: TargetKind
    repo_type: RepoType
    source: Source
    revision: str | None = None
    observed_at: str | None = None
    facts: DecisionFacts = DecisionFacts()
    own: OwnLicense | None = None
    ancestry: tuple[Ancestry, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    unnamed: str | None = None
    carries: bool = False
    taught: tuple[Taught, ...] = ()
    modality: Modality = "unknown"
    access: AccessSection = AccessSection()
    weights: WeightsSection = WeightsSection(status="unknown")
    datasets: DatasetsSection = DatasetsSection(status="unknown")
    profile: Profile = Profile()
    laid: Laid = Laid()
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    files: tuple[FileOut, ...] | None = None
    provider: str | None = None
    terms_at: str | None = None
    retires: str | None = None
    asked_on: str | None = None
    offer: Evidence | None = None
    error: ErrorInfo | None = None


def read(snapshot: Snapshot, licenses: Licenses) -> Reading:
    """Read one snapshot. Pure: the same snapshot and licences give the same reading."""
    root = snapshot.root
    if root.problem is not None:
        return unreadable(root)
    own, ancestry = own_license(root, licenses), read_ancestry(snapshot, licenses)
    weights, data = _weights(root), read_datasets(snapshot, licenses, own.data_limits)
    access = read_access(root)
    return bare(
        root,
        facts=draw(root, access, weights, data, ancestry),
        own=own,
        ancestry=ancestry,
        suspects=suspects(snapshot, licenses),
        unnamed=base_unnamed(snapshot),
        carries=root.repo_type == "model" and carries_terms(root),
        taught=taught(snapshot),
        modality=modality(root),
        access=access,
        weights=weights.section,
        datasets=data.section,
        profile=profile(root, weights),
        laid=read_openness(snapshot, weights.section, data.section),
        evidence=_evidence(root, weights, data, ancestry),
        notices=(*weights.notices, *notices(root), *_apart(ancestry), *_of_a_day(root, ancestry)),
        files=hashed_files(root),
        offer=offer(root),
    )


def _apart(ancestry: tuple[Ancestry, ...]) -> tuple[str, ...]:
    """Which ancestors' terms do not join, and by which record."""
    said = "by the same rights holder in families that it trained itself"
    return tuple(f"the terms of {one.id} do not join: {said} ({one.apart})" for one in ancestry if one.apart)


def _of_a_day(root: Repo, ancestry: tuple[Ancestry, ...]) -> tuple[str, ...]:
    """Ancestors of which only the facts of a catalog are at hand, where the model itself was read."""
    known = [one.id for one in ancestry if one.catalog and one.apart is None]
    if root.source == "catalog" or not known:
        return ()
    named = ", ".join(known[:3]) + (" and others" if len(known) > 3 else "")
    return (f"the terms of {named} are a catalog's, as of a day: at best 'review'; run without --offline",)


def bare(root: Repo, **read: Any) -> Reading:
    """What a target is, before anything of it is read; with what was ``read``."""
    return Reading(
        id=root.id,
        kind=root.repo_type,
        repo_type=root.repo_type,
        source=root.source,
        revision=root.revision,
        observed_at=root.observed_at,
        **read,
    )


def unreadable(root: Repo) -> Reading:
    """The reading of a target that could not be assessed at all."""
    assert root.problem is not None
    error = ErrorInfo(kind=root.problem.kind, message=root.problem.message)
    return bare(root, access=read_access(root), error=error)


def hashed_files(root: Repo) -> tuple[FileOut, ...] | None:
    """The files whose content the Hub vouches for by a hash; None when the list was not read."""
    if root.files is None:
        return None
    hashed = (file for file in root.files if file.sha256 is not None)
    return tuple(FileOut(path=file.path, sha256=file.sha256 or "", size=file.size) for file in hashed)


def _weights(root: Repo) -> WeightsRead:
    if root.repo_type == "model":
        return read_weights(root)
    return WeightsRead(section=WeightsSection(status="not_applicable", gated=gating(root)))


def _evidence(
    root: Repo, weights: WeightsRead, data: DatasetsRead, ancestry: tuple[Ancestry, ...]
) -> dict[str, tuple[Evidence, ...]]:
    """Evidence by the group of facts it supports. Where nothing is said of the licence, that is its evidence too."""
    return {
        "license": (silence(root),),
        "lineage": tuple(evidence for one in ancestry for evidence in one.evidence) + ignored_paths(root),
        "weights": weights.evidence,
        "datasets": tuple(evidence for item in data.section.items or () for evidence in item.evidence)
        or (silence(root, "training data"),),
        "card": card_evidence(root),
        "repo": repo_evidence(root),
    }
