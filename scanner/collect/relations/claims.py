"""Every place of a repo that may name its base models, each as a :class:`BaseClaim` with its strength and origin."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import get_args

from scanner.collect.relations.families import Family, families_told, family_named, family_shaped
from scanner.collect.relations.ids import bare, is_path, last_part, means_nothing, model_id, names_in
from scanner.collect.relations.linked import is_page_of_repo, links
from scanner.collect.relations.prose import Mention, mentions
from scanner.collect.relations.types import BaseClaim
from scanner.collect.relations.within import config_names, is_mute_path, is_owned, nested_bases, tells
from scanner.knowledge.formats import formats
from scanner.knowledge.lineage_places import (
    BaseKey,
    Strength,
    base_file,
    base_keys,
    fold_key,
    leading_to,
)
from scanner.knowledge.page_names import is_named_page, is_page
from scanner.knowledge.patterns import listed, recorded
from scanner.model.fields import body_lines, card_field, config, evidence_of, keys_written, mapping, tags
from scanner.model.ids import own_name
from scanner.model.once import once
from scanner.model.result import Evidence
from scanner.model.snapshot import Card, Json, Repo
from scanner.model.words import Relation
from scanner.text.card import page_of
from scanner.text.late import late
from scanner.text.markdown import HEADING

_RELATIONS: tuple[Relation, ...] = get_args(Relation)
RELATION_KEYS = ("base_model_relation", "base-model-relation")
_OF_MODELS = late(r"models/([\w.-]+/[\w.-]+)", re.ASCII)
#: A repo of the Hub that is no model's: who names it as a base says that there is one, and not which.
_NO_MODEL = late(r"(?:datasets|spaces)/[\w.-]+/[\w.-]+", re.ASCII)
MAX_CLAIMS = 1000
_PARTS = recorded("notice-of-weights")
#: So much of a notice is read, and of a line of it.
_MAX_NOTICE, _LONGEST = 50_000, 500
#: Lines of a card within which its title stands.
_TITLE_WITHIN = 40
#: What a header says that may spell a family, by its format.
_NAMING_HEADER = {"safetensors": ("architecture", "base_version"), "gguf": ("name", "basename")}


@once
def claims(repo: Repo) -> tuple[BaseClaim, ...]:
    """All that a repo says of its bases: what counts as stated first, hints after it."""
    found = [*_api(repo), *_tags(repo), *_card(repo), *_adapter(repo), *_recipes(repo), *_header(repo), *_prose(repo)]
    found += [*_config(repo), *_licensed_as(repo), *_notices(repo), *_spelled(repo)]
    stated = [one for one in found if one.strength == "stated"]
    return tuple((stated + [one for one in found if one.strength == "hinted"])[:MAX_CLAIMS])


def _api(repo: Repo) -> Iterator[BaseClaim]:
    # The API answers {"relation": r, "models": [{"id": ...}]}; a list of those and a list of ids were seen too.
    found = repo.info.get("baseModels")
    for group in found if isinstance(found, list) else [found]:
        told = mapping(group)
        yield from _named(repo, told.get("models", group), _relation(told.get("relation")), "api:baseModels")


def _tags(repo: Repo) -> Iterator[BaseClaim]:
    for tag, origin in tags(repo).items():  # a folder has no API; its card may carry the Hub's own tags
        if tag.startswith("base_model:"):
            rest = tag.removeprefix("base_model:")
            head, _, name = rest.partition(":")
            known = head in _RELATIONS and bool(name)
            yield from _named(repo, name if known else rest, _relation(head if known else None), origin)


def relation_stated(repo: Repo) -> Relation | None:
    """What the front matter says that the repo is to its base, whether or not it names one."""
    words = (_relation(card_field(repo, key)[0]) for key in RELATION_KEYS)
    return next((word for word in words if word != "unknown"), None)


def _card(repo: Repo) -> Iterator[BaseClaim]:
    stated = relation_stated(repo)
    for key, base in _written(repo):
        value, origin, line = card_field(repo, key)
        lines = repo.card.item_lines.get(key, ()) if repo.card is not None and line is not None else ()
        for item in names_in(value):
            at = lines[item.index] if item.index < len(lines) else line
            if base.strength == "stated" or is_owned(item.text):
                yield from _one(repo, item.text, stated or base.relation, origin, at, base.strength)
    for key in keys_written(repo):
        value, origin, line = card_field(repo, key)
        yield from _nested(repo, nested_bases(key, value), origin, line)
    for text in repo.texts if repo.repo_type == "model" else ():
        if is_page(text.path):
            page = page_of(text)
            yield from _nested(repo, nested_bases("", page.data), text.path, page.body_line)


def _nested(repo: Repo, found: Iterable[tuple[str, Relation]], origin: str, line: int | None) -> Iterator[BaseClaim]:
    for name, relation in found:
        yield from _one(repo, name, relation, origin, line, "hinted")


def _written(repo: Repo) -> Iterator[tuple[str, BaseKey]]:
    """The keys of the front matter that name a base, as they are written there."""
    known = base_keys()
    folded = [(key, known.get(fold_key(key))) for key in keys_written(repo) if isinstance(key, str)]
    # In the order of the table: what is said first is shown first.
    order = list(known)
    return iter(sorted(((key, one) for key, one in folded if one), key=lambda one: order.index(fold_key(one[0]))))


def _licensed_as(repo: Repo) -> Iterator[BaseClaim]:
    """A repo to whose page ``license_link`` leads: its terms are said to be those of this one."""
    for key, link in links(repo):
        if is_page_of_repo(link) and (found := model_id(link)) is not None:
            evidence = evidence_of(repo, f"{key}: {link}", card_field(repo, key)[1])
            yield BaseClaim(
                text=found, id=found, relation="unknown", origin="license_link", evidence=evidence, strength="hinted"
            )


def _adapter(repo: Repo) -> Iterator[BaseClaim]:
    name = mapping(repo.info.get("x_adapter_config")).get("base_model_name_or_path")
    yield from _named(repo, name, "adapter", "adapter_config.json")


def _recipes(repo: Repo) -> Iterator[BaseClaim]:
    for path, data in sorted(mapping(repo.info.get("x_recipes")).items()):
        known = base_file(path)
        if known is not None and known.kind == "merge":
            yield from _merged(repo, path, data, 0)
        elif known is not None:
            values = [value for key in known.keys if isinstance(value := leading_to(data, key), str)]
            values = [value for value in values if known.kind != "part" or not is_mute_path(value)]
            owned = [value for value in values if known.strength == "stated" or tells(value)]
            yield from _named(repo, owned[0] if owned else None, known.relation, path, known.strength)
            if (family := family_shaped(data) if path.endswith("/config.json") else None) is not None:
                yield _family(repo, family, f"the shape of {path}", path)


def _merged(repo: Repo, path: str, data: Json, depth: int) -> Iterator[BaseClaim]:
    """The models of a merge recipe, however deep its slices are nested: ``model: X``, ``base_model: X``, an expert's
    ``source_model: X``."""
    if isinstance(data, dict) and depth < 12:
        for key, value in data.items():
            if key in listed("merged-keys") and not isinstance(value, (list, tuple)):
                # mergekit writes "model+lora" for a model with an adapter on it.
                text = value.get("path", value.get("model")) if isinstance(value, dict) else value
                yield from _named(repo, str(text).split("+") if isinstance(text, str) else text, "merge", path)
            else:
                yield from _merged(repo, path, value, depth + 1)
    elif isinstance(data, (list, tuple)) and depth < 12:
        for item in data[:500]:
            yield from _merged(repo, path, item, depth + 1)


def _header(repo: Repo) -> Iterator[BaseClaim]:
    """Bases that the headers of weight files name, as the collector keeps them."""
    for path, said in sorted(mapping(repo.info.get("x_headers")).items()):
        header = mapping(said)
        yield from _named(repo, header.get("base_models"), "unknown", path)
        for key, family in _told_by(header):
            yield _family(repo, family, f"{key} {header[key]} in the header", path)


def _told_by(header: Mapping[str, Json]) -> Iterator[tuple[str, Family]]:
    """The families that a header's names spell, and that whose architecture alone a GGUF tells."""
    for key in _NAMING_HEADER.get(str(header.get("format")), ()):
        if (family := family_named(str(header.get(key) or ""))) is not None:
            yield key, family
    if header.get("format") == "gguf" and (family := family_shaped({"model_type": header.get("architecture")})):
        yield "architecture", family


