"""What a change does, in the types that reports show: models that came, went and moved, with their terms."""

from collections.abc import Iterable

from scanner.model.change import Change, Moved, Named, Sides
from scanner.runs.scan.diff import Additions
from scanner.runs.scan.usages import JudgedUsage, Usage

Terms = tuple[str, ...]
#: Of so many models that a change takes away the terms are looked up.
MAX_LOOKED_UP = 20


def looked_up(delta: Additions) -> tuple[Usage, ...]:
    """What is judged beside what the change adds, only to compare: what it swaps first."""
    swapped = [use for use in delta.removed if use.name in delta.swaps]
    others = [use for use in delta.removed if use.name not in delta.swaps]
    return tuple([*swapped, *others][:MAX_LOOKED_UP])


def summarise(delta: Additions, added: Iterable[JudgedUsage], before: Iterable[JudgedUsage]) -> Change:
    """The whole change; ``added`` and ``before`` are its uses, judged."""
    now, was = _terms(added), _terms(before)
    return Change(
        base=delta.base,
        added=tuple(_named(use, now) for use in delta.added if use.name not in delta.swaps),
        removed=tuple(_named(use, was) for use in delta.removed if use.name not in delta.swaps),
        changed=tuple(_moved(name, delta, now, was) for name in sorted(delta.swaps)),
        settings=delta.settings,
    )


def _terms(judged: Iterable[JudgedUsage]) -> dict[Usage, Terms | None]:
    return {one.use: one.result.license.effective if one.result.error is None else None for one in judged}


def _named(use: Usage, terms: dict[Usage, Terms | None]) -> Named:
    known = terms.get(use) if use.kind != "closed-api" and use.id is not None else None
    return Named(id=use.id, kind=use.kind, revision=use.revision, effective=known)


def _moved(
    name: tuple[str, str], delta: Additions, now: dict[Usage, Terms | None], was: dict[Usage, Terms | None]
) -> Moved:
    after = [use for use in delta.added if use.name == name]
    before = [use for use in delta.removed if use.name == name]
    return Moved(
        id=after[0].id or "",
        kind=name[0],
        revisions=Sides(before=tuple(use.revision for use in before), after=tuple(use.revision for use in after)),
        effective=Sides(before=_all(before, was), after=_all(after, now)),
    )


def _all(side: list[Usage], terms: dict[Usage, Terms | None]) -> Terms | None:
    """The terms of one side; None when any of it is not known."""
    found = [terms.get(use) for use in side]
    if any(one is None for one in found):
        return None
    return tuple(sorted({name for one in found for name in one or ()}))
