"""Bundles: judged from anywhere, equal to online save where it came from, and refused whole when not whole."""

import copy
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.collect.bundle import Bundle, pack
from scanner.judge.evaluate import assess, engine_for
from scanner.knowledge.policy import load_policy
from scanner.model.errors import ModelscanError
from scanner.model.snapshot import Snapshot
from scanner.model.target import Target
from tests.hubserver import Hub
from tests.making import absent, dataset, repo, snapshot
from tests.runs.lock.conftest import Run
from tests.runs.lock.test_lock import ALL

#: A dataset that is a target as well as a relative may be read in full or not, which its evidence shows.
MOST = tuple(name for name in ALL if name != "datasets/acme/chats")


def bare(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Results without their source."""
    results = copy.deepcopy(report["results"])
    for result in results:
        result.pop("source")
        result.pop("observed_at")
        # Where the weights may be fetched from is this machine's, not the evidence's.
        result["access"].pop("region")
    return results


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A machine with no Hub and no cache."""

    def go() -> None:
        monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
        monkeypatch.setenv("MODELSCAN_CACHE", str(tmp_path / "no-cache"))

    return go


@pytest.mark.parametrize("policy", ["commercial-saas", "internal-use"])
def test_what_a_bundle_says_is_what_the_hub_said(run: Run, elsewhere: Any, policy: str) -> None:
    targets = [*MOST, "acme/never-was"]
    assert run("bundle", *targets, "-o", "b.bin").status == 3  # one is not there, and bundled as such
    online = run("check", *targets, "--format", "json", "--policy", policy)
    elsewhere()
    offline = run("check", *targets, "--format", "json", "--policy", policy, "--offline", "--bundle", "b.bin")
    assert bare(offline.json) == bare(online.json)
    assert {result["source"] for result in offline.json["results"]} == {"bundle"}
    assert offline.status == online.status


def test_a_lock_is_bundled_at_its_commits(run: Run, hub: Hub, elsewhere: Any) -> None:
    run("lock", *MOST)
    locked = run("check", *MOST, "--format", "json").json
    gpt2 = hub.repos["model", "gpt2"]
    ran = run("bundle", "-o", "b.bin")
    assert ran.status == 0 and "sha256" in ran.out
    elsewhere()
    offline = run("check", *MOST, "--format", "json", "--offline", "--bundle", "b.bin")
    assert bare(offline.json) == bare(locked)
    assert gpt2.sha in {result["revision"] for result in offline.json["results"]}


def test_ancestors_that_moved_since_the_lock_are_named(run: Run, hub: Hub) -> None:
    run("lock", "acme/lora")
    hub.repos["model", "acme/seed-7b"].sha = "b" * 40
    ran = run("bundle", "-o", "b.bin")
    assert ran.status == 0 and "acme/seed-7b" in ran.err and "moved since the lock" in ran.err


def test_texts_and_gate_prompts_are_in_it(run: Run, tmp_path: Path) -> None:
    run("bundle", "acme/other-license", "meta-llama/Llama-3.1-8B", "-o", "b.bin")
    paths = {text.path for one in Bundle.open(tmp_path / "b.bin").snapshots for text in one.root.texts}
    assert {"LICENSE.md", "README.md#extra_gated_prompt"} <= paths


def test_an_outage_writes_no_bundle(run: Run, hub: Hub, tmp_path: Path) -> None:
    with hub.down():
        assert run("bundle", "gpt2", "-o", "b.bin").status == 3
    assert not (tmp_path / "b.bin").exists()


def test_it_is_for_offline_only(run: Run) -> None:
    run("bundle", "gpt2", "-o", "b.bin")
    ran = run("check", "gpt2", "--bundle", "b.bin")
    assert ran.status == 2 and "give --offline" in ran.err


def test_what_it_lacks_is_looked_for_in_the_cache_and_the_catalog(run: Run, elsewhere: Any) -> None:
    run("bundle", "gpt2", "-o", "b.bin")
    run("check", "acme/lora")
    ran = run("check", "gpt2", "acme/lora", "--format", "json", "--offline", "--bundle", "b.bin")
    assert [result["source"] for result in ran.json["results"]] == ["bundle", "cache"]


def test_a_folder_finds_its_base_in_the_bundle(run: Run, elsewhere: Any, tmp_path: Path) -> None:
    run("bundle", "acme/llama-tuned", "-o", "b.bin")
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "README.md").write_text("---\nlicense: mit\nbase_model: acme/llama-tuned\n---\n# Mine\n")
    elsewhere()
    ran = run("check", "./mine", "--format", "json", "--offline", "--bundle", "b.bin")
    assert ran.json["results"][0]["license"]["effective"] == ["Apache-2.0", "MIT", "llama3.1"]


