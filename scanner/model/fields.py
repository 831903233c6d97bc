"""What a card, or the API for it, says under a key, and the strings in values that should be such or lists of them."""

from collections.abc import Iterable, Sequence

from scanner.model.snapshot import Json, Repo

#: How the key is spelled under which a card leads to its licence.
LINK_KEYS = ("license_link", "license-link", "licence_link", "licence-link", "license_url")


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


def written(repo: Repo, keys: Sequence[str]) -> list[str]:
    """Those of some front-matter keys that the card or the API has, as they are spelled there (``License``)."""
    api = repo.info.get("cardData")
    there: dict[str, list[str]] = {}
    for key in (*(repo.card.data if repo.card else ()), *(api if isinstance(api, dict) else ())):
        there.setdefault(str(key).strip().lower(), []).append(key)
    return list(dict.fromkeys(key for wanted in keys for key in there.get(wanted, ())))


def first_text(repo: Repo, keys: Sequence[str]) -> tuple[str, str | None]:
    """``(key, value)`` of the first of some front-matter keys that holds a text, or a list of them (then the first);
    the value is None without one."""
    for key in written(repo, keys):
        value = next((one for one in strings(card_field(repo, key)[0]) if one.strip()), None)
        if value is not None:
            return key, value.strip()[:500]
    return keys[0], None
