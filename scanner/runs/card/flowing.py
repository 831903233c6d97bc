"""A card's text as it reads: without addresses and marks of emphasis, wrapped lines joined, cells of HTML as cells, and
of a picture what it is called."""

import re

from scanner.text.late import late

_LINK = late(r"!?\[([^\]\n]{0,300})\]\([^)\s]{0,500}(?:\s[^)\n]{0,200})?\)")
#: A picture: its words and the name of its file.
_PICTURE = late(r"!\[([^\]\n]{0,300})\]\(<?([^)\s]{0,500})[^)\n]{0,200}\)|<img\b([^<>]{0,600})>")
_NAMED = late(r"\b(?:alt|src)\s*=\s*[\"']?([^\"'<>]{1,400})", re.IGNORECASE)
_FILE = late(r"[^/?#]{1,100}?(?=(?:\.\w{1,5})?(?:[?#].*)?$)")
_URL = late(r"<?https?://[^\s<>()\[\]\"'`|\\]{1,500}>?")
#: Asterisks but in "8 * A100", backquotes and underscores around words.
_EMPHASIS = late(
    r"\*{2,3}|(?<!\d)(?<!\d )\*|\*(?! ?[A-Za-z]*\d)|(?<!`)`{1,2}(?!`)|\b_{1,3}(?=\w)|(?<=[^\W_])_{1,3}(?=\W|$)"
)
_CELL = late(r"\s*<t[dh](?:\s[^<>]{0,300})?>\s*")
_ROW = late(r"</tr>|<br\s*/?>")
_TAG = late(r"</?[a-zA-Z][^<>]{0,500}>")
#: Where a line may go on in the next: no sentence ends, and what follows is no item, row, heading, quote or code.
_WRAPPED = late(r"(?<=[^\s|.!?:;。！？：；])[ \t]*\n[ \t]{0,8}(?=[^\s+#|>~`\d*-]|[*\d-][^\s.)*-])")
_LEAST = 40
_SENTENCE = late(r"(?<=[.!?])[ \t]+(?=[^\s|])|(?<=[。！？])")


def flowing(text: str) -> str:
    """The text, a sentence a line; rows of tables keep theirs."""
    text = _PICTURE.sub(_called, text)
    if "<" in text:
        text = _TAG.sub(" ", _ROW.sub("\n", _CELL.sub(" | ", text)))
    text = _WRAPPED.sub(_joint, text)
    return _SENTENCE.sub("\n", _EMPHASIS.sub("", _URL.sub(" ", _LINK.sub(r"\1", text))))


def _called(picture: re.Match[str]) -> str:
    """What a picture is called; nothing of a badge."""
    named = [picture[1], picture[2]] if picture[3] is None else _NAMED.findall(picture[3])
    if any(("shields.io" in one or "badge" in one) and "paperswithcode" not in one for one in named if one):
        return " "
    files = [found[0] for one in named if one and (found := _FILE.search(one))]
    return f" \U0001f5bc {' '.join(files).replace('_', ' ').replace('-', ' ')} "


def _joint(end: re.Match[str]) -> str:
    """A blank, or the line's end where the line is too short to have been wrapped, or is a row or a heading."""
    begin = end.string.rfind("\n", 0, end.start()) + 1
    line = end.string[begin : end.start()].lstrip()
    return "\n" if len(line.encode()) < _LEAST or line.startswith(("|", "#")) else " "
