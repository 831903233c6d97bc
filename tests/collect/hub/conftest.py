from pathlib import Path

import pytest

from scanner.collect.hub import collect
from scanner.collect.hub.options import HubOptions
from scanner.model.snapshot import Snapshot
from scanner.model.target import Target
from tests.hubserver import Hub


class Asker:
    """Collects from the loopback Hub with a cache of its own; ``said`` is the progress."""

    def __init__(self, hub: Hub, cache: Path) -> None:
        self.hub = hub
        self.cache = cache
        self.said: list[str] = []

    def options(self, **more) -> HubOptions:
        given = {"endpoint": self.hub.url, "cache_dir": self.cache, "token": "", "progress": self.said.append}
        return HubOptions(**{**given, "pause": 0.01, "timeout": 5.0, **more})

    def all(self, *targets: Target | str, **more) -> list[Snapshot]:
        return list(collect([target(t) if isinstance(t, str) else t for t in targets], self.options(**more)))

    def __call__(self, name: Target | str, **more) -> Snapshot:
        return self.all(name, **more)[0]


def target(text: str) -> Target:
    name, _, revision = text.partition("@")
    kind = "dataset" if name.startswith("datasets/") else "model"
    return Target(text=text, repo_type=kind, id=name.removeprefix("datasets/"), revision=revision or None)


@pytest.fixture
def ask(hub: Hub, tmp_path: Path) -> Asker:
    return Asker(hub, tmp_path / "cache")
