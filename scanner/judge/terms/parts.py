"""The repos whose terms govern a model: itself and its ancestors, each with its own licence as read."""

from collections.abc import Iterable

from scanner.judge.reading.lineage import Ancestry
from scanner.judge.reading.own import OwnLicense
from scanner.model.frozen import dataclass
from scanner.model.once import once
from scanner.model.result import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A repo whose terms govern. ``own`` is None when it was not read, and ``problem`` says why. ``carries``: it has no
    licence of its own and needs none, being a mechanical conversion of a base that is a part too."""

    repo_id: str
    own: OwnLicense | None
    evidence: tuple[Evidence, ...] = ()
    problem: str | None = None
    carries: bool = False

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the terms named here may not be all that apply."""
        if self.own is None:
            return (f"the base model {self.repo_id} could not be read: {self.problem}",)
        return () if self.carries else tuple(one.text for one in self.own.doubts)

    @property
    def asks(self) -> bool:
        """Whether any licence named here sets conditions, so that the use decides."""
        named = self.own.named if self.own is not None else ()
        return any(one.record is not None and one.record.conditions for one in named)


def parts(root_id: str, own: OwnLicense, ancestry: Iterable[Ancestry], *, carries: bool = False) -> tuple[Part, ...]:
    """The model and its ancestors, nearest first (the table of what joins: ``docs/lineage.md``).

    A licence that a person concluded for the model governs alone; an ancestor that stands apart does not join.
    """
    evidence = own.unread + tuple(named.evidence for named in own.named)
    root = Part(repo_id=root_id, own=own, evidence=evidence, carries=is_bare(own) and carries)
    return (root,) if own.curated else (root, *(_ancestor(one) for one in ancestry if one.apart is None))


def is_bare(own: OwnLicense) -> bool:
    """Whether a repo says nothing at all of a licence: no name, no text, no sentence, and nothing unread."""
    return not own.named and own.text == "none" and not own.unread


@once
def _ancestor(one: Ancestry) -> Part:
    named = one.own.unread + tuple(named.evidence for named in one.own.named) if one.own is not None else ()
    carries = one.carries and one.own is not None and is_bare(one.own)
    return Part(repo_id=one.id, own=one.own, evidence=one.evidence + named, problem=one.problem, carries=carries)
