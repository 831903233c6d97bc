"""A judged snapshot → its entry in the lock. Pure: the same snapshot and Result give the same entry."""

from collections.abc import Iterable, Mapping
from typing import Literal

from scanner.judge.reading.weights import gating, weight_files
from scanner.knowledge.licence_names import licence_like
from scanner.model.errors import ProblemKind
from scanner.model.report import rank
from scanner.model.result import Finding, LicenseFile, Result
from scanner.model.snapshot import CARD, GATE_PROMPT, Repo, Snapshot, Text
from scanner.model.verdict import weight
from scanner.runs.lock.types import Entry, LockedFile, LockedReference, LockedRepo, LockedText
from scanner.text.counted import counted
from scanner.text.licence_files import gate_prompt


def entry(snapshot: Snapshot, result: Result, references: Iterable[LockedReference] = ()) -> Entry:
    """What this judgement stood on. ``result`` is as ``assess`` gave it, before any waiver."""
    root = snapshot.root
    known = {file.path: file for file in reversed(result.license.files or ())}
    return Entry(
        id=root.id,
        type=root.repo_type,
        requested=root.requested if root.requested != root.id else None,
        requested_revision=root.requested_revision,
        revision=root.revision,
        verdict=result.verdict,
        gated=gating(root),
        declared=result.license.declared,
        concluded=result.license.concluded,
        effective=result.license.effective,
        texts=_texts(root, known),
        unread=_unread(root),
        weights=result.weights.status,
        files=_files(root),
        probe=probe(root),
        ancestors=_ancestors(snapshot, result),
        datasets=_datasets(snapshot, result),
        findings=_findings(result),
        references=tuple(sorted(set(references), key=lambda one: (one.path, one.id, one.revision or ""))),
        problem=_problem(root),
    )


def probe(repo: Repo) -> str:
    """The file to ask for when only the repo's state is wanted: weights, as a gate stands before them."""
    files = repo.files or ()
    weights = [one.file for one in weight_files(repo)]
    if weights:
        return min(weights, key=lambda file: (file.path.count("/"), file.path)).path
    if not files or any(file.path == CARD for file in files):
        return CARD
    return files[0].path


def _texts(repo: Repo, known: Mapping[str, LicenseFile]) -> tuple[LockedText, ...]:
    return tuple(_text(one, known.get(one.path)) for one in sorted(repo.texts, key=lambda text: text.path))


def _text(text: Text, known: LicenseFile | None) -> LockedText:
    changed: Literal["changed"] | None = "changed" if known is not None and known.match == "changed" else None
    return LockedText(path=text.path, sha256=text.sha256, id=known.id if known is not None else None, match=changed)


def _unread(repo: Repo) -> tuple[str, ...]:
    """The licence texts that a repo has, by its list, and that were not to be read, as behind a gate."""
    return tuple(sorted(one.what for one in repo.unread if licence_like([one.what])))


def _problem(repo: Repo) -> ProblemKind | None:
    if repo.problem is not None:
        return repo.problem.kind
    return "disabled" if repo.info.get("disabled") is True else None


def _related_texts(repo: Repo) -> tuple[LockedText, ...]:
    """The texts of a relative that are always read, whatever else a run or the cache had read of it: a model's licence
    files, and the gate prompt as the API gives it."""
    files = _texts(repo, {}) if repo.repo_type == "model" else ()
    kept = tuple(text for text in files if text.path != GATE_PROMPT)
    prompt = gate_prompt(repo.info.get("cardData"))
    return kept if prompt is None else (*kept, LockedText(path=GATE_PROMPT, sha256=prompt.sha256))


def _files(repo: Repo) -> tuple[LockedFile, ...]:
    found = (one.file for one in weight_files(repo))
    return tuple(
        LockedFile(path=file.path, size=file.size, sha256=file.sha256) for file in sorted(found, key=lambda f: f.path)
    )


def _ancestors(snapshot: Snapshot, result: Result) -> tuple[LockedRepo, ...]:
    return tuple(
        _related(snapshot.find("model", one.id), one.id, "model", one.license, one.relation, one.depth)
        for one in sorted(result.lineage or (), key=lambda one: (one.depth, one.id.lower()))
    )


def _datasets(snapshot: Snapshot, result: Result) -> tuple[LockedRepo, ...]:
    if snapshot.root.repo_type == "dataset":
        return ()
    return tuple(
        _related(snapshot.find("dataset", one.id), one.id, "dataset", (one.license,) if one.license else ())
        for one in sorted(result.datasets.items or (), key=lambda one: one.id.lower())
    )


def _related(
    repo: Repo | None,
    name: str,
    repo_type: str,
    license_: tuple[str, ...],
    relation: str | None = None,
    depth: int | None = None,
) -> LockedRepo:
    where = {"relation": relation, "depth": depth, "license": license_, "type": repo_type}
    if repo is None:
        return LockedRepo(id=name, revision=None, problem="bad_id", **where)  # type: ignore[arg-type]
    return LockedRepo(
        id=repo.id,
        requested=repo.requested if repo.requested.lower() != repo.id.lower() else None,
        revision=repo.revision,
        gated=gating(repo),
        texts=_related_texts(repo),
        unread=_unread(repo) if repo_type == "model" else (),
        probe=probe(repo) if repo_type == "model" else CARD,
        problem=_problem(repo),
        **where,  # type: ignore[arg-type]
    )


def _findings(result: Result) -> tuple[str, ...]:
    return tuple(sorted(_mark(finding) for finding in result.findings if weight(finding) != "pass"))


def _mark(finding: Finding) -> str:
    return f"{finding.rule} {finding.outcome}"


def reasons(old: Entry, result: Result) -> tuple[str, ...]:
    """The findings of a result that an entry has not, in words, worst first: what leads to the verdict in full, and of
    lesser questions only that they are open."""
    new = [one for one in result.findings if weight(one) != "pass" and _mark(one) not in old.findings]
    lesser = [one for one in new if one.outcome == "unknown" and weight(one) != result.verdict]
    told = sorted((one for one in new if one not in lesser), key=lambda one: (rank(weight(one)), one.rule))
    rules = ", ".join(one.rule for one in lesser)
    more = (
        (f"{counted(len(lesser), 'lesser question is', 'lesser questions are')} open too: {rules}",) if lesser else ()
    )
    return (*(_told(one, result) for one in told), *more)


def _told(finding: Finding, result: Result) -> str:
    if weight(finding) != result.verdict:
        return f"{finding.title} ({finding.rule})"
    said = finding.message if finding.outcome == "violated" else finding.settle
    return f"{finding.title} ({finding.rule}). {said}".rstrip(". ") + "."
