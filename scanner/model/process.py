"""What holds for the whole process: Ctrl-C at any moment is one line and status 130, whatever the program, or its
threads, wait for; and how often Python looks for garbage."""

from __future__ import annotations

import gc
import os
import signal
import sys

TYPE_CHECKING = False  # typing costs some of the moments at which Ctrl-C is not yet answered
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

_SECONDS = 2.0


def listen() -> None:
    """Answer Ctrl-C from now on: as :class:`KeyboardInterrupt`, so that what was begun is put away, and should that be
    swallowed or take long, or Ctrl-C come again, by the end. Where a caller has told us to ignore it, it is ignored."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _first)


def stop(*_: object) -> NoReturn:
    """The end, at once: fetching threads may still wait on the network, and nobody waits for them."""
    try:
        os.write(2, b"modelscan: stopped; what was fetched is kept in the cache\n")
    finally:
        os._exit(130)


def _first(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGINT, stop)
    # What is raised within a finaliser or a weak reference's callback goes no further, and its trace would be printed.
    sys.unraisablehook = stop
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, _SECONDS)
    raise KeyboardInterrupt


def seldom() -> None:
    """Look for garbage rarely: rules, syntax trees and reports are millions of small objects, and hardly any is any."""
    gc.set_threshold(300_000, 50, 100)


def give_back() -> None:
    """Give free memory back to the system, where its C library can: what others hold is theirs, not ours."""
    import ctypes

    if (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)
