"""What a change adds: the references of the working tree beside those of its base, by what they name.

The base's files are read like any tree, so that values followed across files are followed in both.
"""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path

from scanner.discover import discover
from scanner.discover.reference import DiscoverOptions, Reference
from scanner.model.change import Change, Moved, Named, Sides
from scanner.model.frozen import dataclass
from scanner.runs.scan.config import ScanConfig, settings_moved
from scanner.runs.scan.history import base_commit, changed_lines, text_at, unchanged, unpack
from scanner.runs.scan.usages import JudgedUsage, Key, Usage, key_of, uses


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """What a change adds (new models, new revisions, and known ones where another policy or an exception less holds),
    and what it takes away. ``swaps`` are those whose revision changed: ``(kind, id in lower case)``. ``lines`` are the
    new and changed lines of the files that name them; a file that is not in it is new. ``settings``: the change brings
    other settings along, by which all of this was judged."""

    base: str
    added: tuple[Usage, ...]
    removed: tuple[Usage, ...]
    swaps: frozenset[tuple[str, str]]
    known: bool = True
    settings: bool = False
    lines: Mapping[str, frozenset[int]] = field(default_factory=dict)


def delta(root: Path, base: str, now: tuple[Reference, ...], options: DiscoverOptions, config: ScanConfig) -> Additions:
    """Compare the tree at ``root`` with its state at ``base``, both under the settings of now.

    Raises :class:`scanner.model.errors.ModelscanError`.
    """
    commit = base_commit(root, base)
    before = tuple(now) if commit is not None and unchanged(root, commit) else _before(root, commit, options, config)
    found = compare(base, before, now, lambda path: config.policy_for(path) or "")
    paths = (place.path for use in found.added for place in use.places)
    moved = commit is not None and settings_moved(root, config, lambda folder, name: text_at(folder, commit, name))
    return replace(found, lines=changed_lines(root, commit, paths), settings=moved)


def _before(root: Path, commit: str | None, options: DiscoverOptions, config: ScanConfig) -> tuple[Reference, ...]:
    """The references of the base; none before the first commit."""
    if commit is None:
        return ()
    with tempfile.TemporaryDirectory(prefix="modelscan-") as folder:
        unpack(root, commit, Path(folder))
        found = discover(Path(folder), options).references
    return tuple(one for one in found if not config.excluded(one.path))


def compare(
    base: str, before: Iterable[Reference], now: Iterable[Reference], policy_of: Callable[[str], str] = lambda path: ""
) -> Additions:
    """The difference between two sets of references, by kind, id, revision and policy; lines do not count."""
    was, now_used = uses(before), uses(now)
    held = {(_key(use), policy): _ignored(places) for use in was for policy, places in _parts(use, policy_of)}
    added = tuple(
        replace(use, places=tuple(sorted(fresh)))
        for use in now_used
        if (
            fresh := [
                one for policy, places in _parts(use, policy_of) if _adds(use, policy, places, held) for one in places
            ]
        )
    )
    old, new = {_key(use) for use in was}, {_key(use) for use in now_used}
    removed = tuple(use for use in was if _key(use) not in new)
    newly = {use.name for use in added if _key(use) not in old and use.id is not None}
    return Additions(
        base=base,
        added=added,
        removed=removed,
        swaps=frozenset(newly & {use.name for use in removed}),
        known=bool(was or now_used),
    )


def _parts(use: Usage, policy_of: Callable[[str], str]) -> Iterable[tuple[str, list[Reference]]]:
    """The places of a use by the policy that holds there."""
    parts: dict[str, list[Reference]] = {}
    for place in use.places:
        parts.setdefault(policy_of(place.path), []).append(place)
    return parts.items()


def _ignored(places: Iterable[Reference]) -> frozenset[str]:
    """The rules that every one of these places ignores."""
    sets = [frozenset((ignore.rule or "*").lower() for ignore in place.ignores) for place in places]
    return frozenset.intersection(*sets)


def _adds(use: Usage, policy: str, places: list[Reference], held: Mapping[tuple[Key, str], frozenset[str]]) -> bool:
    """Whether a use is new under this policy, or no longer ignored wherever it was."""
    before = held.get((_key(use), policy))
    return before is None or bool(before - _ignored(places))


def _key(use: Usage) -> Key:
    return key_of(use.places[0])


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
