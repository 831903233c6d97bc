"""The token: huggingface-hub's own lookup, not imported when there is plainly nothing to find."""

from scanner.collect.hub import surroundings


def find_token(given: str | None) -> str | None:
    """The token to send to the configured Hub: the one given, else what huggingface-hub finds; None for none."""
    if given is not None:
        return given.strip() or None
    if not surroundings.token_may_be_found():
        return None
    from huggingface_hub.utils import get_token_to_send  # type: ignore[attr-defined]

    found: str | None = get_token_to_send(None)
    return found
