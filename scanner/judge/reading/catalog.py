"""What a record of the catalog says of itself: whose facts these are, and who stated another licence."""

from collections.abc import Iterator

from scanner.model.fields import mapping
from scanner.model.snapshot import Json, Repo

#: Fields that bear on the terms, as words: whoever added one to the record is named.
_ADDED = (("license", "licence"), ("base_model", "base models"), ("gated", "gate"), ("datasets", "datasets"))

#: How it begins where a revision was asked for and none is told.
NOT_AT = "not at revision"


def catalog_notices(root: Repo) -> Iterator[str]:
    """The sources of a record, what each added, and every licence that was stated beside the one that decides."""
    if (asked := root.requested_revision) is not None and asked != root.revision:
        yield f"{NOT_AT} {asked}: these facts are another day's, maybe another revision's"
    said = mapping(root.info.get("x_said"))
    added = [f"{field} by {said[key]}" for key, field in _ADDED if key in said]
    source = "; ".join([root.attribution or "the bundled catalog", *added])
    yield f"facts of a day, no card and no licence text read; from {source}"
    yield from _statements(root.info.get("x_statements"))


def _statements(stated: Json) -> Iterator[str]:
    if not isinstance(stated, list) or not stated:
        return
    first, *others = stated
    different = [one for one in others if str(one["license"]).lower() != str(first["license"]).lower()]
    alike = len(stated) - len(different)
    if alike > 1:
        yield f"licence stated alike by {alike} sources"
    if different:
        yield f"the licence is {first['license']} by {_who(first)}; others differ: " + "; ".join(
            f"{one['license']} by {_who(one)}" for one in different
        )


def _who(one: dict[str, Json]) -> str:
    kind = "the vendor or its card" if one["vendor"] else "a catalogue"
    return f"{one['source']} ({', '.join(filter(None, (kind, one['day'])))})"
