"""What a runner gives a step and takes from it: inputs and files by environment variables, commands on stdout."""

import json
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scanner.model.errors import ModelscanError
from scanner.report.formats.github import data, value
from scanner.text.clean import one_line

_TRUE = {"true": True, "false": False, "": False}
_MAX_EVENT = 50_000_000


def given(name: str) -> str:
    """An input of the Action; "" when it is not set."""
    return os.environ.get(f"INPUT_{name.upper().replace('-', '_')}", "").strip()


def flag(name: str, *, default: bool = False) -> bool:
    """An input that is ``true`` or ``false``, ``default`` when it is not set. Raises :class:`ModelscanError`."""
    found = _TRUE.get(given(name).lower()) if given(name) else default
    if found is None:
        raise ModelscanError(f"input {name}: '{one_line(given(name))}' is neither true nor false")
    return found


def choice(name: str, choices: tuple[str, ...]) -> str:
    """An input that is one of some words, the first of them unless set. Raises :class:`ModelscanError`."""
    found = given(name) or choices[0]
    if found not in choices:
        raise ModelscanError(f"input {name}: '{one_line(found)}' is none of {', '.join(choices)}")
    return found


def workspace() -> Path:
    """The checkout."""
    return Path(os.environ.get("GITHUB_WORKSPACE") or ".")


def folder() -> Path:
    """Where the step ``scan`` left its files. Raises :class:`ModelscanError`."""
    place = os.environ.get("MODELSCAN_FOLDER", "")
    if not place or not Path(place).is_dir():
        raise ModelscanError(
            "MODELSCAN_FOLDER names no folder: the step 'scan' comes first and says where its files are"
        )
    return Path(place)


def event() -> Mapping[str, Any]:
    """The event that started the run, as GitHub describes it; empty outside a runner."""
    path = os.environ.get("GITHUB_EVENT_PATH", "")
    if not path:
        return {}
    try:
        with Path(path).open("rb") as file:
            found = json.loads(file.read(_MAX_EVENT))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelscanError(f"GITHUB_EVENT_PATH: {path} cannot be read: {error}") from error
    return found if isinstance(found, dict) else {}


def part(found: Mapping[str, Any], *keys: str) -> Any:
    """A value deep in an event; None where something on the way is missing."""
    value: Any = found
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def output(name: str, text: str) -> None:
    """An output of the step: appended to the runner's file, or shown when there is none."""
    path = os.environ.get("GITHUB_OUTPUT", "")
    if not path:
        _out(f"{name}={one_line(text)}")
        return
    end = f"end_{secrets.token_hex(16)}"
    with Path(path).open("a", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write(f"{name}<<{end}\n{text}\n{end}\n")


def say(kind: str, text: str, title: str = "modelscan") -> None:
    """An annotation without a place: ``error``, ``warning`` or ``notice``."""
    _out(f"::{kind} title={value(one_line(title))}::{data(one_line(text))}")


def commands(text: str) -> None:
    """Workflow commands that were made, and escaped, elsewhere."""
    _out(text.rstrip("\n"))


@contextmanager
def no_commands() -> Iterator[None]:
    """What is printed in here is text for people: the runner obeys no command in it."""
    token = secrets.token_hex(16)
    on_runner = os.environ.get("GITHUB_ACTIONS") == "true"
    if on_runner:
        _out(f"::stop-commands::{token}")
    try:
        yield
    finally:
        if on_runner:
            _out(f"::{token}::")


def _out(text: str) -> None:
    if text:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
        sys.stdout.flush()
