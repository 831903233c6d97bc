"""Snapshots of healthy repos, through real HTTP."""

import json
import re
import time
from collections import Counter

import pytest

from scanner.collect.hub import start
from scanner.model.plain import from_plain, to_plain
from scanner.model.snapshot import Snapshot
from tests.collect.hub.conftest import target
from tests.hubserver import FakeRepo, Hub
from tests.hubserver.fixtures import APACHE


def ids(snapshot):
    return [f"{repo.repo_type} {repo.id}" for repo in snapshot.related]


def test_a_model_with_all_that_belongs_to_it(ask, hub):
    found = ask("acme/assistant-7b")
    root = found.root
    assert (root.id, root.source, root.problem, root.unread) == ("acme/assistant-7b", "hub", None, ())
    assert root.revision == hub.repos["model", "acme/assistant-7b"].sha
    assert root.card.data["license"] == "apache-2.0"
    assert root.card.data["language"] == "no"
    assert root.card.lines["base_model"] == 3
    assert [(text.path, text.text) for text in root.texts] == [("LICENSE", APACHE.decode())]
    shards = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    assert root.info["x_shard_index"] == {"model.safetensors.index.json": shards}
    sizes = {file.path: (file.size, file.sha256 is not None) for file in root.files}
    assert sizes["model.safetensors"] == (2_000_000_000, True)
    assert sizes["LICENSE"] == (len(APACHE), False)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", root.observed_at)
    expected = ["dataset acme/books", "dataset acme/chats", "model acme/assistant-7b-base", "model acme/seed-7b"]
    assert ids(found) == expected


def test_few_requests_each_once(ask, hub):
    ask("acme/assistant-7b")
    assert set(hub.paths().values()) == {1}
    # Five repos, their cards, two licences, the index of the shards, three configs and the headers of three models.
    assert hub.count() == 19
    assert hub.count("/api/models/acme/assistant-7b$") == 1
    assert hub.count("/tree/") == 0
    assert hub.count("agent-harnesses") == 0


def test_a_second_check_asks_for_no_file(ask, hub):
    first = ask("acme/assistant-7b")
    hub.forget()
    second = ask("acme/assistant-7b")
    assert hub.count("/resolve/") == 0
    assert hub.count("^/api/") == 5
    assert second.root.source == "hub"
    assert (second.root.card, second.root.texts, second.root.files) == (
        first.root.card,
        first.root.texts,
        first.root.files,
    )
    assert second.root.info == first.root.info


def test_a_pinned_commit_in_the_cache_asks_for_nothing_of_it(ask, hub):
    sha = ask("gpt2").root.revision
    hub.forget()
    again = ask(f"gpt2@{sha}")
    assert hub.count() == 0
    assert (again.root.source, again.root.requested_revision, again.root.card.data) == (
        "cache",
        sha,
        {"license": "mit"},
    )


def test_offline_reads_the_cache_alone(ask, hub):
    live = ask("acme/assistant-7b")
    hub.forget()
    cached = ask("acme/assistant-7b", offline=True)
    assert hub.count() == 0
    assert cached.root.source == "cache"
    assert cached.root.texts == live.root.texts
    assert ids(cached) == ids(live)
    absent = ask("acme/lora", offline=True).root
    assert absent.problem.kind == "offline"
    assert "without --offline" in absent.problem.message


