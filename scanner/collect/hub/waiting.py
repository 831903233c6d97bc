"""How long to wait before asking the Hub again, and when to stop."""

import threading
import time
from collections.abc import Mapping
from typing import NamedTuple

from scanner.collect.hub.options import HubOptions
from scanner.collect.hub.problems import busy, failing, unreachable
from scanner.collect.hub.wire import Answer, WireError
from scanner.model.errors import TargetError
from scanner.text.late import late

_RESET = late(r"(?:^|;)\s*t\s*=\s*(\d{1,9})")
_REMAINING = late(r"(?:^|;)\s*r\s*=\s*(\d{1,9})")
_MAX_PAUSE = 16.0
_MAX_ATTEMPTS = 6
#: What a failure without any answer is worth: tries in all.
_TRIES = {"connect": 2, "resolve": 1, "timeout": 2, "slow": 1, "cut": 4, "tls": 1}
#: After so many requests in a row that got no answer at all, each further one is tried once, and for so many seconds.
_DOWN_AFTER, _DOWN = 3, 5.0
#: And after so many only to see whether the Hub is back.
_GONE_AFTER, _GONE = 12, 1.0


class Patience:
    """Shared by all requests to one Hub: a 429 for one pauses all."""

    def __init__(self, options: HubOptions, stop: threading.Event) -> None:
        self._options = options
        self._base = options.base()
        self._stop = stop
        self._lock = threading.Lock()
        self._until = 0.0
        self._failed_in_a_row = 0

    def pause_for_others(self) -> None:
        """Waits while another request was told to; raises :class:`TargetError` when that takes too long."""
        pause = self._until - time.monotonic()
        if pause > self._options.max_wait:
            raise busy(self._base, pause)
        self._sleep(pause)

    def deadline(self) -> float:
        """Seconds that the next request may take."""
        failed = self._failed_in_a_row
        down = _GONE if failed >= _GONE_AFTER else _DOWN if failed >= _DOWN_AFTER else self._options.deadline
        return min(self._options.deadline, down)

    def answered(self) -> None:
        """The Hub is there."""
        self._failed_in_a_row = 0

    def after_answer(self, answer: Answer, attempt: int, waited: float) -> float:
        """Waits after a 429 or 5xx and returns for how long; raises :class:`TargetError` when that is too long."""
        self.answered()
        limited = answer.status == 429
        pause = asked_pause(answer) if limited or answer.status == 503 else None
        pause = self._backoff(attempt) if pause is None else pause
        over = attempt + 1 >= _MAX_ATTEMPTS or waited + pause > self._options.max_wait
        if not over:
            self._say(f"the Hub {'asks to slow down' if limited else f'answers {answer.status}'}", pause)
        if limited:
            self._until = max(self._until, time.monotonic() + pause)
        if over:
            raise busy(self._base, pause) if limited else failing(self._base, answer.status)
        self._sleep(pause)
        return pause

    def after_failure(self, error: WireError, attempt: int, waited: float) -> float:
        """The same after no answer at all."""
        tries = 1 if self._failed_in_a_row >= _DOWN_AFTER else _TRIES.get(error.kind, 2)
        pause = self._backoff(attempt)
        if attempt + 1 >= tries or waited + pause > self._options.max_wait:
            with self._lock:
                self._failed_in_a_row += 1
            raise unreachable(self._base, str(error)) from None
        self._say(f"no answer from {self._base} ({error})", pause)
        self._sleep(pause)
        return pause

    def _backoff(self, attempt: int) -> float:
        return min(_MAX_PAUSE, self._options.pause * float(2**attempt))

    def _sleep(self, seconds: float) -> None:
        if seconds > 0 and self._stop.wait(seconds):
            raise TargetError("unreachable", "stopped before the Hub answered")

    def _say(self, what: str, pause: float) -> None:
        with self._lock:
            quiet = time.monotonic() < self._until
        if not quiet:
            self._options.progress(f"{what}: trying again in {pause:.0f} s" if pause >= 1 else f"{what}: trying again")


class RateLimit(NamedTuple):
    """How many requests are left, and the seconds until there are more."""

    left: int
    reset: int


def rate_limit(headers: Mapping[str, str]) -> RateLimit | None:
    """What the ``RateLimit`` header tells; None when it does not tell both."""
    limit = headers.get("ratelimit", "")
    reset, remaining = _RESET.search(limit), _REMAINING.search(limit)
    return RateLimit(int(remaining[1]), int(reset[1])) if reset and remaining else None


def asked_pause(answer: Answer) -> float | None:
    """The seconds that an answer asks to wait: ``RateLimit`` when nothing remains, else ``Retry-After`` (seconds or a
    date); None when it does not say."""
    told = rate_limit(answer.headers)
    if told is not None and told.left == 0:
        return told.reset + 1.0
    after = answer.headers.get("retry-after", "").strip()
    if after.isdigit() and len(after) < 10:
        return float(after)
    return _until_date(after) if after else None


def _until_date(words: str) -> float | None:
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(words).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None
