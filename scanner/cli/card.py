"""``modelscan card lint`` and ``card ask``: what a card lacks or contradicts, and the message that asks its author."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.options import (
    UNREPORTED,
    Common,
    chosen_policy,
    common_but,
    failing,
    formats,
    hub_options,
    own_pairs,
    say,
    take_common,
    write,
)
from scanner.collect.folder.naming import typed_name
from scanner.model.errors import ModelscanError
from scanner.model.policy import Policy
from scanner.model.result import Result
from scanner.model.snapshot import CARD, Snapshot
from scanner.model.words import Verdict

if TYPE_CHECKING:
    from scanner.runs.card.lint import Remark

FORMATS = ("text", "json", "sarif", "github")


@click.group()
def card() -> None:
    """Check a model's card, or write the message that asks its author."""


@card.command("lint")
@click.argument("target", metavar="PATH|ID")
@common_but("waivers", "baseline", "no-color", "quiet", "verbose", formats=formats(FORMATS))
def lint_(target: str, **values: Any) -> None:
    """Say line by line what a card lacks or contradicts.

    PATH is a model's folder, its README.md, or a card by itself. A missing licence fails, a contradiction and other
    warnings are for review (--fail-on).
    """
    options = take_common(values)
    outputs = own_pairs(options, "card lint", FORMATS)
    policy = chosen_policy(options)
    snapshot, result = _judged(target, options, policy)
    remarks = _remarks(snapshot, result, _named(target))
    place = _place(target)
    for name, path in outputs:
        write(_shown(name, place, remarks, result, policy), path)
    worst = {one.check.severity for one in remarks}
    verdict: Verdict = "fail" if "error" in worst else "review" if "warning" in worst else "pass"
    sys.exit(1 if failing(verdict, options.fail_on) else 0)


@card.command("ask")
@click.argument("target", metavar="ID")
@common_but(*UNREPORTED, "quiet", outputs="The file to write.  [default: stdout]")
def ask_(target: str, **values: Any) -> None:
    """Write the polite message that asks the author, with evidence, to paste into a discussion."""
    from scanner.runs.card.ask import ask

    options = take_common(values)
    snapshot, result = _judged(target, options, chosen_policy(options))
    message = ask(result, _remarks(snapshot, result, _named(target)), _named(target))
    if message is None:
        say("nothing to ask: no contradiction, and neither licence nor training data is left open")
        return
    write(message, options.outputs[-1] if options.outputs else None)


def _judged(target: str, options: Common, policy: Policy) -> tuple[Snapshot, Result]:
    from scanner.collect.gather import gather
    from scanner.judge.evaluate import assess, engine_for

    alone = Path(target)
    if alone.is_file() and alone.name != CARD and alone.suffix.lower() == ".md":
        snapshots = [_alone(alone)]
    else:
        folder = typed_name(str(alone.parent)) if alone.is_file() and alone.name == CARD else target
        snapshots = list(gather([folder], hub_options(options)))
    (result,) = assess(snapshots, policy, engine_for(policy))
    _assessed(snapshots[0], result)
    return snapshots[0], result


def _assessed(snapshot: Snapshot, result: Result) -> None:
    """Exit 3 where the card could not be read: what was not read is not judged."""
    from scanner.judge.reading.mistaken import data_set

    unread = [one.reason for one in snapshot.root.unread if one.what.startswith("README")]
    catalog = ["the catalog keeps no cards"] if snapshot.root.source == "catalog" else []
    why = result.error.message if result.error else next(iter((*unread, *catalog)), None)
    if why is None and (snapshot.root.repo_type != "model" or data_set(snapshot.root)):
        raise ModelscanError("card checks know the cards of models only: give a model")
    if why is not None:
        say(f"the card of {result.model} could not be read: {why}")
        sys.exit(3)


def _alone(path: Path) -> Snapshot:
    """A card by itself: nothing that lies beside it is read."""
    from scanner.model.clock import stamp
    from scanner.model.snapshot import Repo
    from scanner.text.card import CARD_BOUND, parse_card
    from scanner.text.files import read_bounded

    name = f"./{path.resolve().parent.name}"
    card = parse_card(read_bounded(path, CARD_BOUND))
    root = Repo(
        id=name,
        repo_type="model",
        requested=name,
        source="local",
        observed_at=stamp(),
        info={"tags": []},
        card=card,
        files=(),
    )
    return Snapshot(target=str(path), root=root)


def _remarks(snapshot: Snapshot, result: Result, named: str) -> "tuple[Remark, ...]":
    from scanner.runs.card.lint import lint

    return lint(snapshot.root, result, named)


def _named(target: str) -> str:
    """The name of the card's file."""
    return Path(target).name if Path(target).is_file() else CARD


def _place(target: str) -> str:
    """The path of the card as it is shown."""
    if Path(target).is_dir():
        return (Path(target) / CARD).as_posix()
    return target if Path(target).is_file() else f"{target}/{CARD}"


def _shown(name: str, place: str, remarks: "tuple[Remark, ...]", result: Result, policy: Policy) -> str:
    if name == "text":
        from scanner.runs.card.shown import text

        return text(place, remarks)
    if name == "json":
        from scanner.runs.card.shown import json_

        return json_(place, remarks)
    return _rendered(name, place, remarks, result, policy)


def _rendered(name: str, place: str, remarks: "tuple[Remark, ...]", result: Result, policy: Policy) -> str:
    """By the renderers of other reports: each remark a finding at its line."""
    from scanner.cli.outcome import make_report
    from scanner.judge.evaluate import engine_for
    from scanner.model.report import Style
    from scanner.report.registry import render
    from scanner.runs.card.shown import findings

    report = make_report(findings(place, remarks, result), policy, engine_for(policy), "card lint")
    return render(name, replace(report, rules={}), Style())
