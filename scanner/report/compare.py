"""The facts that decide between models, side by side."""

from typing import Any

from scanner.model.plain import to_plain
from scanner.model.report import Report, Style
from scanner.model.result import Result
from scanner.report import phrases
from scanner.report.formats.json_ import dumps
from scanner.report.layout import safe, wrap
from scanner.report.terms import owed
from scanner.report.view import view
from scanner.text.clean import markdown
from scanner.text.counted import first_of

_LABEL, _LEAST = 15, 18
_MOST = 6


def facts(result: Result) -> dict[str, str]:
    """What decides, by label, in words; the same labels for every model."""
    if result.error is not None:
        return {"Verdict": "could not be assessed", "Why": result.error.message}
    use, profile, shown = result.commercial_use, result.profile, view(result)
    memory = profile.memory_gb.by_format.get("bfloat16") if profile.memory_gb else None
    return {
        "Verdict": result.verdict,
        "Facts": shown.source,
        "Licence": shown.licence,
        "Commercial use": use.status,
        "Against it": _conditions(result, met=False) or ("; ".join(use.reasons) if use.status == "forbidden" else ""),
        "Open": _conditions(result, met=None) or ("; ".join(use.reasons[:3]) if use.status == "unknown" else ""),
        "Duties": owed(shown.duties),
        "Contradictions": _some(list(shown.conflicts)),
        "Weights": shown.weights,
        "Access": shown.access,
        "Memory": f"{memory:g} GB in 16 bits" if memory else "not told",
        "Data": shown.data,
        "Bases": shown.lineage,
        "Fine-tuning": profile.fine_tuning,
        "Openness": shown.openness,
        "Task": profile.task or "not told",
        "Last change": (profile.last_modified or "not told")[:10],
        "Downloads": f"{profile.downloads_30d:,} in 30 days" if profile.downloads_30d is not None else "not told",
    }


def _conditions(result: Result, *, met: bool | None) -> str:
    found = [one for one in result.commercial_use.conditions if one.withholds and one.met is met]
    return _some([one.question or one.text or one.term for one in found])


def _some(items: list[str]) -> str:
    return first_of([phrases.short(one, 160) for one in dict.fromkeys(items)], _MOST, "; ")


def table(report: Report) -> list[tuple[str, list[str]]]:
    """Label and a value for each model; rows in which nobody says anything are left out."""
    columns = [facts(result) for result in report.results]
    labels = dict.fromkeys(label for column in columns for label in column)
    rows = [(label, [column.get(label, "") for column in columns]) for label in labels]
    return [row for row in rows if any(row[1])]


def text(report: Report, style: Style) -> str:
    """For a terminal: columns while they are wide enough, else fact by fact."""
    names = [result.model for result in report.results]
    width = (style.width - _LABEL) // max(len(names), 1) - 2
    rows = [("", names), *table(report)]
    if width < _LEAST:
        lines = [line for label, values in rows[1:] for line in _listed(label, names, values, style)]
    else:
        lines = [line for label, values in rows for line in _beside(label, values, width, style)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _beside(label: str, values: list[str], width: int, style: Style) -> list[str]:
    cells = [wrap(safe(value or "-", style), width) for value in values]
    height = max(len(cell) for cell in cells)
    return [
        f"{label if number == 0 else '':<{_LABEL}}"
        + "  ".join(f"{cell[number] if number < len(cell) else '':<{width}}" for cell in cells)
        for number in range(height)
    ]


def _listed(label: str, names: list[str], values: list[str], style: Style) -> list[str]:
    return [
        label,
        *(f"  {safe(name, style)}: {safe(value or '-', style)}" for name, value in zip(names, values, strict=True)),
    ]


def as_markdown(report: Report) -> str:
    """For a page."""
    head = ["", *(markdown(result.model) for result in report.results)]
    rows = [[label, *(markdown(value or "-") for value in values)] for label, values in table(report)]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def as_json(report: Report) -> str:
    """For a program: the facts in words, and each whole result."""
    document: dict[str, Any] = {
        "schema_version": "1",
        "policy": {"name": report.policy_name, "sha256": report.policy_sha256},
        "generated_at": report.generated_at,
        "facts": {result.model: facts(result) for result in report.results},
        "results": [to_plain(result) for result in report.results],
    }
    return dumps(document, indent=2) + "\n"
