"""Bills of materials among the formats: ``scanner/report/bom/`` writes them, this hands them a report."""

from scanner.model.report import Report, Style
from scanner.report.bom import render


def _write(name: str, report: Report) -> str:
    title = f"modelscan {report.command}"
    return render(
        name,
        report.results,
        generated_at=report.generated_at,
        tool_version=report.tool_version,
        title=title,
        audit=report.audit,
    )


def spdx(report: Report, style: Style) -> str:
    """SPDX 3.0.1."""
    return _write("spdx", report)


def spdx_2_3(report: Report, style: Style) -> str:
    """SPDX 2.3 as JSON."""
    return _write("spdx-2.3", report)


def spdx_2_3_tv(report: Report, style: Style) -> str:
    """SPDX 2.3 as tag and value."""
    return _write("spdx-2.3-tv", report)


def cyclonedx(report: Report, style: Style) -> str:
    """CycloneDX 1.7."""
    return _write("cyclonedx", report)


def cyclonedx_1_6(report: Report, style: Style) -> str:
    """CycloneDX 1.6."""
    return _write("cyclonedx-1.6", report)
