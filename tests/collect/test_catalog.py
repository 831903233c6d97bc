"""The bundled catalog: what it holds, how it is found, and what it says it does not know."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scanner.collect.catalog import MAGIC, Catalog
from scanner.knowledge.resources import rules_dir
from scanner.model.errors import ModelscanError
from scanner.model.plain import from_plain, to_plain
from scanner.model.snapshot import MAX_DEPTH, Repo, Snapshot
from scanner.model.target import Target
from scripts.build_catalog import packed
from scripts.catalog_joining import joined
from scripts.catalog_records import Record, merged
from scripts.catalog_statements import Statement, Strictness


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.open()


def small(*records: Record, aliases: dict[str, str] | None = None) -> Catalog:
    return Catalog(packed(list(records), aliases or {}), "test")


def model(repo_id: str, *bases: str, observed: str = "2026-01-01", source: str = "radar", **info: object) -> Record:
    tags = [f"base_model:finetune:{base}" for base in bases]
    return Record(id=repo_id, source=source, observed=observed, info={"cardData": {}, "tags": tags, **info})


def related(snapshot: Snapshot) -> dict[str, Repo]:
    return {repo.id: repo for repo in snapshot.related}


def test_what_ships() -> None:
    path = rules_dir() / "catalog" / "models.bin"
    assert path.stat().st_size <= 5_000_000
    catalog = Catalog.open()
    ids = catalog.ids()
    assert len(ids) == len(set(ids)) == catalog.models > 34_000
    assert list(ids) == sorted(ids)


def test_a_radar_record(catalog: Catalog) -> None:
    repo = catalog.get("model", "meta-llama/Llama-3.1-8B")
    assert repo is not None
    assert (repo.source, repo.observed_at, repo.revision, repo.files) == ("catalog", "2026-08-22", None, None)
    assert repo.attribution is not None
    assert "CC BY 4.0" in repo.attribution
    assert "686f6c61" in repo.attribution
    assert repo.info["cardData"]["license"] == "llama3.1"
    assert (repo.info["gated"], repo.info["x_formats"], repo.info["x_removed"]) == (True, ["safetensors"], False)
    assert repo.info["x_parameters"] == 8030261248
    assert {item.what for item in repo.unread} == {"README.md", "LICENSE", "siblings"}


def test_a_source_that_knows_the_licence_only(catalog: Catalog) -> None:
    repo = catalog.get("model", "bigscience/bloom")
    assert repo is not None
    assert (repo.observed_at, repo.attribution) == ("2026-05-11", "Model Openness Tool, MIT")
    assert {one["license"] for one in repo.info["x_statements"]} >= {
        "bigscience-bloom-rail-1.0",
        "other: OpenRAIL-M v1",
    }
    assert "cardData" in {item.what for item in repo.unread}, "no word on datasets does not mean that there are none"


def test_a_record_with_a_file_list(catalog: Catalog) -> None:
    repo = catalog.get("model", "EleutherAI/gpt-j-6B")
    assert repo is not None
    assert repo.revision == "4a035bdfffb3d2520a7868e0984c2e81ed052221"
    assert "pytorch_model.bin" in {file.path for file in repo.files or ()}
    assert "siblings" not in {item.what for item in repo.unread}


def test_other_spellings_and_former_names(catalog: Catalog) -> None:
    named = {"openai-community/gpt2", "OpenAI-Community/GPT2", "gpt2", "GPT2"}
    assert {repo.id for name in named if (repo := catalog.get("model", name))} == {"openai-community/gpt2"}
    former = catalog.get("model", "meta-llama/Meta-Llama-3.1-8B")
    assert former is not None
    assert (former.id, former.requested) == ("meta-llama/Llama-3.1-8B", "meta-llama/Meta-Llama-3.1-8B")


def test_what_it_lacks(catalog: Catalog) -> None:
    assert catalog.get("model", "no-such-org/no-such-model") is None
    assert catalog.get("dataset", "gpt2") is None
    assert catalog.get("model", "snli") is None, "a dataset of that name is no model"
    for kind in ("model", "dataset"):
        root = catalog.snapshot(Target(text="no/such", repo_type=kind, id="no/such")).root
        assert root.problem is not None
        assert root.problem.kind == "not_in_catalog"
        assert "without --offline" in root.problem.message


def test_license_name_is_kept_apart_from_the_tag(catalog: Catalog) -> None:
    repo = catalog.get("model", "braydenh563/Astraea-Prompt-Architect-Chat-v10")
    assert repo is not None
    assert repo.info["cardData"]["license"] == "llama3.1"
    assert repo.info["cardData"]["license_name"] == "llama-3.1-community-license"


def test_every_record_survives_as_json(catalog: Catalog) -> None:
    for repo_id in catalog.ids()[::97]:
        snapshot = catalog.snapshot(Target(text=repo_id, id=repo_id))
        assert from_plain(Snapshot, json.loads(json.dumps(to_plain(snapshot)))) == snapshot


def test_spellings_that_differ_by_case_stay_apart() -> None:
    catalog = small(*merged([model("a/B", likes=1), model("a/b", likes=9)], {}))
    assert catalog.ids() == ("a/B", "a/b")
    found = [catalog.get("model", name) for name in ("a/B", "a/b", "A/B")]
    assert [repo.id for repo in found if repo] == ["a/B", "a/b", "a/b"], "the exact spelling, else the better liked"


def test_the_newest_observation_is_the_record() -> None:
    old = Record(
        id="a/b",
        source="cards",
        observed="2025-04-21",
        info={"cardData": {"license": "mit", "license_link": "LICENSE"}, "x_gate_text": True},
    )
    (kept,) = merged([old, model("a/b", observed="2026-08-22")], {})
    assert (kept.observed, kept.info["cardData"]) == ("2026-08-22", {"license_link": "LICENSE"})
    assert kept.info["x_dated"] == {"license_link": "2025-04-21", "x_gate_text": "2025-04-21"}


def test_ancestors_are_found_breadth_first() -> None:
    catalog = small(
        model("a/leaf", "a/mid", "x/unknown", "not an id"),
        model("a/mid", "a/root", "A/Leaf"),
        model("a/root", "a/root", "old/name"),
        model("a/new"),
        aliases={"old/name": "a/new"},
    )
    found = related(catalog.snapshot(Target(text="a/leaf", id="a/leaf")))
    assert set(found) == {"a/mid", "a/root", "a/new", "x/unknown"}
    assert found["a/new"].requested == "old/name"
    assert found["x/unknown"].problem is not None


def test_ancestry_ends_at_the_depth_limit() -> None:
    chain = [model(f"a/m{number}", f"a/m{number + 1}") for number in range(MAX_DEPTH + 3)]
    found = related(small(*chain).snapshot(Target(text="a/m0", id="a/m0")))
    assert set(found) == {f"a/m{number}" for number in range(1, MAX_DEPTH + 1)}


def test_declared_datasets_are_named_as_not_looked_up() -> None:
    record = model("a/b", source="radar")
    record.info["tags"].append("dataset:org/data")
    (found,) = small(record).snapshot(Target(text="a/b", id="a/b")).related
    assert (found.repo_type, found.problem and found.problem.kind) == ("dataset", "not_in_catalog")


def test_a_revision_cannot_be_answered_for() -> None:
    root = small(model("a/b")).snapshot(Target(text="a/b@v1", id="a/b", revision="v1")).root
    assert (root.revision, root.requested_revision) == (None, "v1")
    assert "revision v1" in {item.what for item in root.unread}


def test_a_dataset_with_every_licence_that_was_traced(catalog: Catalog) -> None:
    repo = catalog.get("dataset", "OpenAssistant/oasst1")
    assert repo is not None
    assert (repo.repo_type, repo.info["cardData"]["license"]) == ("dataset", ["Apache License 2.0", "CC BY 4.0"])
    assert repo.attribution == "Data Provenance Initiative, Apache-2.0"


KNOWN = {
    "mit": Strictness(withholds=False, limits=0, duties=1, standard=True),
    "apache-2.0": Strictness(withholds=False, limits=0, duties=2, standard=True),
    "gemma": Strictness(withholds=False, limits=2, duties=3, standard=True),
    "deepseek": Strictness(withholds=False, limits=1, duties=3, standard=False),
    "kind-terms": Strictness(withholds=False, limits=0, duties=1, standard=False),
    "cc-by-nc-4.0": Strictness(withholds=True, limits=1, duties=2, standard=True),
}


def said(
    license_: str | None, day: str = "2026", *, source: str = "", by_vendor: bool = False, **more: Any
) -> Statement:
    source = source or f"{by_vendor} {day} {license_}"
    return Statement(id="a/b", source=source, day=day, vendor=by_vendor, license=license_, **more)


def vendor(license_: str | None, day: str, **more: Any) -> Statement:
    return said(license_, day, by_vendor=True, **more)


OLD, NEW = "2024", "2025"


@pytest.mark.parametrize(
    ("why", "statements", "stands"),
    [
        ("the vendor over a catalogue", [vendor("mit", OLD), said("gemma", "2026")], ("mit", None)),
        ("a vendor's newest", [vendor("mit", OLD), vendor("gemma", NEW)], ("gemma", None)),
        ("a vendor's newest, though freer", [vendor("gemma", OLD), vendor("mit", NEW)], ("mit", None)),
        ("a vendor's stricter of one day", [vendor("mit", NEW), vendor("gemma", NEW)], ("gemma", None)),
        ("the stricter of catalogues", [said("cc-by-nc-4.0", OLD), said("mit")], ("cc-by-nc-4.0", None)),
        ("a known key over an unknown name", [said("other", name="Gemma ToU"), said("gemma", OLD)], ("gemma", None)),
        ("a bare other is named", [vendor("other", NEW), said("other", name="deepseek")], ("other", "deepseek")),
        ("by a free one of its own", [vendor("other", NEW), said("other", name="kind-terms")], ("other", "kind-terms")),
        ("never by a free standard key", [vendor("other", NEW), said("mit")], ("other", None)),
        ("nor is a vendor's unknown name", [vendor("other", NEW, name="own"), said("mit")], ("other", "own")),
        ("silence states nothing", [vendor(None, NEW), said("mit")], ("mit", None)),
    ],
)
def test_which_statement_stands(why: str, statements: list[Statement], stands: tuple[str, str | None]) -> None:
    for order in (statements, statements[::-1]):
        (record,) = joined([], order, {}, KNOWN.get)
        card = record.info["cardData"]
        assert (card["license"], card.get("license_name")) == stands, why
        assert len(record.stated) == sum(one.license is not None for one in statements), "every statement is kept"


def test_the_deciding_licence_is_shown_first_however_often_it_was_stated() -> None:
    statements = [vendor("gemma", OLD), vendor("mit", NEW), said("mit", "2026", source="a list"), said("mit", "2026")]
    (record,) = joined([], statements, {}, KNOWN.get)
    assert [one[0] for one in record.stated] == ["mit", "gemma", "mit", "mit"]
    assert record.info["cardData"]["license"] == "mit"


def test_what_a_record_lacks_is_filled_and_says_by_whom() -> None:
    radar = model("a/b", observed="2026-08-22", gated=False)
    radar.info["cardData"] = {"license": "mit"}
    readme = vendor("mit", "2025-07-15", gated=True, parameters=7, bases=(("c/d", "finetune"),), source="a/readme")
    older = said("gemma", "2024", bases=(("e/f", None),))
    (record,) = joined([radar], [older, readme], {}, KNOWN.get)
    assert (record.info["gated"], record.info["x_parameters"]) == (False, 7), "what the record says stands"
    assert record.info["tags"] == ["base_model:finetune:c/d"], "the vendor's word on bases is enough"
    assert record.info["x_said"] == {"parameters": "a/readme, 2025-07-15", "base_model": "a/readme, 2025-07-15"}
    repo = small(record).get("model", "a/b")
    assert repo is not None
    assert [(one["license"], one["vendor"]) for one in repo.info["x_statements"]] == [
        ("mit", True), ("gemma", False), ("mit", True)
    ]  # fmt: skip


def test_a_statement_alone_denies_nothing() -> None:
    (record,) = joined([], [said(None, bases=(("c/d", "quantized"),))], {}, KNOWN.get)
    repo = small(record).get("model", "a/b")
    assert repo is not None
    assert {"cardData", "siblings"} <= {item.what for item in repo.unread}


def test_a_catalog_of_another_version_is_refused_by_name() -> None:
    content = packed([model("a/b")], {}).replace(b"modelscan catalog 2", b"modelscan catalog 9", 1)
    with pytest.raises(ModelscanError, match="a catalog of version 9"):
        Catalog(content, "test")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", MAGIC, MAGIC + b"\0\0\0\x02{}", MAGIC + b"\0\0\0\x02[]x"])
def test_damage_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "models.bin"
    path.write_bytes(content)
    with pytest.raises(ModelscanError, match="reinstall"):
        Catalog.open(path)
    with pytest.raises(ModelscanError, match="check --catalog"):
        Catalog.open(tmp_path / "absent.bin")


def test_damage_in_a_block_is_said() -> None:
    content = packed([model("a/b")], {})
    with pytest.raises(ModelscanError, match="reinstall"):
        Catalog(content[:-400] + b"\xff" * 400, "test").ids()


@pytest.mark.shared
def test_the_file_is_what_the_builder_makes(shared: Path, tmp_path: Path, catalog: Catalog) -> None:
    root = Path(__file__).resolve().parents[2]
    out = tmp_path / "models.bin"
    command = [sys.executable, "-m", "scripts.build_catalog", "--data", shared / "data", "--out", out]
    subprocess.run(list(map(str, command)), check=True, cwd=root, env={"PYTHONPATH": str(root)})
    made = Catalog.open(out)
    assert made.ids() == catalog.ids()
    other = [name for name in made.ids() if made.get("model", name) != catalog.get("model", name)]
    assert not other, "build it again (make catalog): its licence records or data have changed"
