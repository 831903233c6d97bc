"""A long list worked off by two processes, where the system can make a second one of what is loaded."""

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import IO, NoReturn, TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: So many are done before there is a second process, so that it finds loaded what they needed; then so many in turns.
_FIRST, _TURN = 20, 10
#: Bytes of answers by which the other may be ahead: as many as Linux lets every user ask for.
_AHEAD = 1 << 20


def in_halves(items: Sequence[T], work: Callable[[Sequence[T]], Iterator[R]]) -> Iterator[R]:
    """What ``work`` makes of items, one answer of each, which can be pickled, in order. Whatever becomes of the second
    process: what it leaves undone is done here, and so is what goes wrong."""
    yield from work(items[:_FIRST])
    rest = items[_FIRST:]
    if not _may_fork():
        yield from work(rest)
        return
    turns = [rest[start : start + _TURN] for start in range(0, len(rest), _TURN)]
    ours = work([one for turn in turns[::2] for one in turn])
    with _other(work, [one for turn in turns[1::2] for one in turn]) as theirs:
        for number, turn in enumerate(turns):
            yield from islice(theirs if number % 2 else ours, len(turn))


def _may_fork() -> bool:
    """Whether a copy of this process would be whole, and have a core of its own."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


@contextmanager
def _other(work: Callable[[Sequence[T]], Iterator[R]], items: Sequence[T]) -> Iterator[Iterator[R]]:
    """The answers of a second process, which ends with the block."""
    from fcntl import F_SETPIPE_SZ, fcntl

    read, write = os.pipe()
    with suppress(OSError):  # then it waits more
        fcntl(write, F_SETPIPE_SZ, _AHEAD)
    child = os.fork()
    if child == 0:
        os.close(read)  # else it would be its own listener
        _answer(work, items, write)
    os.close(write)
    try:
        with open(read, "rb") as stream:  # noqa: PTH123 - a descriptor
            yield _received(stream, work, items)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _answer(work: Callable[[Sequence[T]], Iterator[R]], items: Sequence[T], pipe: int) -> NoReturn:
    """The second process: it says nothing but its answers, and ends by Ctrl-C or when nobody listens."""
    try:
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        with open(pipe, "wb") as stream:
            for answer in work(items):
                pickle.dump(answer, stream)
    finally:
        os._exit(0)


def _received(stream: IO[bytes], work: Callable[[Sequence[T]], Iterator[R]], items: Sequence[T]) -> Iterator[R]:
    for done in range(len(items)):
        try:
            answer: R = pickle.load(stream)  # noqa: S301 - a copy of ourselves
        except (EOFError, pickle.UnpicklingError):
            yield from work(items[done:])
            return
        yield answer
