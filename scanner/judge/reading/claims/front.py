"""What front matter says of the grant under keys of the author's own, and in its comments."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from scanner.identify.links import license_of_link
from scanner.identify.prose import Heard, hear
from scanner.judge.reading.claims.gate import GATE_KEYS
from scanner.judge.reading.claims.permissions import is_permission, withheld
from scanner.judge.reading.claims.stated import withholds
from scanner.judge.reading.claims.types import Said, heard_of, limiting, naming, said
from scanner.judge.reading.data_prose import limits_data_alone
from scanner.knowledge.licence_names import words_of
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import listed, recorded
from scanner.model.fields import card_field, evidence_of, front_matter, strings
from scanner.model.result import Evidence
from scanner.model.snapshot import Json, Repo
from scanner.model.words import Scope
from scanner.text.late import late

_MAX = 2000
_MAX_TEXT = 2000
_FEW, _MANY = 4, 50
_DEEPEST = 8
_MAX_OTHERS, _MAX_FRONT = 60, 60_000
#: Keys by which an author speaks of the grant, the Hub's own apart, and the part of the repo that a key names.
_SPEAKS = recorded("key-speaks")
_FOR_ALL = recorded("audience-of-all")
_PURPOSE = recorded("key-of-purpose")
_COMMERCIAL = late(r"(?P<not>non|no|not|without)?[ _-]?commercial", re.IGNORECASE)
#: Silent keys that list parts of a repo, each with what is said of it.
_PARTED = frozenset(("model-index", "configs", "dataset_info"))
_WEB = ("https://", "http://")
_HUB_KEYS = ("license", "license_name", "license_link", *GATE_KEYS, "extra_gated_fields")
_PARTS: dict[str, Scope] = {"weight": "weights", "model": "weights", "code": "code", "data": "data"}
#: A comment, and the key of the licence where it stands behind one.
_COMMENT = late(r"(?m)(?:^(?P<key>licen[cs]\w{0,20})[ \t]*:[^#\n]{0,200})?(?:^|[ \t])#[ \t]*(?P<text>\S[^\n]{3,400})$")
_MOST_COMMENTS = 50


def of_keys(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """Front matter under keys of the author's own that speak of the licence (``weights_license``,
    ``usage_restrictions``), what lies within ``license`` or ``model-index``, and limits in any other text."""
    data = front_matter(repo)
    for key, value in speaking(data):
        yield from of_key(repo, "card", key, value, _at(repo, key, value), licenses)
    for key, value in _others(data):
        if key.lower() in listed("keys-of-parts") and licenses.get(value) is not None and withholds(value, licenses):
            yield naming("card", "weights", value, _at(repo, key, value), licenses)
        for heard in _limits(key, value, repo.id):
            yield said("card", heard, _at(repo, key, value), licenses, "prose")
    yield from _of_comments(repo, licenses)


def of_key(repo: Repo, kind: str, key: str, value: str, at: Evidence, licenses: Licenses) -> Iterator[Said]:
    """What a value under a key that speaks of the grant says: the licence that it names, and what it limits."""
    scope = _scope(key)
    page = license_of_link(value, licenses) if value.startswith(_WEB) else None
    if page is not None or licenses.get(value) is not None:
        yield naming(kind, scope, value if page is None else page.id, at, licenses)
    else:
        yield from _of_names(repo, kind, value, at, licenses)
    name = key.rpartition(".")[2]
    if _PURPOSE.search(name):
        heard = heard_of(repo, f"{_words(name)}: {value}", "card")
        kinds = ("limit",) if _FOR_ALL.search(value) else ("limit", "intent")
        yield from (said(kind, one, at, licenses, "name") for one in heard if one.says in kinds)
    elif scope in ("weights", "unstated") or repo.repo_type == "dataset":
        yield from limiting(repo, kind, _sentence(name, value), "name", at, licenses)


def _of_names(repo: Repo, kind: str, text: str, at: Evidence, licenses: Licenses) -> Iterator[Said]:
    """The licences, known or not, that a sentence names."""
    for heard in names_in(text, repo.id, licenses):
        yield said(kind, heard, at, licenses, "prose")


def names_in(text: str, repo: str, licenses: Licenses) -> Iterator[Heard]:
    """The licences, known or not, that a sentence which is no card names for what is judged."""
    if " " in text.strip() or not text.isascii():
        heard = hear(text, "card", repo=repo, licenses=licenses)
        yield from (one for one in heard if one.says == "licence" and not one.other and one.scope != "code")


def _scope(key: str) -> Scope:
    """The part of the repo that a key names, nearest to its end: ``dataset_license``, ``weights.license``, and not
    ``metadata.license``."""
    words = _words(key.replace(".", " ")).split()
    named = (part for word in reversed(words) for begin, part in _PARTS.items() if word.startswith(begin))
    return next(named, "unstated")


def limits_of_notes(data: Mapping[str, Json], repo: str) -> Iterator[tuple[str, str, Heard]]:
    """What texts under keys limit, of the header of a weight file as of front matter: key, text, what is heard."""
    for key, value in speaking(data):
        for heard in hear(_sentence(key.rpartition(".")[2], value), "name", repo=repo):
            if heard.says == "limit":
                yield key, value, heard
    yield from ((key, value, heard) for key, value in _others(data) for heard in _limits(key, value, repo))


def addresses(repo: Repo) -> Iterator[tuple[str, str]]:
    """Addresses that stand under keys of the author's own which speak of the grant, each with its key."""
    return ((key, value) for key, value in speaking(front_matter(repo)) if value.startswith(_WEB))


