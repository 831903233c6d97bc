"""``modelscan scan``: judge every model, dataset and closed API that a source tree names."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.ages import tell_age
from scanner.cli.exceptions import baseline_place, excused, in_force, tell
from scanner.cli.exceptions import write_baseline as adopting
from scanner.cli.options import (
    Common,
    common,
    hub_options,
    own_templates,
    pairs,
    say,
    take_common,
)
from scanner.cli.outcome import exit_status, make_report, publish
from scanner.model.errors import ModelscanError
from scanner.text.counted import counted, first_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.discover.reference import Discovery
    from scanner.model.report import Coverage, Report
    from scanner.model.result import Result
    from scanner.runs.scan.run import Scan
    from scanner.runs.scan.usages import JudgedUsage

#: These are read by code hosts, which name files from the top of the checkout.
_HOSTED = ("github", "gitlab", "sarif", "junit", "summary", "comment")


@click.command()
@click.argument("path", default=".", type=click.Path())
@click.option("--diff", "base", metavar="BASE", help="Judge only what the working tree adds to this commit or branch.")
@click.option(
    "--documentation/--no-documentation",
    default=True,
    help="Read samples in documentation too (shown, never failing).  [default: yes]",
)
@click.option("--allow-empty", is_flag=True, help="Succeed where the tree names no model.")
@adopting
@own_templates
@common
def scan(
    path: str, base: str | None, documentation: bool, allow_empty: bool, write_baseline: str | None, **values: Any
) -> None:
    """Find the models, datasets and closed APIs that a source tree uses, and judge each.

    Settings of a tree: modelscan.toml, or [tool.modelscan] in pyproject.toml. A comment with
    `modelscan: ignore[RULE] reason` on a line, or the line before it, waives that rule there.
    """
    from scanner.runs.scan.run import prepared
    from scanner.runs.scan.usages import used

    options = take_common(values)
    baseline, more = baseline_place(write_baseline)
    path = next(iter(more), path)
    if baseline is not None and base is not None:
        raise ModelscanError("--write-baseline adopts a whole tree: leave out --diff")
    asked = hub_options(options)
    run = prepared(Path(path), options.policy, options.use, asked, base=base, documentation=documentation)
    empty = not run.wanted
    tell_age(run.policies.knowledge_max_age_days, options.quiet)
    _told(run.found, options.quiet and not (empty and not _good(run)))
    report = _report(run, options, baseline)
    _moved(report, options)
    _published(report, run.root, options)
    sys.exit(_empty(run, options, allow_empty) if empty else exit_status(filter(used, report.results), options.fail_on))


def _report(run: "Scan", options: Common, baseline: str | None) -> "Report":
    """The results with their exceptions, and what the change does."""
    from scanner.runs.scan.config import checkout_top
    from scanner.runs.scan.diff import looked_up, summarise

    policy = run.policies.default
    engine = run.policies.engine(policy)
    before = looked_up(run.delta) if run.delta is not None else ()
    judged = list(run.judged(before))
    added, gone = judged[: len(judged) - len(before)], judged[len(judged) - len(before) :]
    exceptions = in_force(options, policy, engine, checkout_top(run.root))
    if baseline is not None:
        _, exceptions = excused([one.result for one in added], exceptions, baseline)
    added = _excused(added, exceptions)
    report = make_report((one.result for one in added), policy, engine, "scan", run.coverage)
    report = replace(report, rules=run.policies.rules())
    if run.delta is not None:
        report = replace(report, change=summarise(run.delta, added, gone), changed_lines=run.delta.lines)
    # A waiver for what a change does not touch is no waiver too many.
    return tell(report, exceptions, options) if run.delta is None and run.wanted else report


def _excused(judged: "Iterable[JudgedUsage]", exceptions: Any) -> "list[JudgedUsage]":
    """With what is waived marked; a waiver for one use holds under that policy only."""
    from scanner.judge.exceptions.applying import excuse

    return [replace(one, result=excuse(one.result, replace(exceptions, use=one.policy.name))) for one in judged]


def _moved(report: "Report", options: Common) -> None:
    """How a change moves models and terms, on stderr."""
    from scanner.report.changes import lines

    if report.change is not None and not options.quiet:
        for line in lines(report.change):
            say(line)


def _published(report: "Report", root: Path, options: Common) -> None:
    hosted = report
    if any(name in _HOSTED for name, _ in pairs(options)):
        from scanner.runs.scan.history import top_prefix

        hosted = _from_top(report, top_prefix(root))
    for name, path in pairs(options):
        publish(hosted if name in _HOSTED else report, options, [(name, path)])


def _from_top(report: "Report", prefix: str) -> "Report":
    """The report with files named from the top of the checkout."""
    if not prefix:
        return report

    def moved(result: "Result") -> "Result":
        references = result.references or ()
        return replace(result, references=tuple(replace(one, path=prefix + one.path) for one in references))

    lines = report.changed_lines
    return replace(
        report,
        results=tuple(map(moved, report.results)),
        changed_lines=None if lines is None else {prefix + path: found for path, found in lines.items()},
    )


def _empty(run: "Scan", options: Common, allowed: bool) -> int:
    """Nothing to judge is said aloud; that a change adds nothing to a tree that names models is good news."""
    coverage = run.found.coverage
    good = _good(run)
    what = f"nothing new since {run.delta.base}" if good and run.delta is not None else "nothing found to judge"
    read = f"{counted(coverage.files_read, 'file')} read, {len(coverage.files_skipped)} skipped"
    if not (good and options.quiet):
        more = "" if good or allowed else " (--allow-empty takes that for success)"
        say(f"{what}: {read}{more}")
        _tell_unjudged(coverage)
    return 0 if good or allowed else 3


def _tell_unjudged(coverage: "Coverage") -> None:
    from scanner.report.phrases import unjudged

    for line in unjudged(coverage):
        say(line)


def _good(run: "Scan") -> bool:
    """Whether nothing to judge is good news: a change that adds nothing to a tree that names models."""
    return run.delta is not None and run.delta.known


def _summed_up(found: "Discovery") -> str:
    """How much was read in which way, in a line."""
    ways: dict[str, int] = {}
    for form in found.coverage.forms:
        ways[form.read_as] = ways.get(form.read_as, 0) + form.files
    parts = [f"{count} {way}" for way, count in sorted(ways.items(), key=lambda item: (-item[1], item[0]))]
    dynamic = sum(one.id is None for one in found.references)
    more = [counted(dynamic, "id that only run time tells", "ids that only run time tells")] if dynamic else []
    passed = counted(found.coverage.placeholders, "placeholder")
    more += [f"{passed}, not judged ({first_of(found.placeholders, 3)})"] if found.placeholders else []
    read = f"read {counted(sum(ways.values()), 'file')}" + (f" ({', '.join(parts)})" if parts else "")
    return "; ".join([read, *more])


def _told(found: "Discovery", quiet: bool) -> None:
    """What was not read, on stderr: nothing found there is not nothing there."""

    if quiet:
        return
    coverage = found.coverage
    said = [f"not read: {one.path} ({one.reason})" for one in coverage.files_skipped]
    said += [f"read in part: {one.path} ({one.reason})" for one in coverage.files_partial]
    for line in said[:20]:
        say(line)
    if len(said) > 20:
        say(f"and {len(said) - 20} more (all in --format json)")
    say(_summed_up(found))
    if coverage.ignored:
        say(f"ignored by default: {', '.join(coverage.ignored)}")
