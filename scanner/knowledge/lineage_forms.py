"""The forms of sentences, lines and tables by which cards name a base: the records of ``rules/lineage-forms/``.

Each form says what leads up to the name (``lead``, or ``label`` for "Label: name" lines, for labels that stand alone
above the name too; ``link`` for what a link or a badge is called), what must follow it
(``then``), how strong it is, whether only the card's head counts (``top``) or takes only what cannot be data
(``model``) or a family told in words (``families``), and what else the card must hold (``beside``). Only lines that
hold one of a form's ``needles`` are looked at. Parts that forms share (``<det>``) are words of the same folder.
"""

import re
from collections.abc import Mapping, ValuesView
from functools import cache, cached_property

from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import plain_files
from scanner.model.frozen import dataclass
from scanner.model.snapshot import Json
from scanner.model.words import Relation
from scanner.text.late import late
from scanner.text.precompiled import pattern_of

_FOLDER = "lineage-forms/"
_PATTERNS = frozenset(("lead", "label", "link", "then", "column", "sentence", "never"))
#: What may stand between a label and the name: "Parent: see the card of X".
_SEE = r"(?:(?:please )?see (?:the )?(?:model )?(?:card of )?)?"
_SHARED = late(r"<[a-z]+>")


@dataclass(frozen=True)
class Form:
    """A way in which cards name a base."""

    id: str
    says: str
    strength: str
    relation: Relation
    needles: tuple[str, ...]
    lead: str = ""
    label: str = ""
    link: str = ""
    column: str = ""
    sentence: str = ""
    never: str = ""
    then: str = ""
    within: str = ""
    bare: bool = False
    code: bool = False
    list: bool = False
    several: bool = False
    top: bool = False
    model: bool = False
    families: bool = False
    beside: tuple[str, ...] = ("",)
    fires: Mapping[str, str] | None = None
    not_: tuple[str, ...] = ()

    @cached_property
    def opening(self) -> re.Pattern[str]:
        if self.label:
            mark = r"\s*=\s*|\s*[:：]" if self.code else r"\s*[:：=|]"
            return pattern_of(rf"^[\s>+|•·–-]*[\"']?(?:{self.label})[\"']?\s*(?:{mark})[\s:|>]*{_SEE}", re.IGNORECASE)
        return pattern_of(self.column or self.sentence or self.link or self.lead, re.IGNORECASE)

    @cached_property
    def silencing(self) -> re.Pattern[str]:
        return pattern_of(self.never, re.IGNORECASE)

    @cached_property
    def closing(self) -> re.Pattern[str] | None:
        return pattern_of(self.then, re.IGNORECASE) if self.then else None


def _files() -> ValuesView[Mapping[str, Json]]:
    return plain_files(rules_dir()).below(_FOLDER).values()


@cache
def forms() -> tuple[Form, ...]:
    """Every form that ``rules/lineage-forms/`` knows, in order."""
    return tuple(_form(data) for plain in _files() for data in plain.get("forms", ()))


@cache
def alone() -> re.Pattern[str]:
    """The labels that may stand on a line of their own, as a heading or a cell, above the name."""
    return pattern_of(next(plain["alone"] for plain in _files() if "alone" in plain), re.IGNORECASE)


@cache
def ownerless() -> frozenset[str]:
    """Ids of the Hub that have no owner, in lower case."""
    return frozenset(name for plain in _files() for name in plain.get("ownerless", ()))


@cache
def _words() -> Mapping[str, str]:
    """The parts that forms share, by the sign that stands for them."""
    return {f"<{name}>": part for plain in _files() for name, part in plain.get("words", {}).items()}


@cache
def spellings() -> Mapping[str, str]:
    """Ids without an owner by other ways in which cards spell them."""
    return {other: name for plain in _files() for other, name in plain.get("spellings", {}).items()}


def _form(data: Mapping[str, Json]) -> Form:
    plain = {key: value for key, value in data.items() if key not in ("not", "needles", "beside")}
    beside = tuple(data.get("beside", ("",)))
    for key in _PATTERNS & plain.keys():
        plain[key] = _SHARED.sub(lambda found: _words().get(found[0], found[0]), plain[key])
    return Form(**plain, needles=tuple(data["needles"]), not_=tuple(data["not"]), beside=beside)


@cache
def spelled_as_model() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How the names of models are spelled, and how those of data are that hold the same words."""
    spelled = next(plain["spelled"] for plain in _files() if "spelled" in plain)
    return pattern_of(spelled["model"]), pattern_of(spelled["data"])


@cache
def asides() -> Mapping[str, Mapping[str, Json]]:
    """The records of words by which a card speaks of another model, or of no base, by id."""
    return {one["id"]: one for plain in _files() for one in plain.get("asides", ())}


@cache
def aside(name: str) -> re.Pattern[str]:
    """The words of such a record, to be looked for in lower case."""
    return pattern_of(asides()[name]["words"])
