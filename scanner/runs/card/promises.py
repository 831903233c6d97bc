"""Whether what a line of a card promises may be there already, by what its other lines say of the same thing."""

import re
from collections.abc import Iterator, Sequence

from scanner.knowledge.card import CardCheck
from scanner.knowledge.openness import any_of, silence
from scanner.text.late import late

_LINK = late(r"https?://|\]\(|\bhref\b")
_OUT = late(
    r"\b(?:released?|published|uploaded|available|open-?sourced|download\w*|(?:is|are) (?:out|here|now|there))\b"
)


def kept(check: CardCheck, promise: re.Match[str], lines: Sequence[str], at: int) -> bool:
    """Whether the paragraph of a promise has a link, or any line names the same thing with a link or as released."""
    if not check.kept:
        return False
    same = any_of(one for one in check.kept if re.search(one, promise["what"], re.IGNORECASE))
    return any(map(_LINK.search, _paragraph(lines, at))) or any(
        same.search(line) and _there(line, check) for line in (one[:2000] for one in lines)
    )


def _there(line: str, check: CardCheck) -> bool:
    promised = check.compiled.search(line) or silence().denied.search(line)
    return bool(_LINK.search(line) or (_OUT.search(line) and not promised))


def _paragraph(lines: Sequence[str], at: int) -> Iterator[str]:
    first = next((here for here in range(at, -1, -1) if not lines[here].strip()), -1) + 1
    last = next((here for here in range(at, len(lines)) if not lines[here].strip()), len(lines))
    yield from (line[:2000] for line in lines[first:last])
