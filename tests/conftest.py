"""Fixtures for every test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from scanner.knowledge.licenses import Licenses
from tests.hubserver import Hub
from tests.hubserver.fixtures import world
from tests.making import engine

ROOT = Path(__file__).resolve().parent.parent

# How long an example takes says something of the machine, not of the code.
settings.register_profile("modelscan", deadline=None)
settings.load_profile("modelscan")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real data beside the checkout (``MODELSCAN_SHARED`` names another place); skips aloud without it."""
    path = Path(os.environ.get("MODELSCAN_SHARED") or ROOT.parent / "shared")
    if not (path / "data").is_dir():
        pytest.skip("needs ../shared, real data beside the checkout")
    return path


@pytest.fixture(scope="session")
def licenses() -> Licenses:
    """Every licence that is known."""
    return engine().licenses


@pytest.fixture(autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the caller's token, cache, proxy or Hub: nothing but loopback is ever asked."""
    for name in list(os.environ):
        if name.startswith(("HF_", "HUGGING_FACE", "TRANSFORMERS_", "MODELSCAN_CACHE")) or name.lower().endswith(
            "_proxy"
        ):
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HF_HOME", str(home / "hf"))
    monkeypatch.setenv("MODELSCAN_CACHE", str(home / "cache"))
    monkeypatch.setenv("HF_HUB_DISABLE_TELEMETRY", "1")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A Hub on loopback with the repos of ``tests/hubserver/fixtures.py``; ``hub.url`` is its address."""
    with Hub(*world()) as running:
        running.rename("acme/old-name", "acme/assistant-7b")
        yield running
