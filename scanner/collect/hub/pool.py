"""A small pool of threads that works on the earliest target first.

The library's own executor knows no order, and its threads hold the program's end up until a peer has answered.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Pool:
    """Runs what is submitted, lowest ``priority`` first, in at most ``size`` threads that end with the program."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._waiting: list[tuple[int, int, Future[Any], Callable[[], Any]]] = []
        self._count = 0
        self._idle = 0
        self._threads = 0
        self._ready = threading.Condition()
        self._closed = False

    def submit(self, priority: int, work: Callable[[], T]) -> Future[T]:
        """What comes of some work; a thread is started for it if all are busy and more are allowed."""
        future: Future[T] = Future()
        with self._ready:
            if self._closed:
                future.cancel()
                return future
            self._count += 1
            heapq.heappush(self._waiting, (priority, self._count, future, work))
            if self._idle >= len(self._waiting) or self._threads >= self._size:
                self._ready.notify()
                return future
            self._threads += 1
        threading.Thread(target=self._run, daemon=True, name="modelscan-hub").start()
        return future

    def close(self) -> None:
        """Cancels what waits; threads end after what they are doing."""
        with self._ready:
            self._closed = True
            dropped, self._waiting = self._waiting, []
            self._ready.notify_all()
        for _, _, future, _ in dropped:
            future.cancel()

    def _run(self) -> None:
        while (taken := self._taken()) is not None:
            _do(*taken)

    def _taken(self) -> tuple[Future[Any], Callable[[], Any]] | None:
        with self._ready:
            while not self._waiting and not self._closed:
                self._idle += 1
                self._ready.wait()
                self._idle -= 1
            return None if self._closed else heapq.heappop(self._waiting)[2:]


def _do(future: Future[Any], work: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
