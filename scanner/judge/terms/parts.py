"""The repos whose terms govern a model: itself and its ancestors, each with its own licence as read."""

from collections.abc import Iterable
from dataclasses import dataclass

from scanner.judge.reading.lineage import Ancestry
from scanner.judge.reading.own import OwnLicense
from scanner.model.result import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A repo whose terms govern. ``own`` is None when it was not read, and ``problem`` says why."""

    repo_id: str
    own: OwnLicense | None
    evidence: tuple[Evidence, ...] = ()
    problem: str | None = None

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the terms named here may not be all that apply."""
        if self.own is None:
            return (f"the base model {self.repo_id} could not be read: {self.problem}",)
        return self.own.doubts


def parts(root_id: str, own: OwnLicense, ancestry: Iterable[Ancestry]) -> tuple[Part, ...]:
    """The model and its ancestors, nearest first. A licence that a person concluded for the model governs alone."""
    root = Part(repo_id=root_id, own=own, evidence=own.unread + tuple(named.evidence for named in own.named))
    return (root,) if own.curated else (root, *(_ancestor(one) for one in ancestry))


def _ancestor(one: Ancestry) -> Part:
    named = one.own.unread + tuple(named.evidence for named in one.own.named) if one.own is not None else ()
    return Part(repo_id=one.id, own=one.own, evidence=one.evidence + named, problem=one.problem)
