"""The root of a Hub cache is every repo in it; a weight file is judged by itself, or as what it is known to be."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from scanner.collect.folder.places import KnownPlaces, cached_repos, same_file
from scanner.collect.gather import gather
from scanner.collect.hub.options import HubOptions
from scanner.collect.targets import expanded, parse_target
from scanner.judge.reading.weights import read_weights
from scanner.model.errors import TargetError
from tests.collect.headers.making import gguf

SHA = "0123456789abcdef0123456789abcdef01234567"
OTHER = "f" * 40
SAID = gguf({"general.license": "cc-by-nc-4.0", "general.name": "Harbour"})


def cache(root: Path, name: str, files: dict[str, bytes], *revisions: str, main: bool = True) -> Path:
    """A repo as huggingface-hub keeps it."""
    repo = root / name
    for revision in revisions or (SHA,):
        for path, data in files.items():
            digest = hashlib.sha256(data).hexdigest()
            (repo / "blobs").mkdir(parents=True, exist_ok=True)
            (repo / "blobs" / digest).write_bytes(data)
            link = repo / "snapshots" / revision / path
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(os.path.relpath(repo / "blobs" / digest, link.parent))
    if main:
        (repo / "refs").mkdir()
        (repo / "refs" / "main").write_text((revisions or (SHA,))[0])
    return repo


def offline(tmp_path: Path) -> HubOptions:
    return HubOptions(offline=True, cache_dir=tmp_path / "own", token="")


def test_the_root_of_a_cache_is_every_repo_in_it(tmp_path: Path) -> None:
    one = cache(tmp_path / "hub", "models--acme--a", {"model.safetensors": b"x" * 300})
    two = cache(tmp_path / "hub", "datasets--acme--d", {"README.md": b"# d"})
    both = cache(tmp_path / "hub", "models--acme--b", {"README.md": b"# b"}, SHA, OTHER, main=False)
    (tmp_path / "hub" / "models--acme--empty" / "refs").mkdir(parents=True)
    (tmp_path / "hub" / ".locks").mkdir()
    wanted = [str(two), str(one), *(str(both / "snapshots" / sha) for sha in (SHA, OTHER))]
    assert list(expanded(str(tmp_path / "hub"))) == wanted
    assert list(expanded(str(tmp_path))) == wanted
    assert expanded(str(one)) == (str(one),)
    found = [(s.root.repo_type, s.root.id, s.root.revision) for s in gather([str(tmp_path / "hub")], offline(tmp_path))]
    assert found[:2] == [("dataset", "acme/d", SHA), ("model", "acme/a", SHA)] and len(found) == 4


def test_links_out_of_a_cache_are_not_followed(tmp_path: Path) -> None:
    outside = cache(tmp_path / "outside", "models--acme--a", {"README.md": b"# a"})
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "models--acme--a").symlink_to(outside)
    assert cached_repos(tmp_path / "hub") == ()


def test_five_thousand_repos(tmp_path: Path) -> None:
    for number in range(5000):
        (tmp_path / f"models--acme--m{number}" / "snapshots" / SHA).mkdir(parents=True)
    assert len(cached_repos(tmp_path)) == 5000


def test_a_cache_holds_only_what_was_fetched(tmp_path: Path) -> None:
    repo = cache(tmp_path, "models--acme--a", {"config.json": b"{}"})
    (snapshot,) = gather([str(repo)], offline(tmp_path))
    assert read_weights(snapshot.root).section.status == "unknown"


def test_a_weight_file_says_what_its_header_says_and_nothing_beside_it_counts(tmp_path: Path) -> None:
    (tmp_path / "x.gguf").write_bytes(SAID)
    (tmp_path / "README.md").write_text("---\nlicense: mit\n---\n")
    (snapshot,) = gather([str(tmp_path / "x.gguf")], offline(tmp_path))
    root = snapshot.root
    assert (root.id, root.card, [file.path for file in root.files or ()]) == (
        str(tmp_path / "x.gguf"),
        None,
        ["x.gguf"],
    )
    assert root.info["x_headers"]["x.gguf"]["license"] == "cc-by-nc-4.0"


def test_a_file_that_is_no_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# x")
    with pytest.raises(TargetError, match="name the folder"):
        parse_target(str(tmp_path / "README.md"))


def known(tmp_path: Path) -> KnownPlaces:
    return KnownPlaces(lock=tmp_path / "models.lock", hub_cache=tmp_path / "hub", own_cache=tmp_path / "own")


def test_a_file_is_known_by_its_hash_in_a_lock_a_cache_and_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "renamed.gguf"
    path.write_bytes(SAID)
    assert same_file(path, known(tmp_path)) is None
    digest = hashlib.sha256(SAID).hexdigest()
    files = [{"path": "harbour.gguf", "size": len(SAID), "sha256": digest}]
    entry = {"id": "acme/harbour", "type": "model", "revision": SHA, "files": files}
    (tmp_path / "models.lock").write_text(json.dumps({"models": [entry]}))
    found = same_file(path, known(tmp_path))
    assert found is not None and (found.id, found.revision, found.path) == ("acme/harbour", SHA, "harbour.gguf")
    files[0]["sha256"] = "0" * 64
    (tmp_path / "models.lock").write_text(json.dumps({"models": [entry]}))
    assert same_file(path, known(tmp_path)) is None
    repo = cache(tmp_path / "hub", "models--acme--h", {"a/h.gguf": SAID})
    found = same_file(path, known(tmp_path))
    assert found is not None and (found.id, found.where) == ("acme/h", "the Hub's cache")
    placed = same_file(repo / "snapshots" / SHA / "a" / "h.gguf", known(tmp_path))
    assert placed is not None and (placed.id, placed.revision, placed.path) == ("acme/h", SHA, "a/h.gguf")


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{", b'{"models": [1, {"files": [null, {"size": "x"}]}]}', b"[" * 100_000]
)
def test_a_broken_lock_knows_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "models.lock").write_bytes(data)
    (tmp_path / "x.gguf").write_bytes(SAID)
    assert same_file(tmp_path / "x.gguf", known(tmp_path)) is None
