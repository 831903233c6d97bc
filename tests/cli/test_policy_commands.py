"""``modelscan policy`` and ``modelscan licenses`` as their user runs them."""

import json
from pathlib import Path

import pytest

from scanner.knowledge.policy import builtin_names
from tests.cli.running import ROOT, modelscan


def test_a_policy_from_init_is_sound_and_passes_its_own_tests(tmp_path: Path) -> None:
    assert modelscan("policy", "init", cwd=tmp_path).returncode == 0
    assert modelscan("policy", "validate", "modelscan.yaml", cwd=tmp_path).returncode == 0
    done = modelscan("policy", "test", "modelscan.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout.count("ok  ")) == (0, 2)
    assert json.loads((tmp_path / "modelscan.schema.json").read_text())["type"] == "object"
    assert modelscan("policy", "init", cwd=tmp_path).returncode == 2


def test_an_expectation_that_fails_is_said(tmp_path: Path) -> None:
    policy = tmp_path / "p.yaml"
    policy.write_text("name: p\nextends: commercial-saas\ntests:\n  - {license: cc-by-nc-4.0, expect: pass}\n")
    done = modelscan("policy", "test", str(policy))
    assert done.returncode == 1
    assert "FAIL cc-by-nc-4.0: expected pass, is fail" in done.stdout


def test_an_unknown_key_names_its_line_and_the_nearest(tmp_path: Path) -> None:
    policy = tmp_path / "p.yaml"
    policy.write_text("name: p\nuse:\n  purpos: commercial\n")
    done = modelscan("policy", "validate", str(policy))
    assert done.returncode == 2
    assert "p.yaml:3" in done.stderr
    assert "did you mean 'purpose'" in done.stderr


def test_all_mistakes_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "keys.yaml").write_text("foo: 1\nuse:\n  purpose: comercial\ncurations: [{model: a/b, license: mit}]\n")
    words = "use:\n  territories: [Germny, FR, Frnce]\nrules: {COM999: error, COM998: note}\n"
    words += (
        "licenses: {deny: [mitt, mit]}\ncurations: [{model: a/b, license: mitt, by: '', evidence: x, date: soon}]\n"
    )
    (tmp_path / "words.yaml").write_text(words)
    done = modelscan("policy", "validate", "keys.yaml", "commercial-saas", "words.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "commercial-saas: sound" in done.stdout
    told = [line.removeprefix("modelscan: ").partition(": ")[0] for line in done.stderr.splitlines()]
    assert [place.rsplit("/", 1)[-1] for place in told] == [
        *("keys.yaml:1", "keys.yaml:3", "keys.yaml:4"),
        *("words.yaml:2", "words.yaml:2", "words.yaml:3", "words.yaml:3", "words.yaml:4"),
        *("words.yaml:5", "words.yaml:5", "words.yaml:5"),
    ]


def test_diff_names_the_licences_that_change(tmp_path: Path) -> None:
    policy = tmp_path / "p.yaml"
    policy.write_text("name: p\nextends: commercial-saas\nlicenses: {deny: [gpl-3.0]}\n")
    assert "GPL-3.0-only: pass -> fail" in modelscan("policy", "diff", "commercial-saas", str(policy)).stdout


def test_a_companys_ten_lines_do_what_they_say(tmp_path: Path) -> None:
    policy = tmp_path / "modelscan.yaml"
    policy.write_text(
        "name: ours\nextends: commercial-saas\nuse:\n  monthly_active_users: 50000\n  annual_revenue_usd: 2000000\n"
        "  territories: [US, DE]\n  domicile: DE\n  accepts_use_restrictions: [llama3.1]\n"
        "curations:\n  - {model: acme/none, license: MIT, by: Counsel, evidence: mail of 2026-10-01}\n"
        "tests:\n  - {license: llama3.1, expect: pass}\n  - {license: gemma, expect: review}\n"
        "  - {license: LicenseRef-tencent-hunyuan-community, expect: fail}\n  - {license: exaone, expect: fail}\n"
    )
    done = modelscan("policy", "test", str(policy))
    assert done.returncode == 0, done.stdout


def test_identify_prints_the_contracts_rows(tmp_path: Path) -> None:
    unknown = tmp_path / "LICENSE"
    unknown.write_text("You may look at it on Tuesdays.\n")
    done = modelscan("licenses", "identify", str(ROOT / "LICENSE"), str(unknown), "--format", "json")
    first, second = json.loads(done.stdout)["results"]
    assert first["id"] == "Apache-2.0"
    assert first["match"] in ("exact", "equivalent")
    assert (second["id"], second["match"]) == (None, "unknown")
    assert done.returncode == 1


@pytest.mark.parametrize("name", builtin_names())
def test_a_policy_that_extends_any_other_passes_its_own_tests(name: str, tmp_path: Path) -> None:
    assert modelscan("policy", "init", "ours.yaml", "--extends", name, cwd=tmp_path).returncode == 0
    done = modelscan("policy", "test", "ours.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout.count("ok ")) == (0, 2), done.stdout
