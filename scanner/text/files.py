"""Files written whole or not at all, and read within bounds. A link that stood in an output's place is replaced, never
followed, and what is no file (a device, a named pipe, a folder) is neither read nor written."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scanner.model.errors import ModelscanError


class NoFileError(OSError):
    """What stands there is no file; the text says what it is."""

    def __init__(self, path: Path, kind: str) -> None:
        super().__init__(errno.EINVAL, f"it is {kind}")
        self.filename = str(path)
        self.kind = kind

    def __str__(self) -> str:
        return f"it is {self.kind}"


def read_bounded(path: Path, limit: int) -> bytes:
    """A file's bytes, at most ``limit`` and one more, by which the caller sees that it is too large.

    Raises :class:`OSError`, without waiting for the writer of a pipe or reading a device without end.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        _refuse(path, os.fstat(descriptor).st_mode)
        return file.read(limit + 1)


def write_whole(path: Path, data: bytes | Iterable[bytes], *, settle: bool = False) -> None:
    """Write a file (``data``, or its pieces) whole or not at all; with ``settle`` it is on the disk when this returns.

    A new file of an unforeseeable name is made in the target's folder and then takes its place, with the permissions
    of the file that stood there. Raises :class:`OSError`; what stood there before is unchanged then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = _mode(path)
    part = path.with_name(f".{path.name[:100]}.{os.urandom(8).hex()}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(part, flags, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines((data,) if isinstance(data, bytes) else data)
            file.flush()
            if mode is not None:
                part.chmod(mode)
            if settle:
                os.fsync(descriptor)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int | None:
    """The permissions of the file that stands there; None for none, or for a link."""
    try:
        found = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found):
        return None
    _refuse(path, found)
    return stat.S_IMODE(found) & 0o777


def _refuse(path: Path, mode: int) -> None:
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    if not stat.S_ISREG(mode):
        raise NoFileError(path, next((words for holds, words in kinds if holds(mode)), "a device"))


def refuse_conflicts(path: Path, text: str, mend: str) -> None:
    """Refuse a file in which a merge left its markers. Raises :class:`ModelscanError` naming the line."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("<<<<<<< ", ">>>>>>> ", "||||||| ")):
            raise ModelscanError(f"{path}:{number}: a merge left its conflict markers: {mend}")


@contextmanager
def locked(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a folder while a file of it is read, changed and written: others who hold it wait, or, without ``wait``, are
    told so by False.

    The lock is on the folder itself, so that nothing is left behind, and ends with the process. Where the file system
    or the platform has none, nothing is held.
    """
    try:
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield True
        return
    try:
        mine = True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            mine = False
        except OSError:
            pass
        yield mine
    finally:
        os.close(descriptor)


def leaves(path: Path, tree: Path) -> Path | None:
    """Where a path really leads when a link takes it out of the tree that it is named in; None when it stays."""
    real, top = path.resolve(), tree.resolve()
    inside = path.absolute().is_relative_to(tree.absolute())
    return real if inside and not real.is_relative_to(top) else None
