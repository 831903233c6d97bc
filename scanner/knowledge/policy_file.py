"""A policy file: its keys as types, and the same in the words that judging knows.

Licences come out as their ids, places as their codes; a word that nothing could match is refused with the nearest one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field, replace
from functools import cache, partial
from typing import Any, Literal, TypeAlias

from scanner.knowledge import vocabulary
from scanner.knowledge.licenses import Licenses, fold
from scanner.model.frozen import dataclass
from scanner.model.ids import DATASETS, is_hex, is_local
from scanner.model.plain import Path, PlainError, all_of, complain, each, nearest
from scanner.model.policy import Admission, Curation, Delivery, Figure, PolicyTest, Purpose
from scanner.text.late import late

_REPO = late(r"(datasets/)?[A-Za-z0-9][\w.-]*(/[\w.-]+)?")


Severities: TypeAlias = Mapping[str, Literal["error", "warning", "note", "off"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseFile:
    """``use`` as a policy file states it: a number stands for every date and entity."""

    purpose: Purpose | None = None
    delivery: Delivery | None = None
    modifies: bool | None = None
    trains_on_outputs: bool | None = None
    competes: bool | None = None
    monthly_active_users: int | tuple[Figure, ...] | None = None
    annual_revenue_usd: int | tuple[Figure, ...] | None = None
    territories: tuple[str, ...] | None = None
    domicile: str | None = None
    fields: tuple[str, ...] | None = None
    accepts_use_restrictions: str | tuple[str, ...] = ()
    registered_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFile:
    """A policy file; without ``name`` it is called as the file is. Its folders are relative to it."""

    name: str = ""
    title: str = ""
    description: str = ""
    extends: str | None = None
    use: UseFile = UseFile()
    licenses: Admission = Admission()
    rules: Severities = field(default_factory=dict)
    curations: tuple[Curation, ...] = ()
    tests: tuple[PolicyTest, ...] = ()
    knowledge_max_age_days: int | None = None
    license_dirs: tuple[str, ...] = ()
    rule_dirs: tuple[str, ...] = ()
    retirement_days: int | None = None


def figures_of(stated: int | tuple[Figure, ...] | None) -> tuple[Figure, ...] | None:
    """Figures as a list; a number alone stands for every date and entity."""
    return (Figure(value=stated),) if isinstance(stated, int) else stated


def listed(stated: str | tuple[str, ...]) -> tuple[str, ...]:
    """Names as a list; one may stand alone."""
    return (stated,) if isinstance(stated, str) else stated


def spelled(file: PolicyFile, known: Licenses, rules: Collection[str]) -> PolicyFile:
    """The file with every licence, place and field by its id or code. Raises :class:`PlainError`."""
    curations = enumerate(file.curations)
    parts: dict[str, Callable[[], Any]] = {
        "rules": partial(_rules, file.rules, rules),
        "licenses": partial(_admitted, file.licenses, known),
        "use": partial(_use_spelled, file.use, known),
        "curations": partial(each, (partial(_curation, one, known, ("curations", at)) for at, one in curations)),
    }
    return replace(file, **all_of(parts))


def _rules(stated: Severities, rules: Collection[str]) -> Severities:
    complain([PlainError(("rules", rule), _no_rule(rule, rules)) for rule in stated if rule not in rules])
    return stated


def _no_rule(rule: str, rules: Collection[str]) -> str:
    return f"there is no rule '{rule}'{nearest(rule.upper(), rules)}; 'modelscan rules' lists them"


def _admitted(lists: Admission, known: Licenses) -> Admission:
    keys = ("allow", "deny", "review")
    parts = {key: partial(_licences, getattr(lists, key), known, ("licenses", key), families=True) for key in keys}
    return Admission(**all_of(parts))


def _use_spelled(use: UseFile, known: Licenses) -> UseFile:
    parts: dict[str, Callable[[], Any]] = {}
    for key in ("monthly_active_users", "annual_revenue_usd"):
        parts[key] = partial(_figures, getattr(use, key), ("use", key))
    for key in ("accepts_use_restrictions", "registered_with"):
        parts[key] = partial(_licences, listed(getattr(use, key)), known, ("use", key), also=("all",))
    if use.territories is not None:
        parts["territories"] = partial(vocabulary.places, use.territories, ("use", "territories"))
    if use.domicile is not None:
        parts["domicile"] = partial(vocabulary.place, use.domicile, ("use", "domicile"))
    if use.fields is not None:
        parts["fields"] = partial(_fields, use.fields, ("use", "fields"))
    return replace(use, **all_of(parts))


def _figures(stated: int | tuple[Figure, ...] | None, path: Path) -> int | tuple[Figure, ...] | None:
    vocabulary.figures(figures_of(stated), path)
    return stated


def _fields(stated: tuple[str, ...], path: Path) -> tuple[str, ...]:
    return vocabulary.among(stated, vocabulary.FIELDS, "no field that licences exclude", path)


def _curation(stated: Curation, known: Licenses, path: Path) -> Curation:
    """A person's correction that can speak of something. Raises :class:`PlainError`."""
    parts: dict[str, Callable[[], Any]] = {
        "model": partial(_usable, stated, path),
        "license": partial(_licence, stated.license, known, (*path, "license")),
    }
    if stated.date is not None:
        parts["date"] = partial(vocabulary.day, stated.date, (*path, "date"))
    return replace(stated, **all_of(parts))


