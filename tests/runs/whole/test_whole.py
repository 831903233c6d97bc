"""A table judged whole comes to what judging each of its rows comes to."""

import errno
import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.hub.generate import Made, write
from scanner.collect.tables import manifest, writing
from scanner.collect.tables.manifest import Journal
from scanner.collect.tables.parquet import schema, table_packed
from scanner.judge.columns.keys import Keys
from scanner.judge.columns.looking import Looked, Looks
from scanner.judge.columns.relatives import Relatives
from scanner.judge.evaluate import engine_for
from scanner.knowledge.policy import load_policy
from scanner.runs.whole import summary
from scanner.runs.whole.results import written
from scanner.runs.whole.run import Whole, judge_table, keep
from tests.cli.running import modelscan
from tests.hubserver.many import made
from tests.runs.whole.making import DAY, differing, own_policy, rows, table


@pytest.fixture(scope="module", params=["benign", "adversarial"])
def hub(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hub") / "t"
    write(folder, Made(1200, request.param, seed=5))
    return folder


@pytest.mark.parametrize("name", ["commercial-saas", "internal-use"])
def test_each_row_is_judged_as_by_itself(hub: Path, name: str) -> None:
    policy = load_policy(name)
    whole = judge_table(hub, policy)
    assert whole.counts["models"] == 1200 and whole.alone < 30
    assert len({whole.made.one(int(number)).verdict for number in whole.numbers}) >= 2
    assert list(differing(hub, whole, policy)) == []


def test_a_table_that_lists_nothing_is_no_yes(tmp_path: Path) -> None:
    folder = table(tmp_path / "t", {"model": [], "dataset": []})
    done = modelscan("audit", "--table", str(folder), "--output", str(tmp_path / "judged"))
    assert done.returncode == 3 and "the table lists no model" in done.stderr


def test_it_does_not_matter_which_row_is_met_first(tmp_path: Path) -> None:
    made_up = Made(1000, seed=11)
    there, sets = list(made_up.rows()), list(made_up.sets())
    policy = load_policy("commercial-saas")
    ahead = told(judge_table(table(tmp_path / "a", {"model": there, "dataset": sets}), policy))
    back = told(judge_table(table(tmp_path / "b", {"model": there[::-1], "dataset": sets[::-1]}), policy))
    assert [name for name in ahead if ahead[name] != back[name]] == []


def test_several_processes_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up = Made(600, seed=12)
    folder = table(tmp_path / "t", {"model": list(made_up.rows()), "dataset": list(made_up.sets())}, size=100)
    policy = load_policy("commercial-saas")
    alone = told(judge_table(folder, policy))
    monkeypatch.setattr("scanner.runs.whole.taking._WORTH", 1)
    monkeypatch.setattr("scanner.runs.whole.taking._TOGETHER", 150)
    assert told(judge_table(folder, policy)) == alone


def test_a_new_rule_works_in_both(tmp_path: Path) -> None:
    folder = table(tmp_path / "t", {"model": rows(made(300))})
    policy = load_policy(str(own_policy(tmp_path)))
    whole = judge_table(folder, policy)
    assert "OWN001" in whole.rules
    told = {whole.made.one(int(number)).outcomes[whole.rules.index("OWN001")] for number in whole.numbers}
    assert {"violated", "satisfied"} <= told
    assert list(differing(folder, whole, policy)) == []


def row(name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name, "gated": False, "disabled": False, "private": False, "sha": "1" * 40, "tags": [],
        "siblings": [{"rfilename": "README.md"}, {"rfilename": "model.safetensors"}], **more,
    }  # fmt: skip


def file(path: str) -> dict[str, str]:
    return {"rfilename": path}


_HUB = "https://huggingface.co"


def linked(name: str, link: Any, *files: str, **more: Any) -> dict[str, Any]:
    data = {"license": "other", "license_link": link, **more}
    return row(name, cardData=data, siblings=[*map(file, ("model.safetensors", *files))])


#: Tags of which something is read.
TELLING = (
    "mergekit", "custom_code", "LoRA", "base_model:adapter:Some/Model", "base_model:x/round-b", "dataset:d/closed",
    "distilled_from:gpt-4", "research-only", "license:cc-by-nc-4.0", "arxiv:2401.00001",
)  # fmt: skip

#: Rows whose licence lies at a link: to their own files and pages, to those of others.
LINKED = [
    *(linked(f"x/own-{n}", f"{_HUB}/x/own-{n}/blob/main/LICENSE") for n in range(4)),
    *(linked(f"x/own-text-{n}", f"{_HUB}/x/own-text-{n}/blob/main/L.md", *["L.md"] * n) for n in range(2)),
    linked("x/own-nc", f"{_HUB}/x/own-nc/blob/main/NON-COMMERCIAL"),
    linked("x/own-terms", f"{_HUB}/x/own-terms/blob/main/legal/terms-of-use"),
    linked("x/own-licenses", f"{_HUB}/x/own-licenses/raw/main/licenses/X", license="mit"),
    linked("licenses/terms-of-use", f"{_HUB}/licenses/terms-of-use/blob/main/LICENSE", license="mit"),
    linked("x/research-only", f"{_HUB}/x/research-only/blob/main/LICENSE"),
    linked("x/own-twice", f"{_HUB}/x/own-twice/blob/main/x/own-twice/LICENSE"),
    linked("x/own-case", f"{_HUB}/X/Own-Case/blob/main/LICENSE"),
    linked("x/own-name-too", f"{_HUB}/x/own-name-too/blob/main/LICENSE", license_name="x/own-name-too research only"),
    linked("x/harbour-2", f"{_HUB}/x/harbour-2/blob/main/LICENSE", license_name="harbour non-commercial"),
    linked("x/harbour-3", f"{_HUB}/x/harbour-3/blob/main/LICENSE", license_name="harbour non-commercial"),
    linked("x/other-file", f"{_HUB}/Some/Model/blob/main/LICENSE"),
    linked("x/page", f"{_HUB}/x/page"),
    linked("x/page-round", f"{_HUB}/x/round-b"),
    linked("x/page-model", f"{_HUB}/Some/Model/tree/main"),
    linked("x/page-nowhere", f"{_HUB}/meta-llama/Llama-3-Nowhere"),
    linked("x/page-nowhere-2", f"{_HUB}/acme/nowhere"),
    linked("x/page-based", f"{_HUB}/x/round-b", base_model="x/itself"),
    linked("x/page-based-2", f"{_HUB}/x/itself", base_model="x/itself"),
    linked("x/pages", [f"{_HUB}/x/round-b", f"{_HUB}/x/itself"]),
    linked("x/two-keys", f"{_HUB}/x/round-b", licence_link=f"{_HUB}/x/itself"),
    linked("x/page-of-a-set", f"{_HUB}/datasets/d/closed"),
    linked("x/below-page", "LICENSE", license="mit", base_model="x/page-round"),
]
ODD = [
    row("Some/Model", cardData={"license": "mit"}),
    row("some/model", cardData={"license": "cc-by-nc-4.0"}),
    row("x/child-of-spelled", cardData={"license": "mit", "base_model": "some/model"}),
    row("x/child-of-other", cardData={"license": "mit", "base_model": "SOME/MODEL"}),
    row("x/itself", cardData={"license": "mit", "base_model": "x/itself"}),
    row("x/round-a", cardData={"license": "mit", "base_model": "x/round-b"}),
    row("x/round-b", cardData={"license": "llama3.1", "base_model": "x/round-a"}),
    row("x/nowhere", cardData={"license": "mit", "base_model": "meta-llama/Llama-9-Nowhere"}),
    row("x/folder", cardData={"license": "mit", "base_model": "/home/me/llama-3-8b"}),
    row("x/Llama-3-free", cardData={"license": "mit"}),
    row("x/many-spelled", cardData={"license": "mit", "parent": [f"y/llama-3-{number}b" for number in range(12)]}),
    row("x/many-hints", cardData={"license": "mit", "parent": [f"y/model-{number}b" for number in range(12)]}),
    row("x/below-many", cardData={"license": "mit", "base_model": "x/many-hints"}),
    row("x/file", cardData={"license": "mit"}, siblings=[file("b.bin"), file("a/llama_2_7b.safetensors")]),
    row("x/below-file", cardData={"license": "mit", "base_model": "x/file"}),
    row("x/relation", cardData={"license": "mit", "base_model_relation": "quantized"}),
    row("x/hint", cardData={"license": "mit"}, config={"_name_or_path": "x/round-b"}),
    row("x/hint-lost", cardData={"license": "mit"}, config={"_name_or_path": "google/gemma-9"}),
    row("x/below-hint", cardData={"license": "mit", "base_model": "x/hint"}),
    row("x/own-name", cardData={"license": "other", "license_name": "my non-commercial licence"}),
    row("x/own-link", cardData={"license": "other", "license_link": "https://huggingface.co/x/own-link/blob/main/L"}),
    *LINKED,
    row("x/within", cardData={"license": "mit", "training": {"base_model": "x/round-b"}}),
    row("x/within-a-list", cardData={"license": "mit", "parts": [{"role": "llm", "base-model": ["x/round-b"]}]}),
    row("x/within-results", cardData={"license": "mit", "model-index": [{"name": "a", "base_model": "x/round-b"}]}),
    row("x/related", cardData={"license": "mit", "base_model_relation": "adapter"}),
    row("x/related-2", cardData={"license": "mit", "Base-Model-Relation": "adapter"}, tags=["license:mit"]),
    row("x/bits", cardData={"license": "mit", "base_model_relation": "finetune"}, config={"quantization_config": 4}),
    row("x/eu-not", cardData={"license": "mit", "extra_gated_eu_disallowed": "no"}, config={"visual": {}}),
    row("x/newest", cardData={"license": "mit", "new_version": "X/Newest"}),
    row("x/tagged", cardData={"license": "mit"}, tags=["research-only", "license:mit", "arxiv:2401.00001"]),
    row("x/distilled", cardData={"license": "mit"}, tags=["distilled", "gpt-4", "license:mit"]),
    row("x/gpt4-distilled", cardData={"license": "mit"}),
    row("x/asks", cardData={"license": "mit", "extra_gated_prompt": "For research use only."}, gated="auto"),
    row("x/fields", cardData={"license": "mit", "extra_gated_fields": {"I will use it for research only": "checkbox"}}),
    row("x/eu", cardData={"license": "mit", "extra_gated_eu_disallowed": True}),
    row("x/newer", cardData={"license": "mit", "new_version": "x/newer-2"}),
    row("x/lora", tags=["base_model:adapter:Some/Model"], siblings=[*map(file, ("a/adapter_config.json", "a/w.bin"))]),
    row("x/lora-bare", siblings=[{"rfilename": "adapter_config.json"}, {"rfilename": "w.safetensors"}]),
    row("x/tintype-lora", siblings=[file("w.safetensors")]),
    row("x/tintype-lora-merged", siblings=[file("w.safetensors")]),
    row("x/tintype", tags=["style-lora"], siblings=[file("w.safetensors")]),
    row("x/merge", tags=["merge", "mergekit"], cardData={"license": "mit"}),
    row("x/hole", cardData={"license": "mit"}, siblings=[file(f"model-0000{n}-of-00003.safetensors") for n in (1, 3)]),
    row("x/bare", cardData={"license": "mit"}, siblings=[file("w.bin")]),
    row("x/delta", cardData={"license": "mit"}, siblings=[file("delta-weights.bin")]),
    row("x/parts", cardData={"license": "mit"}, siblings=[file(f"m.gguf.part{n}of2") for n in (1, 2)]),
    row("x/data", cardData={"license": "mit", "datasets": ["d/open", "d/closed", "d/gone", "squad", "some, of mine"]}),
    row("x/taught", cardData={"license": "mit", "datasets": ["tatsu-lab/alpaca"]}, tags=["dataset:d/open"]),
    row("x/several", cardData={"license": ["mit", "llama3.1"]}),
    row("x/either", cardData={"license": "mit OR cc-by-nc-4.0"}),
    row("x/code", cardData={"license": "mit"}, config={"auto_map": {"A": "modeling_x.X"}, "architectures": ["X"]}),
    row("x/unlisted", cardData={"license": "mit"}, siblings=None, tags=["gguf"], gguf={"total": 10**9}),
    row("x/wrong", cardData=["no"], tags="none", siblings="none", config=7, gated="perhaps", baseModels={"models": 3}),
    *(row(f"x/card-{at}", cardData={"license": "mit", "tags": ["quiet", tag]}) for at, tag in enumerate(TELLING)),
    *(row(f"x/both-{at}", cardData={"license": "mit", "tags": [tag]}, tags=[tag]) for at, tag in enumerate(TELLING)),
    row("x/card-taught", cardData={"license": "mit", "tags": ["gpt-4"]}, tags=["distilled"]),
    row("x/card-library", cardData={"license": "mit", "library_name": "peft"}, siblings=[file("w.safetensors")]),
    row("x/empty", siblings=[], cardData={}),
    row("x/wide", tags=[f"tag-{n}" for n in range(300)], cardData={"license": "mit"}),
    row("x/long", cardData={"license": "mit", "widget": [{"text": "x" * 50_000}]}),
    row("x/newline", cardData={"license": "mit"}, siblings=[{"rfilename": "a\nb.safetensors"}]),
]  # fmt: skip
SETS = [
    row("d/open", cardData={"license": "mit"}),
    row("d/closed", cardData={"license": "cc-by-nc-4.0"}),
    row("d/gated", cardData={"license": "mit"}, gated="manual"),
    row("d/made-from", cardData={"license": "mit", "source_datasets": ["d/closed"]}),
]


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    return table(tmp_path / "t", {"model": rows(ODD), "dataset": rows(SETS, "dataset")}, size=7)


def told(whole: Whole) -> dict[str, Any]:
    names = whole.ids.names.to_pylist()
    return {
        names[place]: whole.made.one(int(number)) for place, number in zip(whole.places, whole.numbers, strict=True)
    }


def test_odd_rows_are_judged_as_by_themselves(odd: Path) -> None:
    policy = load_policy("commercial-saas")
    whole = judge_table(odd, policy)
    assert list(differing(odd, whole, policy)) == []
    found = told(whole)
    assert "CC-BY-NC-4.0" in found["x/child-of-spelled"].effective
    assert "CC-BY-NC-4.0" not in found["x/child-of-other"].effective
    assert "llama3.1" in found["x/round-a"].effective


WEIGHTS = (
    "w.safetensors", "model.safetensors", "pytorch_model.bin", "adapter.safetensors", "x/model.safetensors",
    "delta.bin", "a-delta.safetensors", "model-delta-1.bin", "consolidated.00.pth", "w-00001-of-00002.safetensors",
    "merge.yml", "w.gguf", "w-q4.gguf", "unet/diffusion_pytorch_model.safetensors", "tf_model.h5", "optimizer.pt",
    "lora/adapter_model.safetensors", "a-lora-v2.safetensors", "lora-merged.safetensors",
)  # fmt: skip
BESIDE = ([], ["config.json"], ["adapter_config.json"], ["x/config.json"], ["params.json"])
TAGGED = ([], ["lora"], ["style-LoRA"], ["peft", "base_model:adapter:a/b"], ["gguf"], ["diffusers"])


def test_files_that_reading_tells_apart_have_keys_of_their_own(tmp_path: Path) -> None:
    """What a name says of weights hangs on what lies beside it and on tags; whichever row is met first."""
    made = list(itertools.product(WEIGHTS, BESIDE, TAGGED))
    random.Random(4).shuffle(made)
    found = [
        row(f"x/m{number}", cardData={"license": "mit"}, tags=tags, siblings=[*map(file, [name, *beside])])
        for number, (name, beside, tags) in enumerate(made)
    ]
    folder, policy = table(tmp_path / "t", {"model": rows(found)}), load_policy("commercial-saas")
    assert list(differing(folder, judge_table(folder, policy), policy)) == []


PARTS = (
    ("shard0.pt", "shard1.pt", "shard3.pt"),
    ("experts/expert_1.bin", "experts/expert_2.bin", "experts/expert_4.bin"),
    ("__0_0.distcp", "__1_0.distcp", "__3_0.distcp"),
    ("model_world_size_3_rank_0.pt", "model_world_size_3_rank_1.pt", "model_world_size_3_rank_2.pt"),
    ("consolidated.00.pth", "consolidated.01.pth", "consolidated.03.pth"),
)


def test_parts_that_are_not_all_there_are_told_apart(tmp_path: Path) -> None:
    """Whole and with a hole, whichever row is met first."""
    made = [list(names[:count]) for names in PARTS for count in (1, 2, 3)]
    random.Random(4).shuffle(made)
    found = [
        row(f"x/m{number}", cardData={"license": "mit"}, siblings=[*map(file, names)])
        for number, names in enumerate(made)
    ]
    folder, policy = table(tmp_path / "t", {"model": rows(found)}), load_policy("commercial-saas")
    assert list(differing(folder, judge_table(folder, policy), policy)) == []


def test_what_a_person_concluded_stands(odd: Path, tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    concluded = [
        {"model": name, "license": "Apache-2.0", "by": "me", "evidence": "their mail"}
        for name in ("X/Round-B", "x/merge")
    ]
    path.write_text(json.dumps({"name": "p", "extends": "commercial-saas", "curations": concluded}), encoding="utf-8")
    policy = load_policy(str(path))
    whole = judge_table(odd, policy)
    assert list(differing(odd, whole, policy)) == []
    assert "Apache-2.0" in told(whole)["x/round-a"].effective


def test_what_a_person_concluded_may_hang_on_what_goes_in_and_out(tmp_path: Path) -> None:
    found = [row("u/base", cardData={"license": "mit"})]
    for number, task in enumerate(("text-generation", "image-text-to-text", "text-to-image")):
        found.append(row(f"u/own-{number}", pipeline_tag=task, cardData={"license": "mit"}))
        card = {"license": "mit", "base_model": "u/base"}
        found.append(row(f"u/child-{number}", pipeline_tag=task, cardData=card))
    names = [one["id"] for one in found if "child" not in one["id"]]
    concluded = [{"model": name, "license": "llama4", "by": "me", "evidence": "their mail"} for name in names]
    own = {"name": "p", "extends": "commercial-saas", "use": {"domicile": "DE"}, "curations": concluded}
    path = tmp_path / "policy.yaml"
    path.write_text(json.dumps(own), encoding="utf-8")
    folder, policy = table(tmp_path / "t", {"model": rows(found)}), load_policy(str(path))
    whole = judge_table(folder, policy)
    assert list(differing(folder, whole, policy)) == []
    assert len({one.commercial_use for one in told(whole).values()}) > 1


def test_the_newest_row_stands_and_what_is_gone_is_not_judged(tmp_path: Path) -> None:
    base, child, lost = (row(name, cardData={"license": "mit"}) for name in ("y/base", "y/child", "y/lost"))
    child["cardData"] |= {"base_model": ["y/base", "y/lost"]}
    folder = table(tmp_path / "t", {"model": rows([base, child, lost])})
    table(folder, {"model": rows([{**base, "cardData": {"license": "llama3.1"}}, child])})
    policy = load_policy("commercial-saas")
    whole = judge_table(folder, policy)
    assert sorted(told(whole)) == ["y/base", "y/child"] and "llama3.1" in told(whole)["y/child"].effective
    assert list(differing(folder, whole, policy)) == []


def test_rows_that_are_read_for_themselves_are_read_as_they_stand_now(tmp_path: Path) -> None:
    wide = [f"tag-{number}" for number in range(300)]
    before = [
        row("z/speaks", cardData={"license": "mit", "usage": "Any use is fine."}),
        row("z/wide", cardData={"license": "mit"}, tags=wide),
        row("z/long", cardData={"license": "mit", "widget": [{"text": "x" * 50_000}]}),
        row("z/only-research-use-only", cardData={"license": "mit"}),
    ]
    now = [
        row("z/speaks", cardData={"license": "mit", "usage": "No commercial use of any kind."}),
        row("z/wide", cardData={"license": "cc-by-nc-4.0"}, tags=wide),
        row("z/long", cardData={"license": "cc-by-nc-4.0", "widget": [{"text": "x" * 50_000}]}),
        row("z/only-research-use-only", cardData={"license": "mit", "usage": "No commercial use."}),
    ]
    folder = table(tmp_path / "t", {"model": rows(before)})
    table(folder, {"model": rows(now)}, query="another")
    policy = load_policy("commercial-saas")
    assert list(differing(folder, judge_table(folder, policy), policy)) == []


def test_a_part_that_is_damaged_is_named_and_the_rest_judged(odd: Path) -> None:
    parts = sorted(odd.glob("*/model-*.parquet"))
    parts[0].write_bytes(parts[0].read_bytes()[:-9])
    parts[1].unlink()
    whole = judge_table(odd, load_policy("commercial-saas"))
    assert len(whole.numbers) == len(ODD) - 14
    assert [parts[at].name in one for at, one in enumerate(whole.lacking)] == [True, True]


def replaced(folder: Path, made_of: pa.Table) -> None:
    """A further part of any columns."""
    with manifest.held(folder):
        journal = Journal(folder)
        data = table_packed(made_of)
        writing.keep_bytes(folder, journal, journal.manifest.crawls[-1], "model", 900, data, len(made_of), None)


def test_a_column_of_another_type_is_named_and_the_rest_judged(odd: Path) -> None:
    replaced(odd, pa.table({"id": ["z/one"], "observed": [DAY], "repo_type": ["model"], "tags": [7]}))
    whole = judge_table(odd, load_policy("commercial-saas"))
    assert len(whole.numbers) == len(ODD)
    assert ["tags holds int64" in one for one in whole.lacking] == [True]


def test_parts_of_an_older_version_lack_columns(odd: Path) -> None:
    old = {
        "repo_type": "model",
        "id": "z/old",
        "observed": DAY,
        "cardData": '{"license":"mit"}',
        "tags": ["license:mit"],
    }
    replaced(odd, pa.Table.from_pylist([old]))
    whole = judge_table(odd, load_policy("commercial-saas"))
    assert told(whole)["z/old"].effective == ("MIT",) and whole.lacking == ()


def test_a_column_that_no_key_knows_is_read_for_itself(odd: Path) -> None:
    new = {"repo_type": "model", "id": "z/new", "observed": DAY, "cardData": '{"license":"mit"}', "news": "later"}
    replaced(odd, pa.Table.from_pylist([new]))
    policy = load_policy("commercial-saas")
    whole = judge_table(odd, policy)
    assert list(differing(odd, whole, policy)) == []


def test_keys_tell_of_the_columns_that_they_are_made_from() -> None:
    """Two rows that differ in a field that is read have two keys."""
    looks = Looks(engine_for(load_policy("commercial-saas")).licenses)
    plain = row("x/a", cardData={"license": "mit"}, siblings=[file("model.bin")])
    changes = {
        "gated": "auto", "private": True, "disabled": True, "tags": ["custom_code"], "cardData": {"license": "gpl-3.0"},
        "safetensors": {"total": 5}, "config": {"auto_map": {"a": "b.C"}}, "siblings": [file("model.gguf")],
        "pipeline_tag": "image-text-to-text", "baseModels": {"models": [{"id": "a/b"}]}, "library_name": "transformers",
    }  # fmt: skip
    answers = [plain, *(plain | {name: value} for name, value in changes.items())]
    looked = Looked(looks, pa.Table.from_pylist(rows(answers), schema=schema()), np.zeros(len(answers), bool))
    keys, named = Keys.of(looked), Relatives.of(looked)
    kinds = (keys.own, keys.itself, keys.shown, named.bases.kind, named.data.kind, named.taught)
    of = [tuple(kind.keys[kind.groups.number[at]] for kind in kinds) for at in range(len(answers))]
    assert [name for name, key in zip(changes, of[1:], strict=True) if key == of[0]] == []


def test_results_are_parquet(odd: Path, tmp_path: Path) -> None:
    whole = judge_table(odd, load_policy("commercial-saas"))
    keep(whole, tmp_path / "v.parquet")
    found = pq.read_table(tmp_path / "v.parquet")
    assert found.column_names[:7] == ["model", "revision", "verdict", "commercial_use", "weights", "effective", "error"]
    assert found.column_names[7:] == list(whole.rules)
    first = found.to_pylist()[0]
    judged = told(whole)[first["model"]]
    assert (first["verdict"], tuple(first["effective"])) == (judged.verdict, judged.effective)
    assert tuple(first[name] for name in whole.rules) == judged.outcomes
    again = tmp_path / "again.parquet"
    keep(judge_table(odd, load_policy("commercial-saas")), again)
    assert again.read_bytes() == (tmp_path / "v.parquet").read_bytes()


def test_the_command_writes_results_and_numbers(odd: Path, tmp_path: Path) -> None:
    done = modelscan("audit", "--table", str(odd), "--output", str(tmp_path / "out"))
    assert done.returncode == 1 and f"{len(ODD)} models" in done.stdout
    numbers = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert numbers["summary"]["models"] == len(ODD) and numbers["rules"]["LIC001"]["violated"] > 0
    assert pq.read_table(tmp_path / "out" / "verdicts.parquet").num_rows == len(ODD)


def test_a_full_disk_leaves_the_results_that_were_there(tmp_path: Path) -> None:
    write(tmp_path / "t", Made(300, seed=3))
    whole = judge_table(tmp_path / "t", load_policy("commercial-saas"))

    def rows() -> Iterator[Any]:
        yield from whole.rows()
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "v.parquet").write_bytes(b"before")
    with pytest.raises(OSError, match="No space"):
        written(tmp_path / "v.parquet", rows(), whole.made, whole.rules)
    assert (tmp_path / "v.parquet").read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["v.parquet"]


def test_what_is_told_names_the_rules_that_weigh_and_no_notes(tmp_path: Path) -> None:
    write(tmp_path / "t", Made(300, seed=3))
    policy = load_policy("commercial-saas")
    whole = judge_table(tmp_path / "t", policy)
    lines = summary.told(whole, policy).splitlines()
    named = [line.split()[0] for line in lines[lines.index("violated most:") + 1 :]]
    assert "DIS005" in {rule for rule, counts in summary.rules(whole).items() if counts["violated"]}, (
        "a note that is violated"
    )
    assert named and "DIS005" not in named
    assert any("The terms forbid the stated use" in line for line in lines)
