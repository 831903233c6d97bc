"""Local folders: each judged by itself, shown as it was typed, and every way out that is printed works."""

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

import scanner
from scanner.cli import cli
from scanner.collect.folder.naming import typed_name
from scanner.model.errors import ModelscanError
from scanner.model.ids import is_local, one_name, own_name

FREE, BOUND = "---\nlicense: mit\n---\n# Free\n", "---\nlanguage: en\nlicense: cc-by-nc-4.0\n---\n# Bound\n"
DATA = "---\nlicense: cc-by-4.0\ntask_categories: [text-classification]\n---\n# Rows\n"


def lay(folder: Path, card: str, weights: bool = True) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.md").write_text(card)
    if weights:
        (folder / "model.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, [*words])


def results(*words: str) -> list[dict]:  # type: ignore[type-arg]
    return json.loads(run(*words, "--offline", "--format", "json").stdout)["results"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("./a/model", "./a/model"), ("./a//model/", "./a/model"), (".//a/./model/.", "./a/model"), ("../b", "../b"),
        ("/srv/m/", "/srv/m"), ("~/m", "~/m"), ("./a/../b", "./a/../b"), ("/", "/"),
    ],
)  # fmt: skip
def test_a_folder_is_called_as_it_was_typed(typed: str, name: str, here: Path) -> None:
    assert typed_name(typed) == name
    assert is_local(name) and own_name(name) == name.rpartition("/")[2]


@pytest.mark.parametrize("typed", [".", "./", "..", "./x/.."])
def test_a_path_without_a_name_goes_on_to_it(typed: str, here: Path) -> None:
    (here / "x").mkdir()
    name = typed_name(typed)
    assert Path(name).resolve() == Path(typed).resolve()
    assert own_name(name) == Path(typed).resolve().name


@pytest.mark.parametrize(("one", "other"), [("a/model", "b/model"), ("model", "d/model"), ("Model", "model")])
@pytest.mark.parametrize("order", [1, -1])
def test_folders_of_one_name_are_two(one: str, other: str, order: int, here: Path) -> None:
    lay(here / one, FREE)
    lay(here / other, BOUND)
    if Path(one).samefile(other):
        pytest.skip("a file system that does not tell cases apart")
    names = [f"./{one}", f"./{other}"][::order]
    found = results("check", *names)
    assert [(result["model"], result["verdict"]) for result in found] == [
        (name, "pass" if name == f"./{one}" else "fail") for name in names
    ]
    assert len({finding["fingerprint"] for result in found for finding in result["findings"]}) == sum(
        len(result["findings"]) for result in found
    )
    (here / "list.txt").write_text("\n".join(names))
    assert [result["model"] for result in results("check", "--from", "list.txt")] == names
    assert [result["model"] for result in results("compare", *names)] == names
    assert [result.verdict for result in scanner.check(names, offline=True)] == [r["verdict"] for r in found]
    (here / "inventory.csv").write_text("id\n" + "\n".join(names) + "\n")
    run("audit", "--inventory", "inventory.csv", "--offline", "--format", "json", "--output", "audit")
    kept = json.loads((here / "audit").read_text())
    assert {result["model"]: result["verdict"] for result in kept["results"]} == {
        result["model"]: result["verdict"] for result in found
    }


def test_notice_holds_the_duties_of_both(here: Path) -> None:
    lay(here / "a/model", FREE)
    lay(here / "b/model", BOUND)
    assert run("notice", "./a/model", "./b/model", "--offline", "--output", "n").exit_code == 0
    written = json.loads((here / "n/MANIFEST.json").read_text())
    assert {(one["id"], *one["license"]) for one in written["models"]} == {
        ("./a/model", "MIT"),
        ("./b/model", "CC-BY-NC-4.0"),
    }


def test_one_folder_under_several_names_is_judged_once(here: Path) -> None:
    lay(here / "a/model", FREE)
    (here / "link").symlink_to("a/model")
    ran = run("check", "./a/model", "./a/../a/model", str(here / "a/model"), "./link", "--offline", "--format", "json")
    assert [result["model"] for result in json.loads(ran.stdout)["results"]] == ["./a/model"]
    assert "3 targets name what was judged already" in ran.stderr


def test_weight_files_of_one_name_are_two(here: Path) -> None:
    lay(here / "a", FREE)
    lay(here / "b", FREE)
    found = results("check", "./a/model.safetensors", "./b/model.safetensors")
    assert [result["model"] for result in found] == ["./a/model.safetensors", "./b/model.safetensors"]


def test_snapshots_of_a_cache_are_each_judged(here: Path) -> None:
    for sha, card in (("a" * 40, FREE), ("b" * 40, BOUND)):
        lay(here / "hub/models--acme--x/snapshots" / sha, card)
    assert [(one["revision"][0], one["verdict"] == "fail") for one in results("check", "./hub")] == [
        ("a", False),
        ("b", True),
    ]


