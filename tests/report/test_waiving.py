"""The comment's questions and its ready ``waive`` lines; whom a finding blames."""

import re
import shlex
from dataclasses import replace

import pytest
from click.testing import CliRunner

from scanner.report.formats.forge import waive_lines
from scanner.report.registry import render
from tests.report.samples import ERROR, FORBIDDEN, HOSTILE, RESULTS, report

BLOCKED = [one for one in RESULTS.values() if one.verdict in ("fail", "unknown")]


@pytest.mark.parametrize("name", ["comment", "summary"])
def test_open_questions_stand_with_their_clause(name: str) -> None:
    asked = [one for one in RESULTS.values() if any(c.met is None for c in one.commercial_use.conditions)]
    assert asked
    for one in asked:
        made = render(name, report(one))
        assert "**? open:**" in made
        assert next(c.license for c in one.commercial_use.conditions if c.met is None) in made.replace("\\", "")


@pytest.mark.parametrize("name", ["comment", "summary"])
def test_one_line_for_each_rule_that_stops(name: str) -> None:
    assert BLOCKED
    for one in BLOCKED:
        made = report(one)
        lines = re.findall(r"^modelscan waive .*$", render(name, made), re.M)
        assert lines == list(waive_lines(one, made))
        assert all(shlex.split(line)[2] == one.model for line in lines)


def test_none_where_nothing_stops_it_or_nothing_was_read() -> None:
    assert all(not waive_lines(one, report(one)) for one in RESULTS.values() if one.verdict in ("pass", "review"))
    assert waive_lines(ERROR, report(ERROR)) == ()
    for hostile in ("a`b/c", "a\nb/c"):
        assert waive_lines(replace(BLOCKED[0], model=hostile), report()) == ()
    assert "\n```\n```" not in render("comment", report(HOSTILE))


def test_a_policy_of_ones_own_is_left_to_fill_in() -> None:
    made = report(BLOCKED[0])
    lines = waive_lines(BLOCKED[0], replace(made, policy_name="our-own"))
    assert lines
    assert all(" --policy FILE " in line for line in lines)
    (shipped, *_) = waive_lines(BLOCKED[0], replace(made, policy_name="internal-use"))
    assert " --policy internal-use " in shipped
    assert all("--policy" not in line for line in waive_lines(BLOCKED[0], replace(made, policy_name="commercial-saas")))


def test_the_line_is_taken_by_the_command() -> None:
    """Every option that the line bears exists; what is missing is only the target."""
    from scanner.cli.waive import waive

    (line, *_) = waive_lines(BLOCKED[0], report(BLOCKED[0]))
    words = [word for word in shlex.split(line)[2:] if word != BLOCKED[0].model]
    done = CliRunner().invoke(waive, words)
    assert "give either a TARGET" in f"{done.exception} {done.output}"


@pytest.mark.parametrize("name", ["comment", "summary"])
def test_the_headline_counts_what_was_not_assessed_beside_what_fails(name: str) -> None:
    lines = render(name, report(FORBIDDEN, ERROR)).split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("###"))
    assert lines[at].endswith("1 of 2 not allowed, 1 not assessed")
    assert lines[at + 1] == "", "a table follows: it needs a line between"
