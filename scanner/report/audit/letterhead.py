"""A company's logo, carried inside the report."""

import base64
from pathlib import Path

from scanner.model.errors import ModelscanError
from scanner.text.files import read_bounded

_KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
_MAX_BYTES = 2 * 1024 * 1024


def embedded(path: Path) -> str:
    """The picture as a ``data:`` address. Raises :class:`ModelscanError`."""
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise ModelscanError(f"--logo {path}: give a picture: {', '.join(_KINDS)}")
    try:
        data = read_bounded(path, _MAX_BYTES)
    except OSError as error:
        raise ModelscanError(f"--logo {path} cannot be read ({error.strerror})") from None
    if len(data) > _MAX_BYTES:
        raise ModelscanError(f"--logo {path} is larger than 2 MB: make it smaller, it travels inside the report")
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
