"""The Python face: what docs/python.md says is stable, each of its examples run, and what it may not do."""

import contextlib
import inspect
import io
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import scanner
from scanner.judge.evaluate import Engine, reading_of
from scanner.knowledge.resources import rules_dir
from scanner.model.errors import KnowledgeError, PolicyError
from tests.cli.running import ROOT, modelscan
from tests.hubserver import Hub
from tests.making import repo, snapshot

PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```(?:\n```text\n(.*?)```)?", PAGE, re.DOTALL)


def test_every_example_of_the_page_runs_and_prints_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my-service").mkdir()
    app = 'from transformers import AutoModel\nAutoModel.from_pretrained("Qwen/Qwen3-8B")\n'
    (tmp_path / "my-service" / "app.py").write_text(app)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    assert len(EXAMPLES) >= 6
    for code, shown in EXAMPLES:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(code, names)
        assert printed.getvalue() == shown, code


def test_all_that_is_public_is_on_the_page_with_its_arguments() -> None:
    table = PAGE[PAGE.index("## What is stable") :]
    for name in set(scanner.__all__) - {"__version__"}:
        assert f"`scanner.{name}" in table, name
    for name in ("check", "scan"):
        (stated,) = re.findall(rf"`scanner\.{name}\(\w+, \*, ([^)]*)\)`", table)
        kinds = inspect.signature(getattr(scanner, name)).parameters.values()
        assert stated.split(", ") == [one.name for one in kinds if one.kind is one.KEYWORD_ONLY]


def test_importing_it_loads_nothing() -> None:
    said = "import sys, scanner; print(sorted(name for name in sys.modules if name.startswith(('scanner', 'click'))))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "['scanner']"


def test_identify_can_be_called_before_and_after_its_package_is_imported() -> None:
    for lead in ("", "import scanner.identify.texts; ", "from scanner.identify.texts import identify; "):
        said = f"import scanner; {lead}print(scanner.identify('MIT License')[0].nearest)"
        done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, cwd=ROOT)
        assert done.stdout == "MIT\n"


def test_a_name_that_is_not_there_is_said() -> None:
    with pytest.raises(AttributeError, match="'scanner' has no attribute 'chekc'"):
        _ = scanner.chekc  # type: ignore[attr-defined]


def test_it_says_what_the_command_says(hub: Hub, tmp_path: Path) -> None:
    import json

    names = ["acme/assistant-7b", "acme/llama-tuned", "acme/old-name", "acme/absent"]
    done = modelscan("check", *names, "--hub", hub.url, "--format", "json", cwd=tmp_path)
    before = dict(os.environ)
    found = list(scanner.check(names, hub=hub.url))
    assert dict(os.environ) == before
    told = json.loads(done.stdout)["results"]
    assert [(one.model, one.verdict, one.revision) for one in found] == [
        (one["model"], one["verdict"], one["revision"]) for one in told
    ]
    assert len(found) == 3, "the old name is the same repo"
    for one, other in zip(found, told, strict=True):
        assert [finding.outcome for finding in one.findings] == [finding["outcome"] for finding in other["findings"]]
        assert list(one.license.effective) == other["license"]["effective"]


def test_a_wrong_question_is_refused_at_once_and_a_wrong_target_is_a_result() -> None:
    with pytest.raises(PolicyError):
        scanner.check("gpt2", policy="no-such-policy")
    with pytest.raises(scanner.ModelscanError):
        scanner.check("gpt2", token="no\ntoken")
    (result,) = scanner.check("a b c", offline=True)
    assert result.error is not None and result.verdict == "unknown"


def test_a_reading_and_an_engine_travel_and_a_strange_folder_is_named(tmp_path: Path) -> None:
    engine = Engine(rules_dir())
    engine.warm()
    reading = reading_of(snapshot(repo(front="license: mit OR apache-2.0")), engine)
    assert pickle.loads(pickle.dumps(reading)) == reading
    assert pickle.loads(pickle.dumps(engine)) == engine
    own = tmp_path / "own"
    own.mkdir()
    packed = pickle.dumps(Engine(rules_dir(), own_licenses=(str(own),)))
    own.rmdir()
    with pytest.raises(KnowledgeError, match=re.escape(str(own))):
        pickle.loads(packed)


def test_one_s_own_catalog_is_asked_in_place_of_the_network(tmp_path: Path) -> None:
    (from_it,) = scanner.check("gpt2", catalog=rules_dir() / "catalog" / "models.bin")
    assert (from_it.source, from_it.verdict) == ("catalog", "review")
    with pytest.raises(scanner.ModelscanError, match="no-such"):
        list(scanner.check("gpt2", table=tmp_path / "no-such"))
