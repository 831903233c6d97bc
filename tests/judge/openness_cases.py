"""Snapshots made from an example of a component: what a repo holds, in a few keys."""

from typing import Any

from scanner.judge.reading.openness import Laid, read_openness
from scanner.model.result import DatasetItem, DatasetsSection, WeightsSection
from scanner.model.snapshot import Card, File, Repo, Snapshot
from scanner.model.words import RepoType

INFO = {"gated": False, "disabled": False, "private": False, "pipeline_tag": "text-generation"}


def repo(example: dict[str, Any], repo_id: str = "acme/model", repo_type: RepoType = "model") -> Repo:
    """A model repo that holds what the example names, and nothing else."""
    said = "card" in example or "keys" in example
    card = Card(data=example.get("keys", {}), body=example.get("card", "")) if said else None
    info = {**example.get("info", INFO), "tags": example.get("tags", []), "config": example.get("config", {})}
    if "library" in example:
        info["library_name"] = example["library"]
    files = tuple(File(path=path, size=10) for path in example.get("files", []))
    return Repo(id=repo_id, repo_type=repo_type, requested=repo_id, info=info, files=files, card=card)


def laid(example: dict[str, Any]) -> Laid:
    """What lies open of it."""
    root = repo(example)
    status = example.get("datasets")
    items = (DatasetItem(id="acme/data", status=status, license="MIT"),) if status else ()
    data = DatasetsSection(status="open" if status else "undisclosed", items=items)
    related = (Repo(id="acme/data", repo_type="dataset", requested="acme/data"),) if status else ()
    snapshot = Snapshot(target=root.id, root=root, related=related)
    return read_openness(snapshot, WeightsSection(status=example.get("weights", "missing")), data)


def state(example: dict[str, Any], component: str) -> str:
    """What is said of one component."""
    return next(one.state for one in laid(example).components if one.component.id == component)


def told(example: dict[str, Any], of: RepoType, asked: str) -> str:
    """What is said of one thing that documentation is asked to tell."""
    root = repo(example, repo_type=of)
    weights, data = WeightsSection(status="missing"), DatasetsSection(status="undisclosed")
    laid_ = read_openness(Snapshot(target=root.id, root=root), weights, data)
    return next(one.state for one in laid_.told if one.id == asked)
