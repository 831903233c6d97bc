"""A number with its noun, in one or many."""


def counted(count: int, one: str, many: str = "") -> str:
    """``1 model``, ``2 models``, ``1,200 duties``; ``many`` where an ``s`` does not make it."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
