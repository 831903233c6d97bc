"""docs/adopting.md, as a team would follow it on a repository with 40 violations."""

import re
import shlex
from collections import Counter
from pathlib import Path

from scanner.judge.exceptions.files import read_file
from scanner.runs.lock.files import read
from tests.hubserver import Hub
from tests.hubserver.fixtures import dataset, model
from tests.runs.lock.conftest import Run

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs" / "adopting.md").read_text(encoding="utf-8")
NEW = "quillworks/llama-tune-07"
BASE = "meta-llama/Llama-3.1-8B"


def commands() -> list[tuple[list[str], int | None]]:
    """Every command of the guide, in order, with the exit status that it names."""
    found = []
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL):
        for line in block.splitlines():
            status = re.search(r"# exit (\d)", line)
            found.append((shlex.split(line, comments=True)[1:], int(status[1]) if status else None))
    return found


def names() -> list[str]:
    """40 models that violate something: 36 relabelled fine-tunes of one base, two on lost bases, two without terms."""
    return [f"quillworks/tune-{n:02d}" for n in range(36)] + [f"quillworks/odd-{n}" for n in range(4)]


def fill(hub: Hub) -> None:
    hub.repos["model", BASE.lower()].gated = False
    for name in [*names()[:36], NEW]:
        data = {"license": "mit", "base_model": BASE}
        tags = ["license:mit", f"base_model:finetune:{BASE}"]
        hub.add(model(name, f"license: mit\nbase_model: {BASE}\n", data, tags))
    for name in names()[36:38]:
        data = {"license": "mit", "base_model": "quillworks/lost"}
        hub.add(model(name, "license: mit\nbase_model: quillworks/lost\n", data, ["license:mit"]))
    for name in names()[38:]:
        hub.add(model(name, "language: en\n", {"language": "en"}, []))
    hub.add(dataset("quillworks/talks", "license: cc-by-nc-4.0\n", {"license": "cc-by-nc-4.0"}))


def source(*ids: str) -> str:
    lines = "".join(f'    AutoModel.from_pretrained("{name}"),\n' for name in ids)
    return f"from transformers import AutoModel\n\nMODELS = [\n{lines}]\n"


def test_the_guide_works_as_written(run: Run, hub: Hub, tmp_path: Path) -> None:
    fill(hub)
    app = tmp_path / "app.py"
    app.write_text(source(*names()))
    seen: Counter[str] = Counter()
    for args, status in commands():
        seen[args[0]] += 1
        if args[0] == "waive":
            pass
        elif args[0] == "scan" and seen["scan"] == 4:  # step 4: a developer adds a model
            app.write_text(source(*names(), NEW))
        ran = run(*args)
        assert ran.status in ((status,) if status is not None else (0,)), (args, ran.out[-1500:], ran.err[-1500:])
        if args[:2] == ["policy", "validate"]:
            stated = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
            settings = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
            assert stated is not None and settings is not None
            policy = tmp_path / "modelscan-policy.yaml"
            text = "\n".join(line for line in policy.read_text().splitlines() if not line.startswith("rules:"))
            policy.write_text(f"{text}\n{stated[1]}")
            (tmp_path / "modelscan.toml").write_text(settings[1])
    baseline = read_file(tmp_path / "modelscan-baseline.yaml").baseline
    assert {entry.model for entry in baseline} == set(names())
    assert len([entry for entry in baseline if entry.rule == "LIN001"]) == 36
    assert read(tmp_path / "models.lock").policy.source == "modelscan-policy.yaml"
    assert seen == {"scan": 5, "policy": 2, "waive": 1, "lock": 1, "drift": 3, "bundle": 1, "check": 1}


def test_forty_violations_are_few_decisions(run: Run, hub: Hub, tmp_path: Path) -> None:
    fill(hub)
    (tmp_path / "app.py").write_text(source(*names()))
    out = run("scan", ".").out
    shared = [line for line in out.splitlines() if re.match(r" +36 models  Declared [^(]*, but its base", line)]
    assert len(shared) == 1
