"""``modelscan check``: judge models, datasets and folders."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from scanner import __version__
from scanner.cli.options import Common, chosen_policy, common, failing, hub_options, pairs, take_common, write
from scanner.errors import ModelscanError
from scanner.model.policy import Policy
from scanner.model.result import Result
from scanner.sources.gather import gather


@click.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option("--from", "from_", metavar="FILE", help="Read targets from a file, one a line ('-' is stdin).")
@click.option("--allow-empty", is_flag=True, help="No targets at all is no mistake.")
@common
def check(targets: tuple[str, ...], from_: str | None, allow_empty: bool, **values: Any) -> None:
    """Judge models for a stated use.

    TARGET is org/name[@revision], a Hub URL, datasets/org/name, a local folder or Hub-cache path, or - to read ids from
    standard input.
    """
    options = take_common(values)
    wanted = list(_targets(targets, from_))
    if not wanted:
        _nothing(allow_empty)
        return
    gathering = gather(wanted, hub_options(options))
    # From here on the Hub is being asked; what is loaded now costs no waiting.
    policy = chosen_policy(options)
    results = _judged(gathering, policy, options)
    sys.exit(status(results, options.fail_on))


def _targets(targets: tuple[str, ...], from_: str | None) -> Iterator[str]:
    from scanner.sources.targets import read_ids

    for target in targets:
        if target == "-":
            yield from read_ids(sys.stdin.buffer)
        else:
            yield target
    if from_ == "-":
        yield from read_ids(sys.stdin.buffer)
    elif from_ is not None:
        try:
            with Path(from_).open("rb") as file:
                yield from read_ids(file)
        except OSError as error:
            raise ModelscanError(
                f"--from {from_} cannot be read ({error.strerror}); give a file with one id a line"
            ) from error


def _nothing(allowed: bool) -> None:
    click.echo("modelscan: nothing to judge: no target was given (modelscan check org/name)", err=True)
    sys.exit(0 if allowed else 3)


def _judged(gathering: Any, policy: Policy, options: Common) -> list[Result]:
    from scanner.evaluate import assess, engine_for

    engine = engine_for(policy)
    engine.warm()
    outputs = pairs(options)
    streams = [path for name, path in outputs if name == "jsonl" and path is None]
    results = []
    for result in assess(gathering, policy, engine):
        results.append(result)
        if streams:
            from scanner.report.formats.jsonl import line

            write(line(result), None)
        _progress(len(results), len(gathering.targets), options)
    _report(results, policy, [pair for pair in outputs if pair != ("jsonl", None)], options, engine)
    return results


def _progress(done: int, total: int, options: Common) -> None:
    if total > 1 and not options.quiet and sys.stderr.isatty() and (done % 10 == 0 or done == total):
        click.echo(f"\r{done} of {total} judged", err=True, nl=done == total)


def _report(
    results: list[Result], policy: Policy, outputs: list[tuple[str, str | None]], options: Common, engine: Any
) -> None:
    import os

    from scanner.policy import unstated
    from scanner.report.registry import render
    from scanner.report.types import Report, generated_at, style_for

    report = Report(
        results=tuple(results),
        policy_name=policy.name,
        policy_sha256=policy.sha256,
        use=policy.use,
        tool_version=__version__,
        generated_at=generated_at(),
        policy_use_unstated=unstated(policy.use),
        rules=engine.rules.by_id,
        command="check",
    )
    style = style_for(sys.stdout, os.environ, no_color=options.no_color, verbosity=options.verbosity)
    for name, path in outputs:
        write(render(name, report, style), path)


def status(results: list[Result], fail_on: str) -> int:
    """1 when a verdict is at ``fail_on`` or worse, else 3 when a target could not be assessed, else 0."""
    if any(result.error is None and failing(result.verdict, fail_on) for result in results):
        return 1
    return 3 if any(result.error is not None for result in results) else 0
