"""``modelscan check``: judge models, datasets and folders."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.exceptions import baseline_place, excused, in_force, tell
from scanner.cli.exceptions import write_baseline as adopting
from scanner.cli.options import (
    Common,
    accepted,
    chosen_policy,
    common,
    hub_options,
    own_templates,
    pairs,
    say,
    take_common,
    write,
)
from scanner.cli.outcome import exit_status, make_report, publish
from scanner.collect.gather import gather
from scanner.collect.hub.options import HubOptions
from scanner.model.errors import ModelscanError
from scanner.model.policy import Policy
from scanner.model.result import Result
from scanner.model.snapshot import Snapshot
from scanner.text.counted import counted

if TYPE_CHECKING:
    from scanner.collect.bills.types import GivenBill
    from scanner.collect.gather import Gathering
    from scanner.judge.evaluate import Engine
    from scanner.model.target import Target
    from scanner.report.kept import Kept

#: A list of more targets is worked off by two processes, where nothing but lines of JSON is asked for.
_LONG = 200


@click.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option(
    "--from",
    "lists",
    multiple=True,
    metavar="FILE",
    help="Read targets from a file, one a line ('-' is stdin); repeatable.",
)
@click.option(
    "--bom", "boms", multiple=True, metavar="FILE", help="Judge the models of a bill (CycloneDX, SPDX; '-' is stdin)."
)
@click.option(
    "--follow",
    is_flag=True,
    help="Also list the code repositories that a card links to (asks GitHub; no token is sent).",
)
@click.option("--code-host", metavar="URL", help="With --follow: the API to ask instead of api.github.com.")
@click.option("--allow-empty", is_flag=True, help="Succeed where no target is given.")
@adopting
@own_templates
@common
def check(
    targets: tuple[str, ...],
    lists: tuple[str, ...],
    boms: tuple[str, ...],
    follow: bool,
    code_host: str | None,
    allow_empty: bool,
    write_baseline: str | None,
    **values: Any,
) -> None:
    """Judge models for a stated use.

    TARGET is org/name[@revision], a Hub URL, datasets/org/name, a purl (pkg:huggingface/org/name@sha), a local folder
    (./name, of data datasets/./name), a Hub-cache path or its root (every repo in it), a weight file, or - to read ids
    from standard input.
    """
    options = take_common(values)
    baseline, more = baseline_place(write_baseline)
    bills = _bills(boms, options)
    listed = [item.target for bill in bills for item in bill.items]
    wanted = list(dict.fromkeys([*more, *listed_targets(targets, lists), *listed]))
    if not wanted:
        _nothing(allow_empty)
        return
    accepted(options)
    gathering = gather(wanted, _following(hub_options(options), follow, code_host))
    # From here on the Hub is being asked; what is loaded now costs no waiting.
    policy = chosen_policy(options)
    results = _judged(gathering, bills, policy, options, baseline)
    sys.exit(exit_status(results, options.fail_on))


def _bills(paths: tuple[str, ...], options: Common) -> "tuple[GivenBill, ...]":
    if not paths:
        return ()
    from scanner.cli.bills import read_bills

    return read_bills(paths, options)


def _following(options: HubOptions, follow: bool, host: str | None) -> HubOptions:
    """With the code host to follow links to, where that is wanted. Raises :class:`ModelscanError`."""
    if not follow and host is None:
        return options
    if not follow or options.is_offline():
        raise ModelscanError("--code-host is for --follow, and --follow asks a network: leave it, or --offline, out")
    from scanner.collect.hub.following import CODE_HOST
    from scanner.collect.hub.surroundings import checked_endpoint

    if checked_endpoint(host or CODE_HOST) is None:
        raise ModelscanError("--code-host is no address: give it as https://host")
    return replace(options, follow=host or CODE_HOST)


def listed_targets(targets: tuple[str, ...], lists: tuple[str, ...]) -> Iterator[str]:
    """The targets given as arguments and in files, `-` being standard input."""
    from scanner.collect.targets import read_ids

    for target in targets:
        if target == "-":
            yield from read_ids(sys.stdin.buffer)
        else:
            yield target
    for name in lists:
        if name == "-":
            yield from read_ids(sys.stdin.buffer)
        else:
            yield from _listed(name)


def _listed(name: str) -> list[str]:
    from scanner.collect.targets import read_ids

    try:
        with Path(name).open("rb") as file:
            return read_ids(file)
    except OSError as error:
        raise ModelscanError(
            f"--from {name} cannot be read ({error.strerror}); give a file with one id a line"
        ) from error


def _nothing(allowed: bool) -> None:
    say("nothing to judge: no target was given (modelscan check org/name)")
    sys.exit(0 if allowed else 3)


def _judged(
    gathering: "Gathering", bills: "tuple[GivenBill, ...]", policy: Policy, options: Common, baseline: str | None
) -> tuple[Result, ...]:
    from scanner.judge.evaluate import assess, engine_for
    from scanner.report.kept import Kept
    from scanner.runs.check import distinct, identity

    engine = engine_for(policy)
    if gathering.waits():
        engine.warm()
    if policy.knowledge_max_age_days is not None:
        from scanner.cli.ages import tell_age

        tell_age(policy.knowledge_max_age_days, options.quiet)
    in_use = in_force(options, policy, engine)
    outputs, streamed = pairs(options), ("jsonl", None)
    later = [pair for pair in outputs if pair != streamed]
    if later or bills or baseline is not None or in_use.waivers or in_use.baseline or not _is_long(gathering):
        snapshots = distinct(_claimed(gathering, bills), identity)
        judged, exceptions = excused(assess(snapshots, policy, engine), in_use, baseline)
        said = _said(judged, streamed in outputs)
    else:
        exceptions, said = in_use, _said_long(gathering, policy, engine)
    kept = Kept((name for name, _ in later), whole=bool(exceptions.waivers or exceptions.baseline))
    _keep(kept, said, len(gathering.targets), options)
    report = tell(make_report(kept.results, policy, engine, "check"), exceptions, options)
    publish(report, options, later, kept)
    return report.results


def _claimed(snapshots: Iterable[Snapshot], bills: "tuple[GivenBill, ...]") -> Iterable[Snapshot]:
    """Snapshots with what bills say of them."""
    if not bills:
        return snapshots
    from scanner.collect.bills.types import claimed

    return claimed(snapshots, bills)


def _is_long(gathering: "Gathering") -> bool:
    """Whether a second process is worth its while: where no network is waited for, and nothing large is opened."""
    asked = gathering.options
    opened = asked.follow or asked.bundle or asked.tables or asked.catalogs
    return asked.offline and not opened and len(gathering.targets) > _LONG


def _said(results: Iterable[Result], streamed: bool) -> Iterator[tuple[Result, str]]:
    """Results, each with its line for stdout if those are ``streamed``: written as they come."""
    from scanner.report.formats.json_ import line

    for result in results:
        yield result, f"{line(result)}\n" if streamed else ""


def _said_long(gathering: "Gathering", policy: Policy, engine: "Engine") -> Iterator[tuple[Result, str]]:
    """The same of a long list of which nothing but lines is wanted."""
    from scanner.collect.gather import gather_parsed
    from scanner.judge.evaluate import assess
    from scanner.report.kept import bare
    from scanner.runs.check import distinct, identity
    from scanner.runs.halves import in_halves

    def judged(targets: "Sequence[Target | Snapshot]") -> Iterator[tuple[tuple[str, ...], Result, str]]:
        for snapshot in gather_parsed(tuple(targets), gathering.options):
            for result, text in _said(assess([snapshot], policy, engine), True):
                yield identity(snapshot), bare(result), text

    for _, result, text in distinct(in_halves(gathering.targets, judged), itemgetter(0)):
        yield result, text


def _keep(kept: "Kept", said: Iterable[tuple[Result, str]], total: int, options: Common) -> None:
    """Keeps all results, and writes what is to be written as they come."""
    for result, text in said:
        kept.add(result)
        if text:
            write(text, None)
        _progress(len(kept.results), total, options)
    if len(kept.results) < total and not options.quiet:
        twice = total - len(kept.results)
        named = counted(twice, "target names", "targets name")
        say(f"{named} what was judged already, under another name")


def _progress(done: int, total: int, options: Common) -> None:
    if total > 1 and (done % 10 == 0 or done == total) and not options.quiet and sys.stderr.isatty():
        click.echo(f"\r{done} of {total} judged", err=True, nl=done == total)
