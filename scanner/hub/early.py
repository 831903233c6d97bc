"""Requests sent before the rest of the program is imported: the first answers arrive while Python still loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading

    from scanner.hub.wire import Answer, Direct

_ahead: dict[str, Ahead] = {}
_direct: list[Direct] = []


class Ahead:
    """A request under way, with the token that it carries."""

    def __init__(self, token: str | None) -> None:
        self.token = token
        self.thread: threading.Thread | None = None
        self.got: Answer | None = None

    def answer(self) -> Answer | None:
        """The answer once it is there; None when there was none (then it is asked for in the ordinary way)."""
        if self.thread is not None:
            self.thread.join()
        return self.got


def send(endpoint: str, token: str | None, requests: list[tuple[str, int]]) -> None:
    """Starts GETs of ``(path, bound)`` at ``endpoint``, each in its own thread. Failures are left for later."""
    import threading

    from scanner.hub.wire import Direct

    direct = Direct(10.0, 120.0)
    _direct[:] = [direct]
    for path, bound in requests:
        ahead = Ahead(token)
        ahead.thread = threading.Thread(target=_fetch, args=(direct, endpoint + path, ahead, bound), daemon=True)
        _ahead[endpoint + path] = ahead
        ahead.thread.start()


def _fetch(direct: Direct, url: str, ahead: Ahead, bound: int) -> None:
    from scanner.hub.wire import WireError, request_headers

    try:
        ahead.got = direct.get(url, request_headers(ahead.token), bound)
    except WireError:
        ahead.got = None


def take(url: str, token: str | None) -> Ahead | None:
    """The request that was sent ahead for this address and token, once."""
    ahead = _ahead.pop(url, None)
    return ahead if ahead is not None and ahead.token == token else None


def wire() -> Direct | None:
    """The connections that were opened ahead."""
    return _direct.pop() if _direct else None
