"""XLSX: the registers as sheets to filter and sort, the verdict first, coloured, the worst above.

Every text is written as text, none as a formula or a link."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scanner.model.words import VERDICTS
from scanner.report.audit.formats.csv_ import columns
from scanner.report.audit.wording import standing, worst_first
from scanner.runs.audit.summary import Summary, summarise
from scanner.runs.audit.types import Audit
from scanner.text.clean import bound, one_line

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

#: What a cell holds at most, by the format's own limit.
_CELL = 32_000
_SUSPECT = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "'", "\t")
Row = Sequence[object]
#: What a reader looks for first; the other columns of the CSV follow.
_FIRST = ("verdict", "model", "system", "owner", "environment", "commercial_use", "license_effective")
#: Letter and fill of a verdict, as the page has them on white: dark enough to read.
_COLORS = {
    "fail": ("#A40E26", "#FFEBE9"),
    "unknown": ("#6639BA", "#FBEFFF"),
    "review": ("#7D4E00", "#FFF8C5"),
    "pass": ("#116329", "#DAFBE1"),
}
_NARROW, _WIDE = 9, 60


def render(audit: Audit) -> bytes:
    """The file's bytes, the same for the same audit."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    moment = datetime.fromisoformat(audit.report.generated_at).replace(tzinfo=None)
    tool = f"modelscan {audit.report.tool_version}"
    title = bound(one_line(audit.letterhead.title), 200)
    book.set_properties({"title": title, "comments": tool, "created": moment, "author": tool})
    sheets = _Sheets(book)
    found = summarise(audit)
    sheets.add("Summary", ("", ""), _summary(audit, found))
    rows = [_ordered(columns(one)) for one in worst_first(audit.judged)]
    sheets.add("Models", list(rows[0]) if rows else ["model"], [list(row.values()) for row in rows], pinned=2)
    for name, head, more in _registers(audit, found):
        sheets.add(name, head, more)
    book.close()
    return out.getvalue()


def _ordered(row: dict[str, object]) -> dict[str, object]:
    return {name: row[name] for name in (*(one for one in _FIRST if one in row), *row)}


def _summary(audit: Audit, found: Summary) -> list[Row]:
    report = audit.report
    rows: list[Row] = [
        ("Title", audit.letterhead.title),
        ("Audit", audit.seal.id if audit.seal is not None else ""),
        ("Manifest sha256", audit.seal.manifest if audit.seal is not None else ""),
        ("Period", audit.period),
        ("Prepared by", audit.letterhead.prepared_by or "not stated"),
        ("As of", report.generated_at),
        ("Compared with", audit.delta.since if audit.delta else "no earlier audit"),
        ("Policy", report.policy_name),
        ("Policy sha256", report.policy_sha256),
        ("modelscan", report.tool_version),
        ("Not assessed", found.unread),
        ("Unresolved questions", len(found.unresolved)),
        ("Judged on facts that are not live", found.not_live),
        ("Duties without evidence", found.lacking),
    ]
    rows += [("In production", standing(found, name)) for name in reversed(VERDICTS)]
    rows += [(f"Verdict {name}", count) for name, count in found.counts.items()]
    rows += [(f"In production: {name}", count) for name, count in found.production.items()]
    return [*rows, *(("Note", note) for note in (*audit.notes, *audit.inventory.notes))]


def _registers(audit: Audit, found: Summary) -> Iterable[tuple[str, Row, list[Row]]]:
    yield (
        "Decisions",
        (
            "verdict",
            "decision",
            "to do",
            "licence",
            "models",
            "systems",
            "owners",
            "production",
            "open since",
            "decide by",
        ),
        [
            (d.verdict, d.title, d.todo, d.licence, d.models, d.systems, d.owners, d.production, d.since, d.due)
            for d in found.decisions
        ],
    )
    yield (
        "Obligations",
        ("duty", "licence", "clause", "applies", "models", "systems", "evidence", "no evidence for"),
        [
            (d.text, d.licence, d.clause, "yes" if d.certain else "open", d.models, d.systems, d.evidence, d.lacking)
            for d in found.duties
        ],
    )
    yield (
        "Unresolved",
        ("model", "question", "what would settle it", "production"),
        [(one.model, one.what, one.settle, one.production) for one in found.unresolved],
    )
    yield (
        "Waivers",
        ("rule", "model", "licence", "reason", "approver", "granted", "ends", "state", "ticket"),
        [
            (w.rule, w.model, w.license, w.reason, w.approver, w.created, w.expires, row.state, w.ticket)
            for row in found.waivers
            for w in (row.waiver,)
        ],
    )
    yield (
        "Curations",
        ("model", "licence", "by", "evidence", "date", "revision", "text sha256", "models that rest on it"),
        [
            (c.model, c.license, c.by, c.evidence, c.date, c.revision, c.text_sha256, row.models)
            for row in found.curations
            for c in (row.curation,)
        ],
    )
    changes = audit.delta.changes if audit.delta is not None else ()
    yield (
        "Changes",
        ("cause", "kind", "model", "what", "words"),
        [(one.cause, one.kind, one.model, one.said, one.words) for one in changes],
    )


class _Sheets:
    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._quoted = book.add_format({"quote_prefix": True})
        self._colors = {
            name: book.add_format({"font_color": ink, "bg_color": fill}) for name, (ink, fill) in _COLORS.items()
        }

    def add(self, name: str, head: Row, rows: list[Row], pinned: int = 1) -> None:
        """A sheet to filter, each column as wide as it needs; its header and first ``pinned`` columns stay."""
        sheet = self._book.add_worksheet(name)
        for at, title in enumerate(head):
            sheet.write_string(0, at, str(title), self._head)
        for number, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                self._cell(sheet, number, at, value)
        sheet.freeze_panes(1, pinned)
        for at, title in enumerate(head):
            sheet.set_column(at, at, _width([title, *(row[at] for row in rows)]))
            if title == "verdict" and rows:
                self._color(sheet, at, len(rows))
        if any(head):
            sheet.autofilter(0, 0, max(len(rows), 1), len(head) - 1)

    def _color(self, sheet: Any, at: int, last: int) -> None:
        """By what the cell says, so that it stays right when rows are sorted or edited."""
        for name, form in self._colors.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{name}"', "format": form}
            sheet.conditional_format(1, at, last, at, rule)

    def _cell(self, sheet: Any, number: int, at: int, value: object) -> None:
        if isinstance(value, bool) or value is None:
            sheet.write_string(number, at, {True: "yes", False: "no", None: ""}[value])
        elif isinstance(value, (int, float)):
            sheet.write_number(number, at, value)
        else:
            self._text(sheet, number, at, bound(one_line(_shown(value)), _CELL))

    def _text(self, sheet: Any, number: int, at: int, text: str) -> None:
        """What a spreadsheet might take for a formula is marked as text for good, also when somebody edits it."""
        form: Format | None = self._quoted if text.startswith(_SUSPECT) else None
        sheet.write_string(number, at, text, form)


def _width(values: Iterable[object]) -> int:
    """In letters: what nine of ten cells need, for one long cell should not widen all."""
    lengths = sorted(len(_shown(value)) for value in values)
    return min(max(lengths[len(lengths) * 9 // 10], lengths[-1] if lengths[-1] <= 30 else 0, _NARROW) + 2, _WIDE)


def _shown(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
