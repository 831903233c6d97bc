"""The tables themselves, and a tree that git knows."""

import subprocess
from pathlib import Path

import pytest

from scanner.discover import discover
from scanner.discover.names.tables import Provider, tables


@pytest.mark.parametrize("provider", tables().providers, ids=lambda provider: provider.id)
def test_a_provider_points_to_its_terms(provider: Provider) -> None:
    assert provider.terms.startswith("https://")
    assert provider.models or provider.prefixes or provider.hosts


def test_no_two_providers_claim_the_same() -> None:
    for field in ("prefixes", "hosts", "env"):
        claimed = [item for provider in tables().providers for item in getattr(provider, field)]
        assert len(claimed) == len(set(claimed)), field


def test_git_says_what_is_ignored_and_its_configuration_runs_nothing(tmp_path: Path) -> None:
    mark = tmp_path.parent / f"{tmp_path.name}-ran"
    hook = tmp_path / "hook.sh"
    hook.write_text(f"#!/bin/sh\ntouch {mark}\n")
    hook.chmod(0o755)
    for command in (["init", "-q"], ["config", "core.fsmonitor", str(hook)]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    (tmp_path / ".gitignore").write_text("skip.py\n")
    for name in ("skip.py", "kept.py"):
        (tmp_path / name).write_text('load_dataset("imdb")\n')
    found = discover(tmp_path)
    assert [reference.path for reference in found.references] == ["kept.py"]
    assert any(".gitignore" in said for said in found.coverage.ignored)
    assert not mark.exists()
