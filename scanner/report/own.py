"""A report by somebody's own template: Jinja in a sandbox over the JSON output's values (docs/templates.md).

A template sees no object of the program, no file but those beside it, and no name that is not there: such a name ends
it and is told with its line. Work is bounded: by what is written, by numbers counted, by the size of a product."""

import dataclasses
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner.knowledge.resources import templates_dir
from scanner.model.errors import ModelscanError
from scanner.model.plain import nearest
from scanner.model.report import Report
from scanner.report import phrases
from scanner.report.formats.json_ import document
from scanner.report.screen import policy_line
from scanner.report.templating import MARKS, code, seams
from scanner.report.view import view
from scanner.text.clean import markdown, one_line

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

#: Rises when a name of the context goes or changes its meaning; names are added within one version.
CONTEXT_VERSION = 1
#: What a text may be asked. None of them, and no filter that is left, makes a long text out of a large number.
_METHODS = frozenset(
    "capitalize endswith lower lstrip partition removeprefix removesuffix rpartition rsplit rstrip split splitlines "
    "startswith strip title upper".split()
)
_WITHOUT = ("batch", "center", "format", "indent", "slice", "wordwrap", "xmlattr")
_CHARACTERS, _NUMBERS = 50_000_000, 1_000_000


def render(name: str, report: Report, audit: dict[str, Any] | None = None) -> str:
    """``report`` by the template at a path, or by one that ships. ``audit`` is the JSON's section of that name. Raises
    :class:`ModelscanError`, with the template's line where there is one."""
    from jinja2 import TemplateError

    path = find(name)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelscanError(f"--template {path} cannot be read ({type(error).__name__}): give UTF-8 text") from None
    environment = _environment(path)
    try:
        code_of = environment.compile(text, path.name, str(path))
        made = environment.template_class.from_code(environment, code_of, environment.globals)
        return _bounded(made.generate(_context(report, audit)))
    except RecursionError:
        said, line = "it includes or calls itself without end", 0
    except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
        said, line = str(error), getattr(error, "lineno", 0) or _line(error, path)
    raise ModelscanError(f"{path}:{line or '?'}: the template does not work ({one_line(said)}); see docs/templates.md")


def find(name: str) -> Path:
    """The template's file: a path, else one that ships. Raises :class:`ModelscanError`."""
    if (path := Path(name)).is_file():
        return path
    shipped = {one.name.split(".")[0]: one for one in sorted((templates_dir() / "forms").glob("*.j2"))}
    if name in shipped:
        return shipped[name]
    raise ModelscanError(f"--template {name}: no such file{nearest(name, shipped)}; these ship: {', '.join(shipped)}")


def _context(report: Report, audit: dict[str, Any] | None) -> dict[str, Any]:
    """The JSON's own object, and each result in words beside it."""
    whole = document(report)
    told = [dataclasses.asdict(view(result)) for result in report.results]
    return {
        "context_version": CONTEXT_VERSION,
        "command": report.command,
        "report": whole,
        "use": policy_line(report),
        "models": [{"result": one, "words": words} for one, words in zip(whole["results"], told, strict=True)],
        "audit": audit,
    }


def _environment(path: Path) -> "ImmutableSandboxedEnvironment":
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset(["*", "**", "%"])

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return super().is_safe_attribute(obj, attr, value) and (not isinstance(obj, str) or attr in _METHODS)

        def wrap_str_format(self, value: Any) -> Any:
            return None  # 'format' is no method of ours: a width in it is a large number

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            if not all(isinstance(one, int | float) and abs(one) < 1e6 for one in (left, right)):
                raise SecurityError(f"'{operator}' is for small numbers here")
            return super().call_binop(context, operator, left, right)

    html = path.name.removesuffix(".j2").endswith((".html", ".htm"))
    made = Sandbox(
        loader=FileSystemLoader(path.parent),
        autoescape=html,
        finalize=_finalize(path),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters = {name: filter_ for name, filter_ in made.filters.items() if name not in _WITHOUT}
    made.globals = {"namespace": made.globals["namespace"], "dict": dict}
    made.filters.update(code=code, seams=seams, short=phrases.short, amount=phrases.amount)
    made.globals.update(MARKS=MARKS, range=_counted())
    return made


def _finalize(path: Path) -> Any:
    """What is printed is made safe by the kind of file; what a template says itself is left as it is."""
    safe = markdown if path.name.removesuffix(".j2").endswith((".md", ".markdown")) else one_line
    return lambda value: value if hasattr(value, "__html__") else safe(str(value))


def _counted() -> Any:
    """``range``, with one budget for the whole template: loops within loops spend it together."""
    left = _NUMBERS

    def counted(*bounds: int) -> range:
        nonlocal left
        made = range(*bounds)
        left -= len(made)
        if left < 0:
            raise ValueError(f"its loops count more than {_NUMBERS:,} numbers")
        return made

    return counted


def _bounded(pieces: Any) -> str:
    made, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > _CHARACTERS:
            raise ValueError(f"it writes more than {_CHARACTERS:,} characters")
        made.append(piece)
    return "".join(made)


def _line(error: BaseException, path: Path) -> int:
    """The last line of the template that was at work; jinja2 puts its own lines into the traceback."""
    lines = [one.lineno or 0 for one in traceback.extract_tb(error.__traceback__) if one.filename == str(path)]
    return lines[-1] if lines else 0
