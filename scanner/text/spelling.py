"""Names as people spell them: words run together, or joined by signs."""

from scanner.text.late import late

_RUN_TOGETHER = late(r"(?<=[a-z])(?=[A-Z])")
_SIGNS = late(r"[\W_]+")


def words_of(name: str) -> str:
    """The words of a name, a space between them (``myModel-License_v2`` is ``my Model License v2``)."""
    return _SIGNS.sub(" ", _RUN_TOGETHER.sub(" ", name)).strip()
