"""Which base models and datasets a repo names, and where it names them. Pure: nothing is looked up.

Used while collecting (to know what to fetch next) and while judging (to build the lineage), so both see the same.
"""

from collections.abc import Iterator

from scanner.collect.relations.claims import MAX_CLAIMS, claims
from scanner.collect.relations.datasets import datasets, sources
from scanner.collect.relations.families import family_named
from scanner.collect.relations.ids import repo_id
from scanner.collect.relations.types import BaseClaim, DatasetRef, Parent
from scanner.model.once import once
from scanner.model.result import Evidence
from scanner.model.snapshot import Repo
from scanner.model.words import Relation
from scanner.text.late import late

__all__ = [
    "DatasetRef",
    "Parent",
    "datasets",
    "ignored_paths",
    "is_made_of",
    "left_out",
    "parents",
    "repo_id",
    "sources",
]

_BASE = late(r"-(?:base|pt|pretrain\w*|foundation|raw|original|sft)\b")
_MAX_STATED = 1000
#: Hints that are looked up, and those whose name spells a family whose terms limit, whatever stands before them. That
#: there are more is told.
_MAX_HINTED, _MAX_SPELLED = 8, 40


def parents(repo: Repo) -> tuple[Parent, ...]:
    """The base models that a repo names, by all its evidence: the stated ones, then hints; itself left out."""
    return _named(repo)[0]


def left_out(repo: Repo) -> int:
    """How many more a repo names than are followed: at least so many."""
    return _named(repo)[1]


@once
def _named(repo: Repo) -> tuple[tuple[Parent, ...], int]:
    """Those that are followed, and how many are not."""
    own = {repo.id.lower(), repo.requested.lower()}
    grouped: dict[str, list[BaseClaim]] = {}
    said = claims(repo)
    for claim in said:
        key = claim.text.lower() if claim.id or claim.family is None else f"family {claim.family.id}"
        kept = claim.id is not None or claim.family is not None or (claim.strength == "stated" and not claim.path)
        made_of = claim.strength == "hinted" and is_made_of(repo.id, claim.id or "")
        if kept and (claim.id or "").lower() not in own and not made_of:
            grouped.setdefault(key, []).append(claim)
    found = [_parent(group) for group in grouped.values()]
    stated = [one for one in found if one.strength == "stated"][:_MAX_STATED]
    followed = (*stated, *_followed([one for one in found if one.strength == "hinted"]))
    return followed, len(found) - len(followed) + (len(said) == MAX_CLAIMS)


def _followed(hints: list[Parent]) -> Iterator[Parent]:
    """The hints that are followed, in their order."""
    met = {True: 0, False: 0}
    for one in hints:
        spelled = one.family is not None or family_named(one.id) is not None
        met[spelled] += 1
        if met[spelled] <= (_MAX_SPELLED if spelled else _MAX_HINTED):
            yield one


def is_made_of(repo_id: str, hinted: str) -> bool:
    """Whether a hint names what bears the repo's own name and more: that was made of it, save where it is called the
    base."""
    name, own = hinted.lower(), f"{repo_id.lower()}-"
    return name.startswith(own) and not _BASE.search(name[len(own) - 1 :])


@once
def ignored_paths(repo: Repo) -> tuple[Evidence, ...]:
    """Where a repo names a folder on somebody's disk as its base: said, and no base."""
    return tuple(dict.fromkeys(claim.evidence for claim in claims(repo) if claim.path))


def _parent(group: list[BaseClaim]) -> Parent:
    first = group[0]
    # A hint that repeats what is stated only adds its evidence.
    known: list[Relation] = [
        one.relation for one in group if one.relation != "unknown" and one.strength == first.strength
    ]
    return Parent(
        id=first.text,
        relation=known[0] if known else "unknown",
        origin=first.origin,
        valid=first.id is not None,
        strength=first.strength,
        family=first.family,
        evidence=tuple(dict.fromkeys(one.evidence for one in group)),
    )
