"""Files written whole or not at all; what is no file is neither read nor written."""

import multiprocessing
import os
import threading
from pathlib import Path

import pytest

from scanner.text import files
from scanner.text.files import leaves, locked, read_bounded, write_whole


def test_a_write_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "o"
    write_whole(place, b"one")
    write_whole(place, b"two", settle=True)
    assert place.read_bytes() == b"two"
    assert list(place.parent.iterdir()) == [place]


def test_links_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / "o").symlink_to(tmp_path / "mine")
    (tmp_path / "p").symlink_to(tmp_path / "nowhere")
    for name in "op":
        write_whole(tmp_path / name, b"new")
        assert not (tmp_path / name).is_symlink()
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()


def test_names_are_not_foreseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    opened = os.open
    monkeypatch.setattr(files.os, "open", lambda path, *more: seen.append(Path(path).name) or opened(path, *more))
    for _ in range(3):
        write_whole(tmp_path / "o", b"x")
    assert len(set(seen)) == 3


def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(tmp_path / "o", b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "o", b"new", settle=True)
    assert (tmp_path / "o").read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [tmp_path / "o"]


@pytest.mark.parametrize(("place", "kind"), [("/dev/null", "a device"), ("pipe", "a pipe"), ("folder", "a folder")])
def test_what_is_no_file_is_refused(tmp_path: Path, place: str, kind: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=kind):
        write_whole(tmp_path / place, b"x")
    with pytest.raises(OSError, match=rf"{kind}|directory"):
        read_bounded(tmp_path / place, 10)


def test_reading_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "o").write_bytes(b"x" * 100)
    assert len(read_bounded(tmp_path / "o", 10)) == 11
    with pytest.raises(OSError, match="a device"):
        read_bounded(Path("/dev/zero"), 10)


def _add(place: Path) -> None:
    with locked(place.parent):
        write_whole(place, str(int(place.read_bytes() or b"0") + 1).encode())


def test_changes_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "n").write_bytes(b"")
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_add, args=(tmp_path / "n",)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert (tmp_path / "n").read_bytes() == b"4"
    assert list(tmp_path.iterdir()) == [tmp_path / "n"]


def test_threads_wait_for_each_other_too(tmp_path: Path) -> None:
    (tmp_path / "n").write_bytes(b"")
    workers = [threading.Thread(target=_add, args=(tmp_path / "n",)) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert (tmp_path / "n").read_bytes() == b"8"


def test_a_link_that_leaves_its_tree(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "out").write_bytes(b"")
    (tmp_path / "tree" / "in").write_bytes(b"")
    (tmp_path / "tree" / "a").symlink_to(tmp_path / "tree" / "in")
    (tmp_path / "tree" / "b").symlink_to(tmp_path / "out")
    assert leaves(tmp_path / "tree" / "a", tmp_path / "tree") is None
    assert leaves(tmp_path / "tree" / "b", tmp_path / "tree") == tmp_path / "out"
