"""Whether a line is a copyright line that holds nothing but years, names and "all rights reserved"."""

import re

from scanner.knowledge.patterns import listed, recorded
from scanner.text.late import late

#: Characters of a line looked at; a longer one is no copyright line.
_MOST = 400
_SIGN = late(r"\bcopyrights?\b|©|(?<!\w)\(c\)|\bcopr\.", re.I)
#: The sign as a label.
_LABEL = late(r"\bspdx-(?:file|snippet)copyrighttext\s*:|\bcopyright\s*:", re.I)
_PLACE = recorded("places-to-fill-in")
_ADDRESS = late(
    r"[<(]?\b[\w.+-]+(?:@|\s?(?:\(at\)|\[at\]|&#64;| at )\s?)[\w-]+(?:\.|\sdot\s)[\w.-]+[>)]?|<?https?://[^\s<>]{1,120}>?"
)
_YEARS = late(r"\b(?:19|20)\d\d\b(?:\s?[-–—/,]\s?(?:(?:19|20)?\d\d\b|present\b|now\b|today\b)|\s?[-–—](?=\s))*", re.I)
_RESERVED = recorded("rights-reserved")
#: A line of so many characters had no room for one word more; how one ends, or the next begins, that goes on anyway.
_FULL = 50
_OPEN = recorded("line-goes-on")
_BEHIND = late(r"(?:rights\s+)?reserved\b", re.I)
_STOPS = late(r"(?<=[.:!?])\s+|\s[-–—|]{1,3}\s")
_DATED = recorded("no-running-prose")
_NAMED = late(r"[^\w<\[{(]*(?i:copyright)\s+(?:by\s+)?(?!(?i:holder|owner)s?\b)[A-Z][a-z]")
_WORD = late(r"[^\W\d_][\w'’.&+-]*|\d[\w.-]*")
_ABBREVIATED = recorded("abbreviated")
_SEE = recorded("see-the-authors")
#: What something is for, and words on use in scripts that part no words or have no small letters.
_PURPOSE = late(r"\bfor\s+(?!the\b)[a-z]|[(\[（【,，;；:：–—-]\s*(?i:for)\b(?!\s+the\b)")
_OF_USE = recorded("use-in-other-scripts")
#: A work's name has so many words, and no sign of a sentence among them.
_MOST_OF_A_NAME, _PLAIN = 4, late(r"[\w.+-]+(?: [\w.+-]*\w)*")
#: Words of that kind that are names of people too, where they are written as names.
_FEIGNING = late("[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff]")


def is_copyright(line: str) -> bool:
    """Whether ``line`` says whose the copyright is and nothing else. Never raises; bounded."""
    if len(line) > _MOST or not (line.isascii() or _OF_USE.search(line) is None):
        return False
    line = _LABEL.sub("copyright ", line)
    reserved = _RESERVED.sub(" ", line)
    if reserved != line and not _WORD.search(reserved):
        return True
    placed = _PLACE.sub(" ", reserved)
    if not _SIGN.search(line) or not (placed != reserved or _DATED.search(line) or _NAMED.match(line)):
        return False
    bare = _YEARS.sub(" ", _SEE.sub(" ", _ADDRESS.sub(" ", placed)))
    return not _PURPOSE.search(bare) and all(_names(part) for part in _sentences(" ".join(bare.split())))


def is_notice(text: str, column: int = 0) -> bool:
    """Whether the lines of ``text`` are copyright lines, some of which go on in the next; the first begins at a
    ``column``."""
    parts: list[str] = []
    last = ""
    for line in map(str.strip, text.split("\n")):
        if line and _goes_on(last, line):
            parts[-1] += " " + line
        elif line:
            parts.append(line)
        last = line if len(parts) > 1 else " " * column + line
    return bool(parts) and all(map(is_copyright, parts))


def is_work(text: str) -> bool:
    """Whether the first line of a text is no more than the name of a work, and the next one its copyright line: "Kiln
    watch / Copyright 2026 Tarn Ltd"."""
    lines = [line.strip() for line in text[:_MOST].split("\n") if line.strip()]
    return len(lines) > 1 and _is_name_of_work(lines[0]) and is_copyright(lines[1])


def _is_name_of_work(line: str) -> bool:
    words = _WORD.findall(line)
    told = {word.lower() for word in words}
    name = 0 < len(words) <= _MOST_OF_A_NAME and words[0][0].isupper() and line.isascii() and "".join(words).isascii()
    return name and _PLAIN.fullmatch(line) is not None and told.isdisjoint({*listed("no-holder"), *listed("no-work")})


def _goes_on(last: str, line: str) -> bool:
    if not last.strip():
        return False
    full = len(last) + len(line.split(" ", 1)[0]) >= _FULL
    return full or bool(_OPEN.search(last) or _BEHIND.match(line))


def _sentences(line: str) -> list[str]:
    """Parts of the line that stop for themselves; a stop after an abbreviation is none."""
    parts: list[str] = []
    for part in _STOPS.split(line):
        if parts and _ABBREVIATED.search(parts[-1].rstrip()):
            parts[-1] += " " + part
        else:
            parts.append(part)
    return parts


def _names(part: str) -> bool:
    """Names: a part that stands for itself must bear the sign, or be empty."""
    bare = _SIGN.sub(" ", part)
    words = _WORD.findall(bare)
    if not words:
        return True
    if len(words) > 24 or bare == part:
        return False
    small = [word for word in words if not _is_name(word)]
    return not small or (len(words) > 1 and len(small) == 1 and small[0].lower() not in listed("no-holder"))


def mixed(word: str) -> bool:
    """Whether a word has letters of more than one script, as no name has: one of them feigns another."""
    return not word.isascii() and any("a" <= one <= "z" for one in word.lower()) and bool(_FEIGNING.search(word))


def _is_name(word: str) -> bool:
    if mixed(word):
        return False
    low = word.lower().strip(".'’-")
    if low in listed("no-holder"):
        return low in listed("also-names") and word.istitle()
    return low in listed("joins-holders") or not word[0].islower() or "." in word[1:-1] or "@" in word


def uncredited(text: str) -> str:
    """A text without its copyright lines: beside a licence's name, whose the copyright is limits nothing."""
    return "\n".join("" if is_copyright(line) else line for line in text.split("\n"))
