import re
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scanner.text.yaml import MAX_DEPTH, MAX_NODES, YamlError, load_card, load_strict

#: A number for YAML 1.2, as the Hub reads cards, and a text for the dumper's 1.1, which does not quote it.
_NUMBER = re.compile(r"[-+.]*\d[\d_.]*[eE][-+]?\d+")
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=12).filter(
        lambda text: not _NUMBER.fullmatch(text)
    ),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdefg_", min_size=1, max_size=6), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(PLAIN)
def test_strict_reads_what_was_dumped(value):
    assert load_strict(yaml.safe_dump(value, allow_unicode=True)).data == value


def test_numbers_are_those_of_yaml_1_2():
    assert load_strict("0E0").data == 0.0 and load_strict("'0E0'").data == "0E0"


@given(st.text() | st.text(alphabet=" \t\n:-[]{}'\"|>&*!#?,ab0\0\r\ufeff"))
def test_card_never_raises_and_strict_only_yaml_errors(text):
    load_card(text)
    try:
        load_strict(text)
    except YamlError as error:
        assert error.line >= 1


def test_strict_types():
    text = "a: 1\nb: 2.5\nc: true\nd: no\ne: on\n"
    text += "f: 2024-01-01\ng: ~\nh:\ni: '1'\nj: 700_000_000\nk: 1.2.3\nl: 0x10\nm: yes\n"
    expected = {
        "a": 1,
        "b": 2.5,
        "c": True,
        "d": "no",
        "e": "on",
        "f": "2024-01-01",
        "g": None,
        "h": None,
        "i": "1",
        "j": 700000000,
    }
    assert load_strict(text).data == expected | {"k": "1.2.3", "l": "0x10", "m": "yes"}


def test_lines_by_path():
    lines = load_strict("a: 1\nb:\n  - x\n  - c: y\n").lines
    assert lines == {("a",): 1, ("b",): 2, ("b", 0): 3, ("b", 1): 4, ("b", 1, "c"): 4}


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "twice"),
        ("a: &x 1\nb: *x\n", 2, "alias"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "tag"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: 1\nb: c: d\n", 2, "not YAML"),
        ("a: 1\nb: x\0y\n", 2, "U+0000"),
        ("a:\n\tb: 1\n", 2, "not YAML"),
        ("? [x, y]\n: 1\n", 1, "plain text"),
        ("[" * (MAX_DEPTH + 1), 1, "deeper"),
    ],
)
def test_strict_refuses_with_the_line(text, line, word):
    with pytest.raises(YamlError, match=re.escape(word)) as caught:
        load_strict(text)
    assert caught.value.line == line and str(caught.value).startswith(f"line {line}: ")


def test_card_scalars_stay_as_written():
    data = load_card(
        "language: no\nversion: 2.10\ndate: 2020-01-01\n"
        "license: 'null'\nname: null\nempty:\nok: true\nlist: [~, no, 1]\n"
    ).data
    assert data == {
        "language": "no",
        "version": "2.10",
        "date": "2020-01-01",
        "license": "null",
        "name": None,
        "empty": None,
        "ok": "true",
        "list": [None, "no", "1"],
    }


def test_an_alias_bomb_neither_explodes_nor_hides_the_rest():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    document = load_card(bomb + "license: mit\n")
    assert document.data["license"] == "mit"
    assert document.data["b"] == [None, None]
    assert any("alias" in problem for problem in document.problems)


def test_one_broken_key_does_not_hide_the_others():
    document = load_card("title: a: b\nlicense: mit\nlist:\n- x\n- y\nbad: [\n", first_line=2)
    assert document.data == {"license": "mit", "list": ["x", "y"]}
    assert document.lines[("license",)] == 3
    assert [problem for problem in document.problems if "title" in problem]


def test_a_huge_block_does_not_hide_the_others():
    big = "license: mit\nmodel-index:\n" + "- a\n" * (MAX_NODES + 1) + "tags: [x]\n"
    started = time.process_time()
    document = load_card(big)
    assert document.data == {"license": "mit", "tags": ["x"]}
    assert any("model-index" in problem for problem in document.problems)
    assert time.process_time() - started < 30


@pytest.mark.parametrize(
    "text",
    ["a: 1\n\tb: 2\n", "a:\n\t- x\n", "a: \x07b\n", "? {a: b}\n: c\n", "a: 1\na: 2\n", "<<: *x\n", "a: !!binary x\n"],
)
def test_what_is_odd_is_named(text):
    assert load_card(text).problems


def test_deep_nesting_is_quick():
    assert load_card("[" * 1_000_000).problems
    assert load_card("- " * 1_000_000).problems
    assert load_card("{a: " * 500_000).problems
