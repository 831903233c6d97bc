"""``docs/scan.md`` is true: each line of its table is found as it says, and its settings are settings."""

import re
from pathlib import Path

import pytest

from scanner.discover import discover
from scanner.runs.scan.config import load_config
from scanner.runs.scan.policies import load_policies

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "scan.md").read_text(encoding="utf-8")
NAMES = {"Python": "a.py", "shell": "a.sh", "YAML": "a.yaml", "Modelfile": "Modelfile", "JavaScript": "a.js"}
UNKNOWN = "a download whose id is not known"


def rows() -> list[tuple[str, str, str]]:
    """Language, line and what is found, with the language carried down."""
    found, language = [], ""
    for where, line, said in re.findall(r"^\| *(\w*) \| `(.+?)` \| *(.*?) *\|$", PAGE, re.M):
        language = where or language
        found.append((language, line, said))
    return found


@pytest.mark.parametrize(("language", "line", "said"), rows())
def test_a_line_of_the_page(language: str, line: str, said: str, tmp_path: Path) -> None:
    (tmp_path / NAMES[language]).write_text(f"import os, sys\n{line}\n" if language == "Python" else line + "\n")
    got = [(r.kind, r.id) for r in discover(tmp_path).references]
    kinds = {"": "model", "dataset": "dataset", "API": "closed-api"}
    stated = re.fullmatch(r"(\w*) ?`(.+)`", said)
    want = [(kinds[stated[1]], stated[2])] if stated else [("model", None)] if said == UNKNOWN else []
    assert got == want


def test_the_page_has_both_sorts() -> None:
    assert len(rows()) > 15
    assert {bool(said) for _, _, said in rows()} == {True, False}


def block(kind: str) -> str:
    (found,) = re.findall(rf"```{kind}\n(.*?)```", PAGE, re.S)
    return str(found)


def test_the_settings_are_settings(tmp_path: Path) -> None:
    (tmp_path / "modelscan.toml").write_text(block("toml"))
    config = load_config(tmp_path)
    policies = load_policies(config, None, None)
    names = [policies.of(path).name for path in ("x.py", "lab/x.py", "services/mobile/x.py")]
    assert names == [config.policy, "research", "commercial-shipped"]
    assert config.excluded("experiments/old/x.py")
    assert config.excluded("web/a.min.ts")


def test_a_comment_waives_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(block("python"))
    (found,) = discover(tmp_path).references
    assert [(one.rule, one.reason) for one in found.ignores] == [("COM001", "pilot, agreed with legal until June")]