def whole(tmp_path: Path) -> tuple[Path, bytes]:
    path = tmp_path / "b.bin"
    data = pack([snapshot(repo("acme/a", "license: mit")), snapshot(repo("acme/b", "license: other"))])
    path.write_bytes(data)
    return path, data


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_cut_short_or_changed_anywhere_it_is_refused(tmp_path: Path, data: st.DataObject) -> None:
    path, content = whole(tmp_path)
    where = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        broken = content[:where]
    else:
        flipped = content[where] ^ data.draw(st.integers(1, 255))
        broken = content[:where] + bytes([flipped]) + content[where + 1 :]
    path.write_bytes(broken)
    try:
        found = Bundle.open(path)
    except ModelscanError as error:
        assert "\n" not in str(error)
    else:  # only what gzip itself leaves free: the time and the system in its head
        assert where < 10 and [one.root.id for one in found.snapshots] == ["acme/a", "acme/b"]


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"hello",
        gzip.compress(b"", mtime=0),
        gzip.compress(b"[]\n", mtime=0),
        gzip.compress(b'{"format": "modelscan-bundle"}\n', mtime=0),
        gzip.compress(b'{"format": "modelscan-bundle", "version": "x"}\n', mtime=0),
        gzip.compress(b"[" * 100_000, mtime=0),
    ],
)
def test_what_is_no_bundle_is_refused_in_a_line(run: Run, tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "b.bin").write_bytes(broken)
    ran = run("check", "gpt2", "--offline", "--bundle", "b.bin")
    assert ran.status == 2 and "refused whole" in ran.err and "\n" not in ran.err.strip()


def test_edited_and_packed_again_it_is_refused(tmp_path: Path) -> None:
    path, data = whole(tmp_path)
    path.write_bytes(gzip.compress(gzip.decompress(data).replace(b"other", b"mit00")))
    with pytest.raises(ModelscanError, match="checksum differs"):
        Bundle.open(path)


def test_added_to_it_is_refused(tmp_path: Path) -> None:
    path, data = whole(tmp_path)
    for more in (b"\0", data):
        path.write_bytes(data + more)
        with pytest.raises(ModelscanError, match="added to"):
            Bundle.open(path)


def test_one_from_a_newer_version_says_so(tmp_path: Path) -> None:
    path, data = whole(tmp_path)
    head, _, body = gzip.decompress(data).partition(b"\n")
    newer = json.dumps({**json.loads(head), "version": 2}).encode()
    path.write_bytes(gzip.compress(newer + b"\n" + body, mtime=0))
    with pytest.raises(ModelscanError, match="upgrade modelscan"):
        Bundle.open(path)


def test_a_checksum_does_not_make_nonsense_a_bundle(tmp_path: Path) -> None:
    path, data = whole(tmp_path)
    head, _, _ = gzip.decompress(data).partition(b"\n")
    body = b'{"id": 1}\n{"target": "x", "root": 7}\n'
    said = {**json.loads(head), "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest(), "repos": 1}
    path.write_bytes(gzip.compress(json.dumps(said).encode() + b"\n" + body))
    with pytest.raises(ModelscanError, match="does not fit"):
        Bundle.open(path)


KEYS = st.sampled_from(["mit", "apache-2.0", "llama3.1", "cc-by-nc-4.0", "other", "unheard-of"])


@st.composite
def families(draw: st.DrawFn) -> Snapshot:
    """A model with a base and a dataset under any licences, some of them gone."""
    own, base, data = draw(KEYS), draw(KEYS), draw(KEYS)
    root = repo("acme/m", f"license: {own}\nbase_model: acme/base\ndatasets: [acme/d]")
    parent = repo("acme/base", f"license: {base}") if draw(st.booleans()) else absent("acme/base")
    declared = dataset("acme/d", f"license: {data}") if draw(st.booleans()) else absent("acme/d", "dataset")
    return snapshot(root, declared, parent)


@given(families())
@settings(max_examples=40, deadline=None)
def test_a_bundled_snapshot_is_judged_like_the_one_it_was_made_of(
    tmp_path_factory: pytest.TempPathFactory, found: Snapshot
) -> None:
    path = tmp_path_factory.getbasetemp() / "one.bin"
    path.write_bytes(pack([found]))
    carried = Bundle.open(path).snapshot(Target(text="acme/m", id="acme/m"))
    assert carried is not None
    policy = load_policy()
    engine = engine_for(policy)
    (live,), (later,) = (list(assess([one], policy, engine)) for one in (found, carried))
    assert (later.verdict, later.findings, later.license) == (live.verdict, live.findings, live.license)
    assert (later.commercial_use, later.lineage, later.datasets) == (live.commercial_use, live.lineage, live.datasets)


def test_the_same_snapshots_give_the_same_bytes() -> None:
    one, other = snapshot(repo("acme/a", "license: mit")), snapshot(repo("acme/b", "license: mit"), repo("acme/a"))
    assert pack([one, other]) == pack([other, one])


def test_revisions_are_told_apart() -> None:
    shas = {"a" * 40: "v1", "b" * 40: None}
    bundle = Bundle(
        snapshot(repo("acme/a", "license: mit", revision=sha, requested_revision=tag)) for sha, tag in shas.items()
    )

    def at(revision: str | None) -> str | None:
        found = bundle.snapshot(Target(text="acme/a", id="ACME/a", revision=revision))
        return found.root.revision if found is not None else None

    assert at("v1") == "a" * 40 and at(None) == "b" * 40
    assert at("bbbbbbb") == "b" * 40 and at("a" * 40) == "a" * 40
    assert at("v2") is None and at("c" * 40) is None and at("bbb") is None
