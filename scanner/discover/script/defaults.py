"""Defaults in languages other than Python: of environment variables, options, fields and placeholders."""

import re
from collections.abc import Callable, Iterator

from scanner.discover.names.hubid import FULL, is_hub_id
from scanner.discover.names.slots import Slot, never_named, slot_of_name
from scanner.discover.script.blocks import Block
from scanner.discover.script.tokens import SETTERS, Tokens
from scanner.model.frozen import dataclass

#: ``${app.model:org/name}``, as Spring and its like write defaults.
_PLACEHOLDER = re.compile(r"\$\{(?P<name>[\w.-]+):(?P<default>[^{}$]+)\}")
#: Go's ``Model string `default:"org/name"` ``.
_TAG = re.compile(r"(?P<key>\w+):\"(?P<value>[^\"]*)\"")
_DEFAULT = re.compile(r"(?:env_?)?default(?:_?value)?(?:_t)?|unset|fallback|or_?else", re.I)
#: Calls that give what stands before them a default: ``getenv("MODEL").orElse("org/name")``.
_OR_ELSE = re.compile(r"(?:get_?)?or_?else(?:_?get)?|unwrap_or\w*|default(?:_?value)?|value_or|getOrDefault", re.I)
_ELSE = re.compile(r"requireNonNullElse|firstNonNull|defaultIf\w+|getIfEmpty|coalesce|nvl", re.I)
#: ``\\"model\\": \\"org/name\\"`` within a text.
_PAIR = re.compile(r"\\?\"(?P<name>[\w.-]{2,60})\\?\"\s*:\s*\\?\"(?P<default>[^\"\\\s]{3,200})")


@dataclass(frozen=True)
class Defaults:
    """Tells for the string at a token of what it is the default; ``around`` gives the named blocks around a token."""

    tokens: Tokens
    around: Callable[[int], tuple[Block, ...]]

    def slot(self, index: int) -> tuple[Slot, str] | None:
        """The slot of what the default at ``index`` is of, whatever call it is given to."""
        full = FULL.match(self.tokens.items[index].value)
        if full is None or not is_hub_id(full["id"]):
            return None
        return self._defaulted(index) or self._or_else(index) or self._given(index)

    def _defaulted(self, index: int) -> tuple[Slot, str] | None:
        """``getenv("MODEL", "org/name")``, ``@arg(default_value = "org/name") model_id``."""
        annotated = self.tokens.at(index - 1) == "(" and self.tokens.at(index - 3) != "."  # @DefaultValue("org/name")
        named = self.tokens.at(index - 2) if annotated or self.tokens.at(index - 1) in SETTERS else ""
        beside = list(self._beside(index))
        if _DEFAULT.fullmatch(named):
            names = [*beside, *self._following(index), *(block.name for block in self.around(index)[-1:])]
        elif self.tokens.at(index - 1) == ",":
            names = [name for name in beside if "/" not in name]
        else:
            return None
        for name in names:
            slot = slot_of_name(re.split(r"[./]", name)[-1]) or slot_of_name(name)
            if slot is not None:
                return slot, f"default of {name}"
        return None

    def _or_else(self, index: int) -> tuple[Slot, str] | None:
        """``config["Model"] ?? "org/name"``, ``getenv("MODEL").orElse("org/name")``, and their like."""
        place = index - 1
        if self.tokens.at(place) == ":" and self.tokens.at(place - 1) == "?":
            place -= 1  # Kotlin's and PHP's ?:
        elif self.tokens.at(place) not in {"??", "||"}:
            while self.tokens.at(place) == "(" and not _OR_ELSE.fullmatch(self.tokens.at(place - 1)):
                place -= 2
            if self.tokens.at(place) != "(" or self.tokens.at(place - 2) != ".":
                return None
            place -= 2
        for before in range(place - 1, max(place - 12, -1), -1):
            text = self.tokens.at(before)
            if text in {";", "{", "}", "="} or self.tokens.kind(before) == "line":
                return None
            name = text.strip("\"'").lstrip("-") if self.tokens.kind(before) in {"string", "name"} else ""
            slot = slot_of_name(name) if name else None
            if slot is not None:
                return slot, f"default of {name}"
        return None

    def _given(self, index: int) -> tuple[Slot, str] | None:
        """``requireNonNullElse(model, "org/name")``, ``const [model, setModel] = useState("org/name")``."""
        name, call = "", self.tokens.at(index - 4)
        if self.tokens.at(index - 1) == "," and self.tokens.at(index - 3) == "(" and _ELSE.fullmatch(call):
            name = self.tokens.at(index - 2)
        elif self.tokens.at(index - 1) == "(" and self.tokens.at(index - 2) == "useState" and call == "]":
            opened = next((place for place in range(index - 5, index - 10, -1) if self.tokens.at(place) == "["), index)
            name = self.tokens.at(opened + 1)
        slot = slot_of_name(name) if name.isidentifier() else None
        return (slot, f"default of {name}") if slot is not None else None

    def _beside(self, index: int) -> Iterator[str]:
        """The strings before this one in the same call, nearest first."""
        depth = 0
        for place in range(index - 1, max(index - 16, -1), -1):
            text = self.tokens.at(place)
            depth += (text == ")") - (text == "(")
            if depth < 0 or text in {"{", "}", ";"}:
                return
            if self.tokens.kind(place) == "string" and depth == 0:
                yield self.tokens.items[place].value.lstrip("-").rpartition("{")[2].rstrip("}")

    def _following(self, index: int) -> Iterator[str]:
        """The names after an attribute: that of the field which it is put on."""
        closed = False
        for place in range(index + 1, min(index + 24, len(self.tokens.items))):
            text = self.tokens.at(place)
            closed = closed or text == ")"
            if text in {";", "{", "}"}:
                return
            if closed and self.tokens.kind(place) == "name" and self.tokens.at(place + 1) in {*SETTERS, ";", ")"}:
                yield text
                return


def inside(text: str) -> Iterator[tuple[int, str, Slot, str]]:
    """``(offset, value, slot, how)`` of what a string says of defaults: Spring's placeholders, Go's tags."""
    for match in _PAIR.finditer(text) if '"' in text and ":" in text else ():
        slot = slot_of_name(match["name"])
        if slot is not None and not never_named(match["name"]):
            yield match.start("default"), match["default"], slot, f"key: {match['name']}"
    for match in _PLACEHOLDER.finditer(text) if "${" in text else ():
        slot = slot_of_name(match["name"].rpartition(".")[2]) or slot_of_name(match["name"])
        if slot is not None:
            yield match.start("default"), match["default"], slot, f"default of {match['name']}"


def tagged(text: str, field_name: str) -> Iterator[tuple[int, str, Slot, str]]:
    """The same of the tags of a field of Go's."""
    tags = {match["key"]: match for match in _TAG.finditer(text)}
    names = [field_name, *(match["value"] for match in tags.values())]
    slot = next((slot for name in names if (slot := slot_of_name(name))), None)
    for key, match in tags.items():
        if slot is not None and _DEFAULT.fullmatch(key):
            yield match.start("value"), match["value"], slot, f"default of {field_name}"
