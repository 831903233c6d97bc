"""``modelscan scan``: judge every model, dataset and closed API that a source tree names."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.exceptions import baseline_place, excused, in_force, tell
from scanner.cli.exceptions import write_baseline as adopting
from scanner.cli.options import Common, common, hub_options, take_common
from scanner.cli.outcome import exit_status, make_report, publish
from scanner.errors import ModelscanError
from scanner.model.policy import Policy

if TYPE_CHECKING:
    from scanner.discover.reference import Discovery
    from scanner.model.result import Result
    from scanner.report.types import Coverage
    from scanner.scan.config import ScanConfig
    from scanner.scan.diff import Change, Delta


@click.command()
@click.argument("path", default=".", type=click.Path())
@click.option("--diff", "base", metavar="BASE", help="Judge only what the working tree adds to this commit or branch.")
@click.option("--documentation", is_flag=True, help="Read samples in documentation too.")
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
    from scanner.discover import discover
    from scanner.discover.reference import DiscoverOptions
    from scanner.scan.config import load_config

    options = take_common(values)
    baseline, more = baseline_place(write_baseline)
    root = _root(next(iter(more), path))
    config = load_config(root)
    reading = DiscoverOptions(documentation=documentation or config.documentation)
    found = _included(discover(root, reading), config)
    change = _delta(root, base, found, reading)
    if not found.references or (change is not None and not change.added):
        _nothing(found, change, options, allow_empty or bool(found.references))
    _judge(found, change, config, options, baseline)


def _root(path: str) -> Path:
    root = Path(path)
    if not root.exists():
        raise ModelscanError(f"there is no {path}; give a folder or a file to scan")
    return root


def _included(found: "Discovery", config: "ScanConfig") -> "Discovery":
    return replace(found, references=tuple(one for one in found.references if not config.excluded(one.path)))


def _delta(root: Path, base: str | None, found: "Discovery", reading: Any) -> "Delta | None":
    if base is None:
        return None
    from scanner.scan.diff import delta

    return delta(root, base, found.references, reading)


def _nothing(found: "Discovery", change: "Delta | None", options: Common, allowed: bool) -> None:
    what = f"nothing new since {change.base}" if change is not None and found.references else "nothing found to judge"
    read = f"{found.coverage.files_read} files read, {len(found.coverage.files_skipped)} skipped"
    click.echo(f"modelscan: {what}: {read}", err=True)
    _told(found)
    from scanner.evaluate import engine_for

    policy, _ = _policies(found, None, options)
    publish(make_report((), policy, engine_for(policy), "scan", _coverage(found)), options)
    sys.exit(0 if allowed else 3)


def _judge(
    found: "Discovery", change: "Delta | None", config: "ScanConfig", options: Common, baseline: str | None
) -> None:
    from scanner.discover.tables import tables
    from scanner.evaluate import engine_for
    from scanner.scan.judging import judge, uses

    policy, by_path = _policies(found, config, options)
    engine = engine_for(policy)
    terms = {provider.id: provider.terms for provider in tables().providers}
    wanted = change.added if change is not None else uses(found.references)
    replaced = change.replaced if change is not None else ()
    judged = list(judge((*wanted, *replaced), by_path, terms, hub_options(options), engine))
    in_use = in_force(options, policy, engine)
    excusing, exceptions = excused((result for use, result in judged if use in wanted), in_use, baseline)
    results = list(excusing)
    before = [result for use, result in judged if use not in wanted]
    if not options.quiet:
        _told(found)
        _changes(change, results, before)
    report = tell(make_report(results, policy, engine, "scan", _coverage(found)), exceptions, options)
    publish(report, options)
    sys.exit(exit_status(results, options.fail_on))


def _policies(found: "Discovery", config: "ScanConfig | None", options: Common) -> tuple[Policy, dict[str, Policy]]:
    """The default policy, and the policy of each file (the default under "")."""
    from scanner.policy import DEFAULT, load_policy, with_use

    loaded: dict[str, Policy] = {}

    def load(name: str, base: Path) -> Policy:
        if name not in loaded:
            policy = load_policy(name, base)
            loaded[name] = with_use(policy, options.use) if options.use else policy
        return loaded[name]

    base = Path(config.base) if config is not None and config.base else Path()
    stated = (config.policy if config is not None else None) or DEFAULT
    default = load(options.policy, Path()) if options.policy else load(stated, base)
    by_path = {"": default}
    if config is not None and options.policy is None:
        for reference in found.references:
            name = config.policy_for(reference.path)
            if name is not None and name != config.policy:
                by_path[reference.path] = load(name, base)
    return default, by_path


def _coverage(found: "Discovery") -> "Coverage":
    from scanner.report.types import Coverage, Skipped

    skipped = tuple(Skipped(path=one.path, reason=one.reason) for one in found.coverage.files_skipped)
    return Coverage(files_read=found.coverage.files_read, files_skipped=skipped, references=len(found.references))


def _told(found: "Discovery") -> None:
    """What was not read, on stderr: nothing found there is not nothing there."""
    from scanner.text.clean import one_line

    for skipped in found.coverage.files_skipped[:20]:
        click.echo(f"modelscan: not read: {one_line(skipped.path)} ({skipped.reason})", err=True)
    hidden = len(found.coverage.files_skipped) - 20
    if hidden > 0:
        click.echo(f"modelscan: and {hidden} more files not read (all in --format json)", err=True)
    if found.coverage.ignored:
        click.echo(f"modelscan: ignored by default: {', '.join(map(one_line, found.coverage.ignored))}", err=True)


def _changes(change: "Delta | None", results: list["Result"], before: list["Result"]) -> None:
    """How a change moves the terms of what it upgrades or takes away, on stderr."""
    if change is None:
        return
    from scanner.text.clean import one_line

    for one in change.changed:
        click.echo(f"modelscan: {one_line(one.id)}: {_moved(one, results, before)}", err=True)
    gone = [use.id or "an unknown id" for use in change.removed if use not in change.replaced]
    if gone:
        click.echo(f"modelscan: no longer used: {', '.join(map(one_line, gone))}", err=True)


def _moved(change: "Change", results: list["Result"], before: list["Result"]) -> str:
    """Revisions and effective terms, before and after."""
    revisions = [", ".join(one or "unpinned" for one in side) for side in (change.before, change.after)]
    was, now = ({one.license.effective for one in side if _names(one, change)} for side in (before, results))
    said = "effective terms unchanged" if was == now else f"effective terms {_listed(was)} -> {_listed(now)}"
    return f"revision {' -> '.join(revisions)}; {said}"


def _names(result: "Result", change: "Change") -> bool:
    return any(place.id == change.id for place in result.references or ())


def _listed(terms: set[tuple[str, ...]]) -> str:
    return " or ".join(", ".join(one) or "unknown" for one in sorted(terms)) or "unknown"
