"""The formats by the contract's names; each a module with ``render(report, style) -> str``, loaded late."""

from importlib import import_module
from typing import cast

from scanner.model.errors import ModelscanError
from scanner.model.plain import nearest
from scanner.model.report import Report, Style

_BILL = "scanner.report.bom:of_report"
#: Format → ``module`` or ``module:function``. Bills of materials live in ``scanner/report/bom/``.
FORMATS: dict[str, str] = {
    "text": "scanner.report.formats.text",
    "json": "scanner.report.formats.json_",
    "jsonl": "scanner.report.formats.json_:lines",
    "markdown": "scanner.report.formats.pages:markdown",
    "html": "scanner.report.formats.pages:html",
    "sarif": "scanner.report.formats.sarif",
    "csv": "scanner.report.formats.csv_",
    "spdx": _BILL,
    "spdx-2.3": _BILL,
    "spdx-2.3-tv": _BILL,
    "cyclonedx": _BILL,
    "cyclonedx-1.6": _BILL,
    "github": "scanner.report.formats.github",
    "junit": "scanner.report.formats.junit",
    "gitlab": "scanner.report.formats.gitlab",
    "allow-list": "scanner.report.lists:allow",
    "block-list": "scanner.report.lists:block",
    "lists": "scanner.report.lists:both",
    "summary": "scanner.report.formats.forge:summary",
    "comment": "scanner.report.formats.forge:comment",
}


#: A format of this kind is a template of somebody's own: ``template:FILE``.
TEMPLATE = "template:"


def known(name: str) -> None:
    """Raises :class:`ModelscanError` for a name that is no format."""
    if name.startswith(TEMPLATE):
        from scanner.report.own import find

        find(name.removeprefix(TEMPLATE))
    elif name not in FORMATS:
        raise ModelscanError(f"'{name}' is no format{nearest(name, FORMATS)}; there are: {', '.join(FORMATS)}")


def render(name: str, report: Report, style: Style = Style()) -> str:  # noqa: B008 (frozen)
    """``report`` in the format called ``name``. Raises :class:`ModelscanError` for a name that is none."""
    known(name)
    if name.startswith(TEMPLATE):
        from scanner.report.own import render as filled

        return filled(name.removeprefix(TEMPLATE), report)
    module, _, function = FORMATS[name].partition(":")
    asked = (name, report) if FORMATS[name] == _BILL else (report, style)
    return cast(str, getattr(import_module(module), function or "render")(*asked))
