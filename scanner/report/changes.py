"""What a change does to the models of a tree, in words."""

from scanner.model.change import Change, Moved, Named
from scanner.model.ids import RepoRef
from scanner.report.phrases import short

_LISTED = 20
SETTINGS = "this change brings other settings for modelscan along, and was judged by them: have them reviewed"


def lines(change: Change) -> list[str]:
    """A line for what came, moved and went; an empty list when nothing did."""
    said = [f"new: {named(one)}" for one in change.added]
    said += [f"another revision: {moved(one)}" for one in change.changed]
    said += [f"no longer used: {named(one)}" for one in change.removed]
    hidden = len(said) - _LISTED
    said = [*([SETTINGS] if change.settings else []), *said]
    return [*said[:_LISTED], f"and {hidden} more (all in --format json)"] if hidden > 0 else said


def named(one: Named) -> str:
    """``org/name@revision (terms in effect)``."""
    return identity(one) + (f" ({_terms(one.effective)})" if one.effective is not None else "")


def identity(one: Named | Moved) -> str:
    """The id as ``check`` takes it."""
    revision = short(one.revision, 60) if isinstance(one, Named) and one.revision else None
    if not one.id:
        return str(RepoRef("an id known only at run time", revision=revision))
    return str(RepoRef(short(one.id), "dataset" if one.kind == "dataset" else "model", revision))


def moved(one: Moved) -> str:
    """From which revision to which, and what that does to the terms."""
    before, after = (_revisions(side) for side in (one.revisions.before, one.revisions.after))
    return f"{identity(one)} {before} → {after}; {terms(one)}"


def terms(one: Moved) -> str:
    """How the terms in effect move."""
    if one.same_terms:
        return f"effective terms unchanged ({_terms(one.effective.after)})"
    return f"effective terms {_terms(one.effective.before)} → {_terms(one.effective.after)}"


def _revisions(side: tuple[str | None, ...]) -> str:
    return ", ".join(short(one, 40) if one else "unpinned" for one in side)


def _terms(names: tuple[str, ...] | None) -> str:
    if names is None:
        return "unknown"
    return ", ".join(short(name, 60) for name in names) or "no licence"
