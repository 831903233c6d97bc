"""Which Hub, with which token, how patiently, and where the cache lies."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scanner.errors import ModelscanError

DEFAULT_ENDPOINT = "https://huggingface.co"
_TRUE = ("1", "true", "yes", "on")


def _silent(words: str) -> None:
    """No progress wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubOptions:
    """``endpoint`` None means ``HF_ENDPOINT``, else huggingface.co. ``token`` None means huggingface-hub's own lookup,
    "" sends none. ``timeout`` is for one wait on the network, ``max_wait`` for all pauses of one request and
    ``deadline`` for one whole answer, in seconds; ``pause`` is the first pause, doubled each time. ``progress`` gets a
    line to show on stderr, from any thread."""

    endpoint: str | None = None
    token: str | None = None
    offline: bool = False
    cache_dir: Path | None = None
    timeout: float = 10.0
    max_wait: float = 60.0
    deadline: float = 120.0
    pause: float = 0.5
    threads: int = 8
    progress: Callable[[str], None] = _silent

    def base(self) -> str:
        """The endpoint without a slash at its end. Raises :class:`ModelscanError` when it is no address."""
        return check_endpoint(self.endpoint or os.environ.get("HF_ENDPOINT") or DEFAULT_ENDPOINT)

    def is_offline(self) -> bool:
        """Whether the network must not be used: asked for here, or by huggingface-hub's own variables."""
        return self.offline or any(flag(name) for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"))

    def cache(self) -> Path:
        """Where answers are kept."""
        return self.cache_dir or default_cache()


def flag(name: str) -> bool:
    """Whether an environment variable is set to a word for yes."""
    return os.environ.get(name, "").strip().lower() in _TRUE


def check_endpoint(endpoint: str) -> str:
    """``endpoint`` as it is used. Raises :class:`ModelscanError`."""
    scheme, _, rest = endpoint.strip().rstrip("/").partition("://")
    host = rest.split("/", 1)[0]
    if scheme not in ("http", "https") or not host or "@" in host or any(char in rest for char in " ?#\\\r\n\t"):
        raise ModelscanError(f"{endpoint[:100]!r} is no Hub address: give --hub (or HF_ENDPOINT) as https://host")
    return f"{scheme}://{rest}"


def default_cache() -> Path:
    """``$MODELSCAN_CACHE``, else ``modelscan`` in the user's cache folder."""
    if own := os.environ.get("MODELSCAN_CACHE"):
        return Path(own).expanduser()
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path("~/.cache")).expanduser() / "modelscan"
