"""The audit's own formats; bills of materials come from the registry that every command shares."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from scanner.model.errors import ModelscanError
from scanner.model.plain import nearest
from scanner.model.report import Style
from scanner.report.own import find
from scanner.report.own import render as filled
from scanner.report.registry import TEMPLATE
from scanner.runs.audit.types import Audit

#: Format → ``(module or module:function, file name)``; each is ``render(audit) -> str | bytes``.
FORMATS: dict[str, tuple[str, str]] = {
    "html": ("html", "audit.html"),
    "pdf": ("pdf", "audit.pdf"),
    "markdown": ("html:markdown", "audit.md"),
    "csv": ("csv_", "audit.csv"),
    "xlsx": ("xlsx", "audit.xlsx"),
    "json": ("json_", "audit.json"),
    "text": ("text", "audit.txt"),
}
BILLS: dict[str, str] = {
    "spdx": "audit.spdx3.json",
    "spdx-2.3": "audit.spdx.json",
    "spdx-2.3-tv": "audit.spdx",
    "cyclonedx": "audit.cdx.json",
    "cyclonedx-1.6": "audit.cdx16.json",
}
#: What a run writes that asks for no format.
USUAL = ("html", "pdf", "markdown", "csv", "xlsx", "json", "spdx", "spdx-2.3", "cyclonedx")
_OTHERS = ("jsonl", "sarif", "allow-list", "block-list", "lists")


#: Format → the module of an optional library that it needs.
_LIBRARIES = {
    "pdf": "weasyprint",
    "xlsx": "xlsxwriter",
    "spdx": "spdx_python_model",
    "spdx-2.3": "spdx_tools",
    "spdx-2.3-tv": "spdx_tools",
}


_PANGO = "the system library Pango (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)"


def missing(name: str) -> str | None:
    """What a format needs that is not installed, with the way to it."""
    library = _LIBRARIES.get(name)
    if library is None:
        return None
    if find_spec(library) is None:
        return f"the Python package {library}: pip install 'modelscan-governance[all]'"
    try:
        if name == "pdf":
            import_module(library)
    except OSError:
        return _PANGO
    return None


def check(name: str) -> None:
    """Raises :class:`ModelscanError` for a format that is none, or whose library is not installed."""
    if name.startswith(TEMPLATE):
        find(name.removeprefix(TEMPLATE))
        return
    known = (*FORMATS, *BILLS, *_OTHERS)
    if name not in known:
        raise ModelscanError(f"'{name}' is no format of audit{nearest(name, known)}; there are: {', '.join(known)}")
    if (lacking := missing(name)) is not None:
        raise ModelscanError(f"--format {name} needs {lacking}")


def render(name: str, audit: Audit) -> str | bytes:
    """An audit in a format. Raises :class:`ModelscanError` for a name that is none, or a library that is missing."""
    check(name)
    if name in FORMATS:
        module, _, function = FORMATS[name][0].partition(":")
        writer: Callable[[Audit], str | bytes] = getattr(import_module(f"{__name__}.{module}"), function or "render")
        return writer(audit)
    if name.startswith(TEMPLATE):
        from scanner.report.audit.formats.json_ import section

        return filled(name.removeprefix(TEMPLATE), audit.report, section(audit))
    from scanner.report.registry import render as shared

    return shared(name, audit.report, Style())


def file_name(name: str) -> str:
    """What a format's file is called when nobody says."""
    if name.startswith(TEMPLATE):
        return find(name.removeprefix(TEMPLATE)).name.removesuffix(".j2")
    return FORMATS[name][1] if name in FORMATS else BILLS.get(name, f"audit.{name}")
