"""What a card, or the API for it, says under a key, where it stands, and the strings in values that should be such or
lists of them."""

from collections.abc import Collection, Iterable, Mapping

from scanner.model.once import once
from scanner.model.result import Evidence
from scanner.model.snapshot import Card, Json, Repo

#: How the key is spelled under which a card leads to its licence.
LINK_KEYS = ("license_link", "license-link", "licence_link", "licence-link", "license_url")

#: Tags in which the Hub names things, and which say nothing in words.
HUB_TAGS = ("license:", "base_model:", "dataset:", "region:", "arxiv:", "doi:", "language:")


def card_field(repo: Repo, key: str) -> tuple[Json, str, int | None]:
    """``(value, origin, line)`` of a front-matter key: from the card as written, else from the API's cardData."""
    if repo.card is not None and key in repo.card.data:
        return repo.card.data[key], repo.card.path, repo.card.lines.get(key)
    return mapping(repo.info.get("cardData")).get(key), "api:cardData", None


def front_matter(repo: Repo) -> Mapping[str, Json]:
    """The front matter as the card has it, else as the API tells it."""
    return repo.card.data if repo.card is not None else mapping(repo.info.get("cardData"))


def mapping(value: Json) -> Mapping[str, Json]:
    """A value that should be a mapping; an empty one where it is none."""
    return value if isinstance(value, (dict, Mapping)) else {}


@once
def tags(repo: Repo) -> Mapping[str, str]:
    """A repo's tags, each with where it stands: those that the Hub tells, then those that its card alone has."""
    value, origin, _ = card_field(repo, "tags")
    told = dict.fromkeys(strings(repo.info.get("tags")), "api:tags")
    return told | {one: origin for one in strings(value) if one not in told}


def spoken(told: Iterable[str]) -> list[str]:
    """Tags that are words of the author's, without those in which the Hub names things."""
    return [tag for tag in told if not tag.startswith(HUB_TAGS)]


@once
def config(repo: Repo) -> Mapping[str, Json]:
    """A model's config: what the API tells of it, which may be little, and what config.json says, which decides."""
    return {**mapping(repo.info.get("config")), **mapping(repo.info.get("x_config"))}


def evidence_of(repo: Repo, value: str | None, where: str | None = None, line: int | None = None) -> Evidence:
    """Evidence of what a repo says; ``where`` is a file of it, or a field of the API's answer about it (``api:…``)."""
    if where is not None and where.startswith("api:"):
        return Evidence(origin=f"{repo.id} {where}", revision=repo.revision, value=value)
    return Evidence(origin=repo.id, path=where, line=line, revision=repo.revision, value=value)


def strings(value: Json) -> Iterable[str]:
    """The strings in a value that should be a string or a list of them."""
    return [item for item in (value if isinstance(value, (list, tuple)) else (value,)) if isinstance(item, str)]


def numbered(value: Json) -> Iterable[tuple[int, str]]:
    """The same, each with its place in the list."""
    items = value if isinstance(value, (list, tuple)) else [value]
    return ((index, item) for index, item in enumerate(items) if isinstance(item, str))


def written(repo: Repo, keys: Collection[str]) -> list[str]:
    """Those of some front-matter keys that the card or the API has, as they are spelled there (``License``)."""
    there = _spelled(repo)
    return list(dict.fromkeys(key for wanted in keys for key in there.get(wanted, ())))


@once
def _spelled(repo: Repo) -> Mapping[str, list[str]]:
    """The keys of the front matter, in lower case, and how each is spelled there."""
    found: dict[str, list[str]] = {}
    for key in keys_written(repo):
        found.setdefault(str(key).strip().lower(), []).append(key)
    return found


def keys_written(repo: Repo) -> Iterable[str]:
    """Every key of the front matter, of the card's before those that the API alone tells."""
    return dict.fromkeys((*(repo.card.data if repo.card else ()), *mapping(repo.info.get("cardData"))))


def body(repo: Repo) -> str:
    """What a card says below its front matter, bounded where it was read; nothing where there is no card."""
    return repo.card.body if repo.card is not None else ""


def body_lines(card: Card | None) -> Iterable[tuple[int, str]]:
    """The lines of a card's body, each with its number in the file."""
    return enumerate(card.body.split("\n"), card.body_line) if card is not None else ()


def first_text(repo: Repo, keys: Collection[str]) -> tuple[str, str | None]:
    """``(key, value)`` of the first of some front-matter keys that holds a text, or a list of them (then the first);
    the value is None without one."""
    for key in written(repo, keys):
        value = next((one for one in strings(card_field(repo, key)[0]) if one.strip()), None)
        if value is not None:
            return key, value.strip()[:500]
    return next(iter(keys)), None
