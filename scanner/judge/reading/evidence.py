"""What a reader is shown of a reading: where facts stand, by group, and what to know of the reading itself."""

from scanner.collect.relations import ignored_paths
from scanner.judge.reading.catalog import catalog_notices
from scanner.judge.reading.unread import terms_unread
from scanner.judge.reading.weights import gating
from scanner.model.fields import evidence_of
from scanner.model.ids import is_local, own_name
from scanner.model.result import Evidence
from scanner.model.snapshot import Repo

#: How the values of :func:`repo_evidence` begin: they tell how a repo was asked for, and nothing of what it says.
ASKED_FOR = ("revision asked for: ", "local folder; ", "local file; ", "a copy in the Hub's cache; ")


def card_evidence(root: Repo) -> tuple[Evidence, ...]:
    """The card's problems, else how much it says."""
    if root.card is None:
        return (silence(root, "card"),)
    body = f"{len(root.card.body.strip())} characters of text"
    found = root.card.problems or (body,)
    return tuple(evidence_of(root, value, "README.md") for value in found)


def repo_evidence(root: Repo) -> tuple[Evidence, ...]:
    """What was asked for, and the gate that was met; of what lies on this disk, that no Hub was asked."""
    if root.source == "local" and (is_local(root.id) or "x_cached" in root.info):
        return (evidence_of(root, _on_disk(root)),)
    gate = gating(root)
    said = f"gated: {gate}" if isinstance(gate, str) else "not gated" if gate is False else "gate unknown"
    value = f"revision asked for: {root.requested_revision or 'the default branch'}; {said}"
    return (Evidence(origin=f"{root.id} api", revision=root.revision, value=value),)


def _on_disk(root: Repo) -> str:
    if "x_cached" in root.info:
        return "a copy in the Hub's cache; gate unknown"
    alone = [file.path for file in root.files or ()] == [own_name(root.id)]
    return f"local {'file' if alone else 'folder'}; no Hub was asked"


def silence(root: Repo, what: str = "licence") -> Evidence:
    """That nothing was said, and where it was looked for."""
    if unread := terms_unread(root):
        named = ", ".join(one.what for one in unread[:5])
        return evidence_of(root, f"no {what} in what was read; not read: {named}")
    where = (
        "the card's front matter, the tags and the file list"
        if root.files is not None
        else "the card's metadata and tags"
    )
    return evidence_of(root, f"no {what} in {where}")


def _card_problems(root: Repo) -> tuple[str, ...]:
    return root.card.problems if root.card is not None else ()


def _other_name(root: Repo) -> str:
    """A rename, told from the side that knows it: the Hub answers under today's name, a catalog under its day's."""
    if root.source == "catalog":
        return f"{root.requested} is kept there as {root.id}, its name on that day"
    return f"{root.requested} is now {root.id}"


def notices(root: Repo) -> tuple[str, ...]:
    """What a reader should know about the reading itself: renames, unread parts, how old the source is."""
    said = [_other_name(root)] if root.id.lower() != root.requested.lower() else []
    said += [str(root.info["x_same_file"])] if "x_same_file" in root.info else []
    if root.source != "catalog":
        said += [f"not read: {unread.what} ({unread.reason})" for unread in root.unread]
    said += [f"README.md: {problem}" for problem in _card_problems(root)]
    if root.card is not None and root.card.truncated:
        said.append("README.md was not read whole")
    said += [f"{one.path}: {one.value}: a folder on somebody's disk, so no base" for one in ignored_paths(root)]
    return (*said, *(catalog_notices(root) if root.source == "catalog" else ()))
