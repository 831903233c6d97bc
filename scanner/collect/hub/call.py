"""What all targets of one call share: the client, the cache, the requests under way and the time that each may take."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from scanner.collect.hub.cache import Cache
from scanner.collect.hub.client import Client
from scanner.collect.hub.options import HubOptions
from scanner.collect.hub.pool import Pool

#: Seconds that the end of the program may be held up by writing to the cache.
_SETTLE = 3.0
#: Saving to the cache comes after the requests of this many further targets.
_SAVE_AFTER = 64

T = TypeVar("T")


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
