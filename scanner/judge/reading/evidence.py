"""What a reader is shown of a reading: where facts stand, by group, what to know of the reading itself, whose facts
those of the catalog are, and where the card offers another licence."""

import re
from collections.abc import Iterator
from functools import cache

from scanner.collect.relations import ignored_paths
from scanner.identify.prose.sentences import sentences_of
from scanner.judge.reading.unread import terms_unread
from scanner.judge.reading.weights import gating
from scanner.knowledge.store import shipped
from scanner.model.fields import evidence_of, mapping
from scanner.model.ids import is_local, own_name
from scanner.model.result import Evidence
from scanner.model.snapshot import CARD, Json, Repo
from scanner.text.precompiled import pattern_of

_GATES = {True: "gated, how is not told", False: "not gated", None: "gate unknown"}
#: How the values of :func:`repo_evidence` begin: they tell how a repo was asked for, and nothing of what it says.
ASKED_FOR = ("revision asked for: ", "local folder; ", "local file; ", "a copy in the Hub's cache; ")


def card_evidence(root: Repo) -> tuple[Evidence, ...]:
    """The card's problems, else how much it says."""
    if root.card is None:
        return (silence(root, "card"),)
    body = f"{len(root.card.body.strip())} characters of text"
    found = root.card.problems or (body,)
    return tuple(evidence_of(root, value, CARD) for value in found)


def repo_evidence(root: Repo) -> tuple[Evidence, ...]:
    """What was asked for, and the gate that was met; of what lies on this disk, that no Hub was asked."""
    if root.source == "local" and (is_local(root.id) or "x_cached" in root.info):
        return (evidence_of(root, _on_disk(root)),)
    gate = gating(root)
    said = f"gated: {gate}" if isinstance(gate, str) else _GATES[gate]
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
    if root.card is not None:
        said += [f"README.md: {problem}" for problem in root.card.problems]
        said += ["README.md was not read whole"] if root.card.truncated else []
    said += [f"{one.path}: {one.value}: a folder on somebody's disk, so no base" for one in ignored_paths(root)]
    return (*said, *(catalog_notices(root) if root.source == "catalog" else ()))


def offer(repo: Repo) -> Evidence | None:
    """The first line of the card that offers a licence, as it stands there; None where none does."""
    found = next((one for one in sentences_of(repo.card) if offers(one.text)), None)
    return evidence_of(repo, found.text, CARD, found.line) if found is not None else None


def offers(line: str) -> bool:
    """Whether a line offers a licence."""
    return any(pattern.search(line) for pattern in _patterns())


@cache
def _patterns() -> tuple["re.Pattern[str]", ...]:
    found = shipped("offers.yaml")["patterns"]
    return tuple(pattern_of(one, re.IGNORECASE) for one in found)


#: Fields that bear on the terms, as words: whoever added one to the record is named.
_ADDED = (("license", "licence"), ("base_model", "base models"), ("gated", "gate"), ("datasets", "datasets"))

#: How it begins where a revision was asked for and none is told.
NOT_AT = "not at revision"


def catalog_notices(root: Repo) -> Iterator[str]:
    """The sources of a record, what each added, and every licence that was stated beside the one that decides."""
    if (asked := root.requested_revision) is not None and asked != root.revision:
        yield f"{NOT_AT} {asked}: these facts are another day's, maybe another revision's"
    said = mapping(root.info.get("x_said"))
    added = [f"{field} by {said[key]}" for key, field in _ADDED if key in said]
    source = "; ".join([root.attribution or "the bundled catalog", *added])
    yield f"facts of a day, no card and no licence text read; from {source}"
    yield from _statements(root.info.get("x_statements"))


def _statements(stated: Json) -> Iterator[str]:
    if not isinstance(stated, list) or not stated:
        return
    first, *others = stated
    different = [one for one in others if str(one["license"]).lower() != str(first["license"]).lower()]
    alike = len(stated) - len(different)
    if alike > 1:
        yield f"licence stated alike by {alike} sources"
    if different:
        yield f"the licence is {first['license']} by {_who(first)}; others differ: " + "; ".join(
            f"{one['license']} by {_who(one)}" for one in different
        )


def _who(one: dict[str, Json]) -> str:
    kind = "the vendor or its card" if one["vendor"] else "a catalogue"
    return f"{one['source']} ({', '.join(filter(None, (kind, one['day'])))})"
