"""Bases that are only hinted at: a folder's name, a shape, a free sentence. They join no terms; where the base that a
hint points to is under stricter terms than the model's own, the model's label is in doubt until somebody asks."""

from collections.abc import Iterator
from itertools import islice

from scanner.collect.relations import DatasetRef, Parent, left_out, parents
from scanner.collect.relations.families import Family
from scanner.judge.reading.datasets import narrow_sources
from scanner.judge.reading.lineage import ancestors, ancestors_of, apart
from scanner.judge.reading.own import OwnLicense, own_license
from scanner.judge.reading.unread import terms_unread, why
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.publishers import same_holder
from scanner.model.errors import ProblemKind
from scanner.model.frozen import dataclass
from scanner.model.result import Evidence
from scanner.model.snapshot import Repo, Snapshot

#: A name that nobody was asked about: what is at hand tells nothing of it, and no next try will.
_NOT_ASKED: tuple[ProblemKind, ...] = ("not_in_catalog", "offline", "bad_id")
#: Names and families at which hints are followed for one model, over all of its stated ancestry.
MAX_HINTS = 500
#: What stands for names that are not followed, and why.
MORE, NOT_FOLLOWED = "more", "it names more bases than are looked up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A hint: who bears it, what it names, and the licences of the repos behind the name as far as they were read
    (nearest first)."""

    via: str
    named: str
    family: Family | None
    behind: tuple[tuple[str, OwnLicense], ...]
    unread: str | None
    evidence: tuple[Evidence, ...]


def suspects(snapshot: Snapshot, licenses: Licenses) -> tuple[Suspect, ...]:
    """What the model and its stated ancestors hint at and do not state."""
    if snapshot.root.repo_type == "dataset":
        return tuple(_source(snapshot.root, *one, licenses) for one in narrow_sources(snapshot, licenses))
    if snapshot.root.repo_type != "model":
        return ()
    stated = ancestors(snapshot)
    # Whose terms do not join hints at nothing that could.
    joining = [node.repo for node in stated if node.repo is not None and node.resolved and apart(node) is None]
    bearers = [snapshot.root, *joining]
    known = {name for repo in bearers for name in (repo.id.lower(), repo.requested.lower())}
    known |= {node.id.lower() for node in stated}
    found: dict[str, Suspect] = {}
    for one in (one for bearer in bearers for one in _of(bearer, snapshot, known, licenses)):
        found.setdefault(one.family.id if one.family is not None else one.named.lower(), one)
    more = [(bearer, count) for bearer in bearers if (count := left_out(bearer))]
    more += [(snapshot.root, len(found) - MAX_HINTS)] if len(found) > MAX_HINTS else []
    return (*islice(found.values(), MAX_HINTS), *(_more(bearer, count) for bearer, count in more))


def _source(bearer: Repo, ref: DatasetRef, repo: Repo, licenses: Licenses) -> Suspect:
    """What a data set was made from: whoever puts data together can grant no more than its sources do."""
    behind = ((repo.id, own_license(repo, licenses)),)
    return Suspect(via=bearer.id, named=repo.id, family=None, behind=behind, unread=None, evidence=ref.evidence)


def _more(bearer: Repo, count: int) -> Suspect:
    """What stands for hints that are not followed: they may point anywhere."""
    return Suspect(via=bearer.id, named=f"{count} {MORE}", family=None, behind=(), unread=NOT_FOLLOWED, evidence=())


def _of(bearer: Repo, snapshot: Snapshot, known: set[str], licenses: Licenses) -> Iterator[Suspect]:
    for parent in parents(bearer):
        # A name that only spells a family may be the repo's own.
        hinted = parent.strength == "hinted" and not (parent.valid and parent.id.lower() in known)
        if (hinted or _nameless(parent, snapshot)) and same_holder(bearer.id, parent.id) is None:
            yield _suspect(bearer, parent, snapshot, licenses)


def _nameless(parent: Parent, snapshot: Snapshot) -> bool:
    """A base that is stated and was not read, whose name still tells its family."""
    repo = snapshot.find("model", parent.id) if parent.valid else None
    return parent.strength == "stated" and (repo is None or repo.problem is not None)


def _suspect(bearer: Repo, parent: Parent, snapshot: Snapshot, licenses: Licenses) -> Suspect:
    repo = snapshot.find("model", parent.id) if parent.valid else None
    behind = [node.repo for node in ancestors_of(snapshot, repo)] if repo is not None and repo.problem is None else []
    found = [one for one in (repo, *behind) if one is not None and one.problem is None]
    return Suspect(
        via=bearer.id,
        named=parent.id,
        family=parent.family,
        behind=tuple((one.id, own_license(one, licenses)) for one in found),
        unread=_unread(parent, repo) if parent.strength == "hinted" else None,
        evidence=parent.evidence,
    )


def _unread(parent: Parent, repo: Repo | None) -> str | None:
    """Why what a hint names is not known, where the next try may tell: an outage is no answer."""
    if not parent.valid or repo is None:
        return None
    if repo.problem is None:
        return why(repo, terms_unread(repo))
    told = repo.problem.absent or repo.problem.kind in _NOT_ASKED
    return None if told else repo.problem.message