def test_a_waiver_and_a_baseline_are_of_one_folder_alone(here: Path) -> None:
    lay(here / "a/model", BOUND)
    lay(here / "b/model", BOUND)
    words = ("--rule", "COM001", "--reason", "r", "--approver", "p", "--days", "100")
    assert run("waive", "./a/model", *words, "--offline").exit_code == 0
    assert [result["verdict"] == "fail" for result in results("check", "./a/model", "./b/model")] == [False, True]
    (here / "modelscan-waivers.yaml").unlink()
    assert run("check", "./a/model", "--offline", "--write-baseline").exit_code == 0
    assert [result["verdict"] == "fail" for result in results("check", "./a/model", "./b/model")] == [False, True]


@pytest.mark.parametrize("name", ["r02", "d/r 02", "d/a, b: c", "Über/Modell", "d/it's"])
def test_the_line_that_is_printed_for_a_policy_works(name: str, here: Path) -> None:
    lay(here / name, "# Nothing stated\n")
    lay(here / "other" / Path(name).name, "# Nothing stated\n")
    (result,) = results("check", f"./{name}")
    settle = next(one["settle"] for one in result["findings"] if one["rule"] == "COM001")
    line = settle[settle.index("curations:") : settle.index("}]") + 2]
    for mark, value in (("ID", "mit"), ("YOU", "me"), ("WHERE", "the contract")):
        line = re.sub(rf": {mark}\b", f": {value}", line)
    (here / "p.yaml").write_text(f"extends: commercial-saas\n{line}\n")
    verdicts = [
        one["verdict"] for one in results("check", f"./{name}", f"./other/{Path(name).name}", "--policy", "p.yaml")
    ]
    assert verdicts == ["pass", "unknown"]
    shown = run("check", f"./{name}", "--offline", "--format", "markdown").stdout
    assert f"`{settle[settle.index('curations:') : settle.index('}]') + 2]}`" in shown.replace("\n", " ")
    log = json.loads(run("check", f"./{name}", "--offline", "--format", "sarif").stdout)
    said = [one["message"]["text"] for one in log["runs"][0]["results"] if one["ruleId"] == "COM001"]
    assert settle.partition(" Or ask")[0] in said[0]


def test_a_curation_of_a_folder_keeps_its_case(here: Path) -> None:
    lay(here / "model", "# Nothing stated\n")
    curation = {"model": "./Model", "license": "mit", "by": "me", "evidence": "x"}
    (here / "p.yaml").write_text(yaml.safe_dump({"extends": "commercial-saas", "curations": [curation]}))
    assert results("check", "./model", "--policy", "p.yaml")[0]["verdict"] == "unknown"
    curation["model"] = "./model/"
    (here / "p.yaml").write_text(yaml.safe_dump({"extends": "commercial-saas", "curations": [curation]}))
    assert results("check", "./model", "--policy", "p.yaml")[0]["verdict"] == "pass"
    assert one_name("./Model/") == "./Model" and one_name("Org/Name") == "org/name"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("r01-mit", "./r01-mit"),
        ("d/001", "./d/001"),
        ("d/001/x", "./d/001/x"),
        ("datasets/r01-mit", "datasets/./r01-mit"),
    ],
)
def test_a_bare_name_of_a_folder_says_so(typed: str, wanted: str, here: Path) -> None:
    lay(here / "r01-mit", FREE)
    lay(here / "d/001/x", FREE)
    assert f"is here: write {wanted}" in results("check", typed)[0]["error"]["message"]
    assert results("check", wanted)[0]["error"] is None
    assert "is here" not in results("check", f"{typed}-not")[0]["error"]["message"]


def test_a_bare_name_says_so_of_cards_too(here: Path) -> None:
    lay(here / "s03-empty", FREE)
    assert "write ./s03-empty" in run("card", "lint", "s03-empty", "--offline").stderr


@pytest.mark.parametrize("path", ["a/model", "gpt2", "datasets/x", "./a/model"])
def test_a_path_object_is_always_a_folder(path: str, here: Path) -> None:
    with pytest.raises(StopIteration):
        next(scanner.check([], offline=True))
    (missing,) = scanner.check([Path(path)], offline=True)
    assert missing.error is not None and missing.error.kind == "not_found" and "no such folder" in missing.error.message
    lay(here / path, FREE)
    (found,) = scanner.check(Path(path), offline=True)
    assert (found.model, found.source, found.verdict) == (f"./{Path(path)}", "local", "pass")


