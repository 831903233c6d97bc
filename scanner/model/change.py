"""What a change does to the models of a tree, as reports show it."""

from typing import Generic, TypeVar

from scanner.model.frozen import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides(Generic[T]):
    """The same thing in the base and in the tree as it is now."""

    before: T
    after: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A model, dataset or API that came or went. ``id`` None is a download whose id only the running program knows.
    ``effective`` are its terms in effect; None when they were not looked up, or could not be."""

    id: str | None
    kind: str
    revision: str | None
    effective: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One whose revision changed; a revision None is the default branch. ``effective`` None on a side: not known."""

    id: str
    kind: str
    revisions: Sides[tuple[str | None, ...]]
    effective: Sides[tuple[str, ...] | None]

    @property
    def same_terms(self) -> bool:
        """Known on both sides, and the same."""
        return self.effective.before is not None and self.effective.before == self.effective.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The whole of it; what ``changed`` names is in neither of the others. ``settings``: it brings other settings for
    modelscan along, by which it was judged."""

    base: str
    added: tuple[Named, ...] = ()
    removed: tuple[Named, ...] = ()
    changed: tuple[Moved, ...] = ()
    settings: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.settings)
