"""Parts that are pure, or nearly."""

import json
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.collect.hub.assemble import assemble
from scanner.collect.hub.bodies import Fetched
from scanner.collect.hub.call import Pool
from scanner.collect.hub.fields import bounded, read_files, read_info
from scanner.collect.hub.plan import json_wanted, misshapen
from scanner.collect.hub.waiting import asked_pause
from scanner.collect.hub.wire import Answer
from scanner.model.snapshot import File, Repo
from scanner.text.recipes import names_of, total_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=15,
)
NAMES = ["id", "sha", "gated", "tags", "cardData", "siblings", "config", "downloads", "baseModels", "safetensors"]


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_any_answer_is_read(answer):
    info, _ = read_info(answer)
    read_files(answer.get("siblings"))
    assert json.loads(json.dumps(info, allow_nan=False).encode()) == info


@given(JSON)
def test_bounded_is_writable(value):
    small, _ = bounded(value)
    assert json.loads(json.dumps(small, allow_nan=False, ensure_ascii=False).encode()) == small


def test_bounded_bounds():
    kept, cut = bounded(list(range(100_000)), nodes=100)
    assert len(kept) < 101
    assert cut
    deep = []
    for _ in range(500):
        deep = [deep]
    assert len(json.dumps(bounded(deep)[0])) < 100
    assert bounded("x" * 10**6) == ("x" * 20_000, False)


def test_what_is_cut_off_a_config_is_unread_and_names_of_classes_are_bulk():
    names = {"id2label": {str(n): "x" for n in range(5000)}, "label2id": {str(n): n for n in range(5000)}}
    head = repo(("config.json", 5))
    for config, unread in (
        ({**names, "license": "cc-by-nc-4.0"}, ()),
        ({**{f"k{n}": n for n in range(30_000)}, "license": "cc-by-nc-4.0"}, ("config.json",)),
    ):
        files = {"config.json": Fetched(json.dumps(config).encode(), False, None)}
        found = assemble(head, None, files, ())
        assert tuple(one.what for one in found.unread) == unread
        assert unread or found.info["x_config"] == {"license": "cc-by-nc-4.0"}


def repo(*files, **info):
    return Repo(
        id="a/b", repo_type="model", requested="a/b", files=tuple(File(path=f, size=s) for f, s in files), info=info
    )


def test_a_large_index_is_read_only_when_the_names_leave_doubt():
    index = ("model.safetensors.index.json", 5_000_000)
    whole = [(f"model-0000{n}-of-00002.safetensors", 1) for n in (1, 2)]
    assert json_wanted(repo(index, *whole, config={"a": 1})) == ()
    assert json_wanted(repo(index, whole[0], config={"a": 1})) == (index[0],)
    assert json_wanted(repo((index[0], 500), *whole, config={"a": 1})) == (index[0],)


def test_config_is_asked_for_whatever_the_api_tells_of_it():
    assert json_wanted(repo(("config.json", 5))) == ("config.json",)
    assert json_wanted(repo(("config.json", 5), config={"model_type": "x"}, tags=["base_model:a/c"])) == (
        "config.json",
    )


def test_recipes_are_asked_for():
    assert json_wanted(repo(("mergekit_config.yml", 5), ("merges.txt", 5))) == ("mergekit_config.yml",)


def test_shards_named():
    assert names_of({"weight_map": {"a": "y", "b": "x", "c": "y", "d": 3}}) == ["x", "y"]
    told = [
        {"total_size": 9},
        {"total_size": 9.0},
        {"total_size": "9"},
        {"total_size": True},
        {"total_size": -9},
        9,
        None,
    ]
    assert [total_of({"metadata": one}) for one in told] == [9, 9, None, None, None, None, None]
    assert names_of([1]) == names_of({"weight_map": [1]}) == []


@pytest.mark.parametrize("value", [None, [], "x", 1])
def test_json_that_is_no_mapping(value):
    for path in ("adapter_config.json", "config.json", "model.safetensors.index.json"):
        assert misshapen(path, value)


def test_json_that_lacks_what_it_is_for():
    assert misshapen("model.safetensors.index.json", {}) == "it names no shards"
    assert misshapen("adapter_config.json", {"base_model_name_or_path": ["a/b"]})
    assert misshapen("adapter_config.json", {"base_model_name_or_path": None}) is None
    assert misshapen("config.json", {}) is None


def test_asked_pause():
    def answer(**headers):
        return Answer("", 429, {name.replace("_", "-"): value for name, value in headers.items()}, b"")

    assert asked_pause(answer(ratelimit='"api";r=0;t=55')) == 56
    assert asked_pause(answer(ratelimit='"api";r=3;t=55', retry_after="7")) == 7
    assert asked_pause(answer(retry_after="soon")) is None
    assert asked_pause(answer(retry_after="Wed, 21 Oct 2015 07:28:00 GMT")) == 0
    assert asked_pause(answer(ratelimit="nonsense")) is None
    assert asked_pause(answer()) is None


def test_the_pool_takes_the_lowest_first():
    pool, done, gate = Pool(1), [], threading.Event()
    pool.submit(9, lambda: done.append(gate.wait(5)))
    while not pool._idle and pool._waiting:
        time.sleep(0.001)
    for number in (8, 3, 7, 5):
        pool.submit(number, lambda number=number: done.append(number))
    gate.set()
    while len(done) < 5:
        time.sleep(0.001)
    assert done == [True, 3, 5, 7, 8]
    pool.close()


def test_the_pool_is_bounded_and_uses_what_it_may():
    pool, barrier = Pool(3), threading.Barrier(4)
    for _ in range(6):
        pool.submit(0, lambda: barrier.wait(5) and None)
    # Three run at once, never four: the fourth party is this test, twice.
    assert pool._threads == 3
    barrier.wait(5)
    barrier.wait(5)
    assert pool._threads == 3
    pool.close()


@pytest.mark.parametrize(
    ("entry", "size"),
    [
        ({"size": 5}, 5),
        ({"size": 0}, 0),
        ({"lfs": {"size": 7}}, 7),
        ({"size": 7, "lfs": {"size": 7}}, 7),
        ({"size": 5, "lfs": {"size": 7}}, None),
        ({"size": -1}, None),
        ({}, None),
    ],
)
def test_a_size_is_believed_where_all_that_tells_it_agrees(entry, size):
    files, unread = read_files([{"rfilename": "a.bin", **entry}])
    assert (files, unread) == ((File(path="a.bin", size=size),), [])
