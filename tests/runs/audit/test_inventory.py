"""What a company uses: read from everywhere, merged, and said when something is not understood."""

import json
import re
from pathlib import Path

import pytest

from scanner.collect.hub.options import HubOptions
from scanner.model.errors import ModelscanError
from scanner.runs.audit.inventory import merge
from scanner.runs.audit.origins import from_file, from_lock, from_organisation, from_previous, from_scan
from scanner.runs.audit.types import Inventory
from tests.cli.running import modelscan
from tests.hubserver import Hub


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> str:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return str(path)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_with_places(tmp_path: Path, separator: str) -> None:
    head = separator.join(("id", "revision", "owner", "system", "use", "environment", "cost centre"))
    row = separator.join(("acme/a", "v1", "Ada", "Shop", "internal-use", "production", "42"))
    found = from_file(written(tmp_path, "i.csv", f"{head}\n{row}\n", "utf-8-sig"))
    (asset,) = found.assets
    assert (asset.id, asset.revision, asset.owner, asset.system) == ("acme/a", "v1", "Ada", "Shop")
    assert (asset.use, asset.environment, asset.target) == ("internal-use", "production", "acme/a@v1")
    assert "cost centre" in found.notes[0]


def test_a_plain_list(tmp_path: Path) -> None:
    found = from_file(written(tmp_path, "ids.txt", "# ours\nacme/a\ndatasets/acme/d@main # why\n\nnot an id at all\n"))
    assert [(one.type, one.id, one.revision) for one in found.assets] == [
        ("model", "acme/a", None),
        ("dataset", "acme/d", "main"),
        ("model", "not an id at all", None),
    ]


def test_a_table_without_ids_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelscanError, match="names no 'id'"):
        from_file(written(tmp_path, "i.csv", "model,owner\nacme/a,Ada\n"))


