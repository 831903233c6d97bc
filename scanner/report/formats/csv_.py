"""CSV: a row a model, for a spreadsheet. What it would run as a formula gets an apostrophe."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from scanner.model.report import Report, Style
from scanner.model.result import Result
from scanner.model.verdict import weight
from scanner.report.view import place, view
from scanner.text.clean import one_line
from scanner.text.counted import first_of

_FORMULA = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠")
_SEPARATOR = "; "
#: Places of a source tree that a cell can show.
_PLACES = 50


def render(report: Report, style: Style) -> str:
    """A header and a row a result."""
    return written([row(result) for result in report.results], row(_EMPTY))


def written(rows: Sequence[Mapping[str, object]], empty: Iterable[str]) -> str:
    """A header, those of ``empty`` where there are no rows, and the rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0] if rows else empty)
    writer.writerows([cell(value) for value in one.values()] for one in rows)
    return out.getvalue()


_EMPTY = Result(model="", repo_type="model", revision=None, source="local", observed_at=None, verdict="unknown")


def cell(value: object) -> str:
    """A value as text on one line that no spreadsheet takes for a formula."""
    text = one_line("" if value is None else str(value).lower() if isinstance(value, bool) else str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def row(result: Result) -> dict[str, object]:
    """The columns of one result, in order."""
    shown = view(result)
    return {
        "model": result.model,
        "repo_type": result.repo_type,
        "revision": result.revision,
        "source": result.source,
        "observed_at": result.observed_at,
        "verdict": result.verdict,
        "commercial_use": result.commercial_use.status,
        "open_conditions": _SEPARATOR.join(f"{q.text} [{q.origin}]" for q in shown.questions if q.mark == "open"),
        "failed_conditions": _SEPARATOR.join(f"{q.text} [{q.origin}]" for q in shown.questions if q.mark == "failed"),
        **_license(result),
        "weights": result.weights.status,
        "weight_formats": _SEPARATOR.join(result.weights.formats),
        "weight_bytes": result.weights.bytes,
        "gated": result.weights.gated,
        "parameters": result.weights.parameters,
        "datasets": result.datasets.status,
        "dataset_ids": _SEPARATOR.join(item.id for item in result.datasets.items or ()),
        "ancestors": _SEPARATOR.join(one.id for one in result.lineage or ()),
        "duties": _SEPARATOR.join(f"{duty.text} [{duty.origin}]" for duty in shown.duties if duty.certain),
        "duties_open": _SEPARATOR.join(f"{duty.text} [{duty.origin}]" for duty in shown.duties if not duty.certain),
        "findings": _SEPARATOR.join(f"{f.rule} {f.outcome}" for f in shown.findings),
        "waivers": _SEPARATOR.join(f"{f.rule} {f.waiver}" for f in shown.findings if f.waiver),
        "evidence": _SEPARATOR.join(dict.fromkeys(_evidence(result))),
        "error": result.error.message if result.error else "",
        "used_in": first_of([f"{one.path}:{one.line}" for one in result.references or ()], _PLACES, _SEPARATOR),
    }


def _license(result: Result) -> dict[str, object]:
    section = result.license
    return {
        "license_declared": _SEPARATOR.join(section.declared),
        "license_name": section.name,
        "license_concluded": section.concluded,
        "license_effective": _SEPARATOR.join(section.effective),
        "license_curations": _SEPARATOR.join(f"{one.model}: {one.said}" for one in section.curations),
        "license_conflicts": _SEPARATOR.join(dict.fromkeys(found.kind for found in section.conflicts)),
    }


def _evidence(result: Result) -> list[str]:
    return [
        place(evidence) for finding in result.findings if weight(finding) != "pass" for evidence in finding.evidence
    ]
