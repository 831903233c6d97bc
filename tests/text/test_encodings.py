"""Bytes that are no UTF-8 are read in the encoding that explains them, and in none where none does."""

import pytest

from scanner.text.encodings import encoding_of
from scanner.text.licence_files import decode, is_broken

WRITTEN = {
    "本模型由我们的团队训练，用于文本分类。你可以自由地使用它。": ("gbk", "gb18030"),
    "本模型僅供學術研究，禁止商業使用。": ("big5", "gb18030"),
    "このモデルは研究目的でのみ利用できます。": ("shift_jis", "euc_jp"),
    "이 모델은 연구 목적으로만 사용할 수 있습니다.": ("euc-kr", "cp949"),
    "Модель доступна только для исследований.": ("cp1251", "koi8-r"),
    "Modèle réservé à la recherche, usage commercial interdit.": ("latin-1", "cp1252"),
    "Nur für nichtkommerzielle Zwecke. Die Größe ist über alles schön.": ("latin-1",),
    "You may not – “ever” – sell it.": ("cp1252",),
}


@pytest.mark.parametrize(("text", "encoding"), [(text, one) for text, many in WRITTEN.items() for one in many])
def test_what_was_written_is_read(text: str, encoding: str) -> None:
    data = f"# A page\n\n{text}\n".encode(encoding)
    assert text in decode(data) and not is_broken(data)


@pytest.mark.parametrize("text", [*WRITTEN, "plain"])
def test_utf_8_stays_what_it_is_with_a_broken_letter_in_it(text: str) -> None:
    assert decode(text.encode()) == text and text in decode(b"\xe9 " + text.encode())


@pytest.mark.parametrize("data", [bytes(range(0x80, 0x100)) * 3, b"\xff" * 100, bytes(range(0xC0, 0x100)) + b" a\n"])
def test_what_none_explains_is_not_read(data: bytes) -> None:
    assert encoding_of(data) is None and is_broken(data)
