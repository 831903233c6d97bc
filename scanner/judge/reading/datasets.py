"""How open the training data is that a card declares: each named dataset's terms and gating, and the sum of them.

A dataset's own card and licence files speak for it as a model's do; what auditors found stands beside its tag, the
stricter of both decides; data that a dataset was made from counts one level up.
"""

from collections.abc import Iterator
from dataclasses import replace

from scanner.collect.relations import DatasetRef, datasets, sources
from scanner.judge.reading.data_prose import restricted_data
from scanner.judge.reading.own import OwnLicense, own_license
from scanner.judge.reading.unread import names_unread, terms_unread
from scanner.judge.reading.weights import gate_unread, gating
from scanner.knowledge.audits import AUDITORS, DataAudit, audit_of
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import recorded
from scanner.model.fields import body
from scanner.model.frozen import dataclass
from scanner.model.license import NARROW, License
from scanner.model.result import DatasetItem, DatasetsSection, Evidence
from scanner.model.snapshot import CARD, Repo, Snapshot
from scanner.model.words import Complete, Datasets, DatasetStatus

_OPEN = frozenset({"permissive", "public-domain", "data", "cc", "weak-copyleft", "copyleft", "network-copyleft"})
#: Values of ``license`` that name no licence and still say no.
_SAYS_NO = recorded("data-says-no")
_COMPLETE = recorded("data-complete")
#: Worst first: what a source's status makes of the dataset that was made from it.
_WORST: tuple[DatasetStatus, ...] = ("restricted",)

#: How the evidence of a dataset begins that was looked up and is not there.
NOT_THERE = "not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetsRead:
    """The section, and what rules ask beyond it."""

    section: DatasetsSection
    non_commercial: bool | None
    sources_restricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One dataset as read: its item, and whether its terms withhold commercial use (None: not known). ``unread`` when
    it may be there, or say more, and was not read (whole)."""

    item: DatasetItem
    non_commercial: bool | None
    unread: bool = False


def read_datasets(snapshot: Snapshot, licenses: Licenses, limits: tuple[Evidence, ...] = ()) -> DatasetsRead:
    """The datasets of a model snapshot, and what ``limits`` its data by its card's words. Unknown where the card, or a
    dataset that it names, was not read; whatever was found to restrict does so all the same."""
    root = snapshot.root
    if root.repo_type != "model":
        made = tuple(read.item for read in _sources(root, snapshot, licenses))
        restricted = any(item.status == "restricted" for item in made)
        section = DatasetsSection(status="not_applicable", items=made)
        return DatasetsRead(section=section, non_commercial=None, sources_restricted=restricted)
    found = [_with_sources(ref, snapshot, licenses) for ref in datasets(root) if not _is_gone(ref, snapshot)]
    found += [_Read(item=item, non_commercial=True) for item in restricted_data(limits)]
    if not found:
        # The API's cardData is the card's front matter too: only where neither was read is silence not an answer.
        silent = root.card is None and "cardData" not in root.info and "tags" not in root.info
        unread = silent or names_unread(root) or root.is_unread("cardData")
        return DatasetsRead(section=DatasetsSection(status="unknown" if unread else "undisclosed"), non_commercial=None)
    items = tuple(read.item for read in found)
    unread = names_unread(root) or any(read.unread for read in found)
    section = DatasetsSection(status=_status(items, unread), complete=_complete(root), items=items)
    answers = {read.non_commercial for read in found}
    return DatasetsRead(section=section, non_commercial=True if True in answers else None if None in answers else False)


def _is_gone(ref: DatasetRef, snapshot: Snapshot) -> bool:
    """Whether a data set that is only hinted at is none of the Hub's, as far as anybody may see."""
    repo = snapshot.find("dataset", ref.id) if ref.hinted and ref.id else None
    return ref.hinted and (repo is None or (repo.problem is not None and repo.problem.absent))


def _with_sources(ref: DatasetRef, snapshot: Snapshot, licenses: Licenses) -> _Read:
    """A dataset, and what the data is under that it says it was made from."""
    read = _item(ref, snapshot, licenses)
    repo = snapshot.find("dataset", ref.id) if ref.id else None
    for source in _sources(repo, snapshot, licenses) if repo is not None and repo.problem is None else ():
        if source.item.status in _WORST and read.item.status not in _WORST:
            shown = f"its source {source.item.id} is under {source.item.license}"
            evidence = (*read.item.evidence, *source.item.evidence, Evidence(origin=read.item.id, value=shown))
            item = replace(read.item, status=source.item.status, evidence=evidence)
            read = _Read(item=item, non_commercial=source.non_commercial)
        read = replace(read, unread=read.unread or source.unread)
    return read


def _sources(repo: Repo, snapshot: Snapshot, licenses: Licenses) -> Iterator[_Read]:
    return (_item(ref, snapshot, licenses) for ref in sources(repo) if not _is_gone(ref, snapshot))


def narrow_sources(snapshot: Snapshot, licenses: Licenses) -> Iterator[tuple[DatasetRef, Repo]]:
    """The data sets that the target, a data set, says it was made from, and that are under restrictive terms."""
    for ref in sources(snapshot.root):
        repo = snapshot.find("dataset", ref.id) if ref.id else None
        if repo is not None and repo.problem is None and _item(ref, snapshot, licenses).item.status in _WORST:
            yield ref, repo


