"""``models.lock`` on disk: JSON, a short thing a line, so that a review sees what changed and nothing else."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from scanner.model.errors import ModelscanError
from scanner.model.plain import PlainError, from_plain, known_version, to_plain
from scanner.runs.lock.types import LOCK_FILE, LOCK_VERSION, Entry, Lock, key_of
from scanner.text.files import read_bounded, refuse_conflicts

_MAX_BYTES = 256 * 1024 * 1024
_LINE = 160


def dump(lock: Lock) -> str:
    """The file's text: the same lock always gives the same bytes."""
    plain = to_plain(lock)
    head = {key: plain[key] for key in ("lock_version", "modelscan", "policy", "tree")}
    head = _lean(head)
    return _render({**head, "models": [_lean(one) for one in plain["models"]]}, "") + "\n"


def _lean(value: Any) -> Any:
    """Without what is absent: a reader of the file knows the defaults."""
    if isinstance(value, dict):
        return {key: _lean(item) for key, item in value.items() if item is not None and item != []}
    return [_lean(item) for item in value] if isinstance(value, list) else value


def _render(value: Any, indent: str) -> str:
    """JSON with what fits on a line on one line, save entries, which are a block each."""
    short = json.dumps(value, ensure_ascii=True)
    nested = isinstance(value, (dict, list)) and any(isinstance(item, (dict, list)) for item in _items(value))
    if not isinstance(value, (dict, list)) or not value or (not nested and len(short) + len(indent) <= _LINE):
        return short
    deeper = indent + "  "
    if isinstance(value, list):
        parts = [f"{deeper}{_render(item, deeper)}" for item in value]
        return "[\n" + ",\n".join(parts) + f"\n{indent}]"
    parts = [f"{deeper}{json.dumps(key)}: {_render(item, deeper)}" for key, item in value.items()]
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"


def _items(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def read(path: Path) -> Lock:
    """A lock file. Raises :class:`ModelscanError` with what to do."""
    text = _text(path)
    refuse_conflicts(path, text, "take either side, then run 'modelscan lock'")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ModelscanError(f"{path}{line}: is no JSON: restore it from version control and run again") from None
    return _built(data, path)


def _text(path: Path) -> str:
    try:
        data = read_bounded(path, _MAX_BYTES)
        if len(data) > _MAX_BYTES:
            raise ModelscanError(f"{path} is too large for a lock: name a models.lock")
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise ModelscanError(f"{path} is no lock (no UTF-8 text): name a models.lock") from None
    except OSError as error:
        raise ModelscanError(
            f"{path} cannot be read ({error.strerror}): 'modelscan lock ORG/NAME...' writes one"
        ) from None


def _built(data: Any, path: Path) -> Lock:
    known_version(data, "lock_version", LOCK_VERSION, f"{path} is no lock (it has no lock_version): name a {LOCK_FILE}")
    try:
        lock = from_plain(Lock, data)
    except PlainError as error:
        raise ModelscanError(f"{path}: {error}: it was edited by hand; mend it, or run 'modelscan lock' anew") from None
    return _whole(lock, path)


def _whole(lock: Lock, path: Path) -> Lock:
    for key, times in Counter(map(key_of, lock.models)).items():
        if times > 1:
            raise ModelscanError(f"{path}: {key[1]} is there twice: remove one, or run 'modelscan lock' anew")
    return replace(lock, models=ordered(lock.models))


def ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries in the order of the file, each once."""
    return tuple(sorted({key_of(entry): entry for entry in entries}.values(), key=key_of))
