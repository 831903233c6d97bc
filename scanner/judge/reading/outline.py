"""A card's outline: its sections with what they really say, and its lines that hold addresses. Bounded."""

from collections.abc import Iterator

from scanner.knowledge.openness import silence, telling
from scanner.knowledge.patterns import recorded
from scanner.model.frozen import dataclass, replace
from scanner.model.snapshot import Card
from scanner.text.late import late
from scanner.text.markdown import FENCE, without_comments

_MAX_LINES = 20_000
_MAX_SECTIONS = 500
_MAX_LINKED = 500
_MAX_LINE = 2_000
_MAX_TEXT = 20_000
#: Letters and digits under which a section says nothing, and characters up to which a denial is all that it says.
_BOLD = 7
_LEAST, _DENIAL = 12, 400
_TITLE = late(r" {0,3}(#{1,6})\s+((?:.*[^\s#])?)[\s#]*$|\s*(\*\*|__)([^*_]{3,80})\3:?\s*$")
_URL = late(r"https?://[^\s<>(){}\[\]\"'`|\\]{4,500}")
#: Somebody's work that a sentence cites by its authors: "[Gao et al., 2020](...)".
_CITED = late(r"\[[^\]\n]{1,100}\bet al\b[^\]\n]{0,40}\]\([^)\n]{0,500}\)")
_TURN = recorded("turns-to-another")
#: A heading that says something by itself: a link, a sentence, or as long as one.
_SPEAKS = late(r"\]\(|https?://|[.!?\u3002\uff01\uff1f]\W*$")
_LONG = 75
#: The name of a value on a line that gives none.
_NAME = late(r"(?m)^[^\w\n]*\*\*[^*\n]{1,80}:[ \t]*\*\*[^\w\n]*$")
_LABEL = late(r"\*\*[^*\n]{1,80}:\s*\*\*|!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)|<[a-zA-Z/][^<>\n]{0,300}>")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (its telling words alone), its line, and all that stands below it up to the next of its rank, without
    templates. ``text`` is empty where that says nothing, or only that there is nothing; ``bare`` is a heading (no bold
    line, no sentence, no link) below which nothing stands at all."""

    heading: str
    line: int
    text: str
    title: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """A line with addresses, in lower case, as sentences that state something."""

    line: int
    stated: tuple[str, ...]
    urls: tuple[str, ...]


def sections(card: Card | None) -> tuple[Section, ...]:
    """The sections of a card's body."""
    lines = _lines(card)
    found = list(_titles(lines))[:_MAX_SECTIONS]
    first = card.body_line if card is not None else 1
    filled = _filled(lines, frozenset(at for at, _, _ in found))
    plain = _LABEL.sub(" ", "\n".join(filled)).split("\n")
    made = []
    for index, (at, rank, title) in enumerate(found):
        end, follows = next((one[:2] for one in found[index + 1 :] if one[1] <= rank), (len(lines), rank))
        one = _section(title, rank, first + at, filled[at + 1 : end], plain[at + 1 : end])
        # Right above a heading of a higher rank it may be that one's overture.
        made.append(replace(one, bare=one.bare and (follows == rank or _letters("".join(lines[at + 1 : end])) > 0)))
    if found and found[0][1] == 1:
        made[0] = replace(made[0], bare=False)  # the page's title, however many lines it has
    return tuple(made)


def _filled(lines: list[str], titles: frozenset[int]) -> list[str]:
    """The lines without titles and without what nobody filled in."""
    body = "\n".join("" if at in titles else line[:_MAX_LINE] for at, line in enumerate(lines))
    return _NAME.sub("", silence().unfilled.sub(" ", body)).split("\n")


def _section(title: str, rank: int, line: int, filled: list[str], plain: list[str]) -> Section:
    text = _said("\n".join(plain)[:_MAX_TEXT].strip())
    speaks = len(title.encode()) > _LONG or _SPEAKS.search(title)
    bare = not (text or speaks or silence().denied.search(title)) and rank < _BOLD and not _letters("".join(filled))
    return Section(heading=telling(title), line=line, text=text, title=title[:100], bare=bare)


def _said(own: str) -> str:
    """A section's own text; nothing where that is a promise or a denial."""
    bare = _letters(own[:500]) < _LEAST
    return "" if bare or (len(own) < _DENIAL and silence().denied.search(own)) else own


def _letters(text: str) -> int:
    return len("".join(filter(str.isalnum, text)))


def linked(card: Card | None) -> tuple[Linked, ...]:
    """The lines of a card's body that hold addresses."""
    first, found = card.body_line if card is not None else 1, []
    for number, line in enumerate(_lines(card), first):
        if "://" in line:
            short = _CITED.sub(" ", line[:_MAX_LINE])
            found.append(Linked(line=number, stated=_stated(short), urls=tuple(_URL.findall(short))[:20]))
        if len(found) >= _MAX_LINKED:
            break
    return tuple(found)


def _stated(line: str) -> tuple[str, ...]:
    return tuple(one for one in _TURN.split(line.lower()) if not silence().denied.search(one))


def _lines(card: Card | None) -> list[str]:
    return without_comments(card.body).split("\n")[:_MAX_LINES] if card is not None else []


def _titles(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """``(index, rank, title)`` of each heading outside code; a bold line ranks below every heading."""
    fenced = False
    for index, line in enumerate(lines):
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced and (found := _TITLE.match(line[:300])):
            yield index, len(found[1] or "#" * _BOLD), found[2] or found[4] or ""