def _item(ref: DatasetRef, snapshot: Snapshot, licenses: Licenses) -> _Read:
    repo = snapshot.find("dataset", ref.id) if ref.id else None
    known = [ref.id or ref.text, *((repo.id, repo.requested) if repo is not None else ())]
    audit = audit_of(*known)
    if repo is None or repo.problem is not None:
        return _unresolved(ref, repo, audit, of_catalog=snapshot.root.source == "catalog")
    own = own_license(repo, licenses)
    records = tuple(named.record for named in own.named if named.record is not None)
    said = tuple(_limits(own))
    limited = (
        bool(said)
        or any(_SAYS_NO.search(value) for value in own.declared.values)
        or (audit is not None and audit.restricted)
    )
    status = _item_status(repo, own, records, limited)
    evidence = ref.evidence + tuple(one.evidence for one in own.named) + said[:3] + _audited(audit)
    item = DatasetItem(
        id=repo.id,
        status=status,
        license=" AND ".join(dict.fromkeys(named.id for named in own.named)) or _license_of(audit),
        evidence=evidence,
        revision=repo.revision,
        gated=gating(repo),
    )
    held = limited or any(_is_nc(record) for record in records)
    told = not own.unread and status in ("open", "restricted")
    answer = True if held else False if told else None
    return _Read(item=item, non_commercial=answer, unread=_is_unread(repo, own))


def _is_unread(repo: Repo, own: OwnLicense) -> bool:
    """Whether more is unread of a dataset than its gate withholds from all: the card too, where nothing else tells a
    licence."""
    if gating(repo):
        return any(not one.gated or (one.what == CARD and not own.named) for one in terms_unread(repo))
    return bool(own.unread) or gate_unread(repo)


def _limits(own: OwnLicense) -> Iterator[Evidence]:
    """What limits the use of a dataset: sentences of its card, of its licence files and of its gate."""
    return (one.evidence for one in own.claimed("limit") if one.scope in ("data", "unstated"))


def _may_be_there(repo: Repo | None, *, of_catalog: bool) -> bool:
    """Whether a dataset that was not read may exist, perhaps as a private one. The catalog holds few, and its models'
    verdicts are capped by it anyway; of any other model's data it says nothing."""
    if repo is None or repo.problem is None:
        return True
    gone = repo.problem.absent and not repo.problem.private
    return not gone and not (of_catalog and repo.problem.kind in ("not_in_catalog", "offline"))


def _unresolved(ref: DatasetRef, repo: Repo | None, audit: DataAudit | None, *, of_catalog: bool) -> _Read:
    """A dataset that was not found or read: what the auditors found of it can still be a no."""
    restricted = audit is not None and audit.restricted
    item = DatasetItem(
        id=ref.id or ref.text,
        status="restricted" if restricted else "unresolved",
        license=_license_of(audit),
        evidence=(*ref.evidence, *_audited(audit), *_unseen(ref, repo)),
    )
    unread = ref.id is not None and _may_be_there(repo, of_catalog=of_catalog)
    return _Read(item=item, non_commercial=True if restricted else None, unread=unread)


def _unseen(ref: DatasetRef, repo: Repo | None) -> tuple[Evidence, ...]:
    """Why nothing is known of a dataset: it is not there, or nobody looked."""
    problem = repo.problem if repo is not None else None
    if ref.id is None or problem is None:
        return ()
    return (Evidence(origin=ref.id, value=f"{NOT_THERE if problem.absent else 'not looked up'}: {problem.message}"),)


def _license_of(audit: DataAudit | None) -> str | None:
    return " AND ".join(one.license for one in audit.licenses) or None if audit is not None else None


def _audited(audit: DataAudit | None) -> tuple[Evidence, ...]:
    """What the auditors found, shown beside the tag."""
    found = audit.licenses if audit is not None else ()
    return tuple(
        Evidence(
            origin=f"rules/dataset-audits ({AUDITORS})", value=f"audited: {one.license} ({one.url or 'no address'})"
        )
        for one in found
    )


def _item_status(repo: Repo, own: OwnLicense, records: tuple[License, ...], limited: bool) -> DatasetStatus:
    """Known terms that are not open restrict, whatever else is not known; unlicensed is what says nothing sure."""
    if limited or any(_is_restricted(record) for record in records):
        return "restricted"
    if gating(repo):
        return "gated"
    if own.unread or gate_unread(repo):
        return "unresolved"
    return "open" if not own.open and records else "unlicensed"


def _is_restricted(record: License) -> bool:
    terms = {condition.term for condition in record.conditions if condition.withholds}
    return bool(terms) or (record.fixes_terms and record.family not in _OPEN)


def _is_nc(record: License) -> bool:
    return any(condition.term in NARROW for condition in record.conditions)


def _status(items: tuple[DatasetItem, ...], unread: bool) -> Datasets:
    statuses = {item.status for item in items}
    if "restricted" in statuses:
        return "restricted"
    if unread:
        return "unknown"
    return "open" if statuses == {"open"} else "partial"


def _complete(root: Repo) -> Complete:
    return "stated" if _COMPLETE.search(body(root)) else "unstated"
