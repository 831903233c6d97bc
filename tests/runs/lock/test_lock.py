"""models.lock: the same bytes for the same input, readable in a diff, and clear about what is wrong with it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.model.errors import ModelscanError
from scanner.runs.lock.files import dump, ordered, read
from scanner.runs.lock.types import Entry, Lock, LockedFile, LockedPolicy, LockedRepo, LockedText, key_of
from tests.hubserver import Hub
from tests.hubserver.store import sha_of
from tests.runs.lock.conftest import Run

#: Every kind of target.
ALL = (
    "acme/assistant-7b",
    "acme/llama-tuned",
    "acme/lora",
    "acme/other-license",
    "acme/old-name",
    "gpt2@main",
    "datasets/acme/chats",
    "meta-llama/Llama-3.1-8B",
)


def test_the_same_input_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    assert run("lock", *ALL).status == 0
    first = (tmp_path / "models.lock").read_bytes()
    assert run("lock", *reversed(ALL)).status == 0
    assert (tmp_path / "models.lock").read_bytes() == first
    assert run("lock").status == 0  # the same ids again, from the lock itself and a warm cache
    assert (tmp_path / "models.lock").read_bytes() == first


def test_what_else_a_run_reads_does_not_change_an_entry(run: Run, tmp_path: Path) -> None:
    run("lock", "acme/lora", "--lock", "alone.lock")
    run("lock", *ALL, "--lock", "all.lock")
    alone = json.loads((tmp_path / "alone.lock").read_text())["models"][0]
    among = json.loads((tmp_path / "all.lock").read_text())["models"]
    assert alone in among


def test_an_entry_says_what_the_judgement_stood_on(run: Run, tmp_path: Path) -> None:
    run("lock", "acme/assistant-7b", "acme/llama-tuned")
    assistant, tuned = read(tmp_path / "models.lock").models
    assert len(assistant.revision or "") == 40
    assert (assistant.declared, assistant.concluded) == (("apache-2.0",), "Apache-2.0")
    assert [text.path for text in assistant.texts] == ["LICENSE"]
    assert assistant.files[0].sha256 and assistant.files[0].size == 5_000_000_000
    assert [(one.id, one.depth) for one in assistant.ancestors] == [("acme/assistant-7b-base", 1), ("acme/seed-7b", 2)]
    assert [(one.id, one.license) for one in assistant.datasets] == [
        ("acme/books", ("CC-BY-NC-4.0",)),
        ("acme/chats", ("CC-BY-4.0",)),
    ]
    base = tuned.ancestors[0]
    assert (base.id, base.gated, base.license) == ("meta-llama/Llama-3.1-8B", "manual", ("llama3.1",))
    assert [text.path for text in base.texts] == ["README.md#extra_gated_prompt"]
    assert tuned.effective == ("Apache-2.0", "llama3.1")


def test_a_tree_is_locked_by_what_its_files_name(run: Run, hub: Hub, tmp_path: Path) -> None:
    source = tmp_path / "src" / "app.py"
    source.parent.mkdir()
    sha = sha_of("model", "gpt2")
    source.write_text(f'from transformers import AutoModel\nAutoModel.from_pretrained("gpt2", revision="{sha}")\n')
    ran = run("lock", "./src")
    assert ran.status == 0, ran.err
    lock = read(tmp_path / "models.lock")
    assert lock.tree == "./src"
    assert [(one.path, one.id, one.revision) for one in lock.models[0].references] == [("app.py", "gpt2", sha)]
    before = (tmp_path / "models.lock").read_bytes()
    source.write_text("\n\n" + source.read_text())  # other lines, the same lock
    assert run("lock").status == 0
    assert (tmp_path / "models.lock").read_bytes() == before


def test_what_is_gone_is_locked_as_gone(run: Run, tmp_path: Path) -> None:
    ran = run("lock", "gpt2", "acme/never-was")
    assert ran.status == 3
    assert "acme/never-was is locked as not_found" in ran.err
    assert [entry.problem for entry in read(tmp_path / "models.lock").models] == ["not_found", None]


def test_an_outage_is_not_locked(run: Run, hub: Hub, tmp_path: Path) -> None:
    run("lock", "gpt2")
    before = (tmp_path / "models.lock").read_bytes()
    with hub.down():
        ran = run("lock", "gpt2", "acme/lora")
    assert ran.status == 3 and "left as it was; try again" in ran.err
    assert (tmp_path / "models.lock").read_bytes() == before


def test_nothing_to_lock_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("lock", "./empty")
    assert ran.status == 3 and "nothing to lock" in ran.err


def test_the_catalog_is_not_locked(run: Run) -> None:
    ran = run("lock", "--offline", "openai-community/gpt2")
    assert ran.status == 3 and "was not written; run it without --offline" in ran.err


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: "<<<<<<< HEAD\n" + text, ":1: a merge left its conflict markers"),
        (lambda text: text.replace('"lock_version": 1', '"lock_version": 2'), "upgrade modelscan"),
        (lambda text: text[: len(text) // 2], "is no JSON"),
        (lambda text: text.replace('"verdict": "pass"', '"verdict": "fine"'), "must be one of pass"),
        (lambda text: text.replace('"concluded"', '"conclusion"'), "did you mean 'concluded'?"),
        (lambda text: "[]", "is no lock"),
        (lambda text: '{"lock_version": true}', "is no lock"),
        (lambda text: "\x00\xff", "is no"),
        (lambda text: "[" * 100_000, "is no JSON"),
    ],
)
def test_a_bad_lock_is_one_clear_line(run: Run, tmp_path: Path, change, words: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "models.lock"
    run("lock", "gpt2")
    path.write_text(change(path.read_text()))
    for command in (["drift"], ["bundle", "-o", "b.bin"], ["lock"]):
        ran = run(*command)
        assert ran.status == 2 and words in ran.err
        assert "\n" not in ran.err.strip()


def test_an_entry_twice_is_refused(run: Run, tmp_path: Path) -> None:
    run("lock", "gpt2")
    path = tmp_path / "models.lock"
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "models": data["models"] * 2}))
    assert "gpt2 is there twice" in run("drift").err


def test_no_lock_says_how_to_write_one(run: Run) -> None:
    ran = run("drift")
    assert ran.status == 2 and "'modelscan lock ORG/NAME...' writes one" in ran.err


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20)
SHAS = st.none() | st.text("0123456789abcdef", min_size=40, max_size=40)
TEXTS = st.lists(st.builds(LockedText, path=NAMES, sha256=NAMES, id=st.none() | NAMES), max_size=2).map(tuple)
GATES = st.sampled_from([None, False, True, "auto", "manual"])
RELATED = st.lists(
    st.builds(
        LockedRepo,
        id=NAMES,
        type=st.sampled_from(["model", "dataset"]),
        revision=SHAS,
        license=st.lists(NAMES, max_size=2).map(tuple),
        gated=GATES,
        relation=st.sampled_from([None, "finetune"]),
        depth=st.none() | st.integers(1, 8),
        texts=TEXTS,
        probe=NAMES,
        problem=st.sampled_from([None, "not_found"]),
    ),
    max_size=2,
).map(tuple)
ENTRIES = st.builds(
    Entry,
    id=NAMES,
    type=st.sampled_from(["model", "dataset"]),
    revision=SHAS,
    verdict=st.sampled_from(["pass", "review", "unknown", "fail"]),
    requested=st.none() | NAMES,
    requested_revision=st.none() | NAMES,
    gated=GATES,
    declared=st.lists(NAMES, max_size=2).map(tuple),
    texts=TEXTS,
    files=st.lists(
        st.builds(LockedFile, path=NAMES, size=st.none() | st.integers(0), sha256=st.none() | NAMES), max_size=2
    ).map(tuple),
    ancestors=RELATED,
    datasets=RELATED,
)


@given(st.lists(ENTRIES, max_size=3, unique_by=key_of))
def test_a_lock_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]) -> None:
    lock = Lock(policy=LockedPolicy(name="p", sha256="0"), modelscan="1", models=ordered(entries))
    path = tmp_path_factory.getbasetemp() / "written.lock"
    path.write_text(dump(lock), encoding="utf-8")
    assert read(path) == lock
    assert dump(read(path)) == dump(lock)


def test_a_lock_that_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelscanError, match="cannot be read"):
        read(tmp_path)
