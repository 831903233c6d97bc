"""Fixtures for every test."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real data beside the checkout (``MODELSCAN_SHARED`` names another place); skips aloud without it."""
    path = Path(os.environ.get("MODELSCAN_SHARED") or ROOT.parent / "shared")
    if not (path / "data").is_dir():
        pytest.skip("needs ../shared, real data beside the checkout")
    return path
