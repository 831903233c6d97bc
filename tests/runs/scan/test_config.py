"""Settings of a tree: policies by path, exclusions, and where they are looked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scanner.model.errors import ModelscanError
from scanner.runs.scan.config import load_config
from tests.runs.scan.sample import commit, git, load, plant

RESEARCH = 'policy = "commercial-saas"\n\n[[path]]\npath = "lab/"\npolicy = "research"\n'


def test_policies_by_path(tmp_path: Path, scanned: Callable[..., Any]) -> None:
    plant(tmp_path, {"modelscan.toml": RESEARCH, "lab/a.py": load("birch/researcher")})
    document, done = scanned(".", cwd=tmp_path)
    assert done.returncode == 0, document["results"]
    assert "judged by the policy of its place, research" in document["results"][0]["notices"]
    plant(tmp_path, {"product/a.py": load("birch/researcher")})
    document, done = scanned(".", cwd=tmp_path)
    verdicts = {one["references"][0]["path"]: one["verdict"] for one in document["results"]}
    assert (done.returncode, verdicts["product/a.py"]) == (1, "fail")
    assert verdicts["lab/a.py"] in ("pass", "review")


def test_moving_a_model_to_a_stricter_place_is_new(tmp_path: Path, scanned: Callable[..., Any]) -> None:
    base = commit(tmp_path, {"modelscan.toml": RESEARCH, "lab/a.py": load("birch/researcher")})
    commit(tmp_path, {"product/a.py": load("birch/researcher")})
    document, done = scanned(".", "--diff", base, cwd=tmp_path)
    assert (done.returncode, len(document["results"])) == (1, 1)
    assert [one["path"] for one in document["results"][0]["references"]] == ["product/a.py"]


def test_a_policy_of_a_place_brings_its_own_licences(tmp_path: Path, scanned: Callable[..., Any]) -> None:
    own = "name: ours\nextends: commercial-saas\nlicenses:\n  deny: [mit]\n"
    settings = '[[path]]\npath = "strict/**"\npolicy = "policies/ours.yaml"\n'
    plant(
        tmp_path,
        {
            "modelscan.toml": settings,
            "policies/ours.yaml": own,
            "strict/a.py": load("birch/embedder"),
            "b.py": load("birch/embedder"),
        },
    )
    document, done = scanned(".", cwd=tmp_path)
    verdicts = {one["references"][0]["path"]: one["verdict"] for one in document["results"]}
    assert verdicts == {"strict/a.py": "fail", "b.py": "pass"}
    assert done.returncode == 1
    assert scanned(".", "--policy", "commercial-saas", cwd=tmp_path)[1].returncode == 0


def test_excluded_files_are_left_out_aloud(tmp_path: Path, scanned: Callable[..., Any]) -> None:
    text = '[tool.modelscan]\nexclude = ["vendor/", "*.ipynb", "!vendor/keep.py"]\n'
    vendored = {f"vendor/{name}.py": load("birch/researcher") for name in ("a", "b")}
    plant(tmp_path, {"pyproject.toml": text, "app.py": load("gpt2"), **vendored})
    document, done = scanned(".", cwd=tmp_path)
    assert (done.returncode, [one["model"] for one in document["results"]]) == (0, ["gpt2"])
    assert "excludes (2)" in done.stderr
    assert any("excludes (2)" in one for one in document["coverage"]["ignored"])


def test_what_leaves_an_excluded_folder_is_new(tmp_path: Path, scanned: Callable[..., Any]) -> None:
    base = commit(tmp_path, {"modelscan.toml": 'exclude = ["vendor"]\n', "vendor/a.py": load("birch/researcher")})
    commit(tmp_path, {"b.py": load("birch/researcher")})
    assert scanned(".", "--diff", base, cwd=tmp_path)[1].returncode == 1


def test_settings_of_the_checkout_hold_for_its_folders(tmp_path: Path) -> None:
    plant(tmp_path, {"modelscan.toml": 'exclude = ["services/a/old/"]\n', "services/a/x.py": "", "up.toml": ""})
    git(tmp_path, "init", "-q")
    config = load_config(tmp_path / "services" / "a")
    assert config.excluded("old/x.py")
    assert not config.excluded("new/x.py")


def test_settings_above_the_checkout_do_not(tmp_path: Path) -> None:
    plant(tmp_path, {"modelscan.toml": 'policy = "research"\n', "repo/x.py": ""})
    assert load_config(tmp_path / "repo").policy is None
    git(tmp_path / "repo", "init", "-q")
    assert load_config(tmp_path / "repo").policy is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("exclud = []\n", "did you mean 'exclude'"),
        ('exclude = "a"\n', "must be a list"),
        ("[[path]]\npath = 'a'\n", "lacks the key 'policy'"),
        ("not toml", "cannot be read"),
        ("documentation = 'yes'\n", "true or false"),
    ],
)
def test_mistakes_name_the_file_and_the_key(tmp_path: Path, text: str, word: str) -> None:
    plant(tmp_path, {"modelscan.toml": text})
    with pytest.raises(ModelscanError, match=word) as caught:
        load_config(tmp_path)
    assert "modelscan.toml" in str(caught.value)


def test_another_tools_broken_pyproject_is_not_ours(tmp_path: Path) -> None:
    plant(tmp_path, {"pyproject.toml": "[tool\n"})
    assert load_config(tmp_path).policy is None


def test_a_policy_that_is_not_there_is_told_at_once(tmp_path: Path, modelscan: Callable[..., Any]) -> None:
    plant(tmp_path, {"modelscan.toml": "[[path]]\npath = 'a'\npolicy = 'reserch'\n", "b.py": load("gpt2")})
    done = modelscan("scan", ".", cwd=tmp_path)
    assert (done.returncode, "did you mean 'research'" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[path]]\npath = "servces/"\npolicy = "research"', "did you mean 'services'"),
        ('[[path]]\npath = "services/serch/"\npolicy = "research"', "did you mean 'search'"),
        ('[[path]]\npath = "!services/"\npolicy = "research"', "fits no file"),
        ('[[path]]\npath = "/"\npolicy = "research"', "fits no file"),
        ('[[path]]\npath = ""\npolicy = "research"', "fits no file"),
        ('exclude = ["' + "a*" * 40 + '"]', "more than 20 stars"),
        ('exclude = ["' + "a" * 2000 + '"]', "too long"),
        ("# " + "x" * 1_000_001, "larger than"),
    ],
)
def test_a_mistake_gives_no_place_another_policy(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "services" / "search").mkdir(parents=True)
    (tmp_path / "modelscan.toml").write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ModelscanError, match=said):
        load_config(tmp_path)


@pytest.mark.parametrize(
    "path", ["services/", "services/search/", "search/", "*.py", "tests/", "services/new/", "**/x"]
)
def test_places_that_may_be_meant(tmp_path: Path, path: str) -> None:
    (tmp_path / "services" / "search").mkdir(parents=True)
    text = f'[[path]]\npath = "{path}"\npolicy = "research"\n'
    (tmp_path / "modelscan.toml").write_text(text, encoding="utf-8")
    assert load_config(tmp_path).paths[0].path == path


@pytest.mark.parametrize("broken", ['[tool.modelscan]\npolicy = "strict', "[ tool . modelscan ]\npolicy = x"])
def test_a_broken_pyproject_that_speaks_of_us_is_told(tmp_path: Path, broken: str) -> None:
    (tmp_path / "pyproject.toml").write_text(broken, encoding="utf-8")
    with pytest.raises(ModelscanError, match=r"pyproject\.toml cannot be read"):
        load_config(tmp_path)


def test_a_linked_pyproject_that_speaks_of_us_is_told(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "p.toml").write_text('[tool.modelscan]\npolicy = "research"\n', encoding="utf-8")
    (tmp_path / "tree" / "pyproject.toml").symlink_to(tmp_path / "p.toml")
    with pytest.raises(ModelscanError, match="is a link"):
        load_config(tmp_path / "tree")
    (tmp_path / "p.toml").write_text("[tool.other]\n", encoding="utf-8")
    assert load_config(tmp_path / "tree").file is None
