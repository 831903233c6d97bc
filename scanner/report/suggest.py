"""Suggestions, for a terminal or a program."""

from typing import Any

from scanner.model.plain import to_plain
from scanner.model.report import Style
from scanner.report.formats.json_ import dumps
from scanner.report.layout import block, paint
from scanner.runs.suggest import Suggestion, Wanted


def text(asked: Wanted, found: tuple[Suggestion, ...], policy: str, style: Style) -> str:
    """For a terminal."""
    lines = block("", _head(asked, policy), style)
    for number, one in enumerate(found, 1):
        lines += [paint(line, "bold", style) for line in block(f"{number}. ", one.result.model, style)]
        for label, said in (("better", one.better), ("costs", one.costs), ("unknown", one.unknown)):
            if said:
                lines += block("   ", f"{label}: {'; '.join(said)}", style)
    if not found:
        lines += block("", _none(asked), style)
    return "\n".join(lines) + "\n"


def _none(asked: Wanted) -> str:
    seen = f"has {asked.downloads:,} downloads a month (--downloads 0 asks for none) and " if asked.downloads else ""
    return f"None: nothing of this task and size that is known here {seen}judges better."


def _head(asked: Wanted, policy: str) -> str:
    instead = f" in place of {asked.instead_of.model}" if asked.instead_of else ""
    task = f"{asked.task} (by its name)" if asked.guessed else asked.task
    size = ", of any size (its own is not known)" if asked.instead_of and asked.parameters is None else ""
    return f"{task}{instead}{size}, under {policy}:"


def as_json(asked: Wanted, found: tuple[Suggestion, ...], policy: str) -> str:
    """For a program."""
    document: dict[str, Any] = {
        "schema_version": "1",
        "policy": policy,
        "task": asked.task,
        "parameters": asked.parameters,
        "instead_of": asked.instead_of.model if asked.instead_of else None,
        "suggestions": [plain(one) for one in found],
    }
    return dumps(document, indent=2) + "\n"


def plain(one: Suggestion) -> dict[str, Any]:
    """A suggestion for a program."""
    return {
        "model": one.result.model,
        "verdict": one.result.verdict,
        "commercial_use": one.result.commercial_use.status,
        "license": list(one.result.license.effective),
        "better": list(one.better),
        "costs": list(one.costs),
        "unknown": list(one.unknown),
        "profile": to_plain(one.result.profile),
    }


def line(one: Suggestion) -> str:
    """A suggestion beside what it stands in for: which, why, at what cost, and what is not known."""
    parts = [one.better[0], *one.costs, f"not known: {', '.join(one.unknown)}"]
    return f"{one.result.model}: {'; '.join(parts)}"
