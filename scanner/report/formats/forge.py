"""What a code host shows of a run: the job's summary and the comment on a pull request, within the host's limits.

What does not fit is left out from the end, the best verdicts first, and said so; a summary names every model.
"""

import shlex
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from scanner.judge.exceptions.applying import name_of
from scanner.knowledge.policy import DEFAULT
from scanner.knowledge.resources import rules_dir
from scanner.model.report import Report, Style, rank
from scanner.model.result import Result
from scanner.model.verdict import weight
from scanner.model.words import REPO_TYPES
from scanner.report.changes import SETTINGS, identity, terms
from scanner.report.templating import page

#: GitHub's limits: bytes of a step's summary; characters of a comment (bytes are counted, which are never fewer).
SUMMARY_BYTES = 1024 * 1024 - 4096
COMMENT_BYTES = 65_536 - 512
#: How many models a comment tells in full, and a summary.
_TOLD = {"comment.md.j2": 20, "summary.md.j2": 500}
_LISTED = {"comment.md.j2": 100, "summary.md.j2": 4000}
MARKER = "<!-- modelscan:comment -->"


def summary(report: Report, style: Style) -> str:
    """The job's summary."""
    return _fitted("summary.md.j2", report, SUMMARY_BYTES)


def comment(report: Report, style: Style) -> str:
    """The comment; its first line is the mark by which the next run finds it."""
    return f"{MARKER}\n{_fitted('comment.md.j2', report, COMMENT_BYTES)}"


def _fitted(template: str, report: Report, limit: int) -> str:
    """The page with as many models as fit."""
    ordered = replace(report, results=tuple(sorted(report.results, key=lambda one: (rank(one.verdict), one.model))))
    more = {
        "SETTINGS": SETTINGS,
        "change": report.change,
        "waive": partial(_waive, report),
        "unassessed": sum(one.error is not None for one in report.results),
    }
    told, listed = _TOLD[template], _LISTED[template]
    while True:
        made = page(template, ordered, told=told, listed=listed, identity=identity, terms=terms, **more)
        if len(made.encode("utf-8", "replace")) <= limit:
            return made
        if not listed:
            return _cut(made, limit)
        told, listed = told // 2, listed if told else listed // 2


def _cut(text: str, limit: int) -> str:
    """The whole lines that fit: a last resort."""
    kept = text.encode("utf-8", "replace")[: limit - 200].decode("utf-8", "ignore")
    return kept.rpartition("\n")[0] + "\n\n(cut here for want of room: the JSON output has all of it)\n"


def _waive(report: Report, result: Result) -> Any:
    """The commands for a fenced block: nothing in them is formatted, and none holds a backtick."""
    from markupsafe import Markup

    return Markup("\n".join(waive_lines(result, report)))  # noqa: S704


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