def _prose(repo: Repo) -> Iterator[BaseClaim]:
    """What the card says in words, and the pages beside it."""
    owner = f"{repo.id.partition('/')[0].lower()}/"
    pages = [(repo.card.path, repo.card)] if repo.card is not None else []
    pages += [(text.path, page_of(text)) for text in repo.texts if is_named_page(text.path)]
    for path, mention in ((path, mention) for path, card in pages for mention in mentions(card)):
        if mention.loose and mention.id is not None and mention.id.lower().startswith(owner):
            continue  # who names another of their own in passing lists what there is
        evidence = evidence_of(repo, f"{mention.text} ({mention.form})", path, mention.line)
        yield _mentioned(mention, path, evidence)


def _notices(repo: Repo) -> Iterator[BaseClaim]:
    """Families whose weights a notice says to be here."""
    for text in repo.texts:
        lines = text.text[:_MAX_NOTICE].split("\n") if text.path.rpartition("/")[2].lower().startswith("notice") else []
        for number, line in enumerate(lines, text.line):
            for told, family in families_told(line[:_LONGEST]) if _PARTS.search(line) else ():
                yield _family(repo, family, f"“{told}” in the notice", text.path, number)


def _mentioned(mention: Mention, path: str, evidence: Evidence) -> BaseClaim:
    return BaseClaim(
        text=mention.id or mention.text,
        id=mention.id,
        relation=mention.relation,
        origin=path,
        evidence=evidence,
        strength="stated" if mention.strength == "stated" else "hinted",
        family=mention.family,
    )


