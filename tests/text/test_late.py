"""Patterns that wait are patterns, and each that the program writes down is one."""

import importlib
import pkgutil
import re

import pytest

import scanner
from scanner.text.late import Late, late


def test_it_does_what_a_pattern_does() -> None:
    ours, theirs = late(r"(a)(b)?", re.IGNORECASE), re.compile(r"(a)(b)?", re.IGNORECASE)
    text = "xAB a Ab"
    for name in ("search", "match", "fullmatch"):
        assert str(getattr(ours, name)(text)) == str(getattr(theirs, name)(text))
    assert ours.findall(text) == theirs.findall(text)
    assert [one.span() for one in ours.finditer(text, 2)] == [one.span() for one in theirs.finditer(text, 2)]
    assert (ours.sub("-", text), ours.subn("-", text), ours.split(text)) == (
        theirs.sub("-", text),
        theirs.subn("-", text),
        theirs.split(text),
    )
    assert (ours.pattern, ours.flags, ours.groups) == (theirs.pattern, theirs.flags, theirs.groups)


def test_it_is_compiled_when_it_is_used_and_not_before() -> None:
    waiting = late("(")
    with pytest.raises(re.error):
        waiting.search("x")
    with pytest.raises(AttributeError):
        _ = waiting.no_such_thing  # type: ignore[attr-defined]


def test_every_pattern_that_waits_compiles() -> None:
    found = 0
    for module in pkgutil.walk_packages(scanner.__path__, "scanner."):
        if module.name.startswith("scanner.action") or module.name.endswith("__main__"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, Late):
                    assert re.compile(one.pattern)
                    found += 1
    assert found > 100
