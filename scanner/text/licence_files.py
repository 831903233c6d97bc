"""Which files of a repo hold licence-like texts, and how their bytes become a :class:`Text`."""

import hashlib
import re
from collections.abc import Iterable

from scanner.model.snapshot import Text

#: At most so many licence-like files of a repo are read, and so many bytes of each.
MAX_FILES = 12
TEXT_BOUND = 512 * 1024

_STARTS = re.compile(r"(licen[sc]e|copying|use[_-]policy|notice|unlicense)", re.IGNORECASE)
_HOLDS = re.compile(r"licen[sc]e|use[_-]policy", re.IGNORECASE)
_PROSE = ("", ".md", ".txt", ".rst", ".markdown", ".html")
_OTHER = re.compile(
    r"\.(safetensors|bin|pt|pth|ckpt|onnx|gguf|h5|msgpack|pkl|npz|npy|parquet|arrow|zip|gz|tar|7z|py|ipynb|js|ts|c|cc|cpp|h|cu|rs|go"
    r"|json|jsonl|ya?ml|toml|csv|tsv|xml|png|jpe?g|gif|svg|webp|mp[34]|wav|pdf|docx?|model|spdx|sig|asc)$",
    re.IGNORECASE,
)


def licence_like(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths, at the root or one level down, that hold a licence, a use policy or a notice by their name: the
    root's before deeper ones, ``LICENSE`` first."""
    found = [path for path in paths if path.count("/") <= 1 and _is_licence(path.rsplit("/", 1)[-1])]
    return tuple(sorted(set(found), key=lambda path: (path.count("/"), not path.lower().startswith("licen"), path)))


def _is_licence(name: str) -> bool:
    if _OTHER.search(name):
        return False
    stem, dot, suffix = name.rpartition(".")
    prose = (dot + suffix).lower() in _PROSE if stem else True
    return bool(_STARTS.match(name)) or (prose and bool(_HOLDS.search(name)))


def make_text(path: str, data: bytes, truncated: bool = False, bound: int = TEXT_BOUND) -> Text:
    """The text of a licence-like file; never raises. ``sha256`` is of all of ``data``."""
    return Text(
        path=path,
        text=decode(data[:bound]),
        sha256=hashlib.sha256(data).hexdigest(),
        truncated=truncated or len(data) > bound,
    )


def decode(data: bytes) -> str:
    """Bytes as text: UTF-8, or UTF-16 with its mark; what is neither becomes U+FFFD. Line ends become ``\\n``, NUL is
    dropped."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = data.decode(encoding, "replace").removeprefix("\ufeff").replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")
