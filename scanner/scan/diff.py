"""What a change adds: the references of the working tree beside those of its base, by what they name.

The base's files are unpacked from git into a temporary folder and read like any tree, so that values followed across
files are followed in both. Nothing in either is run.
"""

import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scanner.discover import discover
from scanner.discover.reference import DiscoverOptions, Reference
from scanner.errors import ModelscanError
from scanner.scan.judging import Use, uses

_TIMEOUT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A model that a change swaps for another revision of itself."""

    id: str
    kind: str
    before: tuple[str | None, ...]
    after: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What a change adds (new models, and new revisions of known ones), and what it takes away."""

    base: str
    added: tuple[Use, ...]
    removed: tuple[Use, ...]
    changed: tuple[Change, ...]

    @property
    def replaced(self) -> tuple[Use, ...]:
        """What a change takes away to put another revision of the same in its place."""
        names = {(change.id, change.kind) for change in self.changed}
        return tuple(use for use in self.removed if (use.id, use.kind) in names)


def delta(root: Path, base: str, now: tuple[Reference, ...], options: DiscoverOptions) -> Delta:
    """Compare the tree at ``root`` with its state at ``base``. Raises :class:`ModelscanError`."""
    commit = _git(root, "merge-base", base, "HEAD").strip() if _known(root, base) else _no_base(base)
    with tempfile.TemporaryDirectory(prefix="modelscan-") as folder:
        _unpack(root, commit, Path(folder))
        before = discover(Path(folder), options).references
    return compare(base, before, now)


def compare(base: str, before: Iterable[Reference], now: Iterable[Reference]) -> Delta:
    """The difference between two sets of references, by kind, id and revision; places do not count."""
    old, new = {_key(use): use for use in uses(before)}, {_key(use): use for use in uses(now)}
    added = tuple(use for key, use in new.items() if key not in old)
    removed = tuple(use for key, use in old.items() if key not in new)
    return Delta(base=base, added=added, removed=removed, changed=tuple(_changes(added, removed)))


def _key(use: Use) -> tuple[str, str, str]:
    # Where an id is unknown, the expression stands for it: lines move without adding anything.
    name = use.id.lower() if use.id is not None else f"~{use.places[0].path}\n{use.places[0].text}"
    return use.kind, name, use.revision or ""


def _changes(added: tuple[Use, ...], removed: tuple[Use, ...]) -> Iterable[Change]:
    for name, kind in sorted({(use.id, use.kind) for use in added if use.id}):
        before = tuple(use.revision for use in removed if use.id == name and use.kind == kind)
        if before:
            after = tuple(use.revision for use in added if use.id == name and use.kind == kind)
            yield Change(id=name, kind=kind, before=before, after=after)


def _known(root: Path, base: str) -> bool:
    if base.startswith("-"):
        return False
    asked = ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", f"{base}^{{commit}}"]
    return subprocess.run(asked, capture_output=True, timeout=_TIMEOUT, check=False).returncode == 0


def _no_base(base: str) -> str:
    raise ModelscanError(
        f"--diff {base}: git knows no such commit here; fetch it (a shallow clone lacks its base) or name another"
    )


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, timeout=_TIMEOUT, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        raise ModelscanError(f"git {words[0]} failed ({said.decode(errors='replace').strip()[:200]})") from error
    return done.stdout.decode(errors="replace")


def _unpack(root: Path, commit: str, folder: Path) -> None:
    """The part of the base's tree that lies under ``root``."""
    below = _git(root, "rev-parse", "--show-prefix").strip()
    words = ["git", "-C", str(root), "archive", "--format=tar", f"{commit}:{below}" if below else commit]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
                for member in archive:
                    if member.isfile() or member.isdir():
                        archive.extract(member, folder, filter="data")
        except tarfile.TarError:
            process.kill()  # a folder that the base does not have: nothing was there before