@pytest.mark.parametrize("name", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
def test_the_librarys_offline_switch_is_obeyed(ask, hub, monkeypatch, name):
    monkeypatch.setenv(name, "1")
    assert ask("gpt2").root.problem.kind == "offline"
    assert hub.connections == 0


def test_survives_json(ask):
    found = ask("acme/assistant-7b")
    assert from_plain(Snapshot, json.loads(json.dumps(to_plain(found)))) == found


def test_the_same_answers_give_the_same_snapshot(ask, tmp_path):
    def plain(turn):
        found = to_plain(ask("acme/assistant-7b", cache_dir=tmp_path / str(turn)))
        return re.sub(r'"observed_at": "[^"]*"', "", json.dumps(found))

    assert len({plain(turn) for turn in range(8)}) == 1


def test_many_targets_in_order_and_shared_repos_once(ask, hub):
    names = ["acme/lora", "acme/assistant-7b", "gpt2", "acme/nope", "acme/llama-tuned", "acme/seed-7b"] * 20
    found = ask.all(*names)
    assert [snapshot.target for snapshot in found] == names
    assert max(hub.paths().values()) <= 2
    assert hub.count("/api/datasets/acme/chats") == 1
    assert Counter(s.root.problem is None for s in found) == {True: 100, False: 20}


def test_a_dataset(ask):
    root = ask("datasets/acme/books").root
    assert (root.repo_type, root.id, root.card.data["license"]) == ("dataset", "acme/books", "cc-by-nc-4.0")
    assert [file.path for file in root.files] == ["README.md", "data/train.parquet"]


def test_a_named_dataset_without_a_licence_field_has_its_card_read(ask, hub):
    hub.add(FakeRepo("acme/m", files={"README.md": b"---\ndatasets: [acme/unlicensed, acme/gone, not an id]\n---\n"}))
    found = ask("acme/m")
    by_id = {repo.id: repo for repo in found.related}
    assert by_id["acme/unlicensed"].card.data == {"language": "en"}
    assert by_id["acme/gone"].problem.kind == "not_found"
    assert len(found.related) == 2


def test_an_adapters_config_names_its_base(ask, hub):
    hub.add(
        FakeRepo(
            "acme/adapter",
            files={
                "adapter_config.json": b'{"base_model_name_or_path": "acme/seed-7b"}',
                "adapter_model.safetensors": 9,
            },
        )
    )
    assert ids(ask("acme/adapter")) == ["model acme/seed-7b"]


def test_cycles_are_closed_and_depth_is_limited(ask, hub):
    def link(number):
        return FakeRepo(f"c/{number}", tags=[f"base_model:c/{number + 1}"], card_data={"license": "mit"})

    for number in range(12):
        hub.add(link(number))
    assert ids(ask("c/0")) == [f"model c/{number}" for number in range(1, 9)]
    hub.add(FakeRepo("c/2", tags=["base_model:c/0", "base_model:c/2"], card_data={"license": "mit"}))
    assert ids(ask("c/0", cache_dir=ask.cache / "other")) == ["model c/1", "model c/2"]


def test_the_shortest_way_counts(ask, hub):
    for number in range(12):
        tags = [f"base_model:d/{number + 1}"] + (["base_model:d/6"] if number == 0 else [])
        hub.add(FakeRepo(f"d/{number}", tags=tags, card_data={"license": "mit"}))
    assert len(ask("d/0").related) == 12


def test_at_most_two_hundred_related_repos(ask, hub):
    hub.add(FakeRepo("wide/m", tags=[f"base_model:wide/b{n:03d}" for n in range(300)]))
    found = ask("wide/m")
    assert len(found.related) == 200
    assert len([item for item in found.root.unread if "200" in item.reason]) == 100


def test_five_thousand_files(ask):
    assert len(ask("acme/many-files").root.files) == 5001


def test_a_list_without_sizes_is_completed_page_by_page_at_this_hub(ask, hub):
    def without_sizes(request):
        from tests.hubserver.server import json_reply

        return json_reply(hub.repos["model", "acme/many-files"].info(False, []))

    hub.fault("^/api/models/acme/many-files$", without_sizes, always=True)
    root = ask("acme/many-files").root
    assert len(root.files) == 5001
    assert all(file.size is not None for file in root.files)
    # The links name huggingface.co; they were followed at the configured Hub.
    assert hub.count("/tree/") == 6


def test_the_empty_repo(ask):
    root = ask("acme/empty").root
    assert (root.files, root.card, root.texts, root.problem, root.unread) == ((), None, (), None, ())


def test_a_gated_model_is_read_as_far_as_it_can_be(ask, hub):
    root = ask("meta-llama/Llama-3.1-8B").root
    assert (root.info["gated"], root.problem) == ("manual", None)
    assert root.card is not None
    assert [text.path for text in root.texts] == ["README.md#extra_gated_prompt"]
    assert root.texts[0].text.startswith("LLAMA 3.1")
    assert {item.what for item in root.unread} == {"LICENSE", "USE_POLICY.md", "config.json"}
    assert all("gated" in item.reason and "token" in item.reason for item in root.unread)
    hub.repos["model", "meta-llama/llama-3.1-8b"].gated = "auto"
    root = ask("meta-llama/Llama-3.1-8B", token="hf_good").root
    assert root.unread == ()
    assert [text.path for text in root.texts] == ["LICENSE", "README.md#extra_gated_prompt", "USE_POLICY.md"]


def test_a_renamed_repo(ask):
    root = ask("acme/old-name").root
    assert (root.requested, root.id, root.card.data["license"]) == ("acme/old-name", "acme/assistant-7b", "apache-2.0")
    assert ask("ACME/Assistant-7B").root.id == "acme/assistant-7b"


def test_files_of_a_later_commit_are_asked_for_again(ask, hub):
    repo = hub.repos["model", "gpt2"]
    repo.newer, repo.newer_sha = {"README.md": b"---\nlicense: other\n---\n"}, "f" * 40
    root = ask("gpt2").root
    assert (root.revision, root.card.data) == (repo.sha, {"license": "mit"})
    assert hub.count(f"/resolve/{repo.sha}/README.md") == 1


def test_a_revision(ask, hub):
    sha = hub.repos["model", "gpt2"].sha
    root = ask(f"gpt2@{sha}").root
    assert (root.requested_revision, root.revision) == (sha, sha)
    assert hub.count("/resolve/main/") == 0


def test_so_many_licence_files_each_bounded(ask, hub):
    files = {f"LICENSE-{n:02d}": b"x" * 600_000 for n in range(27)}
    hub.add(FakeRepo("acme/lawyers", files=files))
    root = ask("acme/lawyers").root
    assert [text.path for text in root.texts] == [f"LICENSE-{n:02d}" for n in range(24)]
    assert all(text.truncated and len(text.text) == 512 * 1024 for text in root.texts)
    assert [item.what for item in root.unread] == ["LICENSE-24", "LICENSE-25", "LICENSE-26"]


def test_an_interrupted_collection_ends_at_once(hub, ask):
    hub.delay = 0.5
    collection = start([target("acme/assistant-7b")] * 3, ask.options())
    started = time.monotonic()
    collection.close()
    assert time.monotonic() - started < 0.4


def test_requests_go_side_by_side(hub, ask):
    hub.delay = 0.2
    started = time.monotonic()
    ask("acme/assistant-7b")
    # Eight requests in three levels: one after another they would take 1.6 s.
    assert time.monotonic() - started < 1.4


def test_two_hubs_do_not_share_a_cache(ask, tmp_path):
    ask("gpt2")
    with Hub(
        FakeRepo("gpt2", files={"README.md": b"---\nlicense: other\n---\n"}, sha=ask.hub.repos["model", "gpt2"].sha)
    ) as other:
        assert ask("gpt2", endpoint=other.url).root.card.data == {"license": "other"}
