"""``modelscan notice``: the notice bundle of a product, and the check of a tree against it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.check import listed_targets
from scanner.cli.options import Common, chosen_policy, common, hub_options, take_common, write
from scanner.model.errors import ModelscanError
from scanner.model.ids import RepoRef

if TYPE_CHECKING:
    from scanner.runs.notice.duties import Duties


@click.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option("--from", "lists", multiple=True, metavar="FILE", help="Read targets from a file, one a line.")
@click.option("--lock", "place", metavar="FILE", help="The models that this lock pins, at their commits.")
@click.option(
    "--verify", "tree", metavar="DIR", help="Check that this tree holds the notices; exit 1 names what lacks."
)
@common
def notice(
    targets: tuple[str, ...], lists: tuple[str, ...], place: str | None, tree: str | None, **values: Any
) -> None:
    """Write what the licences in play demand into --output DIR: NOTICE, licence texts, phrases, a manifest.

    With --verify DIR a product's tree is checked for them instead.
    """
    options = take_common(values)
    wanted = list(dict.fromkeys([*listed_targets(targets, lists), *_locked(place)]))
    if not wanted:
        raise ModelscanError("notice needs targets: give ids, --from FILE or --lock FILE")
    if not tree and not options.outputs:
        raise ModelscanError("notice needs --output DIR to write to, or --verify DIR to check")
    found, failed = _duties(wanted, options)
    status = _verified(found, Path(tree)) if tree else _written(found, Path(options.outputs[-1]))
    sys.exit(3 if failed else status)


def _locked(place: str | None) -> list[str]:
    if place is None:
        return []
    from scanner.runs.lock.files import read

    entries = [one for one in read(Path(place)).models if one.problem is None]
    return [str(RepoRef(one.name, one.type, one.revision or one.requested_revision)) for one in entries]


def _duties(wanted: list[str], options: Common) -> "tuple[Duties, int]":
    """What the targets demand, and how many of them could not be assessed (said)."""
    from scanner.collect.gather import gather
    from scanner.judge.evaluate import assess, engine_for
    from scanner.runs.notice.duties import duties

    policy = chosen_policy(options)
    engine = engine_for(policy)
    snapshots = list(gather(wanted, hub_options(options)))
    results = list(assess(snapshots, policy, engine))
    failed = [result for result in results if result.error is not None]
    for result in failed:
        click.echo(f"modelscan: {result.error.message if result.error else result.model}", err=True)
    judged = [pair for pair in zip(snapshots, results, strict=True) if pair[1].error is None]
    return duties(judged, engine.licenses), len(failed)


def _written(found: "Duties", folder: Path) -> int:
    from scanner.runs.notice.bundle import files

    made = files(found)
    (folder / "licenses").mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        write(data, str(folder / name))
    click.echo(f"{folder}: {len(found.credits)} models, {len(found.copies)} texts, {len(found.tasks)} duties")
    for name, models, page in found.without_text:
        click.echo(
            f"modelscan: no copy of {name} came with {', '.join(models)}: add it from {page or 'its licensor'}",
            err=True,
        )
    return 0


def _verified(found: "Duties", folder: Path) -> int:
    from scanner.runs.notice.verify import verify
    from scanner.text.clean import one_line

    if not folder.is_dir():
        raise ModelscanError(f"--verify {folder}: no such folder")
    checked = verify(found, folder)
    for one in checked.missing:
        where = f"{one.place}: " if one.place else ""
        click.echo(one_line(f"{where}missing: {one.what} ({one.why})"))
    for path in checked.unread[:20]:
        click.echo(one_line(f"modelscan: not read: {path}"), err=True)
    for text in checked.by_hand:
        click.echo(one_line(f"to be done by a person: {text}"))
    click.echo(f"{len(checked.missing)} missing of what {len(found.credits)} models demand")
    return 1 if checked.missing else 0
