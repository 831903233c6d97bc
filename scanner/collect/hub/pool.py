"""A small pool of threads that works on the earliest target first."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable

Work = Callable[[], None]


class Pool:
    """Runs what is submitted, lowest ``priority`` first. Work must not raise."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._waiting: list[tuple[int, int, Work]] = []
        self._count = 0
        self._idle = 0
        self._threads = 0
        self._ready = threading.Condition()
        self._closed = False

    def submit(self, priority: int, work: Work) -> None:
        """Queues some work; starts a thread for it if all are busy and more are allowed."""
        with self._ready:
            if self._closed:
                return
            self._count += 1
            heapq.heappush(self._waiting, (priority, self._count, work))
            if self._idle >= len(self._waiting) or self._threads >= self._size:
                self._ready.notify()
                return
            self._threads += 1
        threading.Thread(target=self._run, daemon=True, name="modelscan-hub").start()

    def close(self) -> None:
        """Drops what waits; threads end after what they are doing."""
        with self._ready:
            self._closed = True
            self._waiting.clear()
            self._ready.notify_all()

    def _run(self) -> None:
        while True:
            with self._ready:
                while not self._waiting and not self._closed:
                    self._idle += 1
                    self._ready.wait()
                    self._idle -= 1
                if self._closed:
                    return
                work = heapq.heappop(self._waiting)[2]
            work()
