"""What stands within a block of Markdown: its plain text, and the links and images in it. Every pattern runs in linear
time."""

import re
from collections.abc import Iterator

from scanner.text.late import late

_REFERENCE = late(r"(?m)^\s{0,3}\[(?P<name>[^\]^\n][^\]\n]{0,80})\]:\s{0,4}<?(?P<url>\S{4,500})>?")
_ONLY_REFERENCE = late(r"\s{0,3}\[[^\]^\n][^\]\n]{0,80}\]:\s{0,4}<?(?:https?://|\.?/|LICEN)")
_REFERENCE_TITLE = late(r"\]:\s{0,4}<?\S{1,500}?>?\s+[\"'(](?P<title>[^\"'()\n]{4,400})[\"')]\s*$")
_IMAGE = late(
    r"!\[(?P<alt>[^\]\n]{0,200})\](?:\((?P<url>[^()\s\[\]]{0,600})(?:\s[^()\n]{0,200})?\)|\[(?P<ref>[^\]\n]{0,80})\])"
)
_IMG = late(r"<img\b(?P<rest>[^<>]{0,900})>", re.IGNORECASE)
_ATTRIBUTE = late(r"\b(alt|src)\s{0,3}=\s{0,3}[\"']([^\"'<>]{0,600})[\"']", re.IGNORECASE)
#: What a pointer that rests on a link, a picture or a short word is shown.
_TITLED = late(
    r"\]\([^()\s]{0,600}\s+(?:\"(?P<quoted>[^\"\n]{4,400})\"|'(?P<single>[^'\n]{4,400})')\s{0,3}\)"
    r"|\b(?:title|aria-label|placeholder|label|value)\s{0,3}=\s{0,3}(?:\"(?P<double>[^\"<>]{4,400})\"|'(?P<one>[^'<>]{4,400})')"
)
_LINK = late(
    r"\[(?P<text>[^\[\]\n]{0,300})\](?:\((?P<url>[^()\s\[\]]{0,600})(?:\s[^()\n]{0,200})?\)|\[(?P<ref>[^\]\n]{0,80})\])"
)
_ANCHOR = late(r"<a\b[^<>]{0,300}href\s{0,3}=\s{0,3}[\"'](?P<url>[^\"'<>\s]{1,600})[\"'][^<>]{0,300}>", re.IGNORECASE)
_URL = late(
    r"(https?://[^\s<>()\[\]\"'，。；]{4,500})|(?<![\w@./:-])((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}/[^\s<>()\[\]\"'，。；]{1,300}[\w/])"
)
_STRUCK = late(r"~~[^~\n](?:[^~]|~[^~]){0,2000}~~|<(s|del|strike)>[^<]{0,2000}</(?:s|del|strike)>", re.IGNORECASE)
_BREAK = late(
    r"</?(?:p|li|dl|dt|dd|tr|div|ul|ol|table|details|summary|section|center|blockquote)\b[^<>]{0,200}>", re.IGNORECASE
)
_LINE = late(r"<br\b[^<>]{0,40}>", re.IGNORECASE)
_CELL = late(r"</t[dh]>\s*<t[dh]\b[^<>]{0,200}>", re.IGNORECASE)
_TERM = late(r"</dt>\s*<dd\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = late(r"</?[a-zA-Z][^<>\n]{0,600}>")
#: What makes a sign of Markdown stand for itself; the bar of a table's cell stays hidden.
_ESCAPED = late(r"\\(?=[!-/:-@\[-`{}~])")
_MARKS = late(r"(?<!\\)[*`]{1,3}|(?<![\w\\])_{1,3}|(?<!\\)_{1,3}(?!\w)")


def references(text: str) -> dict[str, str]:
    """The addresses that a page defines apart from where it links to them, by name in small letters."""
    if "]:" not in text:
        return {}
    return {match["name"].lower(): match["url"] for match in _REFERENCE.finditer(text)}


def is_reference(line: str) -> bool:
    """Whether a line only defines an address."""
    return _ONLY_REFERENCE.match(line) is not None


def reference_title(line: str) -> str:
    """What a line that defines an address shows where a pointer rests on its link."""
    titled = _REFERENCE_TITLE.search(line)
    return " ".join(titled["title"].split()) if titled else ""


def links(raw: str, references: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The addresses that a block links to, images apart, with the words that carry them."""
    if "](" not in raw and "][" not in raw and "/" not in raw:
        return
    bare = _IMAGE.sub("", raw)
    for match in [*_LINK.finditer(bare)][:20]:
        if url := match["url"] or references.get((match["ref"] or match["text"]).lower()):
            yield url, " ".join(plain(match["text"]).split())
    yield from [(match["url"], "") for match in _ANCHOR.finditer(bare)][:20]
    yield from [(match[1] or f"https://{match[2]}", "") for match in _URL.finditer(_LINK.sub("", bare))][:20]


def images(raw: str, references: dict[str, str]) -> Iterator[tuple[str, str]]:
    """``(text, address)`` of a block's images, and what is shown where a pointer rests."""
    if "![" in raw:
        for match in [*_IMAGE.finditer(raw)][:20]:
            yield match["alt"], match["url"] or references.get((match["ref"] or match["alt"]).lower(), "")
    for match in [*_IMG.finditer(raw)][:20] if "<img" in raw.lower() else ():
        found = {name.lower(): value for name, value in _ATTRIBUTE.findall(match["rest"])}
        yield found.get("alt", ""), found.get("src", "")
    for match in [*_TITLED.finditer(raw)][:20] if "](" in raw or "=" in raw else ():
        yield next(filter(None, match.groups()), ""), ""


def _but_star(mark: "re.Match[str]") -> str:
    """The sign of a note where a mark is one; nothing for any other mark."""
    return mark[0] if mark[0] == "*" else ""


def plain(text: str) -> str:
    """Text without mark-up; line ends stay."""
    if "<" in text:
        text = _STRUCK.sub(" ", text)
        text = _BREAK.sub("\x1e", _LINE.sub("\x1f", _CELL.sub(" | ", _TERM.sub(": ", _IMG.sub("", text)))))
        text = _TAG.sub("", text)
    if "~~" in text:
        text = _STRUCK.sub(" ", text)
    if "[" in text:
        text = _IMAGE.sub("", text)
        text = _LINK.sub(r"\g<text>", text)
    text = text.replace(">", " ") if text.lstrip().startswith(">") or "\n>" in text else text
    text = _MARKS.sub("" if text.count("*") != 1 else _but_star, text)
    return _ESCAPED.sub("", text) if "\\" in text else text
