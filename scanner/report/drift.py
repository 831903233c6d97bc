"""What changed since the lock, for a terminal, a pull request or a program."""

from collections.abc import Iterator
from typing import Any

from scanner.knowledge.store import shipped
from scanner.model.frozen import dataclass
from scanner.model.ids import DATASETS
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


#: Without words for what was before and is now: they say it themselves.
_ALONE = ("gone", "disabled", "back")
_COMMITS = ("commit", "ancestor-changed", "dataset-changed")
#: How much of a commit is shown.
_SHA = 12


def lines(one: Drifted) -> Iterator[tuple[str, list[str]]]:
    """``(line, the words of a text that changed)``: new findings, then what changed; the verdict is the title's."""
    yield from ((f"now: {short(why, 500)}", []) for why in one.why)
    for change in one.changes:
        if change.kind != "verdict" and not (change.kind == "findings" and change.before == "none"):
            yield said(change, one), passages(change)


def said(change: LockChange, one: Drifted) -> str:
    """A change in one line. Whose it is, is said where it is not the entry's own."""
    words = shipped("changes.yaml")[change.kind]["drift"]
    if change.kind == "findings":
        return f"{words}: {short(change.before, 300)}"
    subject = _subject(change, one)
    lead = f"{words}: {short(subject, 200)}" if subject else words
    if change.kind in _ALONE:
        return lead
    if change.kind == "unreadable":
        return f"{lead} ({change.after.replace('_', ' ')})"
    if change.kind in _COMMITS:
        return f"{lead}: {change.before[:_SHA]} → {change.after[:_SHA]}"
    return f"{lead}: {short(change.before, 300)} → {short(change.after, 300)}"


def _subject(change: LockChange, one: Drifted) -> str:
    """The repo and the file, without the entry's own name."""
    repo, _, path = change.subject.partition(" ")
    own = one.model.removeprefix(DATASETS).partition("@")[0]
    return path if repo.lower() in (own.lower(), one.now.id.lower()) else change.subject


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
    shown = []
    for one in report.drift.drifted:
        shown += [paint(line, "red" if one.worse else "bold", style) for line in block("", _title(one), style)]
        for line, words in lines(one):
            shown += block("  ", line, style)
            shown += [line for passage in words for line in block("      ", passage, style)]
    for missing in report.drift.not_asked:
        shown += block("? ", f"{short(missing.model)}: not asked: {short(missing.message, 400)}", style)
    shown += [line for note in report.drift.notes for line in block("", note, style)]
    return "\n".join([*shown, *block("", summary(report), style)]) + "\n"


def _title(one: Drifted) -> str:
    return f"{'WORSE' if one.worse else 'changed'}  {short(one.model)}: {verdict(one)}"


def verdict(one: Drifted) -> str:
    """``pass → fail``, or ``still pass``."""
    moved = (f"{change.before} → {change.after}" for change in one.changes if change.kind == "verdict")
    return next(moved, f"still {one.now.verdict}")


def as_markdown(report: DriftReport) -> str:
    """For a pull request or an issue."""
    shown = ["## What changed upstream since " + markdown(report.lock), "", summary(report), ""]
    for one in report.drift.drifted:
        shown += [
            f"### {markdown(one.model)}{' (worse)' if one.worse else ''}",
            "",
            f"**{markdown(verdict(one))}**",
            "",
        ]
        for line, words in lines(one):
            shown.append(f"- {markdown(line)}")
            shown += [f"  - {markdown(passage)}" for passage in words]
        shown.append("")
    missing = [f"- {markdown(one.model)}: {markdown(one.message)}" for one in report.drift.not_asked]
    shown += ["### Not asked", "", *missing, ""] if missing else []
    return "\n".join([*shown, *(markdown(note) for note in report.drift.notes)]).rstrip() + "\n"


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
        "why": list(one.why),
        "changes": to_plain(one.changes),
    }
