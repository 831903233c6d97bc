"""``modelscan notice``: the notice bundle of a product, and the check of a tree against it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.check import listed_targets
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
from scanner.model.errors import ModelscanError
from scanner.model.ids import RepoRef
from scanner.model.policy import Policy
from scanner.text.clean import one_line
from scanner.text.counted import counted

if TYPE_CHECKING:
    from scanner.judge.evaluate import Engine
    from scanner.model.result import Result
    from scanner.model.snapshot import Snapshot
    from scanner.runs.notice.duties import Duties

    Pair = tuple[Snapshot, Result]
    #: What is demanded, whether all of it could be assessed, and the knowledge that it was judged with.
    Found = tuple[Duties, bool, Engine]


@click.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option("--from", "lists", multiple=True, metavar="FILE", help="Read targets from a file, one a line.")
@click.option("--lock", "place", metavar="FILE", help="The models that this lock pins, at their commits.")
@click.option(
    "--scan",
    "source",
    metavar="PATH",
    help="The models that a source tree uses, or a scan's JSON.",
)
@click.option(
    "--verify", "tree", metavar="DIR", help="Check that this tree holds the notices; exit 1 names what lacks."
)
@common_but(*UNREPORTED, outputs="The folder to write.", quiet="Say less.", policy=POLICY_OF_LOCK)
def notice(
    targets: tuple[str, ...],
    lists: tuple[str, ...],
    place: str | None,
    source: str | None,
    tree: str | None,
    **values: Any,
) -> None:
    """Write what the licences in play demand into --output DIR: NOTICE, licence texts, phrases, a manifest.

    With --verify DIR a product's tree is checked for them instead.
    """
    options = take_common(values)
    wanted = list(dict.fromkeys([*listed_targets(targets, lists), *_locked(place)]))
    if not wanted and source is None:
        raise ModelscanError("notice needs targets: give ids, --from FILE, --lock FILE or --scan PATH")
    if not tree and not options.outputs:
        raise ModelscanError("notice needs --output DIR to write to, or --verify DIR to check")
    found, whole, engine = _demanded(wanted, source, [place] if place else [], options)
    status = _verified(found, Path(tree), engine) if tree else _written(found, Path(options.outputs[-1]))
    for name in found.forbidden:
        say(f"{name}: its terms forbid the stated use, and no notice allows it (modelscan check {name})")
    for one in found.untold:
        say(f"duties not known: {one.id}: {one.why}")
    unlisted = found.unlisted if tree is None else ()  # a tree that holds the text needs no other
    for name in sorted(unlisted):
        say(f"{name}: its files were not listed, so whether it comes with its licence's text is not known")
    sys.exit(status or (0 if whole and not found.untold and not unlisted else 3))


def _demanded(wanted: list[str], source: str | None, locks: list[str], options: Common) -> "Found":
    if source is None:
        return _named(wanted, locks, options)
    if source.endswith(".json") and Path(source).is_file():
        return _reported(wanted, source, locks, options)
    return _scanned(wanted, Path(source), options)


def _locked(place: str | None) -> list[str]:
    if place is None:
        return []
    from scanner.runs.lock.files import read

    # What could not be read when it was locked is asked again: what it demands is not nothing.
    entries = read(Path(place)).models
    return [str(RepoRef(one.name, one.type, one.revision or one.requested_revision)) for one in entries]


def _named(wanted: list[str], locks: list[str], options: Common) -> "Found":
    """What the targets demand, and whether all of them could be assessed."""
    from scanner.judge.evaluate import engine_for

    policy = chosen_policy(options, locks=locks)
    engine = engine_for(policy)
    return _duties(_judged(wanted, policy, engine, options), engine)


def _judged(wanted: list[str], policy: Policy, engine: "Engine", options: Common) -> "list[Pair]":
    from scanner.collect.gather import gather
    from scanner.judge.evaluate import assess

    snapshots = list(gather(wanted, hub_options(options)))
    return list(zip(snapshots, assess(snapshots, policy, engine), strict=True))


def _scanned(wanted: list[str], root: Path, options: Common) -> "Found":
    """The same of what a source tree uses, and of targets beside it; what no bundle can hold is said."""
    from scanner.runs.notice.tree import in_tree, knowledge_of, left_out
    from scanner.runs.scan.run import prepared

    run = prepared(root, options.policy, options.use, hub_options(options), documentation=False)
    engine, left = knowledge_of(run), left_out(run)
    for one in left:
        say(one.what)
    if not run.wanted:
        say(f"{root!s}: nothing found to judge")
    found, whole, _ = _duties([*in_tree(run), *_judged(wanted, run.policies.default, engine, options)], engine)
    return found, whole and bool(run.wanted) and not any(one.open for one in left), engine


def _reported(wanted: list[str], path: str, locks: list[str], options: Common) -> "Found":
    """The same of what ``scan --format json`` wrote."""
    from scanner.runs.audit.origins import from_scan

    assets = from_scan(path).assets
    for asset in assets:
        if asset.type == "closed-api" or asset.dynamic:
            say(f"{asset.id}: what it demands is not in the bundle")
    named = [one.target for one in assets if one.type != "closed-api" and not one.dynamic]
    if not assets:
        say(f"{path}: nothing found to judge")
    found, whole, engine = _named(list(dict.fromkeys([*wanted, *named])), locks, options)
    return found, whole and bool(assets) and not any(one.dynamic for one in assets), engine


def _duties(judged: "list[Pair]", engine: "Engine") -> "Found":
    from scanner.runs.notice.duties import duties

    return duties(judged, engine.licenses), all(result.error is None for _, result in judged), engine


def _written(found: "Duties", folder: Path) -> int:
    from scanner.runs.notice.bundle import files

    made = files(found)
    (folder / "licenses").mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        write(data, str(folder / name))
    click.echo(f"{folder}: {_sizes(found)}")
    for name, models, page in found.without_text:
        if listed := [model for model in models if model not in found.unlisted]:
            say(f"no copy of {name} came with {', '.join(listed)}: add it from {page or 'its licensor'}")
    return 0


def _sizes(found: "Duties") -> str:
    sizes = (counted(len(found.credits), "model"), counted(len(found.copies), "text"))
    return ", ".join((*sizes, counted(len(found.tasks), "duty", "duties")))


def _verified(found: "Duties", folder: Path, engine: "Engine") -> int:
    from scanner.runs.notice.verify import verify

    if not folder.is_dir():
        raise ModelscanError(f"--verify {folder}: no such folder")
    checked = verify(found, folder, engine.licenses)
    for one in checked.missing:
        where = f"{one.place}: " if one.place else ""
        click.echo(one_line(f"{where}missing: {one.what} ({one.why})"))
    for path in checked.unread[:20]:
        say(f"not read: {path}")
    for text in checked.by_hand:
        click.echo(one_line(f"to be done by a person: {text}"))
    click.echo(
        f"{len(checked.missing)} missing of what {counted(len(found.credits), 'model demands', 'models demand')}"
    )
    return 1 if checked.missing else 0
