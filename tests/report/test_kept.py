"""A long run's results are kept as JSON, and nobody who reads them can tell."""

import tempfile
from dataclasses import replace

import pytest

from scanner.cli.outcome import exit_status
from scanner.model.errors import ModelscanError
from scanner.model.result import Result
from scanner.report.formats.json_ import READABLE
from scanner.report.kept import Kept
from scanner.report.registry import render
from tests.report.samples import ERROR, HOSTILE, RESULTS, report

SOME = (*RESULTS.values(), HOSTILE, ERROR)


def many(count: int) -> tuple[Result, ...]:
    return tuple(replace(SOME[number % len(SOME)], model=f"acme/model-{number}") for number in range(count))


def kept(results: tuple[Result, ...], *formats: str, whole: bool = False) -> Kept:
    made = Kept(formats, whole=whole)
    for one in results:
        made.add(one)
    return made


@pytest.mark.parametrize("count", [READABLE + 1, READABLE + 2, 4 * READABLE])
@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_what_is_kept_as_json_is_written_as_it_would_have_been(count: int, name: str) -> None:
    results = many(count)
    made = kept(results, name)
    for _ in range(2):
        pieces = made.rendered(name, report(*made.results))
        assert pieces is not None and "".join(pieces) == render(name, report(*results))


def test_no_result_stays_whole_in_memory() -> None:
    made = kept(many(2 * READABLE), "json")
    assert len(made.results) == 2 * READABLE
    assert not any(one.findings for one in made.results)
    assert any(one.findings for one in many(2 * READABLE))


def test_what_no_format_asks_for_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(tempfile, "TemporaryFile")
    made = kept(many(2 * READABLE))
    assert len(made.results) == 2 * READABLE and not any(one.findings for one in made.results)


@pytest.mark.parametrize("fail_on", ["fail", "unknown", "review", "never"])
def test_the_exit_status_is_the_same(fail_on: str) -> None:
    results = many(2 * READABLE)
    assert exit_status(kept(results, "json").results, fail_on) == exit_status(results, fail_on)


@pytest.mark.parametrize(
    ("results", "formats", "whole"),
    [
        (many(READABLE), ("json",), False),
        (many(READABLE + 1), ("json", "csv"), False),
        (many(READABLE + 1), ("json",), True),
    ],
)
def test_results_stay_whole_where_they_are_needed_so(
    results: tuple[Result, ...], formats: tuple[str, ...], whole: bool
) -> None:
    made = kept(results, *formats, whole=whole)
    assert tuple(made.results) == results and made.rendered("json", report(*results)) is None


def test_no_room_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(ModelscanError, match=r"No space left on device\); set TMPDIR"):
        kept(many(READABLE + 1), "json")
