# ruff: noqa: PTH112
"""Requests sent before the rest of the program is imported: the first answers arrive while Python still loads.

``pathlib`` and its kin cost more to import than all of this, so they are not used here.
"""

from __future__ import annotations

import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    import threading

    from scanner.collect.hub.wire import Answer, Direct


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


class Prefetched:
    """Requests under way over one wire, by their address; handed to the client that is made later."""

    def __init__(self, wire: Direct) -> None:
        self.ahead: dict[str, Ahead] = {}
        self._wire: Direct | None = wire

    def take(self, url: str, token: str | None) -> Ahead | None:
        """The request that was sent ahead for this address and token, once."""
        ahead = self.ahead.pop(url, None)
        return ahead if ahead is not None and ahead.token == token else None

    def wire(self) -> Direct | None:
        """The connections that were opened ahead, once."""
        wire, self._wire = self._wire, None
        return wire


def begin(arguments: list[str]) -> Prefetched | None:
    """Looks at the arguments of ``check`` and asks the Hub for the first target, where there is no doubt what that is,
    which Hub is meant, and that nothing forbids it. Never raises; what is not understood is left for later (None)."""
    from scanner.collect.hub import surroundings
    from scanner.knowledge.resources import look_ahead, rules_path
    from scanner.model.ids import is_repo_id

    values = {name: _value(arguments, name) for name in ("--hub", "--token")}
    target = arguments[0] if arguments else ""
    base = surroundings.checked_endpoint(values["--hub"] or surroundings.endpoint())
    forbidden = (
        "--offline" in arguments
        or surroundings.offline()
        or not surroundings.plain()
        or "HF_OIDC_RESOURCE" in os.environ
    )
    if not _plain(arguments[1:]):
        return None
    if base is None or forbidden or "/" not in target or not is_repo_id(target):
        return None
    token = values["--token"] or os.environ.get("HF_TOKEN", "").strip() or None
    if token is None and surroundings.token_may_be_found():
        return None
    if token is not None and not all("!" <= char <= "~" for char in token):
        return None
    look_ahead(rules_path())
    return send(base, token, _requests(base, target))


#: Options that can be told to be right from the command line alone, with what their value may be (None: no value).
_OPTIONS: dict[str, str | None] = {
    **dict.fromkeys(("-q", "--quiet", "-v", "-vv", "--verbose", "--no-color"), None),
    **dict.fromkeys(("--hub", "--token"), r"[!-~]+"),
    "--format": r"text|json|jsonl|markdown|html|sarif|csv|spdx(-2\.3)?|cyclonedx(-1\.6)?",
    "--fail-on": r"fail|unknown|review|never",
    "--policy": r"commercial-saas|commercial-shipped|eu-deployment|internal-use|research|strict-open-source",
}


def _plain(arguments: list[str]) -> bool:
    """Whether a command line is sure to be accepted, as most are: nobody is asked before that is known."""
    rest = iter(arguments)
    for argument in rest:
        name, given, value = argument.partition("=") if argument.startswith("--") else (argument, "", "")
        if name not in _OPTIONS:
            return False
        allowed = _OPTIONS[name]
        if allowed is None:
            if given:
                return False
        elif not re.fullmatch(allowed, value if given else next(rest, "")):
            return False
    return True


def _value(arguments: list[str], name: str) -> str | None:
    """The last value of an option, written as ``--name value`` or ``--name=value``."""
    found = None
    for index, argument in enumerate(arguments):
        if argument == name and index + 1 < len(arguments):
            found = arguments[index + 1]
        elif argument.startswith(f"{name}="):
            found = argument[len(name) + 1 :]
    return found


def _requests(base: str, repo_id: str) -> list[tuple[str, int]]:
    """The metadata; and the files that are asked for by guess, unless the cache may have them."""
    from scanner.collect.hub import surroundings
    from scanner.collect.hub.paths import CARD_BOUND, INFO_BOUND, JSON_BOUND, TEXT_BOUND, file_path, info_path

    info = (info_path("model", repo_id, None, listed=True), INFO_BOUND)
    if os.path.isdir(surroundings.repo_folder(surroundings.cache_folder(), base, "model", repo_id)):
        return [info]
    guesses = (("README.md", CARD_BOUND), ("LICENSE", TEXT_BOUND), ("config.json", JSON_BOUND))
    return [info, *((file_path("model", repo_id, "main", path), bound) for path, bound in guesses)]


def send(endpoint: str, token: str | None, requests: list[tuple[str, int]]) -> Prefetched:
    """Starts GETs of ``(path, bound)`` at ``endpoint``, each in its own thread. Failures are left for later."""
    import threading

    from scanner.collect.hub.paths import TIMEOUT
    from scanner.collect.hub.wire import Direct

    direct = Direct(TIMEOUT)
    begun = Prefetched(direct)
    for path, bound in requests:
        ahead = Ahead(token)
        ahead.thread = threading.Thread(target=_fetch, args=(direct, endpoint + path, ahead, bound), daemon=True)
        begun.ahead[endpoint + path] = ahead
        ahead.thread.start()
    return begun


def _fetch(direct: Direct, url: str, ahead: Ahead, bound: int) -> None:
    from scanner.collect.hub.paths import DEADLINE
    from scanner.collect.hub.wire import WireError, request_headers

    try:
        ahead.got = direct.get(url, request_headers(ahead.token), bound, DEADLINE)
    except WireError:
        ahead.got = None
