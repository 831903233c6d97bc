"""What a card, or the API for it, says under a key, and the strings in values that should be such or lists of them."""

from collections.abc import Iterable

from scanner.model.snapshot import Json, Repo


def card_field(repo: Repo, key: str) -> tuple[Json, str, int | None]:
    """``(value, origin, line)`` of a front-matter key: from the card as written, else from the API's cardData."""
    if repo.card is not None and key in repo.card.data:
        return repo.card.data[key], repo.card.path, repo.card.lines.get(key)
    data = repo.info.get("cardData")
    return (data.get(key) if isinstance(data, dict) else None), "api:cardData", None


def strings(value: Json) -> Iterable[str]:
    """The strings in a value that should be a string or a list of them."""
    return (item for _, item in numbered(value))


def numbered(value: Json) -> Iterable[tuple[int, str]]:
    """The same, each with its place in the list."""
    items = value if isinstance(value, (list, tuple)) else [value]
    return ((index, item) for index, item in enumerate(items) if isinstance(item, str))
