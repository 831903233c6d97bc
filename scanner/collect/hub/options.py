"""Which Hub, with which token (by huggingface-hub's own lookup), how patiently, and where the cache lies."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from scanner.collect.hub import surroundings
from scanner.collect.hub.paths import BUDGET, DEADLINE, TIMEOUT
from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass
from scanner.text.clean import secretless

if TYPE_CHECKING:
    from scanner.collect.hub.early import Prefetched


class Paced(Protocol):
    """Who says when a request may be sent."""

    def wait(self, path: str) -> None:
        """Returns when one for this path may be."""

    def told(self, path: str, headers: Mapping[str, str]) -> None:
        """Hears the headers of its answer."""


def _silent(words: str) -> None:
    """No progress wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubOptions:
    """``endpoint`` None means ``HF_ENDPOINT``, else huggingface.co. ``token`` None means huggingface-hub's own lookup,
    "" sends none. ``timeout`` is for one wait on the network, ``max_wait`` for all pauses of one request, ``deadline``
    for the rest of one whole request and ``budget`` for all of one target, in seconds; ``pause`` is the first pause,
    doubled each time. ``progress`` gets a line to show on stderr, from any thread. ``bundle`` is asked before the cache
    when offline; ``tables`` and ``catalogs`` of one's own stand in the cache's place; ``prefetched`` is
    what was asked already; ``pace`` is asked before each request. ``follow`` is the API of the code host that a
    card's links to code are followed to; None, as always but where it is wanted, follows none."""

    endpoint: str | None = None
    token: str | None = None
    offline: bool = False
    cache_dir: Path | None = None
    timeout: float = TIMEOUT
    max_wait: float = 60.0
    deadline: float = DEADLINE
    budget: float = BUDGET
    pause: float = 0.5
    threads: int = 8
    bundle: Path | None = None
    tables: tuple[Path, ...] = ()
    catalogs: tuple[Path, ...] = ()
    progress: Callable[[str], None] = _silent
    prefetched: "Prefetched | None" = None
    pace: Paced | None = None
    follow: str | None = None

    def base(self) -> str:
        """The endpoint without a slash at its end. Raises :class:`ModelscanError` when it is no address."""
        asked = self.endpoint or surroundings.endpoint()
        if (base := surroundings.checked_endpoint(asked)) is None:
            raise ModelscanError(
                f"{secretless(asked)[:100]!r} is no Hub address: give --hub (or HF_ENDPOINT) as https://host"
            )
        return base

    def is_offline(self) -> bool:
        """Whether the network must not be used: asked for here, or by huggingface-hub's own variables."""
        return self.offline or surroundings.offline()

    def cache(self) -> Path:
        """Where answers are kept."""
        return self.cache_dir or Path(surroundings.cache_folder())


def find_token(given: str | None) -> str | None:
    """The token to send to the configured Hub: the one given, else what huggingface-hub finds; None for none."""
    if given is not None:
        return _sendable(given, "--token")
    if not surroundings.token_may_be_found():
        return None
    from huggingface_hub.utils import get_token_to_send  # type: ignore[attr-defined]

    found: str | None = get_token_to_send(None)
    return _sendable(found, "HF_TOKEN (or where huggingface-hub keeps it)") if found else None


def _sendable(token: str, whence: str) -> str | None:
    """The token without white space around it. Raises :class:`ModelscanError`, which does not repeat it, for one that
    no request could carry."""
    token = token.strip()
    if not all("!" <= char <= "~" for char in token):
        raise ModelscanError(f"the token of {whence} holds characters that no token has: copy it anew")
    return token or None
