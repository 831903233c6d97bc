"""Which named block each token of a C-like text stands in: ``enum Models {``, ``fn model_id() {``, ``models = {``."""

from typing import Literal

from scanner.discover.names.slots import Slot, slot_of_name, slot_of_type
from scanner.discover.script.tokens import SETTERS, Tokens
from scanner.model.frozen import dataclass

_TYPES = frozenset("enum class object struct interface trait impl module namespace record protocol extension".split())
_CONTROL = frozenset("if for while switch match when catch do else try loop unless guard defer select using".split())
#: How far back the head of a block is looked for.
_HEAD = 40


@dataclass(frozen=True, slots=True)
class Block:
    """A block by its name; ``kind`` is what it is made of."""

    kind: Literal["type", "function", "value", "enum"]
    name: str

    def slot(self) -> Slot | None:
        """The place that what it returns or holds is; None for all that carry no ids."""
        held = slot_of_type(self.name, self.kind == "enum") if self.kind in {"enum", "type"} else None
        return held or (None if self.kind == "type" else slot_of_name(self.name))


def blocks(tokens: Tokens) -> list[tuple[Block, ...]]:
    """For each token the named blocks around it, the innermost last."""
    around: list[tuple[Block, ...]] = []
    stack: list[tuple[Block, ...]] = [()]
    for index, token in enumerate(tokens.items):
        if token.text == "}" and len(stack) > 1:
            stack.pop()
        around.append(stack[-1])
        if token.text == "{":
            found = _named(tokens, index)
            stack.append((*stack[-1][-3:], found) if found is not None else stack[-1])
    return around


def _named(tokens: Tokens, brace: int) -> Block | None:
    head = _head(tokens, brace)
    texts = [tokens.at(index) for index in head]
    kind = next((text for text in texts if text in _TYPES), None)
    if kind is not None:
        named = [text for text in texts[texts.index(kind) + 1 :] if text.isidentifier() and text not in _TYPES]
        return Block("enum" if kind == "enum" else "type", named[0]) if named else None
    opened = texts.index("(") if "(" in texts else -1
    if opened > 0 and texts[opened - 1] in {"let", "const", "var"}:
        return Block("value", texts[opened + 1])
    if opened > 0 and tokens.kind(head[opened - 1]) == "name":
        name = texts[opened - 1].rpartition("::")[2]
        return Block("function", name) if name not in _CONTROL else None
    setter = next((place for place, text in enumerate(texts) if text in SETTERS), -1)
    if setter > 0:
        return Block("value", texts[setter - 1].strip("\"'"))
    label = next((index for index in reversed(head) if tokens.kind(index) == "string"), None)
    if label is not None:
        return Block("value", tokens.items[label].value)
    alone = len(texts) == 1 and tokens.kind(head[0]) == "name" and texts[0] not in _CONTROL
    return Block("value", texts[0]) if alone else None


def _head(tokens: Tokens, brace: int) -> list[int]:
    """The tokens of the line before a brace; of the line above where the brace stands alone."""
    head: list[int] = []
    depth = 0
    for index in range(brace - 1, max(brace - _HEAD, -1), -1):
        text = tokens.at(index)
        if tokens.kind(index) == "line":
            if head and not depth:
                break
            continue
        depth += (text == ")") - (text == "(")
        if text in {";", "{", "}"} or depth < 0:
            break
        head.append(index)
    return head[::-1]
