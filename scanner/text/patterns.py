"""Patterns as in ``.gitignore``, bounded: those of a stranger's tree are matched too."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pathspec

MAX_LENGTH = 1_000
MAX_STARS = 20
MAX_PATTERNS = 10_000


def usable(pattern: str) -> bool:
    """Whether a pattern can be matched in a time that a person waits for."""
    return len(pattern) <= MAX_LENGTH and pattern.count("*") + pattern.count("?") <= MAX_STARS


def spec(patterns: Iterable[str]) -> "pathspec.GitIgnoreSpec":
    """The patterns made ready to match. Raises :class:`ValueError` with the reason when they cannot be."""
    import pathspec

    lines = list(patterns)
    if len(lines) > MAX_PATTERNS:
        raise ValueError(f"more than {MAX_PATTERNS} patterns")
    if bad := next((line for line in lines if not usable(line)), None):
        raise ValueError(f"the pattern '{bad[:40]}…' is too long, or has more than {MAX_STARS} stars")
    try:
        return pathspec.GitIgnoreSpec.from_lines(lines)
    except Exception as error:  # the engines that match each refuse in their own way
        raise ValueError(f"a pattern cannot be used ({error})") from error
