"""A folded sentence in parts that can be judged alone: strong ends part different things, weak ones may not."""

import re

_MAX_PARTS = 40


def strong(sentence: str, ends: "re.Pattern[str]") -> list[str]:
    """The parts of a sentence that are statements of their own."""
    return [part.strip() for part in ends.split(sentence, maxsplit=_MAX_PARTS) if part and part.strip()]


def weak(part: str, ends: "re.Pattern[str]") -> list[str]:
    """The clauses of a part, if it has more than one."""
    parts = strong(part, ends)
    return parts if len(parts) > 1 else []


def now(text: str, changes: "re.Pattern[str]") -> str:
    """A sentence without what a licence was before it was changed."""
    match = changes.search(text)
    for name in reversed([name for name, value in match.groupdict().items() if value] if match else []):
        text = text[: match.start(name)] + text[match.end(name) :]  # type: ignore[union-attr]
    return text
