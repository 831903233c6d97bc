"""``modelscan bundle``: all evidence in one file, to judge from anywhere and to keep."""

import hashlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.options import (
    POLICY_OF_LOCK,
    UNREPORTED,
    Common,
    chosen_policy,
    common_but,
    hub_options,
    say,
    take_common,
    write,
)
from scanner.cli.outcome import refuse_outage
from scanner.model.errors import ModelscanError
from scanner.model.ids import RepoRef
from scanner.text.counted import counted

if TYPE_CHECKING:
    from scanner.model.snapshot import Snapshot
    from scanner.runs.lock.candidates import LockCandidate
    from scanner.runs.lock.types import Entry


@click.command()
@click.argument("targets", nargs=-1, metavar="[IDS...]")
@click.option("--lock", "place", metavar="FILE", help="Bundle what this lock pins.  [default: models.lock if no IDS]")
@click.option("-o", "--out", "out", metavar="FILE", required=True, help="The file to write.")
@common_but(*UNREPORTED, "outputs", "tables", "catalogs", quiet="Say less.", policy=POLICY_OF_LOCK)
def bundle(targets: tuple[str, ...], place: str | None, out: str, **values: Any) -> None:
    """Write one checksummed file with every snapshot, licence text, use policy and gate prompt that a lock needs.

    `modelscan check --offline --bundle FILE org/name` judges from it anywhere. A lock is bundled at its commits.
    """
    from scanner.collect.bundle import pack
    from scanner.judge.evaluate import engine_for
    from scanner.runs.lock.candidates import judge

    options = take_common(values)
    if targets and place:
        raise ModelscanError("give ids or --lock FILE, not both")
    locks = [] if targets else [place or "models.lock"]
    locked = [entry for lock in locks for entry in _locked(Path(lock))]
    policy = chosen_policy(options, locks=locks)
    wanted = list(dict.fromkeys(targets or map(_pinned, locked)))
    judged = list(judge(wanted, hub_options(options), policy, engine_for(policy)))
    refuse_outage(judged, ": no bundle was written", offline=hub_options(options).is_offline())
    _moved(judged, locked, options)
    asked = {_pinned(entry): entry for entry in locked}
    data = pack(_as_asked(one.snapshot, asked.get(one.target)) for one in judged)
    write(data, out)
    repos = {(repo.repo_type, repo.id) for one in judged for repo in (one.snapshot.root, *one.snapshot.related)}
    digest = hashlib.sha256(data).hexdigest()
    click.echo(
        f"{out}: {counted(len(judged), 'target')}, {counted(len(repos), 'repo')}, {len(data):,} bytes, sha256 {digest}"
    )
    absent = [one.entry for one in judged if one.entry.problem]
    for entry in absent:
        say(f"{entry.target} is bundled as {entry.problem}")
    sys.exit(3 if absent else 0)


def _locked(path: Path) -> "list[Entry]":
    from scanner.runs.lock.files import read

    found = [entry for entry in read(path).models if entry.problem is None]
    if not found:
        raise ModelscanError(f"{path} pins nothing that could be bundled: run 'modelscan lock' first")
    return found


def _pinned(entry: "Entry") -> str:
    """The entry as a target at its commit."""
    return str(RepoRef(entry.name, entry.type, entry.revision or entry.requested_revision))


def _as_asked(snapshot: "Snapshot", entry: "Entry | None") -> "Snapshot":
    """A snapshot taken at a locked commit, under the name and branch that the lock was asked for."""
    if entry is None:
        return snapshot
    root = replace(snapshot.root, requested=entry.name, requested_revision=entry.requested_revision)
    return replace(snapshot, target=entry.target, root=root)


def _moved(judged: "list[LockCandidate]", locked: "list[Entry]", options: Common) -> None:
    """Ancestors and datasets are bundled as they are now: say so where they have moved on since the lock."""
    pinned = {(repo.type, repo.id.lower()): repo.revision for entry in locked for repo in entry.related}
    moved = {
        repo.id
        for one in judged
        for repo in one.snapshot.related
        if pinned.get((repo.repo_type, repo.id.lower()), repo.revision) != repo.revision
    }
    if moved and not options.quiet:
        names = ", ".join(sorted(moved)[:5])
        say(
            f"{len(moved)} ancestors or datasets have moved since the lock ({names}) and are bundled as they are now; "
            "'modelscan drift' says what changed"
        )
