"""A folded sentence in parts that can be judged alone: strong ends part different things, weak ones may not."""

import re
from collections.abc import Iterator

_MAX_PARTS = 40
#: Beyond so many ends, what stands next to each other is no more put together.
_MAX_CUTS = 6
_STATEMENT = 3


def strong(sentence: str, ends: "re.Pattern[str]") -> list[str]:
    """The parts of a sentence that are statements of their own."""
    return [part.strip() for part in ends.split(sentence, maxsplit=_MAX_PARTS) if part and part.strip()]


def weak(part: str, ends: "re.Pattern[str]") -> list[str]:
    """The clauses of a part, if it has more than one."""
    parts = strong(part, ends)
    return parts if len(parts) > 1 else []


def apart(part: str, ends: "re.Pattern[str]") -> list[str]:
    """The statements of a part, none where one would be a few words: "the weights and the code must ..."."""
    told = weak(part, ends)
    return told if all(len(one.split()) >= _STATEMENT or not one.isascii() for one in told) else []


def runs(part: str, ends: "re.Pattern[str]") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Clauses of a part that stand next to each other, one or more but not all, the longest first, each with what
    stands before and behind it."""
    cuts = [match.span() for match in ends.finditer(part)][:_MAX_CUTS]
    starts, stops = [(0, 0), *cuts], [*cuts, (len(part), len(part))]
    several = [(start, stop) for place, start in enumerate(starts) for stop in stops[place:]]
    for (before, start), (stop, after) in sorted(several, key=lambda one: one[0][1] - one[1][0])[1:]:
        rest = part[:before].strip(), part[after:].strip()
        yield part[start:stop].strip(), tuple(one for one in rest if one)


def now(text: str, changes: "re.Pattern[str]") -> str:
    """A sentence without what a licence was before it was changed."""
    match = changes.search(text)
    for name in reversed([name for name, value in match.groupdict().items() if value] if match else []):
        text = text[: match.start(name)] + text[match.end(name) :]  # type: ignore[union-attr]
    return text
