"""``modelscan knowledge``: every part with its day; what is too old is said, and weighs nothing."""

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.running import modelscan

ROOT = Path(__file__).resolve().parents[2]


def test_every_part_has_a_day_a_size_and_a_source() -> None:
    parts = json.loads(modelscan("knowledge", "--format", "json", SOURCE_DATE_EPOCH="1795910400").stdout)["parts"]
    assert {one["id"] for one in parts} == {
        "licences", "rules", "publishers", "providers", "loaders", "catalog", "spdx", "eu"
    }  # fmt: skip
    assert all(one["source"] and one["as_of"] <= "2026-11-28" for one in parts)
    ages = [one["age_days"] for one in parts]
    assert ages == sorted(ages, reverse=True)
    assert "34," in next(one["size"] for one in parts if one["id"] == "catalog")


def test_what_is_too_old_is_exit_1_here_and_a_note_elsewhere(tmp_path: Path) -> None:
    assert modelscan("knowledge", "--max-age", "100000").returncode == 0
    old = modelscan("knowledge", "--max-age", "30", SOURCE_DATE_EPOCH="1924992000")
    assert old.returncode == 1
    assert "days old, more than 30" in old.stderr
    policy = tmp_path / "p.yaml"
    policy.write_text("extends: commercial-saas\nknowledge_max_age_days: 30\n")
    assert modelscan("knowledge", "--policy", str(policy), SOURCE_DATE_EPOCH="1924992000").returncode == 1
    told = modelscan("check", "gpt2", "--offline", "--policy", str(policy), SOURCE_DATE_EPOCH="1924992000")
    assert (told.returncode, "modelscan: note: " in told.stderr) == (0, True)


def test_scan_and_audit_note_the_age_too(tmp_path: Path) -> None:
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "app.py").write_text('from transformers import pipeline\npipeline(model="gpt2")\n')
    (tmp_path / "p.yaml").write_text("extends: commercial-saas\nknowledge_max_age_days: 30\n")
    (tmp_path / "modelscan.toml").write_text('[[path]]\npath = "lab/**"\npolicy = "p.yaml"\n')
    later = {"SOURCE_DATE_EPOCH": "1924992000"}
    assert "modelscan: note: " in modelscan("scan", ".", "--offline", cwd=tmp_path, **later).stderr
    assert "modelscan: note: " not in modelscan("scan", ".", "--offline", "-q", cwd=tmp_path, **later).stderr
    (tmp_path / "ids.txt").write_text("gpt2\n")
    words = ("audit", "--offline", "--inventory", "ids.txt", "--format", "markdown", "--output", "a.md", "--policy")
    for policy, said in (("p.yaml", True), ("commercial-saas", False)):
        modelscan(*words, policy, cwd=tmp_path, **later)
        assert ("the policy wants at most 30" in (tmp_path / "a.md").read_text()) is said


def test_the_keys_of_the_hub_are_compared(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    head = "| Fullname | License identifier |\n| --- | --- |\n"

    def compared(rows: str) -> subprocess.CompletedProcess[str]:
        page.write_text(head + rows)
        command = [sys.executable, "-m", "scripts.compare_license_keys", "--hub-docs", str(page)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert compared("| MIT | `mit` |\n| Gemma | `gemma` |\n").returncode == 0
    lacking = compared("| MIT | `mit` |\n| Zorg terms | `zorg-1.0` |\n")
    assert (lacking.returncode, "zorg-1.0  Zorg terms" in lacking.stdout) == (1, True)
    assert compared("nothing").returncode == 2


def test_what_is_no_text_is_not_held_for_a_licence(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_bytes(b"\x7fELF\x00\x01 MIT License")
    done = modelscan("licenses", "identify", str(tmp_path / "LICENSE"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "is no text" in done.stderr
    (tmp_path / "LICENSE").write_bytes("MIT".encode("utf-16"))
    assert modelscan("licenses", "identify", str(tmp_path / "LICENSE")).returncode == 1
