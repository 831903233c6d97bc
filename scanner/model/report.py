"""What a renderer is given: the results of one command with their frame, and how the reader's screen is made."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, TextIO

from scanner.model.frozen import dataclass
from scanner.model.policy import Use, Waiver
from scanner.model.result import Result
from scanner.model.rule import Rule
from scanner.model.words import VERDICTS, Verdict

if TYPE_CHECKING:
    from scanner.model.change import Change

SCHEMA_VERSION = "1"
NARROWEST, WIDEST = 40, 120
#: Every symbol that a screen uses; a stream that cannot carry them gets plain ASCII.
SYMBOLS = "✓✗·…→"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file that ``scan`` did not read, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How the files of one language or format were read: ``read_as`` parsed, by tokens, by words or line by line.

    ``opened`` are those in which anything could stand at all; the rest were looked through and put aside.
    """

    form: str
    read_as: str
    files: int
    opened: int
    references: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What ``scan`` looked at: so that nothing found is not mistaken for nothing there. ``files_partial`` were read
    in a lesser way; ``ignored`` are the default and configured ignores that applied, each with how often;
    ``placeholders`` are ids such as ``your-org/model``, ``dynamic`` those that only the running program knows.
    ``model_folders`` hold a model of their own and were not judged: as ``check`` takes them."""

    files_read: int
    files_skipped: tuple[Skipped, ...] = ()
    references: int = 0
    files_partial: tuple[Skipped, ...] = ()
    ignored: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    placeholders: int = 0
    dynamic: int = 0
    model_folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditMark:
    """The audit that results are of: its id, and the sha256 of its manifest in the history."""

    id: str
    manifest: str

    @property
    def said(self) -> str:
        """Both in words, for a document that has room for a comment alone."""
        return f"modelscan audit {self.id}, manifest sha256 {self.manifest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The results of one command. ``policy_use_unstated`` names the uses that nothing states, in the policy's words,
    ``policy_off`` the rules that it does not ask.

    ``change`` is what a change adds, takes away and swaps (``scan --diff``); ``changed_lines`` its lines in the files
    that the base has (a file that is not in it is new). ``audit`` names the audit that they are of."""

    results: tuple[Result, ...]
    policy_name: str
    policy_sha256: str
    use: Use
    tool_version: str
    generated_at: str
    policy_use_unstated: tuple[str, ...] = ()
    policy_off: tuple[str, ...] = ()
    coverage: Coverage | None = None
    rules: Mapping[str, Rule] = field(default_factory=dict)
    command: str = "check"
    unused_waivers: tuple[Waiver, ...] | None = None
    change: "Change | None" = None
    changed_lines: Mapping[str, frozenset[int]] | None = None
    audit: AuditMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How to write for a terminal. ``verbosity``: -1 one line a model, 0 a screen for one model, 1 every detail.
    ``wrapped`` is false where another program reads: one line a model, however long, so that lines can be searched."""

    width: int = 80
    wrapped: bool = True
    color: bool = False
    ascii: bool = False
    verbosity: int = 0


def style_for(stream: TextIO, environ: Mapping[str, str], *, no_color: bool = False, verbosity: int = 0) -> Style:
    """The style that fits ``stream``: colour on a terminal without ``NO_COLOR``, symbols if it can show them."""
    terminal = stream.isatty()
    color = terminal and not no_color and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    return Style(
        width=min(max(_columns(stream, environ), NARROWEST), WIDEST),
        wrapped=terminal or bool(environ.get("COLUMNS")),
        color=color,
        ascii=not _can_show(getattr(stream, "encoding", None)),
        verbosity=verbosity,
    )


def _columns(stream: TextIO, environ: Mapping[str, str]) -> int:
    """``COLUMNS`` if set, else the terminal's own width, else 80."""
    stated = environ.get("COLUMNS", "")
    if stated.isdecimal() and int(stated) > 0:
        return int(stated)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _can_show(encoding: str | None) -> bool:
    try:
        SYMBOLS.encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def frame(policy: str, sha256: str, version: str, when: str) -> dict[str, Any]:
    """How every JSON document begins: by which tool, under which policy and when."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "modelscan", "version": version},
        "policy": {"name": policy, "sha256": sha256},
        "generated_at": when,
    }


def frame_of(report: Report) -> dict[str, Any]:
    """The same of a report."""
    return frame(report.policy_name, report.policy_sha256, report.tool_version, report.generated_at)


#: The order in which a summary tells verdicts.
IN_SUMMARY: tuple[Verdict, ...] = ("pass", "review", "fail", "unknown")


def count(results: tuple[Result, ...]) -> dict[str, int]:
    """How many models were judged, and how many got each verdict."""
    return {"models": len(results), **by_verdict(result.verdict for result in results)}


def by_verdict(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How often there is each verdict."""
    found = Counter(verdicts)
    return {name: found[name] for name in IN_SUMMARY}


def rank(verdict: Verdict) -> int:
    """0 for the worst verdict, rising to the best."""
    return -VERDICTS.index(verdict)
