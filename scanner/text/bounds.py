"""How much of a page is read."""

import re
from itertools import islice

from scanner.text.late import late

#: Characters of a page, and the lines, sentences and cells that stand in them: time goes by these more than by bytes.
MOST_CHARACTERS = 200_000
MOST_PIECES = 4_000
_PIECE = late(r"\S[^\S\n]*\n|[.!?…](?=\s)|[。！？]|</?(?:br|p|li|tr|td|div|summary)\b", re.IGNORECASE)


def bounded(text: str) -> str:
    """The beginning of a page that is read: all of it, save where it is longer than any page of a person's."""
    if len(text) < MOST_PIECES:
        return text
    text = text[:MOST_CHARACTERS]
    last = next(islice(_PIECE.finditer(text), MOST_PIECES - 1, None), None)
    return text if last is None else text[: last.end()]
