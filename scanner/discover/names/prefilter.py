"""A quick look at a file's bytes: can there be a reference at all? What says no is not parsed."""

import re
from functools import cache, lru_cache
from typing import Any

from scanner.discover.names.hubid import is_hub_id
from scanner.discover.names.ids import evident
from scanner.discover.names.searches import free, loose, named, quoted, shaped, spoken, sure, words
from scanner.discover.names.slots import slot_of_name

_CODE = {"python", "script", "page", "notebook", "hcl", "json", "native"}
#: Kinds read by their tokens, in which names of hosts that a text speaks of count.
_TOKENS = {"script", "page", "hcl", "native"}
#: What code is full of and no id: time zones, versions of HTTP. Any other text like an id may go to a loader that only
#: another file shows.
_COMMON = re.compile(
    r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)"
    r"/[A-Z]|(?i:http/\d)"
)
#: What stands before a text in Python that a name or a call is given, and not before one that is told of in prose.
_GIVES = re.compile(rb"(?:[=(,\[{:+|]|\b(?:return|yield|else|and|or))(?:\s|#[^\n]*\n)*[rRbBuUfF]{0,2}(?:\"\"|'')?\Z")
_BEFORE = 200
#: Names that carry an id of data, by what stands around them.
_AROUND = {"path", "source"}


def telling_offsets(data: bytes) -> list[int]:
    """Where in a UTF-8 text something stands that can matter to a reference; the rest need not be walked."""
    places = [one.start() for one in sure().finditer(data)]
    places += [one.start() for like in quoted() for one in like.finditer(data) if _given_id(data, one)]
    places += [one.start() for one in named().finditer(data) if one.start(1) < 0 or _carries(one.group(1))]
    return sorted(places)


@lru_cache(maxsize=1 << 14)
def _carries(given: bytes) -> bool:
    """A name that carries ids, or may lead to one: ``self.our_encoder_weights``."""
    name = given.decode("ascii", "replace")
    low = name.lower()
    return name in _AROUND or slot_of_name(name) is not None or any(word in low for word in _telling_words())


@cache
def _telling_words() -> tuple[str, ...]:
    return tuple(sorted(word for word in words() if len(word) > 4 and slot_of_name(word) is not None))


def may_hold(data: bytes, kind: str) -> bool:
    """Whether a file of this kind is worth parsing."""
    if kind not in _CODE:
        found = (one.group()[1:-1].decode("ascii", "replace") for one in free().finditer(data))
        return bool(loose().search(data)) or any(is_hub_id(text) and _tells(text) for text in found)
    if sure().search(data):
        return True
    if kind == "python":
        return any(_given_id(data, one) for like in quoted() for one in like.finditer(data))
    if kind in _TOKENS and all(like.search(data) for like in spoken()):
        return True
    return any(one.start(1) < 0 or _like_id(one.group()[1:-1]) for one in shaped().finditer(data))


def _given_id(data: bytes, match: Any) -> bool:
    """In Python a text like an id counts where it is given to something, or is a model's for sure."""
    if match.start(1) < 0:
        return True
    _, blank, last = match.group()[1:-1].rpartition(b" ")
    if not _like_id(last.rpartition(b"=")[2]):
        return False
    return (not blank and _GIVES.search(data, max(match.start() - _BEFORE, 0), match.start()) is not None) or _tells(
        last.rpartition(b"=")[2].decode()
    )


def _like_id(data: bytes) -> bool:
    """By its looks: no media type, no file, no time zone."""
    text = data.decode("ascii", "replace")
    return is_hub_id(text) and not _COMMON.match(text)


def _tells(text: str) -> bool:
    return evident(text) is not None
