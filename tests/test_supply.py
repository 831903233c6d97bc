"""What the Action and a release are installed with: every version by its hash, and a bill that says so."""

import re
import tomllib
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts.own_bill import bill

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=;~ ]", requirement)[0].lower().replace("_", "-")


def _lock(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["action.txt", "dev.txt"])
def test_every_version_has_its_hashes(name: str) -> None:
    blocks = [one for one in re.split(r"\n(?=\S)", _lock(name)) if one.strip()]
    assert len(blocks) > 30
    assert not [one for one in blocks if not re.match(r"[\w.-]+==\S+", one) or "--hash=sha256:" not in one]


@pytest.mark.parametrize(("name", "extras"), [("action.txt", ()), ("dev.txt", ("bom", "audit", "dev"))])
def test_the_locks_hold_what_the_project_asks_for(name: str, extras: tuple[str, ...]) -> None:
    asked = [*PROJECT["dependencies"], *(one for extra in extras for one in PROJECT["optional-dependencies"][extra])]
    locked = {_name(line) for line in _lock(name).splitlines() if line[:1].isalnum()}
    missing = {_name(one) for one in asked} - locked
    assert not missing, "run 'make lock'"


def test_the_action_installs_by_hash_alone() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    installs = [line.strip() for line in text.splitlines() if re.match(r"\s+pip -", line)]
    assert installs and all("--require-hashes" in line or "--no-deps --no-build-isolation" in line for line in installs)


def test_the_bill_is_valid_and_the_same_twice() -> None:
    import json

    made = [json.dumps(bill(_lock("action.txt"))) for _ in range(2)]
    assert made[0] == made[1]
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(made[0]) is None
    names = {one["name"] for one in json.loads(made[0])["components"]}
    assert {_name(one) for one in PROJECT["dependencies"]} <= names


def test_what_is_promised_is_tested_where_it_says() -> None:
    places = re.findall(r"`(tests/[^`]+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(places) > 10
    assert not [place for place in places if not (ROOT / place).exists()]
