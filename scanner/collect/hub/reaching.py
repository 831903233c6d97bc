"""A connection to a host within a time, its name's resolution included."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

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
    """The system's resolver knows no deadline: one that does not end is left behind in a thread of its own."""
    if _NUMERIC.fullmatch(host):
        return [(host, port)]
    answers: SimpleQueue[list[tuple[str, int]] | None] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([(str(one[4][0]), port) for one in found])
        except (OSError, UnicodeError):
            answers.put(None)

    threading.Thread(target=ask, daemon=True, name="modelscan-resolve").start()
    try:
        found = answers.get(timeout=seconds)
    except Empty:
        raise ResolveError("its host name was not resolved in time") from None
    if found is None:
        raise ResolveError("its host name does not resolve")
    return found
