"""What a map of licences speaks of: the files that are judged, and no others."""

import pytest

from scanner.judge.reading.claims.files import of_maps
from scanner.model.snapshot import File
from tests.making import engine, repo, text

MAP = '[[annotations]]\npath = ["{}"]\nSPDX-License-Identifier = "CC-BY-NC-4.0"\n'


def said(covers: str, *paths: str, kind: str = "model", read: bool = True) -> list[str]:
    """The scopes of what a map of one pattern says of a repo with these files."""
    files = tuple(File(path=path, size=1) for path in paths) if read else None
    one = repo("a/b", "license: mit", repo_type=kind, files=files, texts=(text(MAP.format(covers), "REUSE.toml"),))
    return [each.claim.scope for each in of_maps(one, engine().licenses)]


@pytest.mark.parametrize("covers", ["*.safetensors", "**", "model.*"])
def test_a_map_of_weights_speaks_of_them(covers: str) -> None:
    assert said(covers, "model.safetensors", "README.md") == ["weights"]


@pytest.mark.parametrize("covers", ["*.md", "*.py", "config.json", "logo.png", "data/*"])
def test_a_map_of_other_files_says_nothing_of_weights(covers: str) -> None:
    assert said(covers, "model.safetensors", "README.md", "train.py", "config.json", "logo.png", "data/a.csv") == []


@pytest.mark.parametrize("covers", ["**", "*.safetensors"])
def test_where_no_list_was_read_weights_may_lie_there(covers: str) -> None:
    assert said(covers, read=False) == ["weights"]
    assert said("*.md", read=False) == []


@pytest.mark.parametrize("covers", ["data/*", "**", "*.parquet", "data/train.PARQUET"])
def test_a_map_of_data_speaks_of_it(covers: str) -> None:
    assert said(covers, "data/train.PARQUET", "README.md", "data/test.parquet", kind="dataset") == ["data"]


@pytest.mark.parametrize(
    "covers", ["*.md", "load.py", "*.ipynb", "*.sh", "*.toml", "*.yaml", "*.yml", "*.cff", ".*", "*/.*", "NOTES.MD"]
)
def test_documents_code_and_hidden_files_are_no_data(covers: str) -> None:
    paths = "README.md NOTES.MD load.py look.ipynb get.sh a.toml a.yaml a.yml CITATION.cff .gitattributes d/.DS_Store"
    assert said(covers, "data/train.parquet", *paths.split(), kind="dataset") == []
