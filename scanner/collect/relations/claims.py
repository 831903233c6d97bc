"""Every place of a repo that may name its base models, each as a :class:`BaseClaim` with its strength and origin."""

from collections.abc import Iterator, Mapping
from typing import get_args

from scanner.collect.relations.families import Family, family_named, family_shaped
from scanner.collect.relations.ids import bare, is_path, last_part, means_nothing, model_id, names_in
from scanner.collect.relations.prose import Mention, mentions
from scanner.collect.relations.types import BaseClaim, Strength
from scanner.model.fields import card_field, strings
from scanner.model.once import once
from scanner.model.result import Evidence
from scanner.model.snapshot import Json, Repo
from scanner.model.words import Relation
from scanner.text.late import late

_RELATIONS: tuple[Relation, ...] = get_args(Relation)
#: Front-matter keys that name a base, as they are written, and what they say of the relation.
BASE_KEYS: Mapping[str, Relation] = {
    "base_model": "unknown",
    "base-model": "unknown",
    "base_models": "unknown",
    "basemodel": "unknown",
    "baseModel": "unknown",
    "base_model_id": "unknown",
    "base_model_name": "unknown",
    "parent_model": "unknown",
    "parent_models": "unknown",
    "foundation_model": "unknown",
    "derived_from": "unknown",
    "finetuned_from": "finetune",
    "finetuned-from": "finetune",
    "finetuned_from_model": "finetune",
    "fine_tuned_from": "finetune",
    "pretrained_model": "finetune",
    "original_model": "quantized",
    "source_model": "quantized",
    "quantized_from": "quantized",
    "merged_models": "merge",
    "merged_from": "merge",
}
RELATION_KEYS = ("base_model_relation", "base-model-relation")
#: Files that a program wrote beside the weights: the keys in them that name a base, and how far that is believed.
_RECIPES: Mapping[str, tuple[tuple[str, ...], Relation, Strength]] = {
    "training_params.json": (("model", "model_name"), "finetune", "stated"),
    "model_index.json": (("_name_or_path",), "unknown", "hinted"),
    "quantize_config.json": (("model_name_or_path",), "quantized", "hinted"),
    "args.json": (("model_id_or_path", "model"), "finetune", "hinted"),
    "axolotl": (("base_model",), "finetune", "stated"),
}
_MERGES = late(r"(?:mergekit|merge)[\w-]*\.ya?ml")
_MAX_CLAIMS = 1000


@once
def claims(repo: Repo) -> tuple[BaseClaim, ...]:
    """All that a repo says of its bases: what counts as stated first, hints after it."""
    found = [*_api(repo), *_tags(repo), *_card(repo), *_adapter(repo), *_recipes(repo), *_header(repo), *_prose(repo)]
    found += [*_config(repo), *_spelled(repo)]
    stated = [one for one in found if one.strength == "stated"]
    return tuple((stated + [one for one in found if one.strength == "hinted"])[:_MAX_CLAIMS])


def _api(repo: Repo) -> Iterator[BaseClaim]:
    # The API answers {"relation": r, "models": [{"id": ...}]}; a list of those and a list of ids were seen too.
    found = repo.info.get("baseModels")
    for group in found if isinstance(found, list) else [found]:
        relation = _relation(group.get("relation")) if isinstance(group, dict) else "unknown"
        models = group.get("models", group) if isinstance(group, dict) else group
        yield from _named(repo, models, relation, "api:baseModels")


def _tags(repo: Repo) -> Iterator[BaseClaim]:
    for tag in strings(repo.info.get("tags")):
        if tag.startswith("base_model:"):
            rest = tag.removeprefix("base_model:")
            head, _, name = rest.partition(":")
            known = head in _RELATIONS and bool(name)
            yield from _named(repo, name if known else rest, _relation(head if known else None), "api:tags")


