"""Beside what fails the report names what judges better, and nothing for its label alone."""

import json
from pathlib import Path

from tests.cli.running import modelscan

FAILING = "black-forest-labs/FLUX.1-dev"


def test_every_form_of_the_report_names_what_judges_better_than_what_fails(tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text(f"{FAILING}\nQwen/Qwen3-8B\n")
    names = {"json": "a.json", "markdown": "a.md", "html": "a.html", "text": "a.txt"}
    words = [word for name, file in names.items() for word in ("--format", name, "--output", str(tmp_path / file))]
    history = ("--history", str(tmp_path / "h"))
    done = modelscan("audit", "--inventory", str(tmp_path / "ids.txt"), "--offline", *history, *words)
    assert done.returncode == 1, done.stderr
    audit = json.loads((tmp_path / "a.json").read_text())["audit"]
    (one,) = audit["alternatives"]
    assert one["target"] == FAILING.lower()
    first = one["suggestions"][0]
    assert first["model"] == "black-forest-labs/FLUX.1-schnell"
    assert first["commercial_use"] == "allowed" and first["better"] and first["costs"] and first["unknown"]
    assert all(other["verdict"] in ("pass", "review") for other in one["suggestions"])
    for file in ("a.md", "a.html", "a.txt"):
        text = (tmp_path / file).read_text().replace("\\", "").replace("<wbr>", "")
        assert "judges better" in text and "FLUX.1-schnell" in text, file


def test_where_nothing_fails_nothing_is_looked_for(tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("Qwen/Qwen3-8B\n")
    words = ("--inventory", str(tmp_path / "ids.txt"), "--offline", "--history", str(tmp_path / "h"))
    done = modelscan("audit", *words, "--format", "json")
    assert json.loads(done.stdout)["audit"]["alternatives"] == []
