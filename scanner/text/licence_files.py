"""How the bytes of licence-like files become a :class:`Text`."""

import hashlib
from collections.abc import Mapping

from scanner.model.frozen import replace
from scanner.model.snapshot import GATE_PROMPT, Text

#: At most so many bytes of one are read.
TEXT_BOUND = 512 * 1024


def make_text(path: str, data: bytes, truncated: bool = False, bound: int = TEXT_BOUND) -> Text:
    """The text of a licence-like file; never raises. ``sha256`` is of all of ``data``."""
    return Text(
        path=path,
        text=decode(data[:bound]),
        sha256=hashlib.sha256(data).hexdigest(),
        truncated=truncated or len(data) > bound or is_broken(data),
    )


def gate_prompt(front: object, lines: Mapping[str, int] | None = None) -> Text | None:
    """The prompt of a gate, which often holds the whole licence, out of a card's front matter; None without words.
    ``lines`` are those of its keys."""
    prompt = front.get("extra_gated_prompt") if isinstance(front, Mapping) else None
    if not isinstance(prompt, str) or not prompt.strip():
        return None
    line = (lines or {}).get("extra_gated_prompt", 1)
    return replace(make_text(GATE_PROMPT, prompt.encode("utf-8", "replace")), line=line)


def _other_encoding(data: bytes) -> str | None:
    from scanner.text.encodings import encoding_of

    return encoding_of(data)


def has_holes(data: bytes) -> bool:
    """Whether bytes are no whole text: zeros stand where something was, as in a download that broke off, or nothing but
    blanks does, or only a pointer to it."""
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return (b"\0" in data and not marked) or bool(data and not data.strip()) or data.startswith(_POINTERS)


def is_broken(data: bytes) -> bool:
    """Whether bytes have holes, or are in no encoding that is known here: what they say is then not known."""
    if has_holes(data):
        return True
    return not data.isascii() and (text := decode(data))[:-1].count("\ufffd") * 20 > len(text)


#: How a file of Git LFS or Xet begins that was not fetched.
_POINTERS = (b"version https://git-lfs.github.com/spec/", b"# xet version ")


def is_pointer(text: str) -> bool:
    """Whether a text is what stands for a file of Git LFS or Xet that was not fetched."""
    return text[:60].encode().startswith(_POINTERS)


def decode(data: bytes) -> str:
    """Bytes as text: UTF-8, UTF-16 with its mark, else the encoding that explains them (``text/encodings``); what none
    does becomes U+FFFD. Line ends become ``\\n``, NUL is dropped."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = data.decode(encoding, "replace")
    if encoding == "utf-8" and "\ufffd" in text.rstrip("\ufffd") and (other := _other_encoding(data)) is not None:
        text = data.decode(other, "replace")
    text = text.removeprefix("\ufeff").replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")
