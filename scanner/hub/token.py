"""The token: huggingface-hub's own lookup, not imported when there is plainly nothing to find."""

import os
from pathlib import Path

from scanner.hub.options import flag

_VARIABLES = ("HF_OIDC_RESOURCE", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "COLAB_RELEASE_TAG", "COLAB_GPU")


def find_token(given: str | None) -> str | None:
    """The token to send to the configured Hub: the one given, else what huggingface-hub finds; None for none."""
    if given is not None:
        return given.strip() or None
    if flag("HF_HUB_DISABLE_IMPLICIT_TOKEN") or not _may_be_found():
        return None
    # No telemetry request may be made on modelscan's account; the library reads this when it is imported.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from huggingface_hub.utils import get_token_to_send  # type: ignore[attr-defined]

    found: str | None = get_token_to_send(None)
    return found


def _may_be_found() -> bool:
    if any(os.environ.get(name) for name in _VARIABLES):
        return True
    home = os.environ.get("HF_HOME")
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    path = os.environ.get("HF_TOKEN_PATH") or str(Path(home or f"{cache}/huggingface") / "token")
    return Path(os.path.expandvars(path)).expanduser().exists()
