"""The token: huggingface-hub's own lookup, not imported when there is plainly nothing to find."""

from scanner.collect.hub import surroundings
from scanner.model.errors import ModelscanError


def find_token(given: str | None) -> str | None:
    """The token to send to the configured Hub: the one given, else what huggingface-hub finds; None for none."""
    if given is not None:
        return _sound(given, "--token")
    if not surroundings.token_may_be_found():
        return None
    from huggingface_hub.utils import get_token_to_send  # type: ignore[attr-defined]

    found: str | None = get_token_to_send(None)
    return _sound(found, "HF_TOKEN (or where huggingface-hub keeps it)") if found else None


def _sound(token: str, whence: str) -> str | None:
    """The token without white space around it. Raises :class:`ModelscanError`, which does not repeat it, for one that
    no request could carry."""
    token = token.strip()
    if not all("!" <= char <= "~" for char in token):
        raise ModelscanError(f"the token of {whence} holds characters that no token has: copy it anew")
    return token or None
