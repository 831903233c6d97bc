"""The words that a policy may use: places, fields, dates, licences, families and rules that are known, and no others.

A word that nothing can match would settle a condition, or pass a list, by a typing mistake; so it is refused, with the
nearest right one.
"""

import re
import typing
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial

from scanner.knowledge.places import code_of
from scanner.model.license import Condition, Family, License
from scanner.model.plain import Path, PlainError, each
from scanner.model.policy import Figure
from scanner.model.words import Entity
from scanner.text.late import late

#: The fields that licences exclude.
FIELDS = frozenset(
    "biometrics clinical-use-without-authorisation espionage law-enforcement medical-advice migration military nuclear"
    " surveillance weapons".split()
)
#: Whose figure covers whose: a group's number is at least each member's, a member's at least its product's.
ENTITIES: tuple[Entity, ...] = typing.get_args(Entity)
FAMILIES: tuple[str, ...] = typing.get_args(Family)

_MONTH = late(r"[0-9]{4}-(0[1-9]|1[0-2])")
_DAY = late(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: What the value of a condition must be, by its term.
_VALUES: Mapping[str, type] = {
    "user_threshold": int,
    "revenue_threshold": int,
    "territory": tuple,
    "field_of_use": tuple,
}


def no_blanks(data: object, path: Path = ()) -> None:
    """Refuse keys with nothing behind them: an empty ``revision:`` is not every revision.

    Raises :class:`PlainError`.
    """
    if data is None:
        raise PlainError(path, "has nothing behind it: say it, or leave the key out")
    if isinstance(data, (dict, list)):
        parts = data.items() if isinstance(data, dict) else enumerate(data)
        each(partial(no_blanks, part, (*path, key)) for key, part in parts)


def places(stated: tuple[str, ...], path: Path) -> tuple[str, ...]:
    """Countries and groups as their codes, each once. Raises :class:`PlainError`."""
    if not stated:
        raise PlainError(path, "names no place: leave the key out while it is not known, or say WORLD")
    return tuple(dict.fromkeys(each(partial(place, name, (*path, index)) for index, name in enumerate(stated))))


def place(name: str, path: Path) -> str:
    """A country or group as its code. Raises :class:`PlainError`."""
    try:
        return code_of(name)
    except ValueError as error:
        raise PlainError(path, str(error)) from None


def among(stated: Iterable[str], known: Iterable[str], what: str, path: Path) -> tuple[str, ...]:
    """Words of a closed list, in its spelling. Raises :class:`PlainError`."""
    right = {_folded(word): word for word in known}
    return each(partial(_one_of, word, right, what, (*path, index)) for index, word in enumerate(stated))


def _one_of(word: str, right: dict[str, str], what: str, path: Path) -> str:
    folded = _folded(word)
    if folded not in right:
        import difflib  # for what is spelled wrong alone

        near = difflib.get_close_matches(folded, right, n=1, cutoff=0.5)
        hint = f"did you mean '{right[near[0]]}'?" if near else f"there are: {', '.join(sorted(right.values()))}"
        raise PlainError(path, f"'{word}' is {what}; {hint}")
    return right[folded]


def _folded(word: str) -> str:
    return "-".join(re.split(r"[\s_-]+", word.strip().lower()))


def figures(stated: tuple[Figure, ...] | None, path: Path) -> None:
    """Refuse figures that cannot be meant as they stand. Raises :class:`PlainError`."""
    if stated is None:
        return
    if not stated:
        raise PlainError(path, "gives no figure: leave the key out while it is not known")
    for index, one in enumerate(stated):
        _figure(one, len(stated), (*path, index))
    _agree(stated, path)


def _figure(one: Figure, of: int, path: Path) -> None:
    if one.value < 0:
        raise PlainError((*path, "value"), f"must not be below zero ({one.value})")
    if one.as_of is not None and not (_MONTH.fullmatch(one.as_of) or is_day(one.as_of)):
        raise PlainError((*path, "as_of"), f"'{one.as_of}' is no date; write YYYY-MM or YYYY-MM-DD")
    if of > 1 and one.as_of is None and one.entity is None:
        raise PlainError(path, "holds for every date and entity: beside others it needs 'as_of' or 'entity'")


def _agree(stated: tuple[Figure, ...], path: Path) -> None:
    """A part is not larger than its whole, and nothing is said twice."""
    for index, one in enumerate(stated):
        for other in stated[:index]:
            if not _same_time(one, other):
                continue
            small, large = sorted((one, other), key=_rank)
            if _rank(small) == _rank(large) and one.value != other.value:
                raise PlainError((*path, index), f"disagrees with {other.value:,}, stated for the same date and entity")
            if small.value > large.value:
                raise PlainError(
                    (*path, index),
                    f"{small.entity} cannot have more ({small.value:,}) than {large.entity or 'every entity'} "
                    f"({large.value:,}) at the same date",
                )


def _same_time(one: Figure, other: Figure) -> bool:
    return one.as_of is None or other.as_of is None or one.as_of[:7] == other.as_of[:7]


def _rank(figure: Figure) -> int:
    return len(ENTITIES) if figure.entity is None else ENTITIES.index(figure.entity)


def day(stated: str, path: Path) -> str:
    """A day as YYYY-MM-DD. Raises :class:`PlainError`."""
    if not is_day(stated):
        raise PlainError(path, f"'{stated}' is no date; write YYYY-MM-DD")
    return stated


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, as YYYY-MM-DD."""
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def own_licence(record: License) -> None:
    """Refuse a company's record whose conditions no use could ever fail. Raises :class:`PlainError`."""
    for index, one in enumerate(record.conditions):
        _condition(one, ("conditions", index))


def _condition(one: Condition, path: Path) -> None:
    wanted = _VALUES.get(one.term)
    if wanted is not None and not (isinstance(one.value, wanted) and one.value):
        kind = "a number" if wanted is int else "a list"
        raise PlainError((*path, "value"), f"'{one.term}' needs {kind} that says what is left out")
    if one.term == "territory" and isinstance(one.value, tuple):
        places(one.value, (*path, "value"))
    if one.term == "field_of_use" and isinstance(one.value, tuple):
        among(one.value, FIELDS, "no field that is known here", (*path, "value"))
    if one.basis is not None and one.basis.as_of is not None:
        day(one.basis.as_of, (*path, "basis", "as_of"))
