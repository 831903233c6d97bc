"""What a sentence limits is held against terms of licences by name: each of these names is known."""

from scanner.judge.evaluate import Engine
from scanner.judge.reading.doubts import HELD
from scanner.judge.reading.grant import _USE_LISTS
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import plain_files
from tests.making import judged, repo


def test_every_name_that_is_held_against_is_known() -> None:
    records = [
        data for name, data in plain_files(rules_dir()).items() if name.startswith("prose/") and "/words/" not in name
    ]
    text = str(records)
    assert [topic for topic in (*HELD, *_USE_LISTS) if f"'topic': '{topic}'" not in text] == []
    known = set(Engine(rules_dir()).terms)
    assert {term for terms in HELD.values() for term in terms} - known == set()
    assert set(_USE_LISTS) <= set(HELD)


def test_a_size_is_held_by_terms_that_tell_that_very_figure() -> None:
    said = "Companies whose {} must obtain a licence before they use the weights.\n"
    others = "turnover exceeds two million euros", "staff exceeds 50"
    bodies = [said.format(one) for one in ("services have more than 700 million monthly users", *others)]
    found = [judged(repo(front="license: llama3.1", body=body)).commercial_use.status for body in bodies]
    assert found == ["conditional", "unknown", "unknown"]
