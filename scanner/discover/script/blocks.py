"""Which named block each token of a C-like text stands in: ``enum Models {``, ``fn model_id() {``, ``models = {``."""

from functools import lru_cache
from typing import Literal

from scanner.discover.names.slots import Slot, never_named, slot_of_name, snake
from scanner.discover.names.tables import whole
from scanner.discover.script.tokens import SETTERS, Tokens
from scanner.model.frozen import dataclass

_TYPES = frozenset("enum class object struct interface trait impl module namespace record protocol extension".split())
_CONTROL = frozenset("if for while switch match when catch do else try loop unless guard defer select using".split())
#: How far back the head of a block is looked for.
_HEAD = 40
#: Types whose constants are ids by what they are called.
_HOLDS = whole(
    [
        r"(?:.*_)?(?:models|checkpoints|embedders|tokenizers|rerankers|repos)",
        r"(?:.*_)?model_(?:ids?|names?|repos?)",
        r"(?:.*_)?models?_(?:registry|catalog|catalogue|zoo|constants|list|config|configs|spec|specs)",
    ]
)


#: Enumerations of ids by what they are called.
_ENUMERATES = whole(
    [
        r"(?:.*_)?(?:models?|llms?|embedders?|embeddings?|rerankers?|tokenizers?)(?:_(?:type|kind|enum|option|choice|variant|version|size|preset|name|id)s?)?"
    ]
)


@dataclass(frozen=True, slots=True)
class Block:
    """A block by its name; ``kind`` is what it is made of."""

    kind: Literal["type", "function", "value", "enum"]
    name: str

    def slot(self) -> Slot | None:
        """The place that what it returns or holds is; None for all that carry no ids."""
        return _slot(self.kind, self.name)


@lru_cache(maxsize=1 << 12)
def _slot(kind: str, name: str) -> Slot | None:
    if kind == "enum" and _ENUMERATES.match(snake(name)):
        return Slot()
    if never_named(name):
        return None
    if kind == "type":
        return Slot() if _HOLDS.match(snake(name)) else None
    return slot_of_name(name)


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
