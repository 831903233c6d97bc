"""What a repo says of its grant outside its licence texts and its tag: sentences of the card, the gate, tags, names,
headers of weight files. Each is one claim, with the licences it names or what it limits."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from scanner.collect.relations import repo_id
from scanner.collect.relations.families import family_named
from scanner.identify.declared import Declared, NamedLicence, custom_id, named_as
from scanner.identify.prose import UNEXPLAINED, UNKNOWN_NAME, Heard, Place, asks_use, hear
from scanner.judge.reading.data_prose import limits_data_alone
from scanner.judge.reading.targets import linked_licences
from scanner.judge.reading.texts import ReadText
from scanner.knowledge.formats import formats
from scanner.knowledge.licenses import Licenses
from scanner.model.fields import card_field, strings
from scanner.model.frozen import dataclass
from scanner.model.result import Claim, Evidence
from scanner.model.snapshot import Card, Json, Repo
from scanner.model.words import Scope, Strength
from scanner.text.card import parse_card
from scanner.text.late import late
from scanner.text.maps import mapped
from scanner.text.pages import is_page

#: Front-matter keys under which a gate says something.
GATE_KEYS = ("extra_gated_prompt", "extra_gated_description", "extra_gated_heading", "extra_gated_button_content")
#: Gate fields whose answer is a choice: an option limits nothing.
_CHOICES = ("select", "country", "date_picker", "text")
#: Tags of the Hub's own, which say nothing in words.
OWN_TAGS = ("license:", "base_model:", "dataset:", "region:", "arxiv:", "doi:", "language:")
MAX_TAGS = 200
_MAX_OPTIONS = 20
#: Files of a data set's repo that are no data.
_NO_DATA = (".md", ".py", ".ipynb", ".sh", ".toml", ".yaml", ".yml", ".cff")
_OWN_NAME = late(
    r"(?:the )?(?:model|weights?|custom|community|own)[ _-](?:licen[cs]e|agreement|licen[cs]e agreement)(?:\.\w{2,4})?",
    re.IGNORECASE,
)
#: Keys by which an author speaks of the grant, the Hub's own apart, and the part of the repo that a key names.
_SPEAKS = late(r"licen[cs]|terms|restrict|commercial|permi(?:tted|ssion)|usage_(?:policy|rights)", re.IGNORECASE)
_HUB_KEYS = ("license", "license_name", "license_link", *GATE_KEYS, "extra_gated_fields")
_PARTS: dict[str, Scope] = {"weight": "weights", "model": "weights", "code": "code", "data": "data"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim, with the licence that it names and what it limits. ``other``: of another model or data set."""

    claim: Claim
    named: NamedLicence | None = None
    topic: str = ""
    other: bool = False


def claims(repo: Repo, stated: Declared, texts: tuple[ReadText, ...], licenses: Licenses) -> tuple[Said, ...]:
    """Everything that speaks of the grant in words, in a fixed order of places."""
    return (
        *_of_card(repo, licenses),
        *_of_pages(repo, licenses),
        *_of_keys(repo, licenses),
        *_of_gate(repo, licenses),
        *_of_names(repo, stated, licenses),
        *_of_link(repo, stated, licenses),
        *_of_texts(repo, texts, licenses),
        *_of_maps(repo, licenses),
        *_of_headers(repo, licenses),
    )


