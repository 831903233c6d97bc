"""What openness is measured by (``rules/openness/``): the components of the Model Openness Framework and where each
shows, the licences that count, the OSI's definition and the AI Act's exemption."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Literal, TypeAlias, TypeVar

from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import build, plain_files, shipped
from scanner.model.frozen import dataclass
from scanner.model.snapshot import Json
from scanner.model.words import RepoType
from scanner.text.late import late
from scanner.text.precompiled import pattern_of

Kind: TypeAlias = Literal["code", "data", "document"]
MofClass: TypeAlias = Literal["III", "II", "I"]
Section: TypeAlias = Literal["weights", "card", "data-cards", "evaluation-data", "datasets"]
_FOLDER = "openness/"
#: From the class that asks least to the one that asks most; each asks all that those before it ask.
CLASSES: tuple[MofClass, ...] = ("III", "II", "I")


_WORD = late(r"[^\W_]+")
_IDLE = frozenset({"the", "our", "a", "an", "model", "models", "s", "of", "for", "on", "and"})


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """What fits one of the patterns, whatever the case."""
    return pattern_of("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)


def telling(title: str) -> str:
    """The telling words of a heading: without numbering, brackets, marks and words such as "our"."""
    words = _WORD.findall(re.sub(r"\([^)]*\)", " ", title.lower()))
    return " ".join(word for word in words if word not in _IDLE and not word.isdigit())


@dataclass(frozen=True, kw_only=True)
class Clue:
    """Something that a repo may show, and where.

    ``files`` is a pattern of whole paths in lower case (one of ``words`` stands in all that it fits), ``tags`` of whole
    tags, ``pages`` of addresses (``foreign`` are marks of those that lead to somebody else's thing); ``config``,
    ``info`` and ``keys`` are fields of the config, the Hub's answer and the front matter that suffice. A section under
    one of the ``headings`` with content of its own is the author's word for it, or the thing itself where ``shown``
    (from ``least`` characters on, and with ``numbers``, a pattern, where those are asked for). ``links`` are patterns
    of a sentence with an address (of a code host, where ``hosts``), ``spoken`` are patterns of lines that say so.
    """

    id: str
    name: str
    section: Section | None = None
    library: bool = False
    files: str | None = None
    words: tuple[str, ...] = ()
    config: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    tags: str | None = None
    pages: str | None = None
    foreign: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    hosts: str | None = None
    numbers: str | None = None
    shown: bool = False
    least: int = 0
    examples: Mapping[str, Json] | None = None
    path: str = ""

    @cached_property
    def telling(self) -> frozenset[str]:
        """The telling words of its headings."""
        return frozenset(telling(heading) for heading in self.headings)

    @cached_property
    def _file_pattern(self) -> re.Pattern[str]:
        return pattern_of(self.files or "(?!)")

    @cached_property
    def is_field(self) -> bool:
        """Whether it may show in a field that is neither the card's nor a file's name."""
        return bool(self.config or self.info or self.tags or self.library)

    def is_file(self, path: str) -> bool:
        """Whether a path, in lower case, is that of such a file."""
        return any(word in path for word in self.words) and self._file_pattern.fullmatch(path) is not None

    @cached_property
    def tag_pattern(self) -> re.Pattern[str] | None:
        return self._own(self.tags) if self.tags else None

    @cached_property
    def spoken_pattern(self) -> re.Pattern[str] | None:
        return any_of(self.spoken) if self.spoken else None

    @cached_property
    def page_pattern(self) -> re.Pattern[str] | None:
        return self._own(self.pages) if self.pages else None

    @cached_property
    def link_pattern(self) -> re.Pattern[str]:
        return any_of(self.links) if self.links else pattern_of("(?!)")

    def is_told(self, text: str) -> bool:
        """Whether a section's text has the figures that are asked for, if any."""
        return self.numbers is None or self._figures.search(text) is not None

    @cached_property
    def _figures(self) -> re.Pattern[str]:
        return pattern_of(self.numbers or "(?!)", re.IGNORECASE)

    def _own(self, pattern: str) -> re.Pattern[str]:
        others = "|".join(map(re.escape, self.foreign))
        return pattern_of(f"(?!.*(?:{others}))(?:{pattern})" if others else pattern)


@dataclass(frozen=True, kw_only=True)
class Component(Clue):
    """A component of the Model Openness Framework."""

    number: int
    kind: Kind
    class_: MofClass
    required: bool


@dataclass(frozen=True, kw_only=True)
class Told(Clue):
    """Something that a law or a list of minimum elements asks a model's or a dataset's documentation to tell."""

    of: RepoType
    asks: tuple[str, ...]


T = TypeVar("T", bound=Clue)


@dataclass(frozen=True)
class Silence:
    """What says nothing: ``unfilled`` templates, and what is promised or ``denied``; ``code`` are hosts of code."""

    unfilled: re.Pattern[str]
    denied: re.Pattern[str]
    code: tuple[str, ...]


@cache
def components() -> tuple[Component, ...]:
    """The 17 components, by class and number."""
    found = [_clue(Component, name, data) for name, data in plain_files(rules_dir()).below(f"{_FOLDER}comp").items()]
    return tuple(sorted(found, key=lambda one: (CLASSES.index(one.class_), one.number)))


@cache
def disclosures(of: RepoType) -> tuple[Told, ...]:
    """What the documentation of a model, or of a dataset, is asked to tell."""
    named = plain_files(rules_dir()).below(f"{_FOLDER}disc").items()
    return tuple(_clue(Told, name, data) for name, data in named if data["of"] == of)


def _clue(kind: type[T], name: str, data: Json) -> T:
    plain = {("class_" if key == "class" else key): value for key, value in data.items()}
    return build(kind, {**plain, "path": f"rules/{name}"}, rules_dir() / name)


@cache
def silence() -> Silence:
    """What is no statement."""
    plain = _plain("silence")
    return Silence(
        unfilled=any_of(plain["unfilled"]),
        denied=any_of(plain["denied"]),
        code=tuple(plain["code"]),
    )


def licences() -> Mapping[str, Json]:
    """The licences that count: ``data``, ``kinds`` and those of ``libraries``."""
    return _plain("licences")


def osaid() -> Mapping[str, Json]:
    """The Open Source AI Definition: which terms fail which freedom, and what each element needs."""
    return _plain("osaid")


def ai_act() -> Mapping[str, Json]:
    """The AI Act's exemption for open models: what ends it, what is arguable, what else decides, and the dates."""
    return _plain("eu-ai-act")


def general_purpose(tasks: Iterable[str]) -> bool:
    """Whether a model of such tasks may be a general-purpose one."""
    return any(task in ai_act()["general"] for task in tasks)


def osai_index() -> Mapping[str, Json]:
    """The criteria of the European Open Source AI Index that components show."""
    return _plain("osai-index")


@cache
def compute_patterns() -> Mapping[str, re.Pattern[str]]:
    """``flop`` and ``tokens`` as cards state them; ``foreign`` words say that tokens are of another step."""
    stated = ai_act()["compute"]
    return {name: pattern_of(stated[name], re.IGNORECASE) for name in ("flop", "tokens", "foreign")}


@cache
def unpaid() -> re.Pattern[str]:
    """A provider's word that it earns nothing from the model."""
    return pattern_of(ai_act()["unpaid"], re.IGNORECASE)


@cache
def _plain(name: str) -> Mapping[str, Json]:
    return shipped(f"{_FOLDER}{name}.yaml")
