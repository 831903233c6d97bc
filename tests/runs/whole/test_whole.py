"""A table judged whole comes to what judging each of its rows comes to."""

from pathlib import Path

from scanner.knowledge.policy import load_policy
from scanner.runs.whole.run import judge_table
from tests.hubserver.many import made
from tests.runs.whole.making import differing, rows, table


def test_each_row_is_judged_as_by_itself(tmp_path: Path) -> None:
    folder = table(tmp_path / "t", {"model": rows(made(1000))})
    policy = load_policy("commercial-saas")
    whole = judge_table(folder, policy)
    assert whole.counts["models"] == 1000 and whole.alone == 0
    assert len({whole.made[number].verdict for number in whole.numbers}) == 3
    assert list(differing(folder, whole, policy)) == []
