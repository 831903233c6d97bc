"""Places of languages other than Python that take ids by what stands around them: builders, defaults, tags, blocks."""

import re
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property

from scanner.discover.names.hubid import FULL, is_hub_id
from scanner.discover.names.outside import shaped_outside
from scanner.discover.names.slots import ID_NAMES, Slot, never_named, of_the_hub, slot_of_call, slot_of_name, snake
from scanner.discover.names.tables import tables
from scanner.discover.script.blocks import Block, blocks
from scanner.discover.script.tokens import SETTERS, Tokens
from scanner.model.frozen import dataclass

#: A name such as ``kRepo``, in a file that speaks of the Hub.
_REPO = re.compile(r"(?:[a-z0-9]+_)*(?:hf_)?repo(?:s|_?ids?)?|(?:[a-z0-9]+_)*hub_ids?")
#: What an argument is wrapped in: ``Some("org/name")``, ``Optional.of("org/name")``, ``listOf("org/name")``.
_WRAPS = frozenset("Some Ok of ofNullable just from listOf setOf arrayOf asList String Cow Box Arc".split())
_BRANCH = re.compile(r"main|refs/pr/\d+")
_RETURNED = frozenset({"return", "=>", "->"})
_MOST_CALLS = 4


@dataclass
class Places:
    """Tells for the string at a token which slot it stands in, and how that was told."""

    tokens: Tokens
    native: bool = False
    _blocks: list[tuple[Block, ...]] | None = field(default=None)

    @cached_property
    def of_the_hub(self) -> bool:
        """Whether the text speaks of the Hub or of a library for its models at all."""
        return self.native and of_the_hub(self.tokens.text)

    def of_repos(self, name: str) -> bool:
        """Whether a name such as ``kRepo`` is that of a repo of the Hub's here."""
        return self.of_the_hub and _REPO.fullmatch(snake(name)) is not None

    def around(self, index: int) -> tuple[Block, ...]:
        if self._blocks is None:
            self._blocks = blocks(self.tokens)
        return self._blocks[index]

    def slot(self, index: int) -> tuple[Slot, str] | None:
        """The slot of the string at ``index``, by the call, the pair or the block that it stands in."""
        value = self.tokens.items[index].value
        full = FULL.match(value)
        if full is None or not is_hub_id(full["id"]):
            return self._called(index) if "/" not in value and shaped_outside(value) else None
        return self._called(index) or self._paired(index) or self._held(index) or self._branched(index)

    def _branched(self, index: int) -> tuple[Slot, str] | None:
        """``("org/name", "refs/pr/3")``, in a text that speaks of the Hub."""
        beside = self.tokens.at(index + 2).strip("\"'") if self.tokens.at(index + 1) == "," else ""
        told = self.tokens.at(index - 1) == "(" and _BRANCH.fullmatch(beside) is not None
        return (Slot(), "beside its branch") if told and self.of_the_hub else None

    def _paired(self, index: int) -> tuple[Slot, str] | None:
        """``{ name: "MODEL_ID", value: "org/name" }`` and the Hub's ``{ type: "model", name: "org/name" }``."""
        label = self.tokens.at(index - 2) if self.tokens.at(index - 1) in SETTERS else ""
        if label not in {"value", "name", "Value", "Name"}:
            return None
        for place in range(index - 3, max(index - 16, -1), -1):
            text = self.tokens.at(place)
            if text in {"{", "}", "("}:
                return None
            if self.tokens.kind(place) == "string" and self.tokens.at(place - 1) in SETTERS:
                key, value = self.tokens.at(place - 2).lower(), self.tokens.items[place].value
                if key == "type" and label == "name" and value in {"model", "dataset"}:
                    return Slot(kind="dataset" if value == "dataset" else "model"), "a repo of the Hub"
                slot = slot_of_name(value) if key == "name" and label.lower() == "value" else None
                return (slot, f"environment: {value}") if slot is not None else None
        return None

    def _called(self, index: int) -> tuple[Slot, str] | None:
        """``.modelId("org/name")``, ``ModelConfiguration(id: "org/name")``, ``load(ModelSpec("org/name"))``."""
        label = snake(self.tokens.at(index - 2)) if self.tokens.at(index - 1) in SETTERS else None
        if label is not None and (label not in ID_NAMES or never_named(label)):
            return None
        first = self.tokens.at(index - 1) in {"(", "["} or label is not None
        wraps = 0
        for depth, chain in enumerate(self._callees(index)):
            if depth > wraps and label is None:
                return None
            last = chain[-1]
            if label is None and wraps == depth and last in _WRAPS:
                wraps += 1
                continue
            if last != "init" and last.lower() in tables().sets["quiet"] | tables().sets["not_loaders"]:
                return None
            owners = [part for part in chain[:-1] if "huggingface" in part.lower().replace("_", "")]
            every = chain if label is not None else [last, *self._constructed(chain), *owners]
            found = next(((slot, name) for name in reversed(every) if (slot := slot_of_call(name))), None)
            if found is not None and first:
                return found[0], f"{found[1]}()"
        return None

    def _constructed(self, chain: list[str]) -> list[str]:
        """``TextModelBuilder::new``: what is made is what counts."""
        return chain[-2:-1] if chain[-1] in {"new", "from", "of", "create", "New", "init"} else []

    def _callees(self, index: int) -> Iterator[list[str]]:
        """The calls around a token, the innermost first, each as the parts of its name."""
        depth = found = 0
        for place in range(index - 1, max(index - 120, -1), -1):
            text = self.tokens.at(place)
            if text in {")", "]", "}"}:
                depth += 1
            elif text in {"(", "[", "{"}:
                depth -= 1
                if depth >= 0:
                    continue
                depth = 0
                if text == "{" and self.tokens.at(place - 1) != "(":
                    return
                if text == "(" and (chain := self._chain(place - 1)):
                    yield chain
                    found += 1
                if found >= _MOST_CALLS:
                    return
            elif text == ";":
                return

    def _chain(self, index: int) -> list[str]:
        """``LLMModelFactory.shared.loadContainer`` as its parts."""
        parts: list[str] = []
        while self.tokens.kind(index) == "name" and len(parts) < 6:
            parts[:0] = self.tokens.at(index).split("::")
            if self.tokens.at(index - 1) != ".":
                break
            index -= 2
        return parts

    def _held(self, index: int) -> tuple[Slot, str] | None:
        """``enum Models { SMALL = "org/name" }``, ``fn model_id() { "org/name" }``."""
        before = self.tokens.at(index - 1)
        typed = before == "=" and self.tokens.at(index - 3) == ":"
        named = index - (4 if typed else 2)
        if self.tokens.at(named) == ")" and before in {"=", "=>"}:
            return self._expression(named)
        name = self.tokens.at(named).strip("\"'") if before in SETTERS else ""
        if name == "do" and self.tokens.at(index - 3) == ",":  # Elixir's def model_id, do: "org/name"
            name = self.tokens.at(index - 4)
            slot = slot_of_name(name)
            return (slot, f"in {name}") if slot is not None else None
        if name and self.of_repos(name):
            return Slot(), f"assignment: {name}"
        if name and never_named(name):
            return None
        for block in self.around(index)[:-3:-1]:
            repos = block.kind in {"function", "value"} and self.of_repos(block.name)
            slot = block.slot() or (Slot() if repos else None)
            if slot is not None and self._fits(block, before, index):
                return slot, f"in {block.name}"
            if block.kind == "function":
                return None  # what a function of ``class Models`` returns is its own
        return None

    def _expression(self, index: int) -> tuple[Slot, str] | None:
        """``fun modelId(): String = "org/name"``, ``string ModelId() => "org/name"``: the function's name."""
        depth = 0
        for place in range(index, max(index - 40, -1), -1):
            text = self.tokens.at(place)
            depth += (text == ")") - (text == "(")
            if depth == 0:
                name = self.tokens.at(place - 1) if self.tokens.kind(place - 1) == "name" else ""
                slot = Block("function", name).slot() if name else None
                return (slot, f"in {name}") if slot is not None else None
        return None

    def _fits(self, block: Block, before: str, index: int) -> bool:
        if block.kind == "function":
            return before in _RETURNED or (before in {"{", "line"} or self.tokens.kind(index - 1) == "line")
        if block.kind == "enum":
            return before in SETTERS or before in {"(", ",", "=>", "->"} or self.tokens.at(index - 2) == "case"
        if before == "(":
            return self.tokens.at(index - 2) == "=>"  # let (model_id, revision) = match w { A => ("org/name", "main")
        return before in SETTERS or before in {"=>", "->", "return", "{", ",", "["}
