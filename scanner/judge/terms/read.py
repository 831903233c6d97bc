"""The licence side of a reading: the model's own licence, its ancestors', and their terms settled together."""

from dataclasses import dataclass

from scanner.judge.reading.lineage import Node, ancestors
from scanner.judge.reading.made import base_unnamed
from scanner.judge.reading.own import OwnLicense, own_license
from scanner.judge.reading.profile import modality
from scanner.judge.reading.suspects import suspects
from scanner.judge.terms.effective import Part, effective_ids, parts, relabelling, settle
from scanner.judge.terms.suspected import Suspected, suspected
from scanner.knowledge.licenses import Licenses
from scanner.model.license import License
from scanner.model.policy import Curation, Policy
from scanner.model.result import CommercialSection, Conflict
from scanner.model.snapshot import Json, Repo, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What judging needs besides the snapshot: the licence registry and the words of the terms."""

    licenses: Licenses
    terms: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The licence side of a reading, before facts are drawn from it."""

    own: OwnLicense
    nodes: tuple[tuple[Node, OwnLicense | None], ...]
    parts: tuple[Part, ...]
    commercial: CommercialSection
    relabelled: tuple[tuple[str, Conflict], ...]
    suspected: Suspected
    unnamed: str | None

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Every contradiction: within the repo, with its bases, with what hints at others."""
        return (*self.own.conflicts, *(conflict for _, conflict in self.relabelled), *self.suspected.conflicts)

    @property
    def records(self) -> tuple[License, ...]:
        return tuple({record.id: record for part in self.parts for record in part.records}.values())

    @property
    def effective(self) -> tuple[str, ...]:
        return effective_ids(self.parts)


def read_terms(snapshot: Snapshot, policy: Policy, knowledge: Knowledge) -> Terms:
    """The licences in play and what they say of the policy's use."""
    root = snapshot.root
    own = own_license(root, knowledge.licenses, _curation(root, policy))
    nodes = tuple((node, _node_license(node, policy, knowledge)) for node in ancestors(snapshot))
    found = parts(root.id, own, nodes if own.curation is None else ())
    hints = suspects(snapshot, [node for node, _ in nodes])
    doubt = suspected(root.id, own, effective_ids(found), hints, knowledge.licenses)
    unnamed = base_unnamed(snapshot) if own.curation is None else None
    commercial = settle(found, policy.use, modality(root), knowledge.terms, (*doubt.reasons, *filter(None, [unnamed])))
    return Terms(
        own=own,
        nodes=nodes,
        parts=found,
        commercial=commercial,
        relabelled=relabelling(found),
        suspected=doubt,
        unnamed=unnamed,
    )


def _node_license(node: Node, policy: Policy, knowledge: Knowledge) -> OwnLicense | None:
    if node.repo is None or not node.resolved:
        return None
    return own_license(node.repo, knowledge.licenses, _curation(node.repo, policy))


def _curation(repo: Repo, policy: Policy) -> Curation | None:
    """The policy's curation for this repo at this revision. (Two that disagree are refused when a policy is read.)"""
    for curation in policy.curations:
        if curation.model.lower() == repo.id.lower() and curation.revision in (None, repo.revision):
            return curation
    return None
