"""``modelscan lock``: pin what was judged."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner import __version__
from scanner.cli.bills import read_bills
from scanner.cli.options import (
    UNREPORTED,
    Common,
    common_but,
    hub_options,
    policy_named,
    say,
    take_common,
    taken,
    write,
)
from scanner.cli.outcome import refuse_outage
from scanner.model.errors import ModelscanError
from scanner.model.ids import RepoRef, is_local
from scanner.model.words import REPO_TYPES

if TYPE_CHECKING:
    from scanner.runs.lock.types import Lock, LockedReference

Places = dict[str, "tuple[LockedReference, ...]"]


@click.command()
@click.argument("targets", nargs=-1, metavar="[PATH|IDS...]")
@click.option("--lock", "place", metavar="FILE", default="models.lock", show_default=True, help="The file to write.")
@click.option("--bom", "boms", multiple=True, metavar="FILE", help="Lock the models of a bill (CycloneDX, SPDX).")
@common_but(*UNREPORTED, "outputs", quiet="Say less.")
def lock(targets: tuple[str, ...], place: str, boms: tuple[str, ...], **values: Any) -> None:
    """Pin what is judged: commits, licences, texts, gates, weights, ancestors, datasets and the verdict.

    Give ids (org/name[@revision]), or a folder to lock every model and dataset that its files name. Without either, the
    lock that is there is written anew for the same folder or ids, and without one the working directory is read.
    """
    from scanner.judge.evaluate import engine_for
    from scanner.runs.lock.candidates import judge
    from scanner.runs.lock.files import dump, ordered, read
    from scanner.runs.lock.types import Lock

    options = take_common(values)
    path = Path(place)
    before = read(path) if path.exists() else None
    listed = tuple(item.target for bill in read_bills(boms, options) for item in bill.items)
    tree, wanted, places = _wanted((*targets, *dict.fromkeys(listed)), before)
    if not wanted:
        say("nothing to lock: no model or dataset was named (modelscan lock org/name)")
        sys.exit(3)
    named = policy_named(options, Path(tree).expanduser() if tree is not None else None)
    policy = taken(named, options)
    engine = engine_for(policy)
    judged = list(judge(wanted, hub_options(options), policy, engine, places))
    kept = "left as it was" if before is not None else "not written"
    refuse_outage(judged, f", so {place} was {kept}", offline=hub_options(options).is_offline())
    made = Lock(
        policy=named.locked(policy, path.parent),
        modelscan=__version__,
        tree=tree,
        models=ordered(one.entry for one in judged),
    )
    write(dump(made), place)
    _tell(made, before, place, options)
    sys.exit(3 if any(one.entry.problem for one in judged) else 0)


def _wanted(targets: tuple[str, ...], before: "Lock | None") -> tuple[str | None, list[str], Places]:
    """``(tree, targets, the places that name each)``."""
    if not targets and before is not None and before.tree is None:
        return None, [entry.target for entry in before.models], {}
    if not targets:
        targets = (before.tree if before is not None and before.tree else ".",)
    folders = [target for target in targets if _is_path(target)]
    if folders and len(targets) > 1:
        raise ModelscanError(f"give one folder, or ids: {folders[0]} is a folder (an id is written org/name)")
    if not folders:
        return None, list(targets), {}
    places = _found(Path(folders[0]))
    return folders[0], sorted(places), places


def _is_path(target: str) -> bool:
    return is_local(target) or Path(target).is_dir()


def _found(root: Path) -> Places:
    """The targets that a source tree names, with the files that name them."""
    from scanner.discover import discover
    from scanner.discover.reference import DiscoverOptions
    from scanner.runs.lock.types import LockedReference
    from scanner.runs.scan.config import load_config

    root = root.expanduser()
    if not root.exists():
        raise ModelscanError(f"there is no {root}; give a folder, or ids as org/name")
    found: dict[str, list[LockedReference]] = {}
    spelled: dict[str, str] = {}
    config = load_config(root)
    for one in discover(root, DiscoverOptions(documentation=config.documentation)).references:
        if one.id is None or one.kind not in REPO_TYPES or config.excluded(one.path):
            continue
        target = str(RepoRef(one.id, one.kind, one.revision))
        name = spelled.setdefault(target.lower(), target)
        found.setdefault(name, []).append(LockedReference(path=one.path, id=one.id, revision=one.revision))
    return {target: tuple(places) for target, places in found.items()}


def _tell(made: "Lock", before: "Lock | None", place: str, options: Common) -> None:
    from scanner.model.words import VERDICTS
    from scanner.runs.lock.types import key_of
    from scanner.text.clean import one_line

    verdicts = Counter(entry.verdict for entry in made.models)
    counts = ", ".join(f"{verdicts[name]} {name}" for name in VERDICTS if verdicts[name])
    click.echo(f"{one_line(place)}: {len(made.models)} locked ({counts}) under {one_line(made.policy.name)}")
    old = {key_of(entry): entry for entry in before.models} if before is not None else {}
    new = {key_of(entry): entry for entry in made.models}
    changed = sum(entry != old[key] for key, entry in new.items() if key in old)
    if before is not None and not options.quiet:
        added, gone = len(new.keys() - old.keys()), len(old.keys() - new.keys())
        say(f"against the lock before: {added} new, {changed} changed, {gone} no longer in it")
    for entry in made.models:
        if entry.problem:
            say(f"{entry.target} is locked as {entry.problem}")
