"""The commands that would grant an exception, ready but for who grants it and why. Granting stays a person's act."""

import shlex
from pathlib import Path

from scanner.judge.exceptions.applying import name_of
from scanner.knowledge.policy import DEFAULT
from scanner.knowledge.resources import rules_dir
from scanner.model.report import Report
from scanner.model.result import Result
from scanner.model.verdict import weight
from scanner.model.words import REPO_TYPES

#: Lines for one model: who must except more than this should choose another.
_MOST = 5
_DAYS = 90


def waive_lines(result: Result, report: Report) -> tuple[str, ...]:
    """One ``modelscan waive`` for each rule that stops the model; none where nothing stops it, or none could."""
    if result.error is not None or result.repo_type not in REPO_TYPES:
        return ()
    stops = (one.rule for one in result.findings if weight(one) in ("fail", "unknown") and one.outcome != "waived")
    rules = tuple(dict.fromkeys(stops))
    target = name_of(result)
    if not target.isprintable() or "`" in target or len(rules) > _MOST:
        return ()
    return tuple(
        f"modelscan waive {shlex.quote(target)}{_policy(report)} --rule {rule} "
        f"--reason WHY --approver WHO --days {_DAYS}"
        for rule in rules
    )


def _policy(report: Report) -> str:
    """What makes the command judge by the same policy; one that does not ship is named by its file, not by its name."""
    if report.policy_name == DEFAULT:
        return ""
    shipped = {Path(file).stem for file in (rules_dir() / "policies").glob("*.yaml")}
    return f" --policy {report.policy_name if report.policy_name in shipped else 'FILE'}"
