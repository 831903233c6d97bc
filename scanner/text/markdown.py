"""What every reader of a Markdown page has to know alike: its headings, its code, and what its comments hide."""

from scanner.text.late import late

#: A line that is a heading. Its text ends in what is no mark of the heading's end, so that no blanks are gone through
#: again and again.
HEADING = late(r"\s{0,3}(?P<marks>#{1,6})\s+(?P<text>(?:.*[^\s#])?)[\s#]*$")

#: A line that begins or ends code: ``mark`` and, where it begins, the ``info`` behind it. Code within a line is none.
FENCE = late(r"\s{0,3}(?:>\s?)?(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$")


def without_comments(text: str, *, open_hides: bool = False) -> str:
    """A text without HTML comments, their line ends kept. One that is never closed is text, or (``open_hides``) hides
    all that follows."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        if end < 0 and not open_hides:
            break
        end = len(text) if end < 0 else end + 3
        parts += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end
    return "".join([*parts, text[at:]])