def keys_speak(data: Mapping[str, Json]) -> bool:
    """Whether any key of the author's own says anything of the grant, whoever bears it."""
    parted = any(key.lower() in listed("keys-of-parts") for key, value in data.items() if value)
    return (
        parted or next(speaking(data), None) is not None or any(next(_limits(*one, ""), None) for one in _others(data))
    )


def may_speak(key: str, *, spaced: bool) -> bool:
    """Whether a text under a key can say anything of the grant; ``spaced``: it has more than one word."""
    if key in _HUB_KEYS:
        return False
    if is_permission(key):
        return True
    parted = key.lower() in listed("keys-of-parts")
    return parted or bool(_SPEAKS.search(key)) or (spaced and key.lower() not in listed("silent-keys"))


def _at(repo: Repo, key: str, value: str) -> Evidence:
    _, origin, line = card_field(repo, key.partition(".")[0])
    return evidence_of(repo, f"{key}: {value}", origin, line)


def speaking(data: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """The keys that speak of the grant with each of their values, those of a mapping, or of one in a list, by
    ``key.part``."""
    for key, value in islice(data.items(), _MAX):
        parts = [*_within(key, value), *([(key, value)] if key not in _HUB_KEYS else ())]
        for name, one in parts:
            if is_permission(name):
                yield from ((name, text) for text in withheld(name, one))
            elif _SPEAKS.search(name):
                texts = [*_texts(one)]
                yield from ((name, text) for text in ([", ".join(texts)] if _PURPOSE.search(name) else texts) if text)


def _within(key: str, value: Json) -> list[tuple[str, Json]]:
    """What lies within a mapping, or the mappings of a list. Of what is data for machines only how it is configured
    is looked at, and of models' results only what stands beside them."""
    if isinstance(value, Mapping):
        return _deep(key, value) if key != "extra_gated_fields" else []
    if not isinstance(value, list) or key in _HUB_KEYS or (key.lower() in listed("silent-keys") - _PARTED):
        return []
    maps = [one for one in value[:_MANY] if isinstance(one, Mapping)]
    return [leaf for one in maps for leaf in _deep(key, {part: one[part] for part in one if part != "results"})]


def _others(data: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Every other text that stands under a key of the author's own, in a list or a mapping too, to a bound."""
    own = (one for one in islice(data.items(), _MAX) if one[0].lower() not in listed("silent-keys"))
    parts = ((key, part) for key, value in own if key not in _HUB_KEYS for part in _leaves(key, value))
    told = ((key, value) for key, (part, value) in parts if not (_SPEAKS.search(part) or is_permission(part)))
    texts = ((key, text[:_MAX_TEXT]) for key, value in told for text in strings(value))
    return islice(texts, _MAX_OTHERS)


def _leaves(key: str, value: Json) -> Iterable[tuple[str, Json]]:
    return [*_within(key, value), (key, value)]


def _deep(key: str, value: Json, depth: int = 0) -> list[tuple[str, Json]]:
    """What lies within a mapping, those within it too and those of its lists, by ``key.part``."""
    found: list[tuple[str, Json]] = []
    items = value.items() if isinstance(value, Mapping) else ()
    for part, one in islice(items, _MAX):
        name = f"{key}.{part}"
        inner = [*one] if isinstance(one, list) else [one]
        maps = [each for each in inner[:_MANY] if isinstance(each, Mapping)] if depth < _DEEPEST else []
        found += [leaf for each in maps for leaf in _deep(name, each, depth + 1)] if maps else [(name, one)]
    return found[:_MAX]


def _limits(key: str, value: str, repo: str) -> Iterator[Heard]:
    """The limits that a text states; a few words are heard with their key as well."""
    if value.isascii() and " " not in value.strip():
        return
    found = [one for one in hear(value, "card", repo=repo) if _is_plain(one)]
    if not found and len(value.split()) <= _FEW:
        found = [one for one in hear(f"{_words(key)}: {value}", "card", repo=repo) if _is_plain(one)]
    yield from found


def _is_plain(heard: Heard) -> bool:
    return heard.says == "limit" and not limits_data_alone(heard.sentence)


def _sentence(key: str, value: str) -> str:
    """A key and its value as one says them: ``commercialUse: None`` is "commercial use: no"."""
    if is_permission(key):
        return value
    low = "-".join(value.lower().split())
    answer = "no" if low in listed("plain-no") else "yes" if low in listed("plain-yes") else None
    named = _COMMERCIAL.search(key)
    if answer is None or named is None:
        return f"{_words(key)}: {value}"
    if named["not"]:
        return "non-commercial use only" if answer == "yes" else ""
    return f"commercial use: {answer}"


def _words(key: str) -> str:
    return words_of(key).lower()


def _texts(value: Json) -> Iterable[str]:
    return [str(value).lower()] if isinstance(value, bool) else islice(strings(value), _MAX)


def _of_comments(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """What a comment in the front matter limits: the Hub does not show it, and its author wrote it."""
    front = (repo.card.front_matter or "")[:_MAX_FRONT] if repo.card is not None else ""
    if repo.card is None or not front or "#" not in front:
        return
    for comment in islice(_COMMENT.finditer(front), _MOST_COMMENTS):
        key, text = comment["key"] or "", comment["text"]
        line = 2 + front.count("\n", 0, comment.start("text"))
        at = evidence_of(repo, text, repo.card.path, line)
        few = key and len(text.split()) <= _FEW
        for heard in hear(_sentence(key, text) if few else text, "name" if few else "card", repo=repo.id):
            if _is_plain(heard):
                yield said("card", heard, at, licenses, "prose")
        yield from _of_names(repo, "card", text, at, licenses)
