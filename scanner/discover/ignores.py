"""Inline exceptions: ``modelscan: ignore[RULE] reason`` in a comment on the line, or alone on the line above."""

import re

from scanner.model.result import Ignore

_IGNORE = re.compile(r"modelscan:\s*ignore(?![\w-])[ \t:=]*(?:[\[(]([^\])\n]{0,200})[\])])?[ \t:]*([^\n]{0,300})")
#: What looks like rules without their brackets, or with one of them: no reason begins so.
_RULES = re.compile(r"[\[(]|[A-Za-z]{3}\d{1,4}\b")
_ALONE = re.compile(r"^\s*[\"']?\s*(?:#|//|/\*|<!--|--|;|%|\{#|\*)")
_ENDS = re.compile(r"\s*(?:\*/|-->|#\}|\\n\",?|\",?)\s*$")


def ignores_by_line(text: str) -> dict[int, tuple[Ignore, ...]]:
    """For each line (from 1) the exceptions that hold there."""
    if "modelscan:" not in text:
        return {}
    lines = text.split("\n")
    found: dict[int, tuple[Ignore, ...]] = {}
    for number, line in enumerate(lines, 1):
        match = _IGNORE.search(line)
        if match:
            place = _next_code(lines, number) if _ALONE.match(line) else number
            found[place] = found.get(place, ()) + _ignores(match)
    return found


def _ignores(match: re.Match[str]) -> tuple[Ignore, ...]:
    """One a rule that is named. Only where none is named, nor looks meant, does it hold for every rule: what was
    mistyped excuses nothing."""
    reason = _ENDS.sub("", match[2]).strip()
    if match[1] is None and not _RULES.match(reason):
        return (Ignore(rule=None, reason=reason),)
    named, _, rest = (match[1], "", reason) if match[1] is not None else reason.partition(" ")
    rules = [rule.strip("[]() ") for rule in named.split(",") if rule.strip("[]() ")]
    return tuple(Ignore(rule=rule, reason=rest.strip()) for rule in rules or ["(none)"])


def _next_code(lines: list[str], number: int) -> int:
    """The next line that is neither blank nor a comment; the line itself at the end of the file."""
    for place in range(number + 1, min(number + 20, len(lines)) + 1):
        if lines[place - 1].strip() and not _ALONE.match(lines[place - 1]):
            return place
    return number
