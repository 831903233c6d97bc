import pytest

from scanner.model.ids import RepoRef, is_repo_id


@pytest.mark.parametrize("text", ["gpt2", "org/name", "_a/b_", "a" * 96 + "/" + "b" * 96, "0x/1.5-x"])
def test_ids(text):
    assert is_repo_id(text)


@pytest.mark.parametrize(
    "text", ["", "a/b/c", "a--b/c", "a/..b", "a/b.git", "a/b-", "a/.b", "a b", "a/b\n", "é/b", "a" * 97, "x/", "/x"]
)
def test_no_ids(text):
    assert not is_repo_id(text)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("org/name", RepoRef("org/name")),
        (" org/name@v1 ", RepoRef("org/name", revision="v1")),
        ("datasets/org/set@v1", RepoRef("org/set", "dataset", "v1")),
        ("https://huggingface.co/org/name", RepoRef("org/name")),
        ("HTTPS://HF.co/org/name/blob/main/README.md?x=1#top", RepoRef("org/name")),
        ("https://hf.co/datasets/org/set/viewer", RepoRef("org/set", "dataset")),
        ("hf://datasets/org/set", RepoRef("org/set", "dataset")),
    ],
)
def test_what_a_text_names(text, ref):
    assert RepoRef.parse(text) == ref


@pytest.mark.parametrize(
    "text",
    [
        "",
        "./folder",
        "a sentence of words",
        "https://example.org/a/b",
        "https://huggingface.co/papers/1",
        "a/b@",
        "x\x00/y",
    ],
)
def test_what_names_nothing(text):
    assert RepoRef.parse(text) is None


@pytest.mark.parametrize("text", ["gpt2", "org/name@main", "datasets/org/set", "datasets/org/set@refs/pr/1"])
def test_printed_it_is_what_was_parsed(text):
    assert str(RepoRef.parse(text)) == text


def test_another_host_is_told_and_spelling_tells_nothing_apart():
    assert str(RepoRef("Org/Name", host="modelscope.cn")) == "modelscope.cn/Org/Name"
    assert RepoRef("Org/Name").key == RepoRef("org/name").key != RepoRef("org/name", "dataset").key
