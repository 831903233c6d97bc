"""What one target does never costs the others: an exception that nobody foresaw becomes that target's problem."""

from pathlib import Path
from typing import Any

import pytest

from scanner.collect.catalog import Catalog
from scanner.collect.folder import local
from scanner.collect.gather import gather
from scanner.collect.hub.cache import Cache
from scanner.collect.hub.options import HubOptions
from scanner.model.snapshot import Snapshot
from tests.hubserver import FakeRepo, Hub

CARD = {"README.md": b"---\nlicense: mit\n---\n# A\n"}


def _boom(*_: Any, **__: Any) -> None:
    raise RuntimeError("out of the blue")


def _told(found: list[Snapshot]) -> list[str | None]:
    return [one.root.problem.message if one.root.problem else None for one in found]


def test_a_target_whose_cache_entry_explodes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    known = Cache.ref
    monkeypatch.setattr(
        Cache, "ref", lambda self, kind, name, at: _boom() if name == "a/bad" else known(self, kind, name, at)
    )
    with Hub(*(FakeRepo(name, files=dict(CARD)) for name in ("a/one", "a/bad", "a/two"))) as hub:
        options = HubOptions(endpoint=hub.url, token="", cache_dir=tmp_path)
        one, bad, two = _told(list(gather(["a/one", "a/bad", "a/two"], options)))
    assert (one, two) == (None, None)
    assert bad is not None and "RuntimeError: out of the blue" in bad


def test_a_folder_that_explodes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(local, "read_folder", _boom)
    with Hub(FakeRepo("a/one", files=dict(CARD))) as hub:
        options = HubOptions(endpoint=hub.url, token="", cache_dir=tmp_path / "cache")
        bad, one = _told(list(gather([str(tmp_path), "a/one"], options)))
    assert bad is not None and "out of the blue" in bad
    assert one is None


def test_a_catalog_entry_that_explodes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    known = Catalog.snapshot
    monkeypatch.setattr(
        Catalog, "snapshot", lambda self, target: _boom() if target.id == "a/bad" else known(self, target)
    )
    options = HubOptions(offline=True, cache_dir=tmp_path / "none")
    bad, good = _told(list(gather(["a/bad", "openai-community/gpt2"], options)))
    assert bad is not None and "out of the blue" in bad
    assert good is None
