"""Targets as people write them, and hostile ones."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.collect.catalog import Catalog
from scanner.collect.targets import MAX_TEXT, parse_target, read_ids
from scanner.model.errors import ModelscanError, TargetError

OWN = "http://localhost:8000/hub"


@pytest.mark.parametrize(
    ("text", "repo_type", "repo_id", "revision"),
    [
        ("gpt2", "model", "gpt2", None),
        ("  mistralai/Mistral-7B-v0.1\n", "model", "mistralai/Mistral-7B-v0.1", None),
        ("`org/name`", "model", "org/name", None),
        ("org/name/", "model", "org/name", None),
        ("org/name@v1.0", "model", "org/name", "v1.0"),
        ("gpt2@main", "model", "gpt2", "main"),
        ("org/name@refs/pr/3", "model", "org/name", "refs/pr/3"),
        ("org/name@feature/x", "model", "org/name", "feature/x"),
        ("datasets/squad", "dataset", "squad", None),
        ("datasets/org/name@abc", "dataset", "org/name", "abc"),
        ("https://huggingface.co/org/name", "model", "org/name", None),
        ("https://huggingface.co/gpt2/blob/main/README.md", "model", "gpt2", "main"),
        ("https://huggingface.co/org/name/tree/main", "model", "org/name", "main"),
        ("https://huggingface.co/org/name/resolve/v2/config.json?download=true", "model", "org/name", "v2"),
        ("https://huggingface.co/org/name/tree/refs%2Fpr%2F1", "model", "org/name", "refs/pr/1"),
        ("https://huggingface.co/org/name/tree/refs/pr/1/sub", "model", "org/name", "refs/pr/1"),
        ("https://huggingface.co/org/name/commit/0123abc", "model", "org/name", "0123abc"),
        ("https://huggingface.co/org/name/discussions/3", "model", "org/name", None),
        ("https://huggingface.co/datasets/org/name/viewer/default", "dataset", "org/name", None),
        ("https://huggingface.co/api/models/org/name/revision/x", "model", "org/name", "x"),
        ("https://HF.co/org/name#files", "model", "org/name", None),
        ("huggingface.co/org/name", "model", "org/name", None),
        ("hf.co/gpt2", "model", "gpt2", None),
        (f"{OWN}/org/name/resolve/main/x", "model", "org/name", "main"),
        ("hf://org/name", "model", "org/name", None),
        ("hf://org/name/model.safetensors", "model", "org/name", None),
        ("hf://org/name@refs/pr/1/model.safetensors", "model", "org/name", "refs/pr/1"),
        ("hf://datasets/org/name@main/data.csv", "dataset", "org/name", "main"),
    ],
)
def test_understood(text: str, repo_type: str, repo_id: str, revision: str | None) -> None:
    target = parse_target(text, OWN)
    assert (target.repo_type, target.id, target.revision, target.folder) == (repo_type, repo_id, revision, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "give org/name"),
        ("a/b/c", "too many parts"),
        ("a b", "holds a blank"),
        ("org/name:main", "org/name@revision"),
        ("org/name.git", "'.git'"),
        ("org/", "no repository"),
        ("datasets", "no repository"),
        ("-a/b", "letters, digits"),
        ("a/..", "letters, digits"),
        ("a--b", "letters, digits"),
        ("models--a--b", "letters, digits"),
        ("org/naïve", "letters, digits"),
        ("org/name@", "branch, a tag or a commit"),
        ("org/name@x y", "branch, a tag or a commit"),
        ("org/name@../../etc", "branch, a tag or a commit"),
        ("a\nb", "org/name"),
        ("a\x00b", "org/name"),
        ("a\x1b[31m/b", "org/name"),
        ("o/" + "x" * 300, "too long"),
        ("x" * (MAX_TEXT + 1), "org/name"),
        ("https://example.org/org/name", "not on the Hub"),
        ("https://huggingface.co@example.org/org/name", "not on the Hub"),
        ("https://user:pw@huggingface.co/org/name", "not on the Hub"),
        ("http://localhost:9/org/name", "not on the Hub"),
        ("file:///etc/passwd", "not on the Hub"),
        ("https://huggingface.co/", "org/name"),
        ("https://[::1/org/name", "no address"),
        ("https://huggingface.co/spaces/org/name", "a Space"),
        ("https://huggingface.co/org/..%2f..%2fetc", "too many parts"),
        ("https://huggingface.co/org/name/tree/..%2F..", "branch, a tag or a commit"),
    ],
)
def test_refused(text: str, says: str) -> None:
    with pytest.raises(TargetError) as error:
        parse_target(text, OWN)
    message = str(error.value)
    assert error.value.kind == "bad_id"
    assert says in message
    assert message.isprintable()
    assert len(message) < 300


@given(st.text(max_size=60))
def test_any_text_is_a_target_or_a_target_error(text: str) -> None:
    try:
        target = parse_target(text)
    except TargetError as error:
        assert str(error).isprintable()
    else:
        assert (target.id is None) != (target.folder is None)
        assert target.id is None or ".." not in target.id


def test_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "org" / "name").mkdir(parents=True)
    (tmp_path / "datasets--a--b").mkdir()
    (tmp_path / "notes.md").write_bytes(b"")
    (tmp_path / "weights.bin").write_bytes(b"")
    assert parse_target("./weights.bin").file == "weights.bin"
    assert parse_target("./org/name").folder == "org/name"
    assert parse_target(str(tmp_path)).folder == str(tmp_path)
    assert parse_target("org/name").folder is None, "an id stays an id although such a folder exists"
    cached = parse_target("datasets--a--b")
    assert (cached.folder, cached.repo_type) == ("datasets--a--b", "dataset")
    with pytest.raises(TargetError, match="is a file"):
        parse_target("./notes.md")
    for missing in ("./nope", "~nobody-here/x", "C:\\models\\x"):
        with pytest.raises(TargetError, match="no such folder") as error:
            parse_target(missing)
        assert error.value.kind == "not_found"


def test_endpoint_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://hub.example.org")
    assert parse_target("https://hub.example.org/org/name").id == "org/name"
    monkeypatch.delenv("HF_ENDPOINT")
    with pytest.raises(TargetError):
        parse_target("https://hub.example.org/org/name")


def test_lists() -> None:
    text = (
        "\ufeff# chosen by the team\n\norg/one@main  # why\r\n  gpt2\n#org/two\nhttps://huggingface.co/a/b#x\nbad id\n"
    )
    wanted = ["org/one@main", "gpt2", "https://huggingface.co/a/b#x", "bad id"]
    assert read_ids(io.StringIO(text)) == wanted
    assert read_ids(io.BytesIO(text.encode())) == wanted
    assert read_ids(io.BytesIO(b"gpt2\nor\xffg/x")) == ["gpt2", "or\ufffdg/x"]


def test_lists_are_bounded() -> None:
    with pytest.raises(ModelscanError, match="UTF-8"):
        read_ids(io.BytesIO("gpt2\n".encode("utf-16")))
    with pytest.raises(ModelscanError, match="line 2"):
        read_ids(io.StringIO("gpt2\n" + "x" * 10_000))


def test_every_id_of_the_catalog() -> None:
    ids = Catalog.open().ids()
    assert [repo_id for repo_id in ids if parse_target(repo_id).id != repo_id] == []
