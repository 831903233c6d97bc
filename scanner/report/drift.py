"""What changed since the lock, for a terminal, a pull request or a program."""

from typing import Any

from scanner.knowledge.store import shipped
from scanner.model.frozen import dataclass
from scanner.model.plain import to_plain
from scanner.model.report import Style, frame
from scanner.report.formats.json_ import dumps
from scanner.report.layout import block, paint
from scanner.report.phrases import short
from scanner.runs.lock.types import Drift, Drifted, LockChange
from scanner.text.clean import markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftReport:
    """A drift with its frame: ``lock`` is the place that is compared, ``what`` its entries are."""

    drift: Drift
    lock: str
    policy_name: str
    policy_sha256: str
    tool_version: str
    generated_at: str
    what: str = "locked"


def said(change: LockChange) -> str:
    """A change in one line."""
    words = shipped("changes.yaml")[change.kind]["drift"]
    return f"{words}: {short(change.subject, 200)}: {short(change.before, 300)} → {short(change.after, 300)}"


def passages(change: LockChange) -> list[str]:
    """The words of a text that changed."""
    return [f"line {word.line}: {_passage(short(word.before, 400), short(word.after, 400))}" for word in change.words]


def _passage(before: str, after: str) -> str:
    if before and after:
        return f"“{before}” is now “{after}”"
    return f"“{after}” was added" if after else f"“{before}” was taken away"


def summary(report: DriftReport) -> str:
    """Counts in a line."""
    drift = report.drift
    worse = sum(one.worse for one in drift.drifted)
    same = drift.models - len(drift.drifted) - len(drift.not_asked)
    asked = f", {len(drift.not_asked)} not asked" if drift.not_asked else ""
    return f"{drift.models} {report.what}: {same} unchanged, {len(drift.drifted)} changed, {worse} worse{asked}"


def text(report: DriftReport, style: Style) -> str:
    """For a terminal."""
    lines = []
    for one in report.drift.drifted:
        lines += [paint(line, "red" if one.worse else "bold", style) for line in block("", _title(one), style)]
        for change in one.changes:
            lines += block("  ", said(change), style)
            lines += [line for passage in passages(change) for line in block("      ", passage, style)]
    for missing in report.drift.not_asked:
        lines += block("? ", f"{short(missing.model)}: not asked: {short(missing.message, 400)}", style)
    lines += [line for note in report.drift.notes for line in block("", note, style)]
    return "\n".join([*lines, *block("", summary(report), style)]) + "\n"


def _title(one: Drifted) -> str:
    return f"{'WORSE' if one.worse else 'changed'}  {short(one.model)}"


def as_markdown(report: DriftReport) -> str:
    """For a pull request or an issue."""
    lines = ["## What changed upstream since " + markdown(report.lock), "", summary(report), ""]
    for one in report.drift.drifted:
        lines += [f"### {markdown(one.model)}{' (worse)' if one.worse else ''}", ""]
        for change in one.changes:
            lines.append(f"- {markdown(said(change))}")
            lines += [f"  - {markdown(passage)}" for passage in passages(change)]
        lines.append("")
    missing = [f"- {markdown(one.model)}: {markdown(one.message)}" for one in report.drift.not_asked]
    lines += ["### Not asked", "", *missing, ""] if missing else []
    return "\n".join([*lines, *(markdown(note) for note in report.drift.notes)]).rstrip() + "\n"


def as_json(report: DriftReport) -> str:
    """For a program."""
    return dumps(_document(report), indent=2) + "\n"


def as_jsonl(report: DriftReport) -> str:
    """For a program, what changed line by line."""
    return "".join(f"{dumps(_one(one))}\n" for one in report.drift.drifted)


def _document(report: DriftReport) -> dict[str, Any]:
    drift = report.drift
    return {
        **frame(report.policy_name, report.policy_sha256, report.tool_version, report.generated_at),
        "lock": report.lock,
        "summary": {
            "models": drift.models,
            "unchanged": drift.models - len(drift.drifted) - len(drift.not_asked),
            "changed": len(drift.drifted),
            "worse": sum(one.worse for one in drift.drifted),
            "not_asked": len(drift.not_asked),
        },
        "results": [_one(one) for one in drift.drifted],
        "not_asked": to_plain(drift.not_asked),
        "notes": list(drift.notes),
    }


def _one(one: Drifted) -> dict[str, Any]:
    return {
        "model": one.model,
        "repo_type": one.repo_type,
        "revision": one.now.revision,
        "verdict": one.now.verdict,
        "worse": one.worse,
        "changes": to_plain(one.changes),
    }
