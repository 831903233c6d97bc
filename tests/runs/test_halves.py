"""A long list by two processes: the answers of one, in its order, whatever becomes of the other."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from scanner.cli.check import _is_long
from scanner.collect.catalog import Catalog
from scanner.collect.gather import Gathering
from scanner.collect.hub.options import HubOptions
from scanner.model.target import Target
from scanner.runs import halves
from scanner.runs.halves import in_halves
from tests.cli.running import ROOT, modelscan

ITEMS = list(range(203))
needs_two = pytest.mark.skipif(sys.platform != "linux", reason="a second process needs Linux")


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests side by side has threads, and may have one core."""
    monkeypatch.setattr(halves, "_may_fork", lambda: True)


def told(items: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each with the process that it was worked off by."""
    for one in items:
        yield one, os.getpid()


@needs_two
@pytest.mark.parametrize("count", [0, 1, 19, 20, 21, 30, 31, 40, 203])
def test_all_are_answered_once_and_in_order(count: int) -> None:
    assert [one for one, _ in in_halves(ITEMS[:count], told)] == ITEMS[:count]


@needs_two
def test_another_process_does_its_half() -> None:
    mine = [one for one, process in in_halves(ITEMS, told) if process == os.getpid()]
    assert 0.4 < len(mine) / len(ITEMS) < 0.65


def test_one_core_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves, "_may_fork", lambda: False)
    assert list(in_halves(ITEMS, told)) == [(one, os.getpid()) for one in ITEMS]


@needs_two
@pytest.mark.parametrize("last", [20, 33, 57, 202])
def test_what_a_killed_process_leaves_is_done_here(last: int) -> None:
    here = os.getpid()

    def mortal(items: Sequence[int]) -> Iterator[int]:
        for one in items:
            if one >= last and os.getpid() != here:
                os.kill(os.getpid(), signal.SIGKILL)
            yield one

    assert list(in_halves(ITEMS, mortal)) == ITEMS


@needs_two
def test_what_goes_wrong_there_goes_wrong_here() -> None:
    def failing(items: Sequence[int]) -> Iterator[int]:
        for one in items:
            if one == 35:
                raise ValueError("the thirty-fifth")
            yield one

    found = []
    with pytest.raises(ValueError, match="the thirty-fifth"):
        for one in in_halves(ITEMS, failing):
            found.append(one)  # noqa: PERF402 - what came before it counts
    assert found == ITEMS[:35]


@needs_two
def test_nothing_is_left_of_it_when_nobody_asks_on() -> None:
    answers = in_halves(ITEMS, told)
    others = {process for _, process in (next(answers) for _ in range(60))} - {os.getpid()}
    answers.close()  # type: ignore[attr-defined]
    assert len(others) == 1
    for process in others:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@pytest.mark.parametrize(
    ("count", "options", "long"),
    [
        (201, {"offline": True}, True),
        (200, {"offline": True}, False),
        (201, {}, False),
        (201, {"offline": True, "tables": (Path("t"),)}, False),
        (201, {"offline": True, "catalogs": (Path("c"),)}, False),
        (201, {"offline": True, "bundle": Path("b")}, False),
    ],
)
def test_what_is_waited_for_or_large_is_no_matter_of_two(count: int, options: dict[str, Any], long: bool) -> None:
    targets = tuple(Target(text=f"a/{one}", repo_type="model", id=f"a/{one}") for one in range(count))
    assert _is_long(Gathering(targets=targets, options=HubOptions(**options), fetched=iter(()))) is long


@pytest.fixture(scope="module")
def ids() -> list[str]:
    """Enough for two processes, some twice, spelled otherwise, unknown, or no ids at all."""
    known = list(Catalog.open().ids()[::150])
    return [*known[:100], "nobody/at-all", known[3].upper(), *known[90:110], "-/-", *known[110:]]


def lines(ids: list[str], cache: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """The answer of the real command."""
    given = "\n".join(ids).encode()
    return modelscan("check", "-", "--offline", "--format", "jsonl", *words, given=given, MODELSCAN_CACHE=str(cache))


def test_a_long_list_says_what_its_parts_say(ids: list[str], tmp_path: Path) -> None:
    whole = lines(ids, tmp_path / "none")
    middle = len(ids) // 2  # too short for a second process
    parts = [lines(some, tmp_path / "none") for some in (ids[:middle], ids[middle:])]
    named = dict.fromkeys("".join(part.stdout for part in parts).splitlines())
    assert whole.stdout.splitlines() == list(named)
    assert whole.returncode == max(part.returncode for part in parts) == 1
    assert "what was judged already" in whole.stderr


def test_with_another_format_beside_it_says_the_same(ids: list[str], tmp_path: Path) -> None:
    two = ("--format", "csv", "--output", "-", "--output", str(tmp_path / "out.csv"))
    assert lines(ids, tmp_path / "none", *two).stdout == lines(ids, tmp_path / "none").stdout
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("\n") > 200


def test_a_waiver_holds_for_a_long_list(ids: list[str], tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.yaml"
    named = "\n".join(
        f"- {{model: {one}, rule: COM001, reason: seen, approver: me, created: 2026-01-01, expires: 2099-01-01}}"
        for one in ids[200:]
        if "/" in one and one.isascii()
    )
    waivers.write_text(f"waivers:\n{named}\n", encoding="utf-8")
    found = lines(ids, tmp_path / "none", "--waivers", str(waivers))
    assert '"outcome":"waived"' in found.stdout, found.stderr[:500]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_both_processes_end(ids: list[str], sent: signal.Signals, tmp_path: Path) -> None:
    """Whoever reads its output gets to its end, which no process that lives on holds open."""
    (tmp_path / "ids").write_text("\n".join(ids * 5), encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "scanner", "check", "--from", str(tmp_path / "ids"), "--offline", "--format", "jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "MODELSCAN_CACHE": str(tmp_path / "none")},
    )
    assert running.stdout is not None
    for _ in range(40):
        running.stdout.readline()
    running.send_signal(sent)
    _, said = running.communicate(timeout=20)
    assert b"Traceback" not in said
    assert running.returncode == (130 if sent == signal.SIGINT else -sent)
