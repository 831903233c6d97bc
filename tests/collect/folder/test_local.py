"""Folders and Hub-cache paths, friendly and hostile."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from scanner.collect.folder import folder as folder_module
from scanner.collect.folder.local import read_folder
from scanner.collect.relations import parents
from scanner.judge.reading.profile import code_files
from scanner.judge.reading.weights import read_weights
from scanner.knowledge.licence_names import MAX_FILES
from scanner.model.errors import TargetError
from scanner.model.plain import from_plain, to_plain
from scanner.model.snapshot import Repo
from scanner.text.licence_files import TEXT_BOUND
from tests.collect.headers.making import gguf
from tests.collect.headers.making import safetensors as tensors_of

SHA = "0123456789abcdef0123456789abcdef01234567"
CARD = """---
license: apache-2.0
base_model: org/base
library_name: peft
extra_gated_prompt: |
  You agree to the terms.
---
# A model
"""


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def safetensors(**shapes: list[int]) -> bytes:
    tensors = {name: {"dtype": "BF16", "shape": shape, "data_offsets": [0, 0]} for name, shape in shapes.items()}
    header = json.dumps({"__metadata__": {"format": "pt"}, **tensors}).encode()
    return len(header).to_bytes(8, "little") + header + b"\0" * 16


def what(repo: Repo) -> set[str]:
    return {item.what for item in repo.unread}


def test_a_fine_tune(tmp_path: Path) -> None:
    config = {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "auto_map": {"AutoModel": "m.M"}, "x": [1]}
    index = {"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}
    folder = write(
        tmp_path / "tuned",
        {
            "README.md": CARD,
            "LICENSE": "Some terms\r\n",
            "docs/third_party_licenses.md": "More",
            "config.json": json.dumps(config),
            "adapter_config.json": json.dumps({"base_model_name_or_path": "org/other", "peft_type": "LORA"}),
            "model.safetensors.index.json": json.dumps(index),
            "model-00001-of-00002.safetensors": safetensors(a=[2, 3], b=[4]),
            ".git/config": "no part of the repo",
        },
    )
    repo = read_folder(str(folder))
    assert (repo.id, repo.source, repo.revision, repo.info["gated"]) == (str(folder), "local", None, False)
    assert repo.requested == repo.id, "a folder is not renamed"
    assert [file.path for file in repo.files or ()] == sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts
    )
    assert [(text.path, text.sha256) for text in repo.texts[:1]] == [
        ("LICENSE", hashlib.sha256(b"Some terms\r\n").hexdigest())
    ]
    assert [text.path for text in repo.texts] == [
        "LICENSE",
        "docs/third_party_licenses.md",
        "README.md#extra_gated_prompt",
    ]
    assert repo.texts[2].line == 5
    assert repo.info["config"] == config
    assert repo.info["x_shard_index"] == {"model.safetensors.index.json": sorted(index["weight_map"].values())}
    assert repo.info["safetensors"] == {"parameters": {"BF16": 10}, "total": 10}
    assert repo.info["library_name"] == "peft"
    assert [parent.id for parent in parents(repo)] == ["org/base", "org/other"]
    assert from_plain(type(repo), json.loads(json.dumps(to_plain(repo)))) == repo


def test_a_folder_is_not_the_base_it_is_named_after(tmp_path: Path) -> None:
    folder = write(tmp_path / "gpt2", {"README.md": "---\nbase_model: gpt2\n---\n"})
    assert [parent.id for parent in parents(read_folder(str(folder)))] == ["gpt2"]


def test_an_empty_folder(tmp_path: Path) -> None:
    repo = read_folder(str(tmp_path))
    assert (repo.files, repo.card, repo.texts) == ((), None, ())
    with pytest.raises(TargetError, match="no such folder"):
        read_folder(str(tmp_path / "absent"))


def cache(root: Path) -> Path:
    """The Hub cache's own layout: content in ``blobs``, links in ``snapshots``."""
    repo = root / "models--org--name"
    digest = hashlib.sha256(b"weights").hexdigest()
    write(repo, {f"blobs/{digest}": b"weights", "blobs/abc": CARD, "refs/main": SHA})
    snapshot = repo / "snapshots" / SHA
    snapshot.mkdir(parents=True)
    (snapshot / "model.safetensors").symlink_to(Path("../../blobs") / digest)
    (snapshot / "README.md").symlink_to(Path("../../blobs/abc"))
    return repo


@pytest.mark.parametrize("inner", ["", f"snapshots/{SHA}"])
def test_a_repo_in_the_hub_cache(tmp_path: Path, inner: str) -> None:
    repo = read_folder(str(cache(tmp_path) / inner))
    assert (repo.id, repo.revision, repo.source) == ("org/name", SHA, "local")
    assert "gated" not in repo.info, "the cache does not tell how the Hub guards it"
    assert repo.card is not None
    assert repo.card.data["license"] == "apache-2.0"
    sizes = {file.path: (file.size, file.sha256) for file in repo.files or ()}
    assert sizes["model.safetensors"] == (7, hashlib.sha256(b"weights").hexdigest())


