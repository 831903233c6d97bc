"""A tree to scan, written from texts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scanner.discover import DiscoverOptions, Discovery, discover

Scan = Callable[..., Discovery]


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    def run(files: dict[str, str | bytes], **options: object) -> Discovery:
        for name, text in files.items():
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return discover(tmp_path, DiscoverOptions(**options))  # type: ignore[arg-type]

    return run
