"""The step ``report``: the job's summary, and annotations at the lines that name models."""

import os
from pathlib import Path

from scanner.action.results import Results, read_results
from scanner.action.runner import commands, flag, folder, say
from scanner.action.scan import FILES
from scanner.action.verdict import status, why_unassessed
from scanner.text.clean import markdown

#: GitHub refuses a larger summary.
_SUMMARY_BYTES = 1024 * 1024


def run() -> int:
    """The step."""
    results = read_results(folder() / FILES["json"], status())
    _summary(results)
    if flag("annotations"):
        commands(_text("github"))
    return 0


def _summary(results: Results) -> None:
    path = os.environ.get("GITHUB_STEP_SUMMARY", "")
    text = (_not_assessed(results) + _text("summary")).encode("utf-8", "replace")
    if not path:
        commands(text.decode("utf-8", "replace"))
        return
    room = _SUMMARY_BYTES - (Path(path).stat().st_size if Path(path).exists() else 0)
    if len(text) > room:
        say("warning", "the summary is cut for want of room; the JSON output has all of it")
        text = text[: max(room - 1, 0)].decode("utf-8", "ignore").encode()
    with Path(path).open("ab") as file:
        file.write(text + b"\n" if len(text) < room else text)


def _not_assessed(results: Results) -> str:
    """The first line of a summary that must not be taken for good news."""
    if results.status == 2:
        return "## modelscan: not assessed\n\nThe scan did not come to an end: the job's log says why.\n\n"
    if results.status == 3:
        return f"## modelscan: not assessed\n\n{markdown(why_unassessed(results))}\n\n"
    return ""


def _text(name: str) -> str:
    try:
        return (folder() / FILES[name]).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
