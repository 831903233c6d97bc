"""``modelscan drift``: what changed upstream since the lock was written."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from scanner import __version__
from scanner.cli.options import (
    POLICY_OF_LOCK,
    Common,
    chosen_policy,
    common_but,
    formats,
    hub_options,
    own_pairs,
    say,
    take_common,
    write,
)
from scanner.model.errors import ModelscanError
from scanner.model.policy import Policy

if TYPE_CHECKING:
    from scanner.runs.lock.asking import Answered
    from scanner.runs.lock.types import Drift, Lock

_FORMATS = ("text", "json", "jsonl", "markdown")


@click.command()
@click.option("--lock", "place", metavar="FILE", default="models.lock", show_default=True, help="The lock to compare.")
@click.option("--update", is_flag=True, help="After review: write the lock as the Hub is now.")
@click.argument("second", required=False, metavar="[DIR]")
@common_but(
    "offline",
    "waivers",
    "baseline",
    "catalogs",
    formats=formats(_FORMATS),
    policy=POLICY_OF_LOCK,
)
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
        say(f"nothing to compare: {place} locks nothing")
        sys.exit(3)
    hub = hub_options(replace(options, bundle=None))
    if hub.is_offline():
        raise ModelscanError("drift asks the Hub what changed: run it without --offline (and HF_HUB_OFFLINE)")
    policy = chosen_policy(options, locks=(place,))
    asked = ask(lock, hub, policy, engine_for(policy), Path(options.bundle) if options.bundle else None)
    asked = replace(asked, drift=replace(asked.drift, notes=_notes(lock, policy)))
    _publish(asked.drift, policy, place, outputs, options)
    if update:
        write(dump(asked.lock), place)
        say(f"{place} is as the Hub is now: commit it")
    sys.exit(_status(asked, options))


def _of_tables(folders: list[str], options: Common, outputs: list[tuple[str, str | None]]) -> NoReturn:
    from scanner.judge.evaluate import engine_for
    from scanner.runs.crawl.drift import drift as compared
    from scanner.runs.crawl.drift import sides

    if len(folders) > 2:
        raise ModelscanError("drift compares two folders of tables: name two")
    policy = chosen_policy(options)
    both = sides(Path(folders[0]), Path(folders[1]) if len(folders) == 2 else None)
    found = compared(both, policy, engine_for(policy), say)
    _publish(found, policy, folders[0], outputs, options, what="known before")
    sys.exit(1 if found.worse and options.fail_on != "never" else 0)


def _notes(lock: "Lock", policy: Policy) -> tuple[str, ...]:
    if policy.sha256 == lock.policy.sha256:
        return ()
    return (
        f"The policy is another than the lock's ({policy.name} {policy.sha256[:12]}, locked under {lock.policy.name} "
        f"{lock.policy.sha256[:12]}): what moved was judged by today's; 'modelscan lock' judges all by it.",
    )


def _publish(
    found: "Drift",
    policy: Policy,
    place: str,
    outputs: list[tuple[str, str | None]],
    options: Common,
    what: str = "locked",
) -> None:
    from scanner.model.clock import stamp
    from scanner.report import drift as forms

    report = forms.DriftReport(
        drift=found,
        lock=place,
        policy_name=policy.name,
        policy_sha256=policy.sha256,
        tool_version=__version__,
        generated_at=stamp(),
        what=what,
    )
    made = {"json": forms.as_json, "jsonl": forms.as_jsonl, "markdown": forms.as_markdown}
    for name, path in outputs:
        write(made[name](report) if name in made else forms.text(report, options.style), path)


def _status(asked: "Answered", options: Common) -> int:
    if asked.drift.worse and options.fail_on != "never":
        return 1
    return 3 if asked.drift.not_asked else 0
