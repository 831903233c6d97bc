"""What every reader of a Markdown page has to know alike: its headings, its code, what its comments hide, and which
code repositories it leads to."""

import re

from scanner.text.late import late

#: A line that is a heading. Its text ends in what is no mark of the heading's end, so that no blanks are gone through
#: again and again.
HEADING = late(r"\s{0,3}(?P<marks>#{1,6})\s+(?P<text>(?:.*[^\s#])?)[\s#]*$")

#: A line that begins or ends code: ``mark`` and, where it begins, the ``info`` behind it. Code within a line is none.
FENCE = late(r"\s{0,3}(?:>\s?)?(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$")


#: CommonMark 0.31 and HTML: ``<!-->`` and ``<!--->`` are whole comments, and ``--!>`` ends one too.
_COMMENT_END = late("--!?>")


def without_comments(text: str, *, open_hides: bool = False) -> str:
    """A text without HTML comments, their line ends kept; one that begins behind a backtick is shown as code. One that
    is never closed is text, or (``open_hides``) hides all that follows."""
    parts, at, seek = [], 0, 0
    while (start := text.find("<!--", seek)) >= 0:
        if text[start - 1 : start] == "`":
            seek = start + 4
            continue
        ended = _COMMENT_END.search(text, start + 2)
        if ended is None and not open_hides:
            break
        seek = ended.end() if ended else len(text)
        parts += [text[at:start], "\n" * text.count("\n", start, seek)]
        at = seek
    return "".join([*parts, text[at:]])


_UNSHOWN = late(r"<(script|style|template)\b[^<>]{0,500}>", re.IGNORECASE)


def without_unshown(text: str) -> str:
    """A page of HTML without its programs and styles, their line ends kept; one that never ends is text."""
    parts, at = [], 0
    while (begun := _UNSHOWN.search(text, at)) is not None:
        ended = re.compile(rf"</{begun[1]}\s{{0,9}}>", re.IGNORECASE).search(text, begun.end())
        if ended is None:
            break
        parts += [text[at : begun.start()], "\n" * text.count("\n", begun.start(), ended.end())]
        at = ended.end()
    return "".join([*parts, text[at:]])


_REPO = late(r"https?://(?:www\.)?github\.com/([a-z0-9][a-z0-9-]{0,38})/([a-z0-9._-]{1,100})(?![\w.-])", re.IGNORECASE)


def code_repos(text: str) -> tuple[str, ...]:
    """The repositories (``owner/name``) that a text leads to, without what ends the sentence or the address."""
    names = (f"{one[1]}/{one[2].rstrip('.').removesuffix('.git')}" for one in _REPO.finditer(text))
    return tuple(dict.fromkeys(names))
