"""Making text that others wrote safe to show. Nothing here changes what is judged, only what is displayed."""

import re

from scanner.text.late import late

_ESCAPES = late(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?"  # OSC, DCS and their kin: titles, links, clipboard
    r"|\x1b[ -/]*[0-~]?"  # every other escape
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
_CONTROLS = late(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
#: Characters that reorder, hide or join what a reader sees: shown as ``<U+202E>`` instead of taking effect.
_HIDDEN = late("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_MARKDOWN = late(r"([\\`*_{}\[\]()<>#+!|~&@$-])")
_USERINFO = late(r"(?i)(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,30}:/{1,3})[^\s/?#@\"'<>]{1,500}@")
_TOKEN = late(r"(?<![A-Za-z0-9])hf_[A-Za-z0-9]{10,}")
_LIST_START = late(r"^(\s*)(\d+)([.)])", re.MULTILINE)


def terminal(text: str) -> str:
    """``text`` without escape sequences and control characters (newline and tab stay); what would reorder or hide
    text is made visible as ``<U+XXXX>``, and ``##[``, for a GitHub runner a command anywhere in a line, is broken.
    """
    text = _ESCAPES.sub("", text.replace("\r\n", "\n")).replace("##[", "## [")
    return _HIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", _CONTROLS.sub("", text))


def one_line(text: str) -> str:
    """``text`` safe for a terminal, on one line, with runs of white space as one space."""
    return " ".join(terminal(text.replace("\r", "\n")).split())


def capital(text: str) -> str:
    """``text`` as a sentence begins; a first word that is a path, a file or an id stays as it is spelled."""
    first = text.partition(" ")[0].rstrip(".,:;")
    return text if any(mark in first for mark in "./:_-") else text[:1].upper() + text[1:]


def within(text: str) -> str:
    """``text``, a sentence, as it goes on within another."""
    return text[:1].lower() + text[1:]


def markdown(text: str) -> str:
    """``text`` as one line that Markdown (GitHub's included) shows letter by letter: no links, images, HTML or
    mentions."""
    escaped = _MARKDOWN.sub(r"\\\1", one_line(text))
    return _LIST_START.sub(r"\1\2\\\3", escaped)


def secretless(text: str) -> str:
    """``text`` without what lets somebody in: the user part of addresses, and Hub tokens."""
    return _TOKEN.sub("hf_…", _USERINFO.sub(r"\1…@", text)) if "@" in text or "hf_" in text else text


def bound(text: str, limit: int) -> str:
    """At most ``limit`` characters of ``text``, the last of them an ellipsis when something was cut off."""
    return text if len(text) <= limit else text[: max(limit - 1, 0)] + "…"
