"""Names of bases within data: in mappings of the front matter, in a config, in what a program left beside weights."""

from collections.abc import Iterator, Mapping
from itertools import islice

from scanner.collect.relations.code import mapped_classes
from scanner.collect.relations.families import family_named
from scanner.collect.relations.ids import is_path, last_part, model_id, names_in
from scanner.knowledge.lineage_places import base_keys, config_keys, fold_key, leading_to, may_name_a_base
from scanner.knowledge.patterns import listed
from scanner.model.fields import mapping
from scanner.model.snapshot import Json
from scanner.model.words import Relation

#: How deep, and at how many of a list or mapping, front matter is looked through, and what is passed over there.
_DEEPEST, _MAX_INNER = 4, 50


def nested_bases(key: str, value: Json, depth: int = 0) -> Iterator[tuple[str, Relation]]:
    """The ids that stand under the keys of bases in a mapping, or in the mappings of a list, under a key of the front
    matter that names none itself; what measures a model names others."""
    inner = islice(value, _MAX_INNER) if isinstance(value, (list, tuple)) else [value]
    if depth > _DEEPEST or _is_apart(key, depth):
        return
    for part, one in (pair for each in inner for pair in islice(mapping(each).items(), _MAX_INNER)):
        base = base_keys().get(fold_key(part)) if isinstance(part, str) else None
        if base is None:
            yield from nested_bases(str(part), one, depth + 1) if isinstance(one, (dict, list)) else ()
        else:
            yield from ((item.text, base.relation) for item in names_in(one) if is_owned(item.text))


def _is_apart(key: str, depth: int) -> bool:
    """Whether what stands within a key tells nothing of what the weights were made from."""
    folded = fold_key(key)
    named = depth == 0 and folded in base_keys()
    silent = folded in listed("silent-keys") and folded != "model-index"
    return named or silent or folded in listed("headings-of-results")


def config_names(config: Json) -> tuple[str, ...]:
    """What a config, or a part of it, was loaded from, as written, and whose code loads it."""
    if not isinstance(config, (dict, Mapping)):
        return ()
    found = [leading_to(config, key) for key in config_keys()]
    found += [one for key, one in config.items() if isinstance(one, str) and _is_named_base(key, one)]
    found += [owner for owner, _ in mapped_classes(config) if owner]
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str) and one.strip()))


def _is_named_base(key: str, value: str) -> bool:
    """Whether a key of a config that is not known by itself tells a base: an id with its owner."""
    return "/" in value and may_name_a_base(key) and is_owned(value) and not is_path(value)


def is_mute_path(value: str) -> bool:
    """Whether a value is a folder on somebody's disk that spells no family."""
    return is_path(value) and family_named(last_part(value)) is None


def tells(value: str) -> bool:
    """Whether what a file only hints at is more than any word: an id with its owner, a path, a family's name."""
    return is_owned(value) or is_path(value) or family_named(value) is not None


def is_owned(text: str) -> bool:
    """Whether a name has an owner: a word alone may be anything."""
    found = model_id(text)
    return found is not None and "/" in found
