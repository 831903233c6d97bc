"""The licences that data tells under keys called as licences are: of a config, a description, a bill of materials."""

import re
from collections.abc import Iterator, Mapping

from scanner.model.snapshot import Json
from scanner.text.late import late

#: Keys of a licence, and those of a mapping that stands for one, the surest first.
_KEY = late(r"_?(?:model_?|weights?_?)?licen[cs]es?(?:[-_ ]?(?:name|id|url))?", re.IGNORECASE)
_OF_ONE = ("id", "spdx_id", "spdx-id", "identifier", "expression", "name", "@id", "url", "path", "license")
_DEEPEST, _MOST = 4, 20


def licences_told(data: Json) -> tuple[str, ...]:
    """What stands under such keys of a mapping, and of the mappings in it, each once; to a bound."""
    return tuple(dict.fromkeys(_told(data, 0)))[:_MOST]


def is_licence_key(key: str) -> bool:
    """Whether a key is called as a licence is."""
    return _KEY.fullmatch(key) is not None


def _told(data: Json, depth: int) -> Iterator[str]:
    for key, value in data.items() if isinstance(data, (dict, Mapping)) else ():
        if _KEY.fullmatch(str(key)):
            yield from licences_in(value)
        elif depth < _DEEPEST and isinstance(value, (dict, Mapping)):
            yield from _told(value, depth + 1)


def licences_in(value: Json, depth: int = 0) -> Iterator[str]:
    """The licences that a value names: a text, a list, a mapping that stands for one."""
    if isinstance(value, str):
        yield from [value] if value.strip() else []
    elif isinstance(value, (list, tuple)) and depth < _DEEPEST:
        for one in value[:_MOST]:
            yield from licences_in(one, depth + 1)
    elif isinstance(value, (dict, Mapping)) and depth < _DEEPEST:
        found = next((value[key] for key in _OF_ONE if value.get(key)), None)
        yield from licences_in(found, depth + 1)
