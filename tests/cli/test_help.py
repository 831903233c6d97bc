"""What ``--help`` lists: the formats that there are, and no option that has no bearing."""

from pathlib import Path

import click
import pytest

from scanner.cli import COMMANDS, cli
from scanner.report.audit.formats import FORMATS as AUDITS
from scanner.report.registry import FORMATS
from tests.cli.running import modelscan

IDLE = {
    "fix": "format output fail-on waivers baseline no-color verbose",
    "lock": "format output fail-on waivers baseline no-color verbose",
    "bundle": "format output fail-on waivers baseline table catalog",
    "waive": "format output offline fail-on table catalog",
    "drift": "offline waivers baseline catalog",
    "lineage": "fail-on waivers baseline",
    "compare": "waivers baseline",
    "suggest": "fail-on waivers baseline",
    "notice": "format fail-on waivers baseline",
    "card ask": "format fail-on waivers baseline",
}


def told(words: str) -> str:
    """A command's help, as one line."""
    context = click.Context(cli, info_name="modelscan")
    found: click.Command = cli
    for word in words.split():
        assert isinstance(found, click.Group)
        found = found.get_command(context, word) or pytest.fail(word)
    return " ".join(found.get_help(click.Context(found, info_name=words)).replace("-\n", "-").split())


@pytest.mark.parametrize("command", ["check", "scan", "audit"])
def test_every_format_is_named(command: str) -> None:
    formats = [*FORMATS] if command != "audit" else [*AUDITS, "parquet"]
    text = told(command).replace("- ", "-")
    assert [name for name in formats if f"{name}," not in text and f"{name};" not in text] == []


@pytest.mark.parametrize("command", IDLE)
def test_no_idle_option_is_listed(command: str) -> None:
    assert [name for name in IDLE[command].split() if f" --{name} " in told(command)] == []
    assert " --hub " in told(command)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command: str) -> None:
    assert "--help" in told(command)


def test_what_is_idle_is_taken_all_the_same() -> None:
    done = modelscan("lineage", "gpt2", "--offline", "--fail-on", "never", "--waivers", "none.yaml")
    assert done.returncode == 0


def test_a_waiver_without_a_reason_asks_nobody() -> None:
    words = ["--rule", "COM001", "--reason", " ", "--approver", "me", "--days", "3", "--hub", "http://127.0.0.1:9"]
    done = modelscan("waive", "acme/one", *words)
    assert (done.returncode, done.stderr) == (2, "modelscan: this waiver: 'reason' must say something\n")


def test_a_crawl_that_cannot_reach_the_hub_names_no_option_that_it_lacks(tmp_path: Path) -> None:
    done = modelscan("crawl", "--output", "t", "--org", "acme", "--hub", "http://127.0.0.1:9", cwd=tmp_path)
    assert (done.returncode, "--offline" in done.stderr) == (3, False)
