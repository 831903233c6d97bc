"""Permissions that sites of models write as data, under keys of their own (``rules/permissions.yaml``): what is not
among the values of one is withheld."""

from collections.abc import Mapping
from functools import cache

from scanner.knowledge.store import shipped
from scanner.model.snapshot import Json
from scanner.text.late import late

_WORD = late(r"\w+")
#: Words by themselves that give all: a yes, and the highest step of a ladder, since who may sell it may do the rest.
_ALL = frozenset(("sell", "yes", "true", "all"))


@cache
def _known() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = dict(shipped("permissions.yaml").items())
    return found


def is_permission(key: str) -> bool:
    """Whether such permissions stand under a key, by its last part."""
    return _name(key) in _known()


def withheld(key: str, value: Json) -> tuple[str, ...]:
    """What the value of such a key withholds, in sentences."""
    given = {
        word.lower() for one in (value if isinstance(value, list) else [value]) for word in _WORD.findall(str(one))
    }
    if isinstance(value, str) and len(given) == 1 and given <= _ALL:
        return ()
    return tuple(sentence for word, sentence in _known()[_name(key)].items() if word not in given)


def _name(key: str) -> str:
    return key.rpartition(".")[2].replace("_", "").replace("-", "").lower()
