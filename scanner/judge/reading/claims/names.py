"""What tags, names and links say of the grant: a name says what it can, whatever text stands behind it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from scanner.collect.relations import repo_id
from scanner.collect.relations.families import family_named
from scanner.collect.relations.linked import links
from scanner.identify.declared import Declared, custom_id
from scanner.identify.links import license_of_link
from scanner.identify.prose import Place, hear
from scanner.identify.prose.words import vocabulary
from scanner.judge.reading.claims.types import Said, limiting, naming
from scanner.knowledge.licence_names import words_of
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import recorded
from scanner.knowledge.resources import rules_dir
from scanner.model.fields import card_field, evidence_of, spoken, strings, tags
from scanner.model.result import Evidence
from scanner.model.snapshot import Repo

MAX_TAGS = 1000
_IN_ID = recorded("limits-in-ids")
#: What a tag stands for that is two letters long.
_SHORT = {"nc": "non-commercial", "by-nc": "non-commercial"}


def of_names(repo: Repo, stated: Declared, licenses: Licenses) -> Iterator[Said]:
    """Limits in tags and in the names of licences: a name says what it can, whatever text stands behind it."""
    told = [*tags(repo)][:MAX_TAGS]
    for tag in spoken(told):
        yield from _name(repo, tag, "repo-tag", licenses)
    yield from _of_id(repo, licenses)
    declared = {f"license:{value.strip().lower()}" for value in stated.values}
    for tag in told:
        if tag.startswith("license:") and tag.strip().lower() not in declared:
            yield from _tagged(repo, tag, licenses)
    for value in [*strings(card_field(repo, "license_name")[0])][1:]:
        at = Evidence(origin=f"{repo.id} license_name", revision=repo.revision, value=value)
        yield naming("license_name", "unstated", value, at, licenses)
    custom = {one.id for one in stated.licenses if one.record is None}
    for key in ("license_name", "license"):
        for value in strings(card_field(repo, key)[0]):
            if custom_id(value) in custom:
                yield from _name(repo, value, key, licenses)


def id_speaks(repo_id: str) -> bool:
    """Whether a repo's own name says anything of the grant."""
    return _IN_ID.search(repo_id.rpartition("/")[2]) is not None


def _of_id(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """A repo's own name that says in full that it is for no commercial use, or for research alone."""
    if (found := _IN_ID.search(repo.id.rpartition("/")[2])) is not None:
        at = evidence_of(repo, repo.id, "api:id")
        words = words_of(found[0])
        yield from limiting(repo, "id", words, "tag", at, licenses)


def _tagged(repo: Repo, tag: str, licenses: Licenses) -> Iterator[Said]:
    """A licence that a tag names beside the declared one."""
    at = Evidence(origin=f"{repo.id} repo-tag", revision=repo.revision, value=tag)
    if (name := tag.removeprefix("license:")).strip():
        yield naming("repo-tag", "unstated", name, at, licenses)


@lru_cache(maxsize=8192)
def says_nothing(name: str, place: Place) -> bool:
    """Whether a name says nothing, whoever bears it: whose it is decides only of what it speaks."""
    return not hear(_SHORT.get(name.lower(), name), place)


def telling() -> tuple[str, ...]:
    """Expressions of which one is found in every ASCII tag that says anything: lower-case, hyphens as spaces."""
    return *vocabulary(rules_dir()).telling(), "|".join(rf"\b{name.replace('-', ' ')}\b" for name in _SHORT)


def _name(repo: Repo, text: str, kind: str, licenses: Licenses) -> Iterator[Said]:
    place: Place = "tag" if kind == "repo-tag" else "name"
    if len(text) <= 200 and says_nothing(text, place):
        return
    at = Evidence(origin=f"{repo.id} {kind}", revision=repo.revision, value=text)
    yield from limiting(repo, kind, _SHORT.get(text.lower(), text), place, at, licenses)


def of_link(repo: Repo, stated: Declared, licenses: Licenses) -> Iterator[Said]:
    """What each link says by its address: the licence's own page, a repo whose name tells the family whose terms lie
    there, or words such as "non-commercial-license"."""
    for key, link in links(repo):
        at = Evidence(origin=f"{repo.id} license_link", revision=repo.revision, value=f"{key}: {link}")
        record = license_of_link(link, licenses)
        if record is not None:
            if link != stated.link:
                yield naming("license_link", "unstated", record.id, at, licenses)
            continue
        linked = repo_id(link)
        family = family_named(linked) if linked and linked.lower() != repo.id.lower() else None
        if family is not None:
            yield naming("license_link", "unstated", family.license, at, licenses)
        yield from limiting(repo, "license_link", _address_words(link), "name", at, licenses)


def _address_words(link: str) -> str:
    """The words of the last part of an address."""
    last = unquote(link.partition("?")[0].partition("#")[0]).rstrip("/").rpartition("/")[2]
    return words_of(re.sub(r"\.\w{2,5}$", "", last))
