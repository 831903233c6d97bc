"""What is waited for within a time, whatever it is: a connection to a host, its name's resolution, a whole answer."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar, cast

T = TypeVar("T")

_NUMERIC = re.compile(r"[0-9.]+|.*:.*")


class ResolveError(OSError):
    """A host name has no address, or none in time."""


def connected(address: tuple[str, int], left: Callable[[], float]) -> socket.socket:
    """A connection to the first of a host's addresses that takes one. ``left`` tells the seconds for the next wait, or
    raises when the time is over. Raises :class:`OSError`."""
    failed: OSError = ResolveError("its host name has no address")
    for found in _addresses(*address, left()):
        try:
            return socket.create_connection(found, left())
        except OSError as error:
            failed = error
    raise failed


def _addresses(host: str, port: int, seconds: float) -> list[tuple[str, int]]:
    if _NUMERIC.fullmatch(host):
        return [(host, port)]
    try:
        found = in_time(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), seconds)
    except TimeoutError:
        raise ResolveError("its host name was not resolved in time") from None
    except (OSError, UnicodeError):
        raise ResolveError("its host name does not resolve") from None
    return [(str(one[4][0]), port) for one in found]


def in_time(work: Callable[[], T], seconds: float) -> T:
    """What comes of some work that knows no deadline, done in a thread of its own; there it is left behind where it
    does not end (:class:`TimeoutError`)."""
    answers: SimpleQueue[tuple[T, None] | tuple[None, Exception]] = SimpleQueue()

    def answer() -> None:
        try:
            answers.put((work(), None))
        except Exception as error:
            answers.put((None, error))

    threading.Thread(target=answer, daemon=True, name="modelscan-in-time").start()
    try:
        found, error = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return cast("T", found)
