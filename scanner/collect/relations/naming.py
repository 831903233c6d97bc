"""The name of a model at a place of a text: an id, a link, an address, an id without an owner, or words."""

import re

from scanner.collect.relations.families import family_named
from scanner.collect.relations.ids import is_path, means_nothing, model_id
from scanner.knowledge.lineage_forms import ownerless, spelled_as_model, spellings
from scanner.knowledge.patterns import recorded
from scanner.model.frozen import dataclass
from scanner.text.late import late

_SKIP = late(r"[\s\"'“”‘’«»(<:：—–「『]*(?:(?:(?:the|model|models|from|of)\s+)?[\"'“‘(<:]*)")
_LINK = late(r"\[(?P<text>[^\]\n]{0,200})\]\(\s*<?(?P<url>[^)\s>]{0,400})>?[^)\n]{0,100}\)")
_URL = late(r"https?://[^\s)>\]\"'，。、<]{1,400}")
_ID = late(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}(?![\w/-])", re.ASCII)
_BARE = late(r"[A-Za-z][\w.-]{3,95}(?![\w/-])", re.ASCII)
_WORDS = late(r"[^.,;()\[\]|\n。，]{2,80}(?:\.(?:\d|cpp)[^.,;()\[\]|\n]{0,60})?")
#: Where cards stood before each repo had its own.
_CARD = late(r"https?://github\.com/huggingface/transformers/(?:blob|tree)/[\w.-]+/model_cards/([\w.-]+/[\w.+-]+)")
#: Pages of the Hub with the shape of a repo's address.
_PAGE = late(r"https?://[^/]+/(?:transformers|nlp|models|tasks|exbert|learn|inference-api)(?:[/?]|$)", re.IGNORECASE)
AS_DESIGN = recorded("as-a-design")
_OTHER_SIZE = recorded("another-size")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text and where it ends. ``model``: it can be nothing but a model's, as ``org/name`` alone could."""

    id: str | None
    text: str
    end: int
    model: bool = True


def name_at(text: str, position: int, bare: bool) -> Name | None:
    skipped = _SKIP.match(text, position)
    position = skipped.end() if skipped else position
    if link := _LINK.match(text, position):
        found = _linked(link["text"], link["url"], bare)
        of_hub = found is None or _addressed(link["url"]) is not None or found in ownerless() or _like_model(found)
        return Name(found, f"{link['text']} {link['url']}", link.end(), model=of_hub)
    if url := _URL.match(text, position):
        address = url[0].rstrip(".,;:")
        return Name(_addressed(address), address, position + len(address))
    if (plain := _ID.match(text, position)) and not is_path(plain[0]):
        name = plain[0].rstrip(".-_")
        return Name(model_id(name), name, position + len(name), model=_like_model(name))
    if text[position : position + 1] in ("/", "~", "\\") or text[position : position + 2] in ("./", ".."):
        return None
    if (known := _without_owner(text, position)) is not None:
        return known
    if bare and (one := _BARE.match(text, position)) and _like_id(one[0].rstrip(".-_"), text[one.end() :]):
        name = one[0].rstrip(".-_")
        return Name(model_id(name), name, position + len(name))
    words = _WORDS.match(text, position)
    return Name(None, words[0], words.end()) if words and not means_nothing(words[0]) else None


def _linked(text: str, url: str, bare: bool) -> str | None:
    """The id that a link names: by its address, else by its text."""
    if (found := _addressed(url)) is not None:
        return found
    if _ID.fullmatch(text.strip()) and not is_path(text):
        return model_id(text)
    return next((name for one in (text, url) if (name := one.strip(" ./").lower()) in ownerless()), None)


def _without_owner(text: str, position: int) -> Name | None:
    """A name that is an id by itself; none where only its architecture or vocabulary is meant."""
    one = _BARE.match(text, position)
    name = one[0].rstrip(".-_").lower() if one else ""
    known = spellings().get(name, name)
    end = position + len(name)
    if one is None or known not in ownerless() or AS_DESIGN.match(text, end):
        return None
    return None if known != name and _OTHER_SIZE.match(text, end) else Name(known, name, end)


def _addressed(url: str) -> str | None:
    if card := _CARD.match(url):
        return model_id(card[1])
    url = url.partition("#")[0]
    if _PAGE.match(url):
        return None
    return model_id(url) if re.match(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/", url, re.IGNORECASE) else None


def _like_id(name: str, rest: str) -> bool:
    """Whether a single word is spelled as ids without an owner are (``bert-base-uncased``), and ends a clause."""
    ended = not rest.strip() or bool(re.match(r"\s*(?:[.,;)|]|on\b|using\b|for\b|with\b|\()", rest))
    return "-" in name and name == name.lower() and ended and not is_path(name) and not means_nothing(name)


def _like_model(name: str) -> bool:
    """Whether an id is spelled as that of a model, so that no data set is meant."""
    model, data = spelled_as_model()
    low = name.lower()
    return data.search(low) is None and (model.search(low) is not None or family_named(name) is not None)
