"""What a dataset was made from reaches the verdict, wherever the facts come from: Hub, folder, bundle, own catalog."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scanner.collect.bundle import Bundle, pack
from scanner.collect.catalog import Catalog
from scanner.collect.catalog import pack as catalog_bytes
from scanner.collect.gather import gather
from scanner.collect.hub.options import HubOptions
from scanner.collect.relations.datasets import sources
from scanner.judge.evaluate import assess
from scanner.model.plain import line_of
from scanner.model.snapshot import Snapshot
from scanner.model.target import Target
from tests.hubserver import FakeRepo, Hub
from tests.making import engine, policy, repo, snapshot

ENGINE = engine()
MADE = b"---\nlicense: mit\nsource_datasets:\n- org/older\n---\n"
MODEL = b"---\nlicense: mit\ndatasets:\n- org/made\n---\n"


def fill(hub: Hub) -> None:
    hub.add(FakeRepo("org/made", "dataset", {"README.md": MADE}, {"license": "mit", "source_datasets": ["org/older"]}))
    older = b"---\nlicense: cc-by-nc-4.0\n---\n"
    hub.add(FakeRepo("org/older", "dataset", {"README.md": older}, {"license": "cc-by-nc-4.0"}))
    files: dict[str, bytes | int] = {"README.md": MODEL, "model.safetensors": 1000}
    hub.add(FakeRepo("org/model", files=files, card_data={"license": "mit", "datasets": ["org/made"]}))


def live(hub: Hub, tmp_path: Path, name: str) -> Snapshot:
    options = HubOptions(endpoint=hub.url, cache_dir=tmp_path / "cache", token="")
    return next(iter(gather([name], options)))


def from_hub(hub: Hub, tmp_path: Path) -> Snapshot:
    return live(hub, tmp_path, "org/model")


def from_folder(hub: Hub, tmp_path: Path) -> Snapshot:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "README.md").write_bytes(MODEL)
    return live(hub, tmp_path, str(tmp_path / "m"))


def from_bundle(hub: Hub, tmp_path: Path) -> Snapshot:
    path = tmp_path / "evidence.gz"
    path.write_bytes(pack([live(hub, tmp_path, "org/model")]))
    found = Bundle.open(path).snapshot(Target(text="org/model", id="org/model"))
    assert found is not None
    return found


def from_catalog(hub: Hub, tmp_path: Path) -> Snapshot:
    def line(name: str, **card: object) -> str:
        return line_of({"id": name, "s": 0, "o": "2026-11-01", "i": {"cardData": card}})

    lines = [
        ("org/model", line("org/model", license="mit", datasets=["org/made"])),
        ("datasets/org/made", line("org/made", license="mit", source_datasets=["org/older"])),
        ("datasets/org/older", line("org/older", license="cc-by-nc-4.0")),
    ]
    return Catalog(catalog_bytes(lines, ["test"], 1), "test").snapshot(Target(text="org/model", id="org/model"))


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("A cleaned copy of [older](https://huggingface.co/datasets/org/older).", ["org/older"]),
        ("Translated from https://huggingface.co/datasets/org/older by hand.", ["org/older"]),
        ("See also [older](https://huggingface.co/datasets/org/older).", []),
        ("Larger than [older](https://huggingface.co/datasets/org/older), to which it was compared.", []),
    ],
)
def test_a_sentence_on_the_making_names_a_source(body: str, named: list[str]) -> None:
    made = repo("org/made", "license: mit", body=body, repo_type="dataset")
    assert [one.id for one in sources(made)] == named


@pytest.mark.parametrize(
    "body",
    [
        "Icelandic translation of org/older.",
        "A tenth, sampled at random from the `org/older` corpus.",
        "We merged org/older with letters of our own.",
        "Upstream dataset: **org/older**",
        "Labels by two nurses on top of org/older.",
        "This is org/older in the Alpaca format.",
        "org/older, deduplicated by MinHash.",
        "The questions come from [the older set](https://huggingface.co/datasets/org/older), the answers are ours.",
        "## Making\n\nIt combines our logs and org/older.",
        "## Sources\n\n- org/older\n- our own logs",
        "| Origin | Rows |\n|---|---|\n| ours | 3 |\n| org/older | 9 |",
        "Derived from https://huggingface.co/datasets/org/older.",
    ],
)
def test_words_on_the_making_name_a_source(body: str) -> None:
    made = repo("org/made", "license: mit", body=body, repo_type="dataset")
    assert [one.id for one in sources(made)] == ["org/older"]


@pytest.mark.parametrize(
    "body",
    [
        "Similar in size to org/older.",
        "It has the same format as org/older, and none of its rows.",
        "Built with the code of org/older.",
        "Written anew in the style of org/older.",
        "Rows that overlap with org/older were removed.",
        "A model trained on it beats one trained on org/older.",
        "The test split of org/older was used for evaluation.",
        "## Related data sets\n\n- org/older",
        "## See also\n\nA translation of org/older is at our site.",
        "| Model | Score |\n|---|---|\n| org/older | 9 |",
        "```python\nload_dataset('org/older')  # a copy of org/older\n```",
        "Load it with datasets.load_dataset, then read org/older for more.",
    ],
)
def test_other_words_name_no_source(body: str) -> None:
    assert sources(repo("org/made", "license: mit", body=body, repo_type="dataset")) == ()


@pytest.mark.parametrize(
    ("front", "body"),
    [("license: mit\nsource_datasets: [org/older]", ""), ("license: mit", "A Norwegian translation of org/older.")],
)
def test_a_dataset_over_a_narrow_source_is_in_doubt(front: str, body: str) -> None:
    made = repo("org/made", front, body=body, repo_type="dataset")
    for terms, status in (("cc-by-nc-4.0", "unknown"), ("cc-by-4.0", "allowed")):
        older = repo("org/older", f"license: {terms}", repo_type="dataset")
        result = next(iter(assess([snapshot(made, older)], policy(), ENGINE)))
        assert (result.error, result.commercial_use.status) == (None, status)
    shown = next(iter(assess([snapshot(made)], policy(), ENGINE)))
    assert shown.commercial_use.status == "allowed", "a name that is none of the Hub's"


@pytest.mark.parametrize("way", [from_hub, from_folder, from_bundle, from_catalog])
def test_a_restricted_source_restricts(way: Callable[[Hub, Path], Snapshot], hub: Hub, tmp_path: Path) -> None:
    fill(hub)
    result = next(iter(assess([way(hub, tmp_path)], policy(), ENGINE)))
    assert result.datasets.status == "restricted", way.__name__


def test_a_dataset_in_the_hubs_cache_is_read_with_its_sources(hub: Hub, tmp_path: Path) -> None:
    fill(hub)
    folder = tmp_path / "datasets--org--made" / "snapshots" / ("a" * 40)
    folder.mkdir(parents=True)
    (folder / "README.md").write_bytes(MADE)
    result = next(iter(assess([live(hub, tmp_path, str(folder))], policy(), ENGINE)))
    assert [(one.id, one.status) for one in result.datasets.items or ()] == [("org/older", "restricted")]