def _config(repo: Repo) -> Iterator[BaseClaim]:
    told = config(repo)
    yield from _named(repo, list(config_names(told)), "unknown", "config.json", "hinted")
    if (family := family_shaped(told)) is not None:
        yield _family(repo, family, "the shape of config.json", "config.json")


def _spelled(repo: Repo) -> Iterator[BaseClaim]:
    """The families that the repo's own name, else its weight files', its card's title and the names that its front
    matter gives it spell. Its tags are no hint: people tag with what may be searched for."""
    named = spelled(repo)
    if named is not None:
        yield _family(repo, named[0], f"the name {named[1] or repo.id}", named[1] or "api:id")
    if repo.card is not None:
        for what, told, line in (("the title", *_title(repo.card)), *_front_names(repo.card)):
            if (family := family_named(told)) is not None and (named is None or family != named[0]):
                yield _family(repo, family, f"{what} “{told}”", repo.card.path, line)


def spelled(repo: Repo) -> tuple[Family, str] | None:
    """The family that a repo's own name spells, with "", else the first that a weight file's does, with its path."""
    if (family := family_named(own_name(repo.id))) is not None:
        return family, ""
    paths = sorted(file.path for file in repo.files or ())
    return next(((family, path) for path in paths if (family := family_of_file(path)) is not None), None)


@lru_cache(maxsize=4096)
def family_of_file(path: str) -> Family | None:
    """The family that a weight file's name spells: with its version, for an architecture may be called like one."""
    family = family_named(path.rpartition("/")[2].rpartition(".")[0])
    versioned = family is not None and any(sign.isdigit() for sign in path)
    return family if versioned and formats().filed([path])[0].weights else None


def _front_names(card: Card) -> Iterator[tuple[str, str, int]]:
    """What front matter calls the model: the key, the name, the line."""
    index = card.data.get("model-index")
    first = mapping(index[0]) if isinstance(index, list) and index else {}
    for key, name in (("model_name", card.data.get("model_name")), ("model-index", first.get("name"))):
        if isinstance(name, str):
            yield key, name, card.lines.get(key, 1)


def _title(card: Card) -> tuple[str, int]:
    """A card's title, where its first lines give one, and its line."""
    for number, line in islice(body_lines(card), _TITLE_WITHIN):
        found = HEADING.match(line[:300])
        if found and len(found["marks"]) == 1:
            return found["text"], number
    return "", card.body_line


def _named(
    repo: Repo, value: Json, relation: Relation, origin: str, strength: Strength = "stated"
) -> Iterator[BaseClaim]:
    for item in names_in(value):
        yield from _one(repo, item.text, relation, origin, None, strength)


def _one(
    repo: Repo, text: str, relation: Relation, origin: str, line: int | None, strength: Strength = "stated"
) -> Iterator[BaseClaim]:
    """The claim that one name makes. A path is no id: it hints where its last part spells a family."""
    if means_nothing(text):
        return
    found, evidence = model_id(text), evidence_of(repo, f"base {text}", origin, line)
    if found is None and (listed := _OF_MODELS.fullmatch(bare(text))) and (found := model_id(listed[1])) is not None:
        strength = "hinted"  # as the Hub's API has it, or a folder on somebody's disk
    on_disk = found is None and is_path(text) and not _NO_MODEL.fullmatch(bare(text))
    family = None if found else family_named(last_part(text) if on_disk else text)
    yield BaseClaim(
        text=found or bare(text)[:300],
        id=found,
        relation=relation,
        origin=origin,
        evidence=evidence,
        strength="hinted" if on_disk and family else strength,
        family=family,
        path=on_disk,
    )


def _family(repo: Repo, family: Family, text: str, origin: str, line: int | None = None) -> BaseClaim:
    evidence = evidence_of(repo, f"{text} is how {family.name} is spelled", origin, line)
    return BaseClaim(
        text=text[:300], id=None, relation="unknown", origin=origin, evidence=evidence, strength="hinted", family=family
    )


def _relation(value: Json) -> Relation:
    """A relation in whatever shape it is written: a word, a list of words."""
    words = value if isinstance(value, (list, tuple)) else [value]
    written = {word for word in words if isinstance(word, str)}
    return next((relation for relation in _RELATIONS if relation in written), "unknown")
