"""Bills of materials from Results: SPDX 3.0.1 and 2.3, CycloneDX 1.7 and 1.6. ``docs/bom.md`` maps fact to field."""

from collections.abc import Sequence
from importlib import import_module

from scanner.model.errors import ModelscanError
from scanner.model.report import AuditMark, Report
from scanner.model.result import Result
from scanner.report.bom.gather import make_bill

#: Format → the function here that writes it, imported when it is asked for, and what else it is given.
_WRITERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "spdx": ("spdx3", "write", ()),
    "spdx-2.3": ("spdx2", "write_json", ()),
    "spdx-2.3-tv": ("spdx2", "write_tag_value", ()),
    "cyclonedx": ("cyclonedx", "write", ("1.7",)),
    "cyclonedx-1.6": ("cyclonedx", "write", ("1.6",)),
}

#: The formats that :func:`render` writes.
FORMATS: tuple[str, ...] = tuple(_WRITERS)


def of_report(name: str, report: Report) -> str:
    """One document over a report, as the registry of formats asks for it."""
    return render(
        name,
        report.results,
        generated_at=report.generated_at,
        tool_version=report.tool_version,
        title=f"modelscan {report.command}",
        audit=report.audit,
    )


def render(
    format: str,  # noqa: A002
    results: Sequence[Result],
    *,
    generated_at: str,
    tool_version: str,
    title: str,
    audit: AuditMark | None = None,
) -> str:
    """One document over these results, ending in a newline; the same input gives the same bytes.

    ``generated_at`` is an ISO 8601 time, ``audit`` the audit that the document belongs to. Raises
    :class:`ModelscanError` for an unknown format, a time that is none, or a missing library.
    """
    if format not in _WRITERS:
        raise ModelscanError(f"No bill of materials format '{format[:40]}': use one of {', '.join(FORMATS)}")
    try:
        bill = make_bill(results, generated_at=generated_at, tool_version=tool_version, title=title, audit=audit)
    except ValueError as error:
        raise ModelscanError(f"The bill of materials cannot be dated: {error}") from error
    module, function, more = _WRITERS[format]
    try:
        made: str = getattr(import_module(f"{__name__}.{module}"), function)(bill, *more)
        return made
    except ModuleNotFoundError as error:
        raise ModelscanError(
            f"--format {format} needs the Python package {error.name}: pip install 'modelscan-governance[all]'"
        ) from error
