"""Bytes of a text that are no UTF-8, in the encoding in which they were most likely written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.text.late import late

#: What is looked at to tell the encoding.
_LOOKED = 64 * 1024
_HIGH = re.compile(rb"[\x80-\xff]+")
#: Which signs tell a language of several bytes a letter, by its encodings; a text counts where most of what is no
#: ASCII in it is of these.
_CHINESE = "的一是不了在有人这中大为上个国以要会可对生能而于学下自之用许不得仅禁止商业研究权重模型使用协议"
_TRADITIONAL = "的一是不了在有人這中大為上個國以要會可對生能而於學下自之用許不得僅禁止商業研究權重模型使用協議"
_TELLING = (
    ("gb18030", late(f"[{_CHINESE}]"), 0.25),
    ("big5hkscs", late(f"[{_TRADITIONAL}]"), 0.25),
    ("cp932", late("[\u3040-\u30ff]"), 0.3),
    ("euc_jp", late("[\u3040-\u30ff]"), 0.3),
    ("cp949", late("[\uac00-\ud7a3]"), 0.6),
    ("koi8_r", late("[оеаинтсрвл]"), 0.4),
    ("cp1251", late("[оеаинтсрвл]"), 0.4),
)
_LETTERS = late("[^\\W\\d_]")


def encoding_of(data: bytes) -> str | None:
    """The encoding of bytes that are no UTF-8; None where none explains them."""
    looked = data[:_LOOKED]
    if _mostly_utf8(looked):
        return None
    if _few(looked):
        return "cp1252"
    found = max(_explained(looked), default=None)
    return found[1] if found is not None else None


def _mostly_utf8(data: bytes) -> bool:
    """Whether most of what is no ASCII is UTF-8: a letter of another encoding in it is a mistake."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(1 for sign in text if sign > "\x7f") > 2 * broken


def _few(data: bytes) -> bool:
    """Whether what is no ASCII are single signs here and there: letters with accents, quotes."""
    runs = [len(run) for run in _HIGH.findall(data)]
    return bool(runs) and sum(runs) * 5 < len(data) and sum(1 for run in runs if run > 2) * 8 <= len(runs)


def _explained(data: bytes) -> Iterator[tuple[float, str]]:
    for encoding, telling, least in _TELLING:
        # The last letter may be cut through.
        text = next((one for cut in range(4) if (one := _decoded(data[: len(data) - cut], encoding)) is not None), None)
        letters = [sign for sign in _LETTERS.findall(text or "") if not sign.isascii()]
        share = len(telling.findall(text)) / len(letters) if text is not None and letters else 0.0
        if share >= least:
            yield share / least, encoding


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
