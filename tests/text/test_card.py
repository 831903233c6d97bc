import codecs

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scanner.model.plain import from_plain, to_plain
from scanner.model.snapshot import Card
from scanner.text.card import parse_card

BLOCK = st.text(alphabet="-\n\r\t :ab[]{}&*'\"#\0\ufeff|>", max_size=80)


@given(st.binary(max_size=200) | BLOCK.map(lambda text: ("---\n" + text).encode()))
def test_never_raises_and_survives_json(data):
    card = parse_card(data)
    assert from_plain(Card, to_plain(card)) == card


@pytest.mark.parametrize(
    "data",
    [
        b"---\nlicense: mit\n---\n# Title\n",
        b"---\r\nlicense: mit\r\n---\r\n# Title\r\n",
        codecs.BOM_UTF8 + b"---\nlicense: mit\n---\n# Title\n",
        "---\nlicense: mit\n---\n# Title\n".encode("utf-16"),
        b"\n\n---  \nlicense: mit\n--- \n# Title\n",
        b"---\nlicense: mit\n\0---\n# Title\n",
    ],
)
def test_front_matter_however_it_is_encoded(data):
    card = parse_card(data)
    assert card.data == {"license": "mit"}
    assert card.body == "# Title\n"
    assert card.lines["license"] == card.body_line - 2


def test_lines_count_in_the_file():
    card = parse_card(b"---\nlanguage: no\n# note\nlicense: mit\ntags:\n- a\n---\n\nBody\n")
    assert card.lines == {"language": 2, "license": 4, "tags": 5}
    assert card.data["language"] == "no"
    assert (card.body_line, card.body, card.problems) == (8, "\nBody\n", ())


def test_no_front_matter():
    card = parse_card(b"# Title\n\n---\nnot: this\n---\n")
    assert (card.front_matter, card.data, card.body_line, card.problems) == (None, {}, 1, ())


def test_a_rule_at_the_top_is_no_front_matter():
    assert parse_card(b"---\n# Title\ntext\n").problems == ()


def test_unterminated():
    card = parse_card(b"---\nlicense: mit\ntags:\n- a\n\n# Title\n")
    assert card.data == {"license": "mit", "tags": ["a"]}
    assert card.body == "\n# Title\n"
    assert "not closed" in card.problems[0]


def test_a_list():
    card = parse_card(b"---\n- a\n- b\n---\n")
    assert card.data == {}
    assert "a list" in card.problems[0]


@pytest.mark.parametrize("key", ["licence", "licenses", "liscence", "Licence", "pipeline-tag", "dataset", "languages"])
def test_misspelt_keys_are_named(key):
    card = parse_card(f"---\nx: y\n{key}: mit\n---\n".encode())
    assert card.data[key] == "mit"
    assert card.problems[0].startswith("line 3: ")


def test_duplicates_and_tabs():
    card = parse_card(b"---\nlicense: mit\nlicense: apache-2.0\nbase_model:\n\t- a/b\n---\n")
    assert card.data == {"license": "apache-2.0", "base_model": ["a/b"]}
    assert len(card.problems) == 2


def test_fifty_megabytes_are_read_to_the_bound():
    card = parse_card(b"---\nlicense: mit\n---\n" + b"x" * 50_000_000)
    assert card.truncated
    assert card.data == {"license": "mit"}
    assert len(card.body) < 3_000_000
    assert "only the first" in card.problems[0]


def test_front_matter_beyond_the_bound():
    card = parse_card(b"---\nlicense: mit\nwidget:\n" + b"- text: hello\n" * 200 + b"---\n", bound=1000)
    assert card.data["license"] == "mit"
    assert card.truncated


@pytest.mark.shared
def test_real_cards_read_as_the_usual_loader_reads_them(shared):
    paths = sorted((shared / "data" / "cards").rglob("*.md"))
    assert len(paths) >= 800
    read = 0
    for path in paths:
        card = parse_card(path.read_bytes())
        if card.front_matter is None:
            continue
        read += 1
        assert card.data == yaml.load(card.front_matter, Loader=yaml.BaseLoader) or _nulls(card.data), path
        assert not card.problems, (path, card.problems)
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        assert all(key in lines[line - 1] for key, line in card.lines.items()), path
    assert read >= 620


def _nulls(data):
    return any(value is None for value in data.values())
