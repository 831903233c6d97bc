"""Bills of materials from Results: SPDX 3.0.1 and 2.3, CycloneDX 1.7 and 1.6. ``docs/bom.md`` maps fact to field."""

from collections.abc import Callable, Sequence

from scanner.model.errors import ModelscanError
from scanner.model.report import AuditMark
from scanner.model.result import Result
from scanner.report.bom.bill import Bill
from scanner.report.bom.gather import make_bill


def _cyclonedx(bill: Bill) -> str:
    from scanner.report.bom.cyclonedx import write

    return write(bill, "1.7")


def _cyclonedx_1_6(bill: Bill) -> str:
    from scanner.report.bom.cyclonedx import write

    return write(bill, "1.6")


def _spdx(bill: Bill) -> str:
    from scanner.report.bom.spdx3 import write

    return write(bill)


def _spdx_2_3(bill: Bill) -> str:
    from scanner.report.bom.spdx2 import write_json

    return write_json(bill)


def _spdx_2_3_tv(bill: Bill) -> str:
    from scanner.report.bom.spdx2 import write_tag_value

    return write_tag_value(bill)


_WRITERS: dict[str, Callable[[Bill], str]] = {
    "spdx": _spdx,
    "spdx-2.3": _spdx_2_3,
    "spdx-2.3-tv": _spdx_2_3_tv,
    "cyclonedx": _cyclonedx,
    "cyclonedx-1.6": _cyclonedx_1_6,
}

#: The formats that :func:`render` writes.
FORMATS: tuple[str, ...] = tuple(_WRITERS)


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
    try:
        return _WRITERS[format](bill)
    except ModuleNotFoundError as error:
        raise ModelscanError(
            f"--format {format} needs the Python package {error.name}: pip install 'modelscan-governance[all]'"
        ) from error
