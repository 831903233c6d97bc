"""What all targets of one call share: the client, the cache, the requests under way, the time that each may take, and a
small pool of threads that works on the earliest target first.

The library's own executor knows no order, and its threads hold the program's end up until a peer has answered.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from scanner.collect.hub.cache import Cache
from scanner.collect.hub.client import Client
from scanner.collect.hub.options import HubOptions

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


#: Seconds that the end of the program may be held up by writing to the cache.
_SETTLE = 3.0
#: Saving to the cache comes after the requests of this many further targets.
_SAVE_AFTER = 64


class Call:
    """One call. A target's number is its priority: the earliest is served first."""

    def __init__(self, options: HubOptions) -> None:
        self.offline = options.is_offline()
        self.client = Client(options)
        self.cache = Cache(options.cache(), self.client.base, options.progress)
        self._requests = Pool(options.threads)
        self._budget = options.budget
        self._until: dict[int, float] = {}
        self._lock = threading.Lock()
        self._saves: set[Future[None]] = set()
        self._saved = threading.Condition()
        self._closed = False

    def ask(self, number: int, work: Callable[[], T]) -> Future[T]:
        """What comes of a request for a target, within the time that the target has."""

        def timed() -> T:
            with self.client.within(self._until_of(number)):
                return work()

        return self._requests.submit(number, timed)

    def _until_of(self, number: int) -> float:
        """When a target's time is over, on the monotonic clock; it begins with the first request."""
        with self._lock:
            return self._until.setdefault(number, time.monotonic() + self._budget)

    def later(self, number: int, work: Callable[[], None]) -> None:
        """Queues what must be done before the end, after all requests."""
        future = self._requests.submit(number + _SAVE_AFTER, work)
        with self._saved:
            self._saves.add(future)
        future.add_done_callback(self._forget)

    def _forget(self, future: Future[None]) -> None:
        with self._saved:
            self._saves.discard(future)
            self._saved.notify_all()

    def settle(self) -> None:
        """Waits a little for what was to be done later: writing to the cache."""
        with self._saved:
            self._saved.wait_for(lambda: not self._saves or self._closed, _SETTLE)

    def close(self) -> None:
        """Ends all work."""
        self._closed = True
        self._requests.close()
        self.client.close()
