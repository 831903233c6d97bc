"""Every record under ``rules/prose`` by its own examples: what makes it answer, and what must not."""

import pytest

from scanner.identify.prose import Place, hear
from scanner.identify.prose.records import Example, Record, records
from scanner.knowledge.resources import rules_dir

ALL = records(rules_dir())
FIRES = [pytest.param(one, ex, id=f"{one.id}-{n}") for one in ALL for n, ex in enumerate(one.fires)]
SILENT = [pytest.param(one, ex, id=f"{one.id}-{n}") for one in ALL for n, ex in enumerate(one.silent)]


def answers(example: Example) -> list[tuple[str, str]]:
    text = f"## {example.heading}\n\n{example.text}" if example.heading else example.text
    return [(heard.pattern, heard.says) for heard in hear(text, example.place, repo="lab/sorter")]


@pytest.mark.parametrize(("record", "example"), FIRES)
def test_a_record_answers(record: Record, example: Example) -> None:
    if record.says == "nothing":
        assert not answers(example)
    else:
        assert (record.id, record.says) in answers(example)


@pytest.mark.parametrize(("record", "example"), SILENT)
def test_a_record_is_silent(record: Record, example: Example) -> None:
    found = answers(example)
    assert found if record.says == "nothing" else record.id not in [name for name, _ in found]


#: What these limit is told by where on a page it stands.
PLACED = ("limit-all-reserved", "limit-names-no-terms")
LIMITS = [
    pytest.param(one, ex, id=f"{one.id}-{n}")
    for one in ALL
    for n, ex in enumerate(one.fires)
    if one.says == "limit" and ex.place == "card" and not ex.heading and one.id not in PLACED
]


@pytest.mark.parametrize("place", ["gate", "licence-file"])
@pytest.mark.parametrize(("record", "example"), LIMITS)
def test_what_limits_in_a_card_limits_where_one_agrees(record: Record, example: Example, place: Place) -> None:
    assert any(heard.says == "limit" for heard in hear(example.text, place, repo="lab/sorter"))
