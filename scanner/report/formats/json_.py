"""JSON: the contract's object, keys in the contract's order; JSON Lines: a result a line, while a long run goes on."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from scanner.model.plain import shallow, to_plain
from scanner.model.report import Report, Style, count, frame_of
from scanner.model.result import Finding, Result
from scanner.model.words import Outcome, Severity
from scanner.text.precompiled import pattern_of

_LONE = pattern_of("[\ud800-\udfff]")
#: The same as JSON escapes it: a half without its other half.
_LONE_ESCAPED = pattern_of(r"\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f]")
_compact = json.JSONEncoder(separators=(",", ":"), default=shallow, check_circular=False).encode
#: More results than a person reads are written without indentation, ten times as fast.
READABLE = 50


def render(report: Report, style: Style) -> str:
    """The whole object, indented as long as a person might read it, ending in a newline."""
    if len(report.results) <= READABLE:
        return dumps(document(report), indent=2) + "\n"
    return "".join(framed(report, map(line, report.results)))


def lines(report: Report, style: Style) -> str:
    """Every result on a line of its own."""
    return "".join(f"{line(result)}\n" for result in report.results)


def framed(report: Report, results: Iterable[str]) -> Iterator[str]:
    """The whole object without indentation, piece by piece; ``results`` are its results as JSON."""
    before, after = dumps(document(report, ())).split('"results":[]', 1)
    yield f'{before}"results":['
    for number, one in enumerate(results):
        yield f",{one}" if number else one
    yield f"]{after}\n"


def document(report: Report, results: tuple[Result, ...] | None = None) -> dict[str, Any]:
    """The report as plain values; ``results``, if given, in place of its own."""
    head = {
        **frame_of(report),
        "summary": count(report.results),
        "results": to_plain(report.results if results is None else results),
    }
    if report.coverage is not None:
        head["coverage"] = to_plain(report.coverage)
    if report.change is not None:
        head["change"] = to_plain(report.change)
    if report.unused_waivers is not None:
        head["waivers"] = {"unused": to_plain(report.unused_waivers)}
    return head


def line(result: Result) -> str:
    """A result as JSON without indentation. Most of its findings say no more than that a rule did not strike: those
    differ between models in nothing but their fingerprint."""
    before, after = dumps({**shallow(result), "findings": ()}).split('"findings":[]', 1)
    return f'{before}"findings":[{",".join(map(_finding, result.findings))}]{after}'


def _finding(one: Finding) -> str:
    if one.message or one.fix or one.evidence or one.settle or one.waiver:
        return dumps(one)
    before, after = _silent(one.rule, one.title, one.severity, one.outcome)
    return f"{before}{one.fingerprint}{after}"


@lru_cache(maxsize=1024)
def _silent(rule: str, title: str, severity: Severity, outcome: Outcome) -> tuple[str, str]:
    """What stands before and after the fingerprint of a finding that says nothing else."""
    mark = "fingerprint"
    one = Finding(rule=rule, title=title, severity=severity, outcome=outcome, message="", fix="", fingerprint=mark)
    before, after = dumps(one).rsplit(f'"{mark}"', 1)
    return f'{before}"', f'"{after}'


def dumps(value: Any, indent: int | None = None) -> str:
    """Dataclasses or plain values as ASCII JSON: nothing in it acts on a terminal, and every reader can decode it."""
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(value, indent=indent, separators=separators, default=shallow) if indent else _compact(value)
    # Half a surrogate pair is legal in Python and in the Hub's JSON, but most readers refuse it.
    return (
        json.dumps(_mend(to_plain(value)), indent=indent, separators=separators)
        if "\\ud" in text and _LONE_ESCAPED.search(text)
        else text
    )


def _mend(value: Any) -> Any:
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_mend(key): _mend(item) for key, item in value.items()}
    return [_mend(item) for item in value] if isinstance(value, list) else value
