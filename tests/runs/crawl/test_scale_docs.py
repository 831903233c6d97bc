"""docs/scale.md does what it says: its first walk, word for word, and its examples over what came of it."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import ROOT, modelscan
from tests.hubserver.store import FakeRepo
from tests.making import mit_text
from tests.runs.crawl.test_second import model, org

PAGE = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
WALK = re.search(r"## From nothing to a judged organisation\n.*?```sh\n(.*?)```", PAGE, re.DOTALL)
#: Those for Spark need a cluster: ``make test-spark`` has its own.
EXAMPLES = [one for one in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "pyspark" not in one]


def good(name: str) -> FakeRepo:
    card = b"# A model\n\nIt was trained on a lot of text and evaluated on a lot of questions.\n" * 9
    return model(name, "mit", card, files={"LICENSE": mit_text().encode()})


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in which the walk was gone, without its first line, which installs."""
    place = tmp_path_factory.mktemp("scale")
    assert WALK is not None
    repos = [good("acme/one"), good("acme/two"), model("acme/nc", "cc-by-nc-4.0"), model("acme/silent", None)]
    with org(*repos) as hub:
        lines = WALK[1].strip().splitlines()
        assert lines[0].startswith("pip install") and len(lines) == 7
        for line in lines[1:]:
            words = shlex.split(line, comments=True)
            assert words[0] == "modelscan"
            around = {"HF_ENDPOINT": hub.url, "XDG_CACHE_HOME": str(place / ".cache"), "HF_HOME": str(place / ".hf")}
            done = modelscan(*words[1:], cwd=place, **around)
            assert done.returncode in (0, 1), f"{line}\n{done.stderr}"
    yield place


def test_the_walk_ends_where_it_says(walked: Path) -> None:
    names = {"policy.yaml", "allow.txt", "report.html", "judged/verdicts.parquet", "judged/summary.json"}
    assert all((walked / name).is_file() for name in names)
    assert "acme/one" in (walked / "allow.txt").read_text()
    assert "acme/nc" not in (walked / "allow.txt").read_text()
    assert "acme/silent" in (walked / "report.html").read_text().replace("<wbr>", "")


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_its_examples_run(
    walked: Path, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in re.findall(r"^import (\w+)", EXAMPLES[number], re.MULTILINE):
        pytest.importorskip(name, reason=f"SKIPPED: {name} is not installed, an example of docs/scale.md is not run")
    monkeypatch.chdir(walked)
    exec(compile(EXAMPLES[number], "docs/scale.md", "exec"), {})
    said = capsys.readouterr().out
    assert "acme" in said or "sha256" in said or "verdict" in said, said


def test_there_are_examples_for_both() -> None:
    whole = "".join(EXAMPLES)
    assert "import duckdb" in whole and "import polars" in whole