def _usable(stated: Curation, path: Path) -> str:
    """Its model, where every key can be used. Raises :class:`PlainError`."""
    complain([PlainError((*path, key), said) for key, said in _unusable(stated)])
    return stated.model


def _unusable(stated: Curation) -> Iterator[tuple[str, str]]:
    """The keys that say nothing usable, each with why."""
    yield from ((key, "must say something") for key in ("by", "evidence") if not getattr(stated, key).strip())
    if not (_REPO.fullmatch(stated.model) or is_local(stated.model.removeprefix(DATASETS))):
        yield "model", f"'{stated.model}' is no repo: write org/name, or ./name for a folder"
    if stated.revision is not None and not is_hex(stated.revision, 40, 64):
        yield "revision", f"'{stated.revision}' is no commit: give all 40 digits of its sha"
    if stated.text_sha256 is not None and not is_hex(stated.text_sha256, 64):
        yield "text_sha256", f"'{stated.text_sha256}' is no hash: give the 64 digits of its sha256"


def _licences(
    stated: Iterable[str], known: Licenses, path: Path, *, families: bool = False, also: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Licence ids for ids, keys, names and aliases; ``family:NAME`` and the words of ``also`` stay.

    Raises :class:`PlainError`.
    """
    read = _admission if families else _licence
    return each(
        partial(read, name, known, (*path, index)) if fold(name) not in also else partial(fold, name)
        for index, name in enumerate(stated)
    )


def _admission(name: str, known: Licenses, path: Path) -> str:
    """A licence, or a family of them. Raises :class:`PlainError`."""
    kind, colon, family = name.partition(":")
    if colon and fold(kind) == "family":
        (found,) = vocabulary.among([family], vocabulary.FAMILIES, "no family of licences", path)
        return f"family:{found}"
    if _family_alone(name, known):
        raise PlainError(path, f"'{name}' is a family of licences: write 'family:{fold(name)}'")
    return _licence(name, known, path)


def _family_alone(name: str, known: Licenses) -> bool:
    """Whether a family is named without saying so, and no licence has that id or key."""
    record = known.get(name)
    exact = record is not None and fold(name) in (fold(record.id), fold(record.hub_key or record.id))
    return fold(name) in vocabulary.FAMILIES and not exact


def _licence(name: str, known: Licenses, path: Path) -> str:
    """A licence by its id. Raises :class:`PlainError` with the nearest one that is known."""
    if record := known.get(name):
        return record.id
    if (spdx := _spdx().get(name.lower())) is not None:
        return spdx
    own = " (an own licence is recorded in 'license_dirs')" if name.lower().startswith("licenseref-") else ""
    raise PlainError(path, f"'{name}' is no licence that is known here{_near_licence(name, known) or own}")


def _near_licence(name: str, known: Licenses) -> str:
    return nearest(name.lower(), {key.lower(): None for one in known for key in (one.id, one.hub_key or one.id)})


@cache
def _spdx() -> dict[str, str]:
    """The SPDX list's ids, by their lower case: asked only for what no record answers to."""
    from license_expression import get_license_index

    found = (one.get("spdx_license_key") or "" for one in get_license_index())
    return {key.lower(): key for key in found if key and not key.startswith("LicenseRef-")}
