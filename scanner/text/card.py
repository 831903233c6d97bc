"""Model cards (README.md) as they are written in the wild."""

from collections.abc import Mapping
from functools import lru_cache

from scanner.model.snapshot import Card, Text
from scanner.text.bounds import bounded
from scanner.text.licence_files import decode, is_broken
from scanner.text.markdown import without_unshown
from scanner.text.precompiled import pattern_of
from scanner.text.yaml import Document, load_card

#: Bytes of a card that are read; what lies beyond is said to be unread.
CARD_BOUND = 2 * 1024 * 1024

_OPEN = pattern_of(r"\s*---[ \t]*\n")
_CLOSE = pattern_of(r"(?m)^---[ \t]*$")
_FENCED = pattern_of(r"(?s)\s*```ya?ml[^\n]*\n(.{0,20000}?)\n[ \t]*```")
_KEY_LINE = pattern_of(r"[A-Za-z_][\w.-]*[ \t]*:(\s|$)")

#: Lists that name repos or licences: each item is evidence of its own.
_NAMING = ("base_model", "datasets", "license")

#: Keys that the Hub does not read, and the ones it does: seen on real cards.
_MISSPELT: Mapping[str, str] = {
    **dict.fromkeys("licence licenses licences liscence lisence licensce".split(), "license"),
    **dict.fromkeys("license-name licence_name".split(), "license_name"),
    **dict.fromkeys("license-link licence_link".split(), "license_link"),
    "dataset": "datasets",
    **dict.fromkeys("language(s) languages".split(), "language"),
    "pipeline-tag": "pipeline_tag",
    "library-name": "library_name",
    **dict.fromkeys("base-model base_models".split(), "base_model"),
    "tag": "tags",
}


@lru_cache(maxsize=32)
def page_of(text: Text) -> Card:
    """A page beside the card, as a card; the last ones are remembered, for bases and claims are looked for in it."""
    said = text.text
    if text.path.lower().endswith((".html", ".htm", ".xhtml")):
        said = without_unshown(said)
    return parse_card(said.encode("utf-8", "replace"))


def fenced_front(card: Card) -> Mapping[str, object]:
    """What stands in a block of YAML with which a card's body begins: front matter that somebody fenced."""
    block = _FENCED.match(card.body)
    found = load_card(block[1]).data if block else None
    return found if isinstance(found, dict) else {}


def parse_card(data: bytes, bound: int = CARD_BOUND, truncated: bool = False) -> Card:
    """A card from the bytes of its file; never raises. Everything odd is named in ``problems``.

    ``truncated`` says that ``data`` is already only the beginning of the file.
    """
    problems: list[str] = []
    if truncated := truncated or len(data) > bound:
        problems.append(f"longer than was read: only the first {min(bound, len(data))} bytes count")
    text = _decode(data[:bound], problems)
    truncated = truncated or is_broken(data)
    front, whole, body_line = _split(text, truncated, problems)
    body = bounded(whole)
    if len(body) < len(whole):
        truncated = True
        problems.append(f"longer than is read: only the first {len(body)} characters below the front matter count")
    if front is None:
        return Card(body=body, body_line=body_line, problems=tuple(problems), truncated=truncated)
    document = load_card(front[0], front[1])
    problems += document.problems
    truncated = truncated or document.cut
    values = _mapping(document, front[1], problems)
    lines = {str(path[0]): line for path, line in document.lines.items() if len(path) == 1 and path[0] in values}
    problems += [
        f"line {lines.get(key, front[1])}: the Hub does not read '{key}'; it reads '{_MISSPELT[key.lower()]}'"
        for key in values
        if key.lower() in _MISSPELT
    ]
    return Card(
        front_matter=front[0],
        data=values,
        lines=lines,
        item_lines={key: _item_lines(document, key) for key in _NAMING if isinstance(values.get(key), list)},
        body=body,
        body_line=body_line,
        problems=tuple(problems),
        truncated=truncated,
    )


def _item_lines(document: Document, key: str) -> tuple[int, ...]:
    return tuple(document.lines.get((key, index), document.lines[(key,)]) for index in range(len(document.data[key])))


def _decode(data: bytes, problems: list[str]) -> str:
    text = decode(data)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        problems.append("UTF-16 instead of UTF-8")
    elif b"\0" in data:
        problems.append("holds NUL characters; they were dropped")
    elif not _is_utf8(data):
        problems.append("holds bytes that are not UTF-8")
    return text


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8; the last letter may be cut through."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 3
    return True


def _split(text: str, truncated: bool, problems: list[str]) -> tuple[tuple[str, int] | None, str, int]:
    """``((front matter, its first line) or None, body, the body's first line)``."""
    opened = _OPEN.match(text)
    if opened is None:
        return None, text, 1
    first = text.count("\n", 0, opened.end()) + 1
    if closed := _CLOSE.search(text, opened.end()):
        end, rest = closed.start(), min(closed.end() + 1, len(text))
    elif truncated:
        end = rest = len(text)
        problems.append("the front matter does not end within what was read")
    else:
        end = rest = _unterminated(text, opened.end())
        if end == opened.end():
            return None, text, 1
        problems.append(
            f"line {first - 1}: the front matter is not closed by a line of '---', so the Hub reads none of it"
        )
    return (text[opened.end() : end], first), text[rest:], text.count("\n", 0, rest) + 1


def _unterminated(text: str, start: int) -> int:
    """Where front matter that nothing closes seems to end: at the first blank line, heading or line of prose."""
    position = start
    for line in text[start:].splitlines(keepends=True):
        if not (_KEY_LINE.match(line) or line.startswith((" ", "\t", "-"))) or not line.strip():
            break
        position += len(line)
    return position


def _mapping(document: Document, first: int, problems: list[str]) -> Mapping[str, object]:
    if isinstance(document.data, dict):
        return document.data
    if document.data is not None:
        kind = "a list" if isinstance(document.data, list) else "a single value"
        problems.append(f"line {first}: the front matter is {kind}, not keys and values")
    return {}
