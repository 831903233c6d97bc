"""Which files lie below a folder of knowledge, looked at ahead or when they are asked for."""

from pathlib import Path

from scanner.knowledge import resources


def folder(tmp_path: Path) -> Path:
    (tmp_path / "b" / "__pycache__").mkdir(parents=True)
    for name in ("b/two.yaml", "a.yaml", "a.txt", "b/__pycache__/no.yaml"):
        (tmp_path / name).write_text("one: 1\n")
    return tmp_path


def test_yaml_files_come_in_the_order_of_their_paths(tmp_path):
    assert [name for name, _ in resources.yaml_files(str(folder(tmp_path)))] == ["a.yaml", "b/two.yaml"]


def test_what_was_looked_at_ahead_is_told_once_and_then_as_it_is(tmp_path):
    place = str(folder(tmp_path))
    resources.look_ahead(place)
    before = resources.yaml_files(place)
    (tmp_path / "a.yaml").write_text("one: 1\ntwo: 2\n")
    assert resources.yaml_files(place) != before


def test_a_folder_that_is_not_there_is_told_by_whoever_asks_for_it(tmp_path):
    resources.look_ahead(str(tmp_path / "none"))
    assert resources._ahead.get(str(tmp_path / "none")) is None
