"""What every judging command ends with: a report in each wanted format, and the exit status."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from scanner import __version__
from scanner.cli.options import Common, failing, hub_options, pairs, say, write
from scanner.model.policy import Policy
from scanner.model.result import Result

if TYPE_CHECKING:
    from scanner.judge.evaluate import Engine
    from scanner.model.report import Coverage, Report
    from scanner.model.snapshot import Snapshot
    from scanner.report.kept import Kept
    from scanner.runs.lock.candidates import LockCandidate


def make_report(
    results: Iterable[Result], policy: Policy, engine: "Engine", command: str, coverage: "Coverage | None" = None
) -> "Report":
    """The results with their frame."""
    from scanner.knowledge.policy import unstated
    from scanner.model.clock import stamp
    from scanner.model.report import Report

    return Report(
        results=tuple(results),
        policy_name=policy.name,
        policy_sha256=policy.sha256,
        use=policy.use,
        tool_version=__version__,
        generated_at=stamp(),
        policy_use_unstated=unstated(policy.use),
        policy_off=policy.off,
        rules=engine.rules.by_id,
        command=command,
        coverage=coverage,
    )


def judged_one(target: str, options: Common, policy: Policy, engine: "Engine") -> "tuple[Snapshot, Result]":
    """One target as it was read and judged; what could not be assessed ends the command with 3, said."""
    from scanner.collect.gather import gather
    from scanner.judge.evaluate import assess

    (snapshot,) = gather([target], hub_options(options))
    (result,) = assess([snapshot], policy, engine)
    if result.error is not None:
        say(result.error.message)
        sys.exit(3)
    return snapshot, result


def refuse_outage(judged: "Iterable[LockCandidate]", then: str, *, offline: bool) -> None:
    """An outage is not kept: what was in the way is said, with what follows, and the command ends with 3."""
    obstacles = list(dict.fromkeys(one.obstacle for one in judged if one.obstacle))
    for said in obstacles[:10]:
        say(said)
    if obstacles:
        again = "run it without --offline" if offline else "try again"
        say(f"{len(obstacles)} could not be read{then}; {again}")
        sys.exit(3)


def publish(
    report: "Report",
    options: Common,
    outputs: list[tuple[str, str | None]] | None = None,
    kept: "Kept | None" = None,
) -> None:
    """Write the report in every wanted format to its place; ``kept`` holds its results where they are not whole."""
    from scanner.report.registry import render

    for name, path in pairs(options) if outputs is None else outputs:
        pieces = kept.rendered(name, report) if kept is not None else None
        write(render(name, report, options.style) if pieces is None else pieces, path)


def exit_status(results: Iterable[Result], fail_on: str) -> int:
    """1 when a verdict is at ``fail_on`` or worse, else 3 when a target could not be assessed, else 0."""
    found = list(results)
    if any(result.error is None and failing(result.verdict, fail_on) for result in found):
        return 1
    return 3 if any(result.error is not None for result in found) else 0