def _of_card(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    if repo.card is not None:
        yield from _page(repo, repo.card, repo.card.path, licenses)


def _of_pages(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """What stands beside the card and speaks to its readers as it does: a translation, a disclaimer."""
    for text in repo.texts:
        if is_page(text.path):
            page = parse_card(text.text.encode("utf-8", "replace"))
            yield from _page(repo, page, text.path, licenses)
            at = Evidence(origin=repo.id, path=text.path, line=page.lines.get("license"), revision=repo.revision)
            for value in strings(page.data.get("license")):
                yield _naming("card", "unstated", value, replace(at, value=f"license: {value}"[:300]), licenses)


def _of_keys(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """Front matter under keys of the author's own that speak of the licence (``weights_license``,
    ``usage_restrictions``), and what lies within ``license`` or ``model-index``."""
    if (card := repo.card) is None:
        return
    for key, value in _own_keys(card.data):
        line = card.lines.get(key.partition(".")[0])
        at = Evidence(origin=repo.id, path=card.path, line=line, revision=repo.revision, value=f"{key}: {value}"[:300])
        scope: Scope = next((part for word, part in _PARTS.items() if word in key.lower()), "unstated")
        if licenses.get(value) is not None:
            yield _naming("card", scope, value, at, licenses)
        of_all = scope in ("weights", "unstated") or repo.repo_type == "dataset"
        if of_all:
            yield from _limiting(repo, "card", f"{key.rpartition('.')[2]}: {value}", "name", at, licenses)


def _own_keys(data: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """The keys in question with each of their values, those of a mapping by ``key.part``."""
    for key, value in islice(data.items(), MAX_TAGS):
        within = value if key != "model-index" else next(iter(value), None) if isinstance(value, list) else None
        if isinstance(within, Mapping):
            parts = [(f"{key}.{part}", one) for part, one in islice(within.items(), MAX_TAGS)]
            yield from ((name, text) for name, one in parts if _SPEAKS.search(name) for text in _texts(one))
        elif key not in _HUB_KEYS and _SPEAKS.search(key):
            yield from ((key, text) for text in _texts(value))


def _texts(value: Json) -> Iterable[str]:
    return [str(value).lower()] if isinstance(value, bool) else islice(strings(value), MAX_TAGS)


def _page(repo: Repo, page: Card, path: str, licenses: Licenses) -> Iterator[Said]:
    place: Place = "dataset-card" if repo.repo_type == "dataset" else "card"
    for heard in hear(page.body, place, first_line=page.body_line, repo=repo.id, licenses=licenses):
        if place == "card" and heard.says == "limit" and limits_data_alone(heard.sentence):
            continue  # a fact of the data (judge/reading/data_prose), not of this grant
        at = Evidence(origin=repo.id, path=path, line=heard.line, revision=repo.revision, value=heard.sentence)
        yield _said("card", heard, at, licenses, "prose")


def _naming(kind: str, scope: Scope, value: str, at: Evidence, licenses: Licenses, strength: Strength = "name") -> Said:
    """A claim that a value which stands for a licence names it."""
    claim = Claim(kind=kind, scope=scope, says="licence", value=value[:300], strength=strength, evidence=at)
    return Said(claim=claim, named=named_as(value[:300], licenses, at))


def _limiting(repo: Repo, kind: str, name: str, place: Place, at: Evidence, licenses: Licenses) -> Iterator[Said]:
    """What a name limits."""
    for heard in hear(name, place, repo=repo.id):
        if heard.says == "limit":
            yield _said(kind, heard, at, licenses, "name")


def _of_gate(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """What one must accept or tick to be let in. A choice that is offered limits nothing."""
    for key in GATE_KEYS:
        value, origin, line = card_field(repo, key)
        for text in strings(value):
            yield from _gate(repo, text, key, origin, line, licenses)
    fields, origin, line = card_field(repo, "extra_gated_fields")
    for name in _few([*_ticked(fields), *_narrow_choices(fields)]):
        yield from _gate(repo, name, "extra_gated_fields", origin, line, licenses)


def _few(labels: list[str]) -> list[str]:
    """Labels to be heard one by one; those of a form that nobody would fill in as one text, which is bounded."""
    return [*labels[:MAX_TAGS], *(["\n\n".join(labels[MAX_TAGS:])] if labels[MAX_TAGS:] else [])]


def _gate(repo: Repo, text: str, key: str, origin: str, line: int | None, licenses: Licenses) -> Iterator[Said]:
    api = origin.startswith("api:")
    for heard in hear(text, "gate", repo=repo.id, licenses=licenses):
        at = Evidence(
            origin=f"{repo.id} {origin}" if api else repo.id,
            path=None if api else origin,
            line=line,
            revision=repo.revision,
            value=f"{key}: {heard.sentence}"[:300],
        )
        yield _said("gate", heard, at, licenses, "prose")


def gate_speaks(gate: Mapping[str, Json], licenses: Licenses) -> bool:
    """Whether a gate's front matter says anything of the grant, whoever bears it."""
    return any(True for _ in _of_gate(Repo(id="", repo_type="model", requested="", info={"cardData": gate}), licenses))


def _ticked(fields: Json) -> Iterator[str]:
    for name, kind in fields.items() if isinstance(fields, Mapping) else ():
        stated = kind.get("type") if isinstance(kind, Mapping) else kind
        if isinstance(name, str) and str(stated).lower() not in _CHOICES:
            yield name


def _narrow_choices(fields: Json) -> Iterator[str]:
    """What must be chosen: the one option of a field, and the use where every use that is offered is a narrow one."""
    for number, (name, kind) in enumerate(fields.items() if isinstance(fields, Mapping) else ()):
        options = [*strings(kind.get("options"))][:_MAX_OPTIONS] if isinstance(kind, Mapping) else []
        if len(options) == 1:
            yield f"{name}: {options[0]}"
        chosen = [f"{name}: {option} only" for option in options]
        if chosen and asks_use(str(name)) and (number >= MAX_TAGS or all(_is_limit(one) for one in chosen)):
            yield from chosen


def _is_limit(text: str) -> bool:
    return any(heard.says == "limit" and heard.topic != UNEXPLAINED for heard in hear(text, "gate"))


def _of_names(repo: Repo, stated: Declared, licenses: Licenses) -> Iterator[Said]:
    """Limits in tags and in the names of licences: a name says what it can, whatever text stands behind it."""
    data = repo.card.data if repo.card is not None else {}
    tags = [*strings(repo.info.get("tags")), *strings(data.get("tags"))][:MAX_TAGS]
    for tag in dict.fromkeys(tag for tag in tags if not tag.startswith(OWN_TAGS)):
        yield from _name(repo, tag, "repo-tag", licenses)
    declared = {f"license:{value.strip().lower()}" for value in stated.values}
    for tag in dict.fromkeys(tags):
        if tag.startswith("license:") and tag.strip().lower() not in declared:
            yield from _tagged(repo, tag, licenses)
    custom = {one.id for one in stated.licenses if one.record is None}
    for key in ("license_name", "license"):
        for value in strings(card_field(repo, key)[0]):
            if custom_id(value) in custom:
                yield from _name(repo, value, key, licenses)


def _tagged(repo: Repo, tag: str, licenses: Licenses) -> Iterator[Said]:
    """A licence that a tag names beside the declared one."""
    at = Evidence(origin=f"{repo.id} repo-tag", revision=repo.revision, value=tag[:300])
    if (name := tag.removeprefix("license:")).strip():
        yield _naming("repo-tag", "unstated", name, at, licenses)


@lru_cache(maxsize=8192)
def says_nothing(name: str, place: Place) -> bool:
    """Whether a name says nothing, whoever bears it: whose it is decides only of what it speaks."""
    return not hear(name, place)


def _name(repo: Repo, text: str, kind: str, licenses: Licenses) -> Iterator[Said]:
    place: Place = "tag" if kind == "repo-tag" else "name"
    if len(text) <= 200 and says_nothing(text, place):
        return
    at = Evidence(origin=f"{repo.id} {kind}", revision=repo.revision, value=text[:300])
    yield from _limiting(repo, kind, text, place, at, licenses)


def _of_link(repo: Repo, stated: Declared, licenses: Licenses) -> Iterator[Said]:
    """A link into another repo of the Hub, whose name tells the family whose terms lie there."""
    linked = repo_id(stated.link) if stated.link and stated.by_link is None else None
    family = family_named(linked) if linked and linked.lower() != repo.id.lower() else None
    if family is not None:
        at = Evidence(
            origin=f"{repo.id} license_link", revision=repo.revision, value=f"license_link: {stated.link}"[:300]
        )
        yield _naming("license_link", "unstated", family.license, at, licenses)


def _of_texts(repo: Repo, texts: tuple[ReadText, ...], licenses: Licenses) -> Iterator[Said]:
    """The sentences of licence-like files that are no known text: there every limiting one is a limit."""
    for path in dict.fromkeys(read.text.path for read in texts if read.role not in ("elsewhere", "gate")):
        rows = [read for read in texts if read.text.path == path]
        for heard in hear(_own_words(rows), "licence-file", repo=repo.id, licenses=licenses):
            at = Evidence(origin=repo.id, path=path, line=heard.line, revision=repo.revision, value=heard.sentence)
            yield _said(rows[0].role, heard, at, licenses, "text")
        for record, url, line in linked_licences(rows[0].text, licenses):
            at = Evidence(origin=repo.id, path=path, line=line, revision=repo.revision, value=url)
            if record.id not in [read.names for read in rows]:
                yield _naming(rows[0].role, "unstated", record.id, at, licenses, "text")


def _of_maps(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """What REUSE's map, or a citation, says of the files that are judged: weights, or a data set's data."""
    for text in repo.texts:
        for one in mapped(text.path, text.text) or ():
            if any(one.covers(path) for path in _judged(repo)):
                value = f"{', '.join(one.files)}: {one.licence}"[:300]
                at = Evidence(origin=repo.id, path=text.path, line=one.line, revision=repo.revision, value=value)
                yield _naming("file", "data" if repo.repo_type == "dataset" else "weights", one.licence, at, licenses)


def _judged(repo: Repo) -> list[str]:
    """The paths of the weights, or of a data set's data; one for all where the list was not read."""
    paths = [file.path for file in repo.files or ()] or ["model.safetensors"]
    if repo.repo_type == "dataset":
        return [path for path in paths if not path.lower().endswith(_NO_DATA) and "/." not in f"/{path}"]
    return [path for path, one in zip(paths, formats().filed(paths), strict=True) if one.weights]


def _own_words(rows: list[ReadText]) -> str:
    """What a file says that no known licence says: all of it where it holds none, else what was added."""
    if not any(read.known or read.match.match == "changed" for read in rows):
        return rows[0].text.text
    return "\n\n".join(one.text for read in rows for one in read.match.differences if one.kind != "removed")


def _of_headers(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    headers = repo.info.get("x_headers")
    for path, said in sorted(headers.items()) if isinstance(headers, Mapping) else ():
        for value in strings(said.get("license") if isinstance(said, Mapping) else None):
            if value.strip():
                at = Evidence(origin=repo.id, path=path, revision=repo.revision, value=f"header: license {value}"[:300])
                yield _naming("header", "weights", value, at, licenses)
        for value in strings(said.get("license_name") if isinstance(said, Mapping) else None):
            at = Evidence(
                origin=repo.id, path=path, revision=repo.revision, value=f"header: license name {value}"[:300]
            )
            yield from _limiting(repo, "header", value, "name", at, licenses)
            if licenses.get(value) is not None:
                yield _naming("header", "weights", value, at, licenses)


def _said(kind: str, heard: Heard, at: Evidence, licenses: Licenses, strength: Strength) -> Said:
    names = ", ".join(heard.licences)
    claim = Claim(
        kind=kind, scope=heard.scope, says=heard.says, value=names or heard.sentence, strength=strength, evidence=at
    )
    named = named_as(heard.licences[0], licenses, at) if heard.says == "licence" and heard.licences else None
    if named is not None and kind == "card" and heard.scope == "weights" and _OWN_NAME.fullmatch(heard.licences[0]):
        named = replace(named, id=custom_id(heard.licences[0]), record=None)  # "the Model License" is one of its own
        return Said(claim=claim, named=named, topic=heard.topic, other=heard.other)
    # A name that no record knows is one where the card labels it as such; anywhere else it may be any word.
    if named is not None and named.record is None and (kind != "card" or heard.topic != UNKNOWN_NAME):
        named = None
    return Said(claim=claim, named=named, topic=heard.topic, other=heard.other)