def test_a_cache_without_main(tmp_path: Path) -> None:
    repo = cache(tmp_path)
    (repo / "refs" / "main").write_text("not a sha")
    assert read_folder(str(repo)).revision == SHA
    (repo / "snapshots" / ("f" * 40)).mkdir()
    with pytest.raises(TargetError, match="name one of them"):
        read_folder(str(repo))


def test_links_that_lead_out_are_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path / "outside", {"LICENSE": "secret", "deep/LICENSE.md": "secret"})
    folder = write(tmp_path / "model", {"inside.txt": "x"})
    (folder / "LICENSE").symlink_to(secret / "LICENSE")
    (folder / "sub").symlink_to(secret / "deep", target_is_directory=True)
    (folder / "loop").symlink_to("loop")
    (folder / "NOTICE").symlink_to("inside.txt")
    repo = read_folder(str(folder))
    assert [file.path for file in repo.files or ()] == ["NOTICE", "inside.txt"]
    assert [text.path for text in repo.texts] == ["NOTICE"]
    assert what(repo) == {"LICENSE", "sub", "loop"}


def test_a_cache_link_out_of_the_blobs_is_not_followed(tmp_path: Path) -> None:
    repo = cache(tmp_path)
    secret = write(tmp_path, {"secret": "secret"}) / "secret"
    (repo / "snapshots" / SHA / "LICENSE").symlink_to(secret)
    assert what(read_folder(str(repo))) == {"LICENSE"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "README.md")
    os.mkfifo(tmp_path / "LICENSE")
    repo = read_folder(str(tmp_path))
    assert (repo.files, repo.card) == ((), None)


def test_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "MAX_FILES", 30)
    write(tmp_path, {f"LICENSE-{number:02}": "x" for number in range(40)})
    write(tmp_path, {"LICENSE-00": b"y" * (TEXT_BOUND + 5)})
    repo = read_folder(str(tmp_path))
    assert len(repo.files or ()) == 30
    assert len(repo.texts) == MAX_FILES
    assert repo.texts[0].truncated
    assert repo.texts[0].sha256 == hashlib.sha256(b"y" * (TEXT_BOUND + 5)).hexdigest()
    assert "siblings" in what(repo)


@pytest.mark.parametrize(
    "content", [b"", b"[1]", b"{", b'{"a":' * 100_000, b"\xff\xfe", b"\xff" * 64, (2**62).to_bytes(8, "little") + b"{}"]
)
def test_broken_json_and_weights(tmp_path: Path, content: bytes) -> None:
    names = ("config.json", "adapter_config.json", "model.safetensors.index.json", "model.safetensors")
    repo = read_folder(str(write(tmp_path, dict.fromkeys(names, content))))
    assert len(repo.files or ()) == 4
    assert "safetensors" not in repo.info
    assert "x_shard_index" not in repo.info


def test_the_time_can_be_fixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert read_folder(str(tmp_path)).observed_at == "1970-01-01T00:00:00Z"


def test_headers_and_pointers_of_weight_files(tmp_path: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 4900000000\n"
    said = gguf({"general.license": "cc-by-nc-4.0", "general.architecture": "llama"}, {"w": (3, 4)})
    files = {"model.safetensors": pointer, "harbour.gguf": said, "x.pt": "# xet version 0\nfilesize = 7\n"}
    root = read_folder(str(write(tmp_path, files)))
    assert root.info["x_pointers"] == {"model.safetensors": "Git LFS", "x.pt": "Xet"}
    assert root.info["x_headers"]["harbour.gguf"]["license"] == "cc-by-nc-4.0"
    assert root.info["gguf"] == {"total": 12, "architecture": "llama"}
    assert "safetensors" not in root.info


def test_a_download_that_broke_off(tmp_path: Path) -> None:
    whole = tensors_of({"w": (100,)})
    root = read_folder(str(write(tmp_path / "a", {"model.safetensors": whole[:-1]})))
    assert read_weights(root).section.status == "partial"
    assert "breaks off" in (read_weights(root).evidence[0].value or "")
    assert (
        read_weights(read_folder(str(write(tmp_path / "b", {"model.safetensors": whole})))).section.status
        == "available"
    )


def test_code_of_a_tokenizer_is_kept(tmp_path: Path) -> None:
    config = {"auto_map": {"AutoTokenizer": ["tok.Slow", None], "AutoModel": "m.M", "x": {"y": 1}}}
    found = read_folder(str(write(tmp_path, {"config.json": json.dumps(config)})))
    assert code_files(found) == ("m.py", "tok.py")


def test_a_configuration_is_kept_whole_or_unread(tmp_path: Path) -> None:
    experts = {"num_local_experts": 8, "num_hidden_groups": 1, "visual": {"depth": 1}, "terms": ["may not be sold"]}
    found = read_folder(str(write(tmp_path / "a", {"config.json": json.dumps(experts)})))
    assert (found.info["config"], found.unread) == (experts, ())
    odd = json.dumps({**{f"k{at}": at for at in range(30_000)}, "license": "cc-by-nc-4.0"})
    for at, content in enumerate((odd, "[1]", "{")):
        folder = write(tmp_path / str(at), {"config.json": content, "adapter_config.json": content})
        assert what(read_folder(str(folder))) == {"config.json", "adapter_config.json"}