def test_a_finding_of_a_folder_stands_at_its_line(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(here / "a/model", BOUND)

    def at(target: str) -> dict[str, tuple[str, int]]:
        log = json.loads(run("check", target, "--offline", "--format", "sarif").stdout)
        places = {one["ruleId"]: one["locations"][0]["physicalLocation"] for one in log["runs"][0]["results"]}
        return {rule: (one["artifactLocation"]["uri"], one["region"]["startLine"]) for rule, one in places.items()}

    found = at("./a/model")
    assert found["COM001"] == ("a/model/README.md", 3)
    assert all(uri.startswith("a/model/") for uri, _ in found.values())
    assert at(str(here / "a/model"))["COM001"] == ("a/model/README.md", 3)
    monkeypatch.chdir(here / "a/model")
    assert at(".")["COM001"] == ("README.md", 3)


def test_nothing_of_a_folder_rests_on_an_answer_of_the_hub(here: Path) -> None:
    lay(here / "m", FREE)
    lay(here / "hub/models--acme--x/snapshots" / ("a" * 40), FREE)
    for target in ("./m", "./m/model.safetensors", "./hub/models--acme--x"):
        said = [one for finding in results("check", target)[0]["findings"] for one in finding["evidence"]]
        assert said and not [
            one for one in said if " api" in one["origin"] or "revision asked for" in (one["value"] or "")
        ]


def test_a_folder_of_data_is_judged_as_a_data_set(here: Path) -> None:
    lay(here / "rows", DATA, weights=False)
    (result,) = results("check", "datasets/./rows")
    assert (result["repo_type"], result["model"], result["weights"]["status"]) == (
        "dataset",
        "./rows",
        "not_applicable",
    )
    both = results("check", "./rows", "datasets/./rows")
    assert [one["repo_type"] for one in both] == ["model", "dataset"]
    said = next(one["title"] for one in both[0]["findings"] if one["rule"] == "WGT001")
    assert said.endswith("write datasets/./rows")


@pytest.mark.parametrize(
    ("matter", "data"),
    [
        ("configs: [{config_name: x, data_files: a.csv}]", True), ("dataset_info: {features: []}", True),
        ("configs: [x]", False), ("license: mit", False), ("task_categories: [x]\npipeline_tag: x", False),
    ],
)  # fmt: skip
def test_only_a_plain_card_of_data_is_one(matter: str, data: bool, here: Path) -> None:
    lay(here / "x", f"---\n{matter}\n---\n", weights=False)
    lay(here / "y", f"---\n{matter}\n---\n")
    empty, full = results("check", "./x", "./y")
    assert ("datasets/./x" in json.dumps(empty)) is data
    assert "datasets/./y" not in json.dumps(full)


def test_a_revision_that_a_catalog_cannot_tell_is_said(here: Path) -> None:
    assert "not at revision nope" in " ".join(run("check", "gpt2@nope", "--offline").stdout.split())
    many = " ".join(run("check", "gpt2@nope", "gpt2", "--offline").stdout.split())
    assert many.count("not at revision nope") == 1 and "2 judged" in many
    assert "not at revision" not in run("check", "gpt2", "--offline").stdout


def test_texts_that_can_be_read_are_shown_beside_one_that_cannot(here: Path) -> None:
    (here / "a").write_text("All rights reserved.\n")
    ran = run("licenses", "identify", "a", "nosuch", "--format", "json")
    assert [row["path"] for row in json.loads(ran.stdout)["results"]] == ["a"]
    assert isinstance(ran.exception, ModelscanError) and "nosuch" in str(ran.exception)


def scan(*words: str) -> tuple[list[str], str]:
    """The model folders that a scan tells of, and what it says."""
    ran = run("scan", *words, "--offline", "--format", "json", "--allow-empty")
    document = json.loads(ran.stdout) if ran.stdout.strip() else {"coverage": {"model_folders": []}}
    return document["coverage"]["model_folders"], ran.stderr


def test_a_scan_tells_of_models_that_lie_in_the_tree(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = here / "tree"
    lay(tree / "models/mine", BOUND)
    (tree / "app.py").write_text('m = AutoModel.from_pretrained("models/mine")\n')
    ran = run("scan", "./tree", "--offline", "--allow-empty")
    assert "1 model folder here, not judged: modelscan check ./tree/models/mine" in " ".join(ran.stderr.split())
    (tree / "app.py").write_text(
        'm = AutoModel.from_pretrained("gpt2")\nn = AutoModel.from_pretrained("models/mine")\n'
    )
    assert scan("./tree")[0] == ["./tree/models/mine"]
    ran = run("scan", "./tree", "--offline")
    assert "1 model folder here, not judged: modelscan check ./tree/models/mine" in " ".join(ran.stdout.split())
    for form in ("markdown", "html", "summary"):
        assert "1 model folder here" in run("scan", "./tree", "--offline", "--format", form).stdout
    monkeypatch.chdir(tree)
    assert scan(".")[0] == ["./models/mine"]
    (here / "tree/modelscan.toml").write_text('exclude = ["models/"]\n')
    assert scan(".")[0] == []


@pytest.mark.parametrize(
    ("files", "model"),
    [
        ({"config.json": "{}", "model.safetensors": ""}, True),
        ({"adapter_config.json": "{}", "adapter_model.safetensors": ""}, True),
        ({"README.md": "# hi", "model.gguf": ""}, True),
        ({"README.md": "---\nbase_model: org/x\n---\n"}, True),
        ({"config.json": "{}", "README.md": "# A package"}, False),
        ({"README.md": "---\ntitle: A page\n---\n"}, False),
        ({"weights.onnx": ""}, False),
    ],
)
def test_what_counts_as_a_model_folder(files: dict[str, str], model: bool, here: Path) -> None:
    (here / "t/f").mkdir(parents=True)
    (here / "t/a.py").write_text('AutoModel.from_pretrained("gpt2")\n')
    for name, text in files.items():
        (here / "t/f" / name).write_text(text)
    assert scan("./t")[0] == (["./t/f"] if model else [])
