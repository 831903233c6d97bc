"""``modelscan drift``: what changed upstream since the lock was written."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from scanner import __version__
from scanner.cli.options import Common, chosen_policy, common, hub_options, own_pairs, say, take_common, write
from scanner.model.errors import ModelscanError
from scanner.model.policy import Policy

if TYPE_CHECKING:
    from scanner.report.drift import DriftReport
    from scanner.runs.lock.asking import Answered
    from scanner.runs.lock.types import Lock

_FORMATS = ("text", "json", "jsonl", "markdown")


@click.command()
@click.option("--lock", "place", metavar="FILE", default="models.lock", show_default=True, help="The lock to compare.")
@click.option("--update", is_flag=True, help="After review: write the lock as the Hub is now.")
@click.argument("second", required=False, metavar="[DIR]")
@common
def drift(place: str, update: bool, second: str | None, **values: Any) -> None:
    """Compare a lock with the Hub: licences, texts, gates, weights, ancestors, datasets, names; judge anew what moved.

    With --table DIR [DIR]: compare two folders of tables, or one before and after its last crawl, worst first.

    Exit status 1 when a verdict is worse than the locked one, 3 when something could not be asked. With --bundle, texts
    as they were are taken from that bundle, to show which words changed.
    """
    from scanner.judge.evaluate import engine_for
    from scanner.runs.lock.asking import ask
    from scanner.runs.lock.files import dump, read

    options = take_common(values)
    outputs = own_pairs(options, "drift", _FORMATS)
    if options.tables:
        _of_tables([*options.tables, *([second] if second else [])], options, outputs)
    if second:
        raise ModelscanError(f"{second}: drift takes a folder only after --table DIR")
    lock = read(Path(place))
    if not lock.models:
        click.echo(f"modelscan: nothing to compare: {place} locks nothing", err=True)
        sys.exit(3)
    hub = hub_options(replace(options, bundle=None))
    if hub.is_offline():
        raise ModelscanError("drift asks the Hub what changed: run it without --offline (and HF_HUB_OFFLINE)")
    policy = chosen_policy(options if options.policy else replace(options, policy=lock.policy.source))
    asked = ask(lock, hub, policy, engine_for(policy), Path(options.bundle) if options.bundle else None)
    asked = replace(asked, drift=replace(asked.drift, notes=_notes(lock, policy)))
    _publish(asked, lock, policy, place, outputs, options)
    if update:
        write(dump(asked.lock), place)
        click.echo(f"modelscan: {place} is as the Hub is now: commit it", err=True)
    sys.exit(_status(asked, options))


def _of_tables(folders: list[str], options: Common, outputs: list[tuple[str, str | None]]) -> NoReturn:
    from scanner.judge.evaluate import engine_for
    from scanner.model.clock import stamp
    from scanner.report.drift import DriftReport
    from scanner.runs.crawl.drift import drift as compared
    from scanner.runs.crawl.drift import sides

    if len(folders) > 2:
        raise ModelscanError("drift compares two folders of tables: name two")
    policy = chosen_policy(options)
    both = sides(Path(folders[0]), Path(folders[1]) if len(folders) == 2 else None)
    found = compared(both, policy, engine_for(policy), say)
    report = DriftReport(
        drift=found,
        lock=folders[0],
        policy_name=policy.name,
        policy_sha256=policy.sha256,
        tool_version=__version__,
        generated_at=stamp(),
        what="known before",
    )
    for name, path in outputs:
        write(_rendered(name, report, options), path)
    sys.exit(1 if found.worse and options.fail_on != "never" else 0)


def _notes(lock: "Lock", policy: Policy) -> tuple[str, ...]:
    if policy.sha256 == lock.policy.sha256:
        return ()
    return (
        f"The policy is another than the lock's ({policy.name} {policy.sha256[:12]}, locked under {lock.policy.name} "
        f"{lock.policy.sha256[:12]}): what moved was judged by today's; 'modelscan lock' judges all by it.",
    )


def _publish(
    asked: "Answered", lock: "Lock", policy: Policy, place: str, outputs: list[tuple[str, str | None]], options: Common
) -> None:
    from scanner.model.clock import stamp
    from scanner.report.drift import DriftReport

    report = DriftReport(
        drift=asked.drift,
        lock=place,
        policy_name=policy.name,
        policy_sha256=policy.sha256,
        tool_version=__version__,
        generated_at=stamp(),
    )
    for name, path in outputs:
        write(_rendered(name, report, options), path)


def _rendered(name: str, report: "DriftReport", options: Common) -> str:
    from scanner.report.drift import as_json, as_jsonl, as_markdown, text

    if name == "json":
        return as_json(report)
    if name == "jsonl":
        return as_jsonl(report)
    if name == "markdown":
        return as_markdown(report)
    return text(report, options.style)


def _status(asked: "Answered", options: Common) -> int:
    if asked.drift.worse and options.fail_on != "never":
        return 1
    return 3 if asked.drift.not_asked else 0