def test_a_workbook_reads_as_its_first_sheet(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (
        ["id", "revision", "owner"],
        ["acme/a", 1.0, "Ada"],
        [None, None, None],
        ["datasets/acme/d", None, "Bö"],
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "i.xlsx")
    found = from_file(str(tmp_path / "i.xlsx")).assets
    assert [(one.type, one.id, one.revision, one.owner) for one in found] == [
        ("model", "acme/a", "1", "Ada"),
        ("dataset", "acme/d", None, "Bö"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 rubbish\nmore\nrubbish", "no workbook that can be read"),
        (b"id,owner\nacme/a,Ren\xe9\n", "i.csv:2: byte 0xe9 is not UTF-8"),
        (b"id,owner\nacme/a,Ada\n,Bo\n\n,Cy\n", "no id in line 3, 5"),
        (b"id,owner\nacme/a,Ada,extra\n", "more cells than columns in line 2"),
        (b"id,revison\nacme/a,v1\n", "the column 'revison' is not known: write 'revision'"),
        (b'id,owner\n"acme/a,Ada\nacme/b,Bo\n', "is no CSV from line 2 on"),
        (b'id,owner\n"acme/a,Ada\nacme/b",Bo\n', "an id over several lines, up to and in line 3"),
        (b"acme/a\nacme/\x00b\n", "i.csv:2: holds control characters"),
        (b"\xd0\xcf\x11\xe0 old", "an old Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"SQLite format 3\x00", "a database"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "i.csv").write_bytes(content)
    with pytest.raises(ModelscanError, match=re.escape(said)):
        from_file(str(tmp_path / "i.csv"))


def test_where_duties_are_met(tmp_path: Path) -> None:
    text = "id,duties\nacme/a,license_copy=NOTICE.md; display=https://example.org/about\n"
    (asset,) = from_file(written(tmp_path, "i.csv", text)).assets
    assert [(proof.duty, proof.where) for proof in asset.proofs] == [
        ("license_copy", "NOTICE.md"),
        ("display", "https://example.org/about"),
    ]


def test_what_is_named_twice_is_one_asset_with_both_origins(tmp_path: Path) -> None:
    table = "id,owner,system,environment\nAcme/A,Ada,Shop,production\nacme/a,Bo,Search,staging\n"
    one = from_file(written(tmp_path, "i.csv", table))
    other = from_file(written(tmp_path, "ids.txt", "acme/a\nacme/b\n"))
    found = merge([one, other, other])
    assert [(asset.id, asset.system) for asset in found.assets] == [
        ("acme/a", "Search"),
        ("Acme/A", "Shop"),
        ("acme/b", ""),
    ]
    assert all(len(asset.origins) == 2 for asset in found.assets[:2])
    assert len(found.assets[2].origins) == 1


def test_a_lock_and_a_scan(tmp_path: Path) -> None:
    entry = {"id": "acme/a", "type": "model", "revision": "a" * 40, "verdict": "pass", "requested_revision": "v1"}
    lock = {"lock_version": 1, "modelscan": "1", "policy": {"name": "p", "sha256": "0"}, "models": [entry]}
    (locked,) = from_lock(written(tmp_path, "models.lock", json.dumps(lock))).assets
    assert locked.target == "acme/a@v1"
    place = {"path": "src/app.py", "line": 3, "id": "acme/a", "revision": "v1"}
    unknown = {"path": "src/run.py", "line": 9, "id": None, "revision": None}
    rows = [
        {"model": "acme/a", "repo_type": "model", "references": [place]},
        {"model": "openai/gpt-4o", "repo_type": "closed-api", "references": [place]},
        {"model": "id unknown before run time, at src/run.py:9", "repo_type": "model", "references": [unknown]},
    ]
    scanned = from_scan(written(tmp_path, "scan.json", json.dumps({"results": rows}))).assets
    assert scanned[0].target == "acme/a@v1"
    assert "src/app.py:3" in scanned[0].origins[0]
    assert scanned[1].type == "closed-api"
    assert scanned[2].dynamic


@pytest.mark.parametrize("text", ["{}", "[]", '{"results": [1]}', "nonsense", '{"results": [{"model": 1}]}'])
def test_what_is_no_scan_is_refused_in_a_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(ModelscanError, match="is no JSON of a scan") as raised:
        from_scan(written(tmp_path, "scan.json", text))
    assert "\n" not in str(raised.value)


def test_an_organisation_page_by_page(hub: Hub) -> None:
    found = from_organisation("acme", HubOptions(endpoint=hub.url))
    assert found.assets
    assert all(asset.id.startswith("acme/") for asset in found.assets)
    with pytest.raises(ModelscanError, match="without --offline"):
        from_organisation("acme", HubOptions(endpoint=hub.url, offline=True))


def test_an_organisation_that_is_not_there(hub: Hub) -> None:
    found = from_organisation("nobody-here", HubOptions(endpoint=hub.url))
    assert found == Inventory(notes=("--org nobody-here: the Hub lists no model there",))


def test_an_organisation_that_could_not_be_asked_for_is_no_wrong_command(tmp_path: Path) -> None:
    done = modelscan("audit", "--org", "acme", "--hub", "http://127.0.0.1:9", cwd=tmp_path)
    assert (done.returncode, "modelscan: --org acme: " in done.stderr) == (3, True)
    assert "--offline" not in done.stderr, "the catalog does not list what an organisation has"


def test_the_previous_audit(tmp_path: Path, hub: Hub) -> None:
    ids = written(tmp_path, "ids.txt", "acme/assistant-7b\n")
    first = modelscan(
        "audit", "--inventory", ids, "--hub", hub.url, "--format", "json", "--fail-on", "never", cwd=tmp_path,
        SOURCE_DATE_EPOCH="1790000000",
    )  # fmt: skip
    assert first.returncode == 0, first.stderr
    (asset,) = from_previous(tmp_path / ".modelscan/audits", "2030-01-01T00:00:00Z").assets
    assert asset.id == "acme/assistant-7b"
    with pytest.raises(ModelscanError, match="there is no audit in it"):
        from_previous(tmp_path / "elsewhere", "2030-01-01T00:00:00Z")


def test_no_inventory_says_what_to_give(tmp_path: Path) -> None:
    done = modelscan("audit", "--offline", cwd=tmp_path)
    assert done.returncode == 2
    assert "--inventory FILE" in done.stderr


def test_what_a_bill_says_differently_is_a_contradiction_in_the_audit_and_no_change_in_the_next(tmp_path: Path) -> None:
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [
            {
                "type": "machine-learning-model",
                "name": "Mistral-7B-v0.1",
                "purl": "pkg:huggingface/mistralai/Mistral-7B-v0.1",
                "licenses": [{"license": {"id": "MIT", "acknowledgement": "declared"}}],
            }
        ],
    }
    written(tmp_path, "bom.json", json.dumps(bill))
    written(tmp_path, "ids.txt", "mistralai/Mistral-7B-v0.1\n")
    words = (
        "audit",
        "--offline",
        "--bom",
        "bom.json",
        "--inventory",
        "ids.txt",
        "--format",
        "json",
        "--output",
        "a.json",
    )
    for day in ("1795392000", "1795478400"):
        done = modelscan(*words, cwd=tmp_path, SOURCE_DATE_EPOCH=day)
        assert (tmp_path / "a.json").exists(), done.stderr
        found = json.loads((tmp_path / "a.json").read_text())
        (result,) = found["results"]
        (conflict,) = [one for one in result["license"]["conflicts"] if one["kind"] == "declared-vs-bill"]
        assert "bom.json: components[0] states MIT" in conflict["detail"]
    assert found["audit"]["changes"]["changes"] == []
