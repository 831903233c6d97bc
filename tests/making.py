"""Small makers of snapshots for tests: what is not said is as the Hub says it for a plain public repo."""

import importlib.metadata
import textwrap
from functools import cache
from typing import Any

from scanner.judge.evaluate import Engine, assess
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.policy import load_policy
from scanner.knowledge.resources import rules_dir
from scanner.model.policy import Policy, Use
from scanner.model.result import Result
from scanner.model.snapshot import Card, File, Problem, Repo, Snapshot, Text
from scanner.text.card import parse_card

SHA = "a" * 40
WEIGHTS = (File(path="model.safetensors", size=100), File(path="config.json", size=10), File(path="README.md", size=10))


def repo(name: str = "acme/model", front: str | None = None, body: str = "", **more: Any) -> Repo:
    """A model repo whose card has this front matter (YAML) and body."""
    fields: dict[str, Any] = {
        "id": name,
        "repo_type": "model",
        "requested": name,
        "revision": SHA,
        "observed_at": "2026-11-01T00:00:00Z",
        "info": {"gated": False, "disabled": False, "private": False, "tags": []},
        "card": card(front, body),
        "files": WEIGHTS,
    }
    return Repo(**{**fields, **more})


def card(front: str | None, body: str = "") -> Card:
    head = f"---\n{front}\n---\n" if front is not None else ""
    return parse_card((head + body).encode())


def dataset(name: str, front: str | None = None, **more: Any) -> Repo:
    return repo(name, front, repo_type="dataset", files=None, **more)


def absent(name: str, repo_type: str = "model") -> Repo:
    return repo(
        name,
        repo_type=repo_type,
        card=None,
        files=None,
        info={},
        problem=Problem(kind="not_found", message=f"{name}: gone", absent=True),
    )


def text(content: str, path: str = "LICENSE") -> Text:
    import hashlib

    return Text(path=path, text=content, sha256=hashlib.sha256(content.encode()).hexdigest())


def snapshot(root: Repo, *related: Repo) -> Snapshot:
    return Snapshot(target=root.requested, root=root, related=related)


def policy(name: str = "test", **use: Any) -> Policy:
    return Policy(name=name, use=Use(**{"purpose": "commercial", "delivery": "hosted", **use}), sha256="0" * 64)


@cache
def engine() -> Engine:
    """What modelscan itself knows, loaded once for all tests of a process."""
    return Engine(rules_dir())


def judged(root: Repo | Snapshot, *related: Repo) -> Result:
    """What a repo, or a snapshot, comes to under the policy that stands where none is named."""
    asked = root if isinstance(root, Snapshot) else snapshot(root, *related)
    (result,) = assess([asked], load_policy(), engine())
    return result


def known(licenses: Licenses, name: str) -> Any:
    found = licenses.get(name)
    assert found is not None, name
    return found


@cache
def mit_text() -> str:
    """The MIT licence word for word, as pytest itself carries it: licence texts stay out of the repository."""
    found = next(one for one in importlib.metadata.files("pytest") or () if one.name == "LICENSE")
    whole = found.locate().read_text(encoding="utf-8")
    grant = whole[whole.index("Permission is hereby") :].strip()
    body = "\n\n".join(textwrap.fill(" ".join(part.split()), 78) for part in grant.split("\n\n"))
    return f"MIT License\n\nCopyright (c) 2025 Example Lab\n\n{body}\n"
