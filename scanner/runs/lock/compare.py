"""What differs between an entry of the lock and the same repo judged anew. Pure: both are given."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from scanner.model.frozen import dataclass
from scanner.model.snapshot import Snapshot
from scanner.model.words import VERDICTS
from scanner.runs.lock.types import Drifted, Entry, Kind, LockChange, LockedFile, LockedRepo, LockedText
from scanner.runs.lock.wording import WordChange, word_changes
from scanner.text.counted import first_of

#: ``(repo type, id, commit, path)`` → the text as it was, or None when it is not at hand.
Texts: TypeAlias = Callable[[str, str, str | None, str], str | None]

#: The verdict is read first; new commits, which by themselves say little, last. The rest stays in its order.
_RANKS: Mapping[str, int] = {"verdict": 0, "findings": 0, "commit": 2, "ancestor-changed": 2, "dataset-changed": 2}


def texts_of(snapshot: Snapshot) -> Texts:
    """The texts of a snapshot."""

    def find(repo_type: str, repo_id: str, revision: str | None, path: str) -> str | None:
        repo = snapshot.find(repo_type, repo_id)  # type: ignore[arg-type]
        return repo.text(path) if repo is not None else None

    return find


def _no_texts(*_: str | None) -> str | None:
    return None


def compare(old: Entry, new: Entry, was: Texts = _no_texts, now: Texts = _no_texts) -> Drifted | None:
    """The differences of one entry; None when there are none."""
    found = tuple(sorted(_changes(old, new, was, now), key=lambda change: _RANKS.get(change.kind, 1)))
    worse = _worse(old, new)
    return Drifted(model=old.target, repo_type=old.type, changes=found, worse=worse, now=new) if found else None


def _worse(old: Entry, new: Entry) -> bool:
    if (old.problem is None) != (new.problem is None):
        return new.problem is not None
    return VERDICTS.index(new.verdict) > VERDICTS.index(old.verdict)


def _changes(old: Entry, new: Entry, was: Texts, now: Texts) -> Iterator[LockChange]:
    if old.problem != new.problem:
        yield _availability(old, new)
    if new.problem is None and old.problem is None:
        yield from _identity(old, new)
        yield from _license(old, new)
        yield from _texts(old.texts, new.texts, _Pair(old.id, old, new), was, now)
        yield from _gate(old.id, old.gated, new.gated)
        yield from _weights(old, new)
        yield from _family("ancestor", old.ancestors, new.ancestors, was, now)
        yield from _family("dataset", old.datasets, new.datasets, was, now)
    yield from _judged(old, new)


def _availability(old: Entry | LockedRepo, new: Entry | LockedRepo) -> LockChange:
    kinds: Mapping[str | None, Kind] = {None: "back", "not_found": "gone", "disabled": "disabled"}
    kind = kinds.get(new.problem, "unreadable")
    return LockChange(kind=kind, subject=old.id, before=old.problem or "there", after=new.problem or "there")


def _identity(old: Entry, new: Entry) -> Iterator[LockChange]:
    if old.id != new.id:
        yield LockChange(kind="renamed", subject=old.id, before=old.id, after=new.id)
    if old.revision != new.revision:
        yield LockChange(kind="commit", subject=old.id, before=old.revision or "none", after=new.revision or "none")


def _license(old: Entry, new: Entry) -> Iterator[LockChange]:
    pairs: tuple[tuple[Kind, str, str], ...] = (
        ("license-edited", joined(old.declared), joined(new.declared)),
        ("license-concluded", old.concluded, new.concluded),
        ("terms-changed", joined(old.effective), joined(new.effective)),
    )
    for kind, before, after in pairs:
        if before != after:
            yield LockChange(kind=kind, subject=old.id, before=before, after=after)


def joined(values: Iterable[str]) -> str:
    """Values as a list in words."""
    return ", ".join(values) or "none"


@dataclass(frozen=True, slots=True)
class _Pair:
    """A repo before and after, for looking its texts up."""

    name: str
    old: Entry | LockedRepo
    new: Entry | LockedRepo


def _texts(
    old: tuple[LockedText, ...], new: tuple[LockedText, ...], repo: _Pair, was: Texts, now: Texts
) -> Iterator[LockChange]:
    before, after = {text.path: text for text in old}, {text.path: text for text in new}
    for path in sorted(before.keys() | after.keys()):
        one, other = before.get(path), after.get(path)
        subject = f"{repo.name} {path}"
        if one is None or other is None:
            yield _come_or_gone(subject, path, one, other, repo)
        elif one.sha256 != other.sha256:
            words = _words(repo, path, was, now)
            yield LockChange(kind="text-changed", subject=subject, before=_hash(one), after=_hash(other), words=words)


def _come_or_gone(subject: str, path: str, one: LockedText | None, other: LockedText | None, repo: _Pair) -> LockChange:
    """A text that is on one side alone. What was not to be read there is not absent."""
    if other is None and path in repo.new.unread:
        return LockChange(kind="text-unread", subject=subject, before=_hash(one), after="not read")
    if one is None and path in repo.old.unread:
        return LockChange(kind="text-read", subject=subject, before="not read", after=_hash(other))
    kind: Kind = "text-removed" if other is None else "text-added"
    return LockChange(kind=kind, subject=subject, before=_hash(one), after=_hash(other))


def _words(repo: _Pair, path: str, was: Texts, now: Texts) -> tuple[WordChange, ...]:
    before = was(repo.old.type, repo.old.id, repo.old.revision, path)
    after = now(repo.new.type, repo.new.id, repo.new.revision, path)
    return word_changes(before, after) if before is not None and after is not None else ()


def _hash(text: LockedText | None) -> str:
    if text is None:
        return "absent"
    named = f" ({text.match + ' ' if text.match else ''}{text.id})" if text.id else ""
    return f"sha256 {text.sha256[:12]}{named}"


def _gate(name: str, old: object, new: object) -> Iterator[LockChange]:
    if old == new and type(old) is type(new):
        return
    kind: Kind = "gated" if new and not old else "ungated" if old and new is False else "gate-changed"
    yield LockChange(kind=kind, subject=name, before=_gating(old), after=_gating(new))


def _gating(value: object) -> str:
    return {False: "open", None: "unknown", True: "gated"}.get(value, str(value))  # type: ignore[call-overload, no-any-return]


def _weights(old: Entry, new: Entry) -> Iterator[LockChange]:
    before, after = {file.path: file for file in old.files}, {file.path: file for file in new.files}
    groups: tuple[tuple[Kind, list[str]], ...] = (
        ("weights-removed", sorted(before.keys() - after.keys())),
        ("weights-replaced", sorted(p for p in before.keys() & after.keys() if _replaced(before[p], after[p]))),
        ("weights-added", sorted(after.keys() - before.keys())),
    )
    for kind, paths in groups:
        if paths:
            one, other = _contents(before.get(paths[0]), after.get(paths[0]))
            yield LockChange(kind=kind, subject=f"{old.id} {first_of(paths, 5)}", before=one, after=other)


def _replaced(old: LockedFile, new: LockedFile) -> bool:
    pairs = ((old.sha256, new.sha256), (old.size, new.size))
    return any(one is not None and other is not None and one != other for one, other in pairs)


def _contents(old: LockedFile | None, new: LockedFile | None) -> tuple[str, str]:
    """What tells two files apart: their hashes, else their sizes."""
    alike = old is not None and new is not None and old.sha256 == new.sha256
    return _content(old, hashed=not alike), _content(new, hashed=not alike)


def _content(file: LockedFile | None, *, hashed: bool) -> str:
    if file is None:
        return "absent"
    if file.sha256 and hashed:
        return f"sha256 {file.sha256[:12]}"
    return f"{file.size:,} bytes" if file.size is not None else "listed"


def _family(
    what: Literal["ancestor", "dataset"],
    old: tuple[LockedRepo, ...],
    new: tuple[LockedRepo, ...],
    was: Texts,
    now: Texts,
) -> Iterator[LockChange]:
    before, after = {one.id.lower(): one for one in old}, {one.id.lower(): one for one in new}
    renamed = _renames(before, after)
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key), after.get(renamed.get(key, key))
        if one is not None and other is not None:
            yield from _relative(what, one, other, was, now)
        elif one is not None:
            yield LockChange(
                kind=_of(what, "removed"), subject=one.id, before=joined(one.license), after="no longer named"
            )
        elif other is not None and key not in renamed.values():
            yield LockChange(kind=_of(what, "added"), subject=other.id, before="not named", after=joined(other.license))


def _of(what: str, how: str) -> Kind:
    return f"{what}-{how}"  # type: ignore[return-value]


def _renames(before: Mapping[str, LockedRepo], after: Mapping[str, LockedRepo]) -> dict[str, str]:
    """Old name → new name, for repos that the old one leads to, or that are gone by the one and there by the other at
    the same commit."""
    come = {key: one for key, one in after.items() if key not in before}
    led = {one.requested.lower(): key for key, one in come.items() if one.requested is not None}
    left = {one.revision: key for key, one in come.items() if one.revision}
    found = {key: led.get(key) or left.get(one.revision or "") for key, one in before.items() if key not in after}
    return {key: other for key, other in found.items() if other is not None}


def _relative(
    what: Literal["ancestor", "dataset"], old: LockedRepo, new: LockedRepo, was: Texts, now: Texts
) -> Iterator[LockChange]:
    if old.problem != new.problem:
        yield _availability(old, new)
        return
    if old.id != new.id:
        yield LockChange(kind="renamed", subject=old.id, before=old.id, after=new.id)
    if old.license != new.license:
        kind = _of(what, "relicensed")
        yield LockChange(kind=kind, subject=old.id, before=joined(old.license), after=joined(new.license))
    yield from _texts(old.texts, new.texts, _Pair(old.id, old, new), was, now)
    yield from _gate(old.id, old.gated, new.gated)
    if old.revision != new.revision:
        kind = _of(what, "changed")
        yield LockChange(kind=kind, subject=old.id, before=old.revision or "none", after=new.revision or "none")


def _judged(old: Entry, new: Entry) -> Iterator[LockChange]:
    if old.verdict != new.verdict:
        yield LockChange(kind="verdict", subject=old.id, before=old.verdict, after=new.verdict)
    if old.findings != new.findings and new.problem is None and old.problem is None:
        gone, come = set(old.findings) - set(new.findings), set(new.findings) - set(old.findings)
        yield LockChange(kind="findings", subject=old.id, before=joined(sorted(gone)), after=joined(sorted(come)))
