import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.text.clean import bound, markdown, one_line, terminal


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;http://evil\x07link\x1b]8;;\x07", "link"),
        ("\x1b]0;title\x1b\\x", "x"),
        ("\x1b(Bx\x1bcy", "xy"),
        ("\x9b2Jx", "x"),
        ("a\x00b\x08c\x7f", "abc"),
        ("a\r\nb\tc", "a\nb\tc"),
        ("user\u202egnp.exe", "user<U+202E>gnp.exe"),
        ("a\u200bb", "a<U+200B>b"),
        ("中文 é", "中文 é"),
    ],
)
def test_terminal(text, shown):
    assert terminal(text) == shown


@given(st.text())
def test_nothing_unsafe_is_left(text):
    shown = terminal(text)
    assert not [
        c for c in shown if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0x85 or c in "\u202e\u2066\u200b"
    ]
    assert "\n" not in one_line(text)
    assert terminal(shown) == shown


@pytest.mark.parametrize(
    "text",
    ["[x](http://e)", "![i](u)", "<img src=x>", "`code`", "# h", "| a |", "@team", "a_b_c", "**b**", "1. x", "- x"],
)
def test_markdown_shows_letters(text):
    escaped = markdown(text)
    assert escaped.replace("\\", "") == text
    assert escaped != text


def test_markdown_is_one_line():
    assert "\n" not in markdown("a\n\n# b")


def test_bound():
    assert (bound("abc", 3), bound("abcd", 3), bound("x", 0)) == ("abc", "ab…", "…")
