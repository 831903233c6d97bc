"""``modelscan scan``: judge every model, dataset and closed API that a source tree names."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.exceptions import baseline_place, excused, in_force, tell
from scanner.cli.exceptions import write_baseline as adopting
from scanner.cli.options import Common, common, hub_options, pairs, take_common
from scanner.cli.outcome import exit_status, make_report, publish
from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.discover.reference import Discovery
    from scanner.model.report import Coverage, Report
    from scanner.model.result import Result
    from scanner.runs.scan.config import ScanConfig
    from scanner.runs.scan.diff import Delta
    from scanner.runs.scan.judging import Judged, Use
    from scanner.runs.scan.policies import Policies

#: These are read by code hosts, which name files from the top of the checkout.
_HOSTED = ("github", "gitlab", "sarif", "junit", "summary", "comment")


@dataclass(frozen=True)
class _Scan:
    """One run: what was found where, and how it is to be judged."""

    root: Path
    found: "Discovery"
    config: "ScanConfig"
    policies: "Policies"
    options: Common
    delta: "Delta | None"

    def wanted(self) -> "tuple[Use, ...]":
        from scanner.runs.scan.judging import uses

        return self.delta.added if self.delta is not None else uses(self.found.references)


@click.command()
@click.argument("path", default=".", type=click.Path())
@click.option("--diff", "base", metavar="BASE", help="Judge only what the working tree adds to this commit or branch.")
@click.option(
    "--documentation/--no-documentation",
    default=True,
    help="Read samples in documentation too (shown, never failing).  [default: yes]",
)
@click.option("--allow-empty", is_flag=True, help="A tree that names no model is no mistake.")
@adopting
@common
def scan(
    path: str, base: str | None, documentation: bool, allow_empty: bool, write_baseline: str | None, **values: Any
) -> None:
    """Find the models, datasets and closed APIs that a source tree uses, and judge each.

    Settings of a tree: modelscan.toml, or [tool.modelscan] in pyproject.toml. A comment with
    `modelscan: ignore[RULE] reason` on a line, or the line before it, waives that rule there.
    """
    from scanner.runs.scan.judging import used

    options = take_common(values)
    baseline, more = baseline_place(write_baseline)
    path = next(iter(more), path)
    if baseline is not None and base is not None:
        raise ModelscanError("--write-baseline adopts a whole tree: leave out --diff")
    run = _prepared(path, base, documentation, options)
    wanted = run.wanted()
    _told(run, always=not wanted and not _good(run))
    report = _report(run, wanted, baseline)
    _moved(report, run.options)
    _published(report, run)
    sys.exit(exit_status(filter(used, report.results), options.fail_on) if wanted else _empty(run, allow_empty))


def _prepared(path: str, base: str | None, documentation: bool, options: Common) -> _Scan:
    from scanner.discover import discover
    from scanner.discover.reference import DiscoverOptions
    from scanner.runs.scan.config import load_config
    from scanner.runs.scan.policies import load_policies

    root = Path(path)
    if not root.exists():
        raise ModelscanError(f"there is no {path}; give a folder or a file to scan")
    config = load_config(root)
    policies = load_policies(config, options.policy, options.use)
    reading = DiscoverOptions(documentation=documentation and config.documentation)
    found = _included(discover(root, reading), config)
    delta = None
    if base is not None:
        from scanner.runs.scan import diff

        delta = diff.delta(root, base, found.references, reading, config)
    return _Scan(root, found, config, policies, options, delta)


def _included(found: "Discovery", config: "ScanConfig") -> "Discovery":
    """Without what the settings leave out, which is said."""
    kept = tuple(one for one in found.references if not config.excluded(one.path))
    if left_out := len(found.references) - len(kept):
        where = config.file.name if config.file is not None else ""
        said = f"references in files that {where} excludes ({left_out})"
        found = replace(found, coverage=replace(found.coverage, ignored=(*found.coverage.ignored, said)))
    return replace(found, references=kept)


def _report(run: _Scan, wanted: "tuple[Use, ...]", baseline: str | None) -> "Report":
    """The results with their exceptions, and what the change does."""
    from scanner.runs.scan.config import checkout_top
    from scanner.runs.scan.summary import looked_up, summarise

    policy = run.policies.default
    engine = run.policies.engine(policy)
    before = looked_up(run.delta) if run.delta is not None else ()
    judged = _judged(run, wanted, before)
    added, gone = judged[: len(judged) - len(before)], judged[len(judged) - len(before) :]
    exceptions = in_force(run.options, policy, engine, checkout_top(run.root))
    if baseline is not None:
        _, exceptions = excused([one.result for one in added], exceptions, baseline)
    added = _excused(added, exceptions)
    report = make_report((one.result for one in added), policy, engine, "scan", _coverage(run.found))
    report = replace(report, rules=run.policies.rules())
    if run.delta is not None:
        report = replace(report, change=summarise(run.delta, added, gone), changed_lines=run.delta.lines)
    # A waiver for what a change does not touch is no waiver too many.
    return tell(report, exceptions, run.options) if run.delta is None and wanted else report


def _judged(run: _Scan, wanted: "tuple[Use, ...]", before: "tuple[Use, ...]") -> "list[Judged]":
    """Every use under every policy of its places; those of ``before``, only compared, once each at the end."""
    from scanner.discover.names.tables import tables
    from scanner.runs.scan.judging import judge

    terms = {provider.id: provider.terms for provider in tables().providers}
    compared = tuple(replace(use, places=use.places[:1]) for use in before)
    judged = list(judge((*wanted, *compared), run.policies, terms, hub_options(run.options)))
    places = len(judged) - len(before)
    return [*judged[:places], *(replace(one, use=use) for one, use in zip(judged[places:], before, strict=True))]


def _excused(judged: "Iterable[Judged]", exceptions: Any) -> "list[Judged]":
    """With what is waived marked; a waiver for one use holds under that policy only."""
    from scanner.judge.exceptions import excuse

    return [replace(one, result=excuse(one.result, replace(exceptions, use=one.policy.name))) for one in judged]


def _moved(report: "Report", options: Common) -> None:
    """How a change moves models and terms, on stderr."""
    from scanner.report.changes import lines

    if report.change is not None and not options.quiet:
        for line in lines(report.change):
            click.echo(f"modelscan: {line}", err=True)


def _published(report: "Report", run: _Scan) -> None:
    hosted = report
    if any(name in _HOSTED for name, _ in pairs(run.options)):
        from scanner.runs.scan.history import top_prefix

        hosted = _from_top(report, top_prefix(run.root))
    for name, path in pairs(run.options):
        publish(hosted if name in _HOSTED else report, run.options, [(name, path)])


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


def _empty(run: _Scan, allowed: bool) -> int:
    """Nothing to judge is said aloud; that a change adds nothing to a tree that names models is good news."""
    coverage = run.found.coverage
    good = _good(run)
    what = f"nothing new since {run.delta.base}" if good and run.delta is not None else "nothing found to judge"
    read = f"{coverage.files_read} files read, {len(coverage.files_skipped)} skipped"
    if not (good and run.options.quiet):
        click.echo(f"modelscan: {what}: {read}", err=True)
    return 0 if good or allowed else 3


def _good(run: _Scan) -> bool:
    """Whether nothing to judge is good news: a change that adds nothing to a tree that names models."""
    return run.delta is not None and run.delta.known


def _coverage(found: "Discovery") -> "Coverage":
    from scanner.model.report import Coverage, Skipped

    return Coverage(
        files_read=found.coverage.files_read,
        files_skipped=tuple(Skipped(path=one.path, reason=one.reason) for one in found.coverage.files_skipped),
        references=len(found.references),
        files_partial=tuple(Skipped(path=one.path, reason=one.reason) for one in found.coverage.partial),
        ignored=found.coverage.ignored,
        forms=found.coverage.forms,
        placeholders=found.coverage.placeholders,
        dynamic=sum(one.id is None for one in found.references),
    )


def _summed_up(found: "Discovery") -> str:
    """How much was read in which way, in a line."""
    ways: dict[str, int] = {}
    for form in found.coverage.forms:
        ways[form.read_as] = ways.get(form.read_as, 0) + form.files
    parts = [f"{count} {way}" for way, count in sorted(ways.items(), key=lambda item: (-item[1], item[0]))]
    dynamic = sum(one.id is None for one in found.references)
    more = [f"{dynamic} ids that only run time tells"] if dynamic else []
    more += [f"{found.coverage.placeholders} placeholders"] if found.coverage.placeholders else []
    return f"read: {', '.join(parts) or 'no file'}" + "".join(f"; {one}" for one in more)


def _told(run: _Scan, *, always: bool) -> None:
    """What was not read, on stderr: nothing found there is not nothing there. ``always``: even when quiet is asked."""
    from scanner.text.clean import one_line

    if run.options.quiet and not always:
        return
    coverage = run.found.coverage
    said = [f"not read: {one.path} ({one.reason})" for one in coverage.files_skipped]
    said += [f"read in part: {one.path} ({one.reason})" for one in coverage.partial]
    for line in said[:20]:
        click.echo(f"modelscan: {one_line(line)}", err=True)
    if len(said) > 20:
        click.echo(f"modelscan: and {len(said) - 20} more (all in --format json)", err=True)
    click.echo(f"modelscan: {_summed_up(run.found)}", err=True)
    if coverage.ignored:
        click.echo(f"modelscan: ignored by default: {one_line(', '.join(coverage.ignored))}", err=True)