def _card(repo: Repo) -> Iterator[BaseClaim]:
    words = (_relation(card_field(repo, key)[0]) for key in RELATION_KEYS)
    stated = next((word for word in words if word != "unknown"), None)
    for key, relation in BASE_KEYS.items():
        value, origin, line = card_field(repo, key)
        if value is None:
            continue
        lines = repo.card.item_lines.get(key, ()) if repo.card is not None and line is not None else ()
        for item in names_in(value):
            at = lines[item.index] if item.index < len(lines) else line
            yield from _one(repo, item.text, stated or relation, origin, at)


def _adapter(repo: Repo) -> Iterator[BaseClaim]:
    config = repo.info.get("x_adapter_config")
    name = config.get("base_model_name_or_path") if isinstance(config, dict) else None
    yield from _named(repo, name, "adapter", "adapter_config.json")


def _recipes(repo: Repo) -> Iterator[BaseClaim]:
    files = repo.info.get("x_recipes")
    for path, data in sorted(files.items()) if isinstance(files, dict) else ():
        name = path.rsplit("/", 1)[-1].lower()
        if _MERGES.fullmatch(name):
            yield from _merged(repo, path, data, 0)
        elif (known := "axolotl" if name.startswith("axolotl") else name) in _RECIPES and isinstance(data, dict):
            keys, relation, strength = _RECIPES[known]
            value = next((data[key] for key in keys if isinstance(data.get(key), str)), None)
            yield from _named(repo, value, relation, path, strength)


def _merged(repo: Repo, path: str, data: Json, depth: int) -> Iterator[BaseClaim]:
    """The models of a merge recipe, however deep its slices are nested: ``model: X``, ``base_model: X``."""
    if isinstance(data, dict) and depth < 12:
        for key, value in data.items():
            if key in ("model", "base_model") and not isinstance(value, (list, tuple)):
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
    headers = repo.info.get("x_headers")
    for path, header in sorted(headers.items()) if isinstance(headers, dict) else ():
        yield from _named(repo, header.get("base_models") if isinstance(header, dict) else None, "unknown", path)


def _prose(repo: Repo) -> Iterator[BaseClaim]:
    for mention in mentions(repo.card):
        assert repo.card is not None
        evidence = _evidence(repo, repo.card.path, mention.line, f"{mention.text} ({mention.form})")
        yield _mentioned(mention, repo.card.path, evidence)


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
    for key in ("x_config", "config"):
        config = repo.info.get(key)
        if isinstance(config, dict):
            yield from _named(repo, config.get("_name_or_path"), "unknown", "config.json", "hinted")
            if (family := family_shaped(config)) is not None:
                yield _family(repo, family, "the shape of config.json", "config.json")


def _spelled(repo: Repo) -> Iterator[BaseClaim]:
    """The family that the repo's own name spells. Its tags are no hint: people tag with what may be searched for."""
    if (family := family_named(repo.id)) is not None:
        yield _family(repo, family, f"the name {repo.id}", "api:id")


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
    found, evidence = model_id(text), _evidence(repo, origin, line, f"base {text}")
    on_disk = found is None and is_path(text)
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


def _family(repo: Repo, family: Family, text: str, origin: str) -> BaseClaim:
    evidence = _evidence(repo, origin, None, f"{text} is how {family.name} is spelled")
    return BaseClaim(
        text=text[:300], id=None, relation="unknown", origin=origin, evidence=evidence, strength="hinted", family=family
    )


def _evidence(repo: Repo, origin: str, line: int | None, value: str) -> Evidence:
    """Where a name stands: a file and line of the repo, or a field of the API's answer about it."""
    if origin.startswith("api:"):
        return Evidence(origin=f"{repo.id} {origin}", revision=repo.revision, value=value[:300])
    return Evidence(origin=repo.id, path=origin, line=line, revision=repo.revision, value=value[:300])


def _relation(value: Json) -> Relation:
    """A relation in whatever shape it is written: a word, a list of words."""
    words = value if isinstance(value, (list, tuple)) else [value]
    written = {word for word in words if isinstance(word, str)}
    return next((relation for relation in _RELATIONS if relation in written), "unknown")
