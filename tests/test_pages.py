"""The pages of docs/ for people: files shown whole are run, links lead somewhere, output fits the published schema."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scanner.cli import COMMANDS
from tests.cli.running import ROOT, modelscan

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
_FILE = re.compile(r"```yaml\n# (\S+\.yaml)\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of docs/policy.md, as they stand there."""
    folder = tmp_path_factory.mktemp("acme")
    files = dict(_FILE.findall((DOCS / "policy.md").read_text()))
    assert set(files) == {"modelscan.yaml", "licenses/acme-voice.yaml", "rules/ACM001-no-pickles.yaml"}
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_the_policy_of_the_page_is_sound_and_passes_its_own_tests(acme: Path) -> None:
    done = modelscan("policy", "validate", "modelscan.yaml", cwd=acme)
    assert (done.returncode, "acme-product" in done.stdout) == (0, True), done.stderr
    done = modelscan("policy", "test", "modelscan.yaml", cwd=acme)
    assert (done.returncode, done.stdout.count("ok ")) == (0, 4), done.stdout


def test_its_licence_its_rule_and_its_figures_decide(acme: Path) -> None:
    done = modelscan(
        "check", "meta-llama/Llama-3.1-8B", "--offline", "--policy", "modelscan.yaml", "--format", "json", cwd=acme
    )
    (row,) = json.loads(done.stdout)["results"]
    assert row["commercial_use"]["status"] == "allowed", (
        "the figures and the accepted restrictions answer every question"
    )
    assert "ACM001" in {one["rule"] for one in row["findings"]}


def test_a_policy_with_nothing_but_extends(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("extends: research\n")
    done = modelscan("check", "gpt2", "--offline", "--policy", "p.yaml", "--format", "json", cwd=tmp_path)
    assert json.loads(done.stdout)["policy"]["name"] == "p"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text()):
        assert (DOCS / target).exists(), f"{page.name}: {target}"


def test_the_index_names_every_command() -> None:
    index = (DOCS / "index.md").read_text()
    assert not [name for name in COMMANDS if f"`modelscan {name}`" not in index]


def _errors(output: str) -> list[str]:
    schema: Any = json.loads((DOCS / "result.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    return [
        f"{list(one.path)}: {one.message[:200]}" for one in Draft202012Validator(schema).iter_errors(json.loads(output))
    ]


@pytest.mark.parametrize(
    "words",
    [
        (
            "check",
            "gpt2",
            "meta-llama/Llama-3.3-70B-Instruct",
            "no/such",
            "datasets/snli",
            "black-forest-labs/FLUX.1-dev",
        ),
        ("scan", "docs", "--allow-empty"),
    ],
    ids=["check", "scan"],
)
def test_real_output_fits_the_schema(words: tuple[str, ...]) -> None:
    assert not _errors(modelscan(*words, "--offline", "--format", "json").stdout)


def test_the_schema_refuses_what_is_no_output() -> None:
    good = json.loads(modelscan("check", "gpt2", "--offline", "--format", "json").stdout)
    good["results"][0]["verdict"] = "maybe"
    assert _errors(json.dumps(good))
    del good["results"][0]["license"]
    assert any("license" in one for one in _errors(json.dumps(good)))


def test_a_shell_is_told_formats_and_policies() -> None:
    def completed(*words: str, word: str = "") -> str:
        line = " ".join(("modelscan", *words, word))
        asked = {"_MODELSCAN_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) + 1)}
        return modelscan(**asked).stdout

    assert "plain,cyclonedx" in completed("check", "--format", word="cy")
    assert "plain,commercial-saas" in completed("check", "--policy", word="comm")
    assert "plain,knowledge" in completed(word="know")


def test_the_pages_build_as_a_site_and_a_dead_link_stops_it(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="needs mkdocs: make docs")

    def built(docs: Path) -> "subprocess.CompletedProcess[str]":
        settings = (ROOT / "mkdocs.yml").read_text().replace("scripts/docs_site.py", str(ROOT / "scripts/docs_site.py"))
        file = tmp_path / "mkdocs.yml"
        file.write_text(
            settings.replace("docs_dir: docs", f"docs_dir: {docs}").replace("build/site", str(tmp_path / "s"))
        )
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(file)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    done = built(DOCS)
    assert done.returncode == 0, done.stderr
    copy = tmp_path / "copy"
    shutil.copytree(DOCS, copy)
    for dead in ("[x](nowhere.md)", "[x](bom.md#no-such-heading)", "[x](../NOWHERE.md)"):
        (copy / "extra.md").write_text(f"# Extra\n\n{dead}\n")
        assert built(copy).returncode != 0, dead
