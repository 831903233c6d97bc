"""The files that exceptions stand in."""

from pathlib import Path

import pytest

from scanner.judge.exceptions.applying import BASELINE_FILE, WAIVER_FILE, WaiverFile, granted_over
from scanner.judge.exceptions.files import dump, read_file
from scanner.judge.exceptions.notes import adopt
from scanner.model.errors import ModelscanError
from tests.judge.exceptions.samples import judged, waiver


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "waivers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


ENTRY = """waivers:
- model: acme/model
  rule: COM001
  reason: research
  approver: jane
  created: 2026-11-01
  expires: 2027-11-01
"""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("2027-11-01", "2025-11-01"), "before it was created"),
        (("2027-11-01", "01.11.2027"), "is no date"),
        (("2027-11-01", "2027-02-30"), "is no date"),
        (("reason: research", "reason: ' '"), "'reason' must say something"),
        (("model: acme/model", "licence: mit"), "licence: is not a known key (did you mean 'license'?)"),
        (("model: acme/model", "license: unknown"), "name the model"),
        (("model: acme/model", "license: Other"), "name the model"),
        (("model: acme/model", "license: none"), "name the model"),
        (("model: acme/model", "license: NOASSERTION"), "name the model"),
        (("  rule: COM001", "  rule: COM001\n  license: mit"), "either 'model' or 'license'"),
        (("  rule: COM001", "  rule: COM001\n  revision: abc"), "is none: give commit shas"),
        (("  rule: COM001", "  rule: COM001\n  revision:"), "has nothing behind it"),
        (("  rule: COM001", "  rule: COM001\n  use:"), "has nothing behind it"),
        (("  rule: COM001", "  rule: COM001\n  granted:"), "has nothing behind it"),
        (("  rule: COM001", "  rule: COM001\n  revison: 0123456"), "did you mean 'revision'"),
        (("  rule: COM001", "  rule: COM001\n  revision: 2026-01-01..2026-99-99"), "is none: give commit shas"),
        (("  rule: COM001", "  rule: COM001\n  revision: ..2026-02-30"), "is none: give commit shas"),
        (("  rule: COM001", "  rule: COM001\n  revision: '..'"), "is none: give commit shas"),
        (("waivers:\n", "<<<<<<< HEAD\nwaivers:\n"), "conflict markers"),
    ],
)
def test_a_bad_file_is_refused_with_the_mend(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    path = write(tmp_path, ENTRY.replace(*change))
    with pytest.raises(ModelscanError) as caught:
        read_file(path)
    assert words in str(caught.value) and str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_is_written_as_it_is_read_and_sorted(tmp_path: Path) -> None:
    one, other = waiver(granted=granted_over(judged())), waiver(model="acme/a")
    baseline, _ = adopt([judged()], None)
    text = dump(WaiverFile(waivers=(one, other), baseline=baseline))
    file = read_file(write(tmp_path, text))
    assert file == WaiverFile(waivers=(other, one), baseline=baseline)
    assert dump(file) == text


@pytest.mark.parametrize("revision", ["c0ffee1", "c0ffee1, " + "ab" * 20, "2026-01-01..", "..2026-12-31"])
def test_a_revision_is_commits_or_days(tmp_path: Path, revision: str) -> None:
    stated = WaiverFile(waivers=(waiver(revision=revision),))
    assert read_file(write(tmp_path, dump(stated))) == stated


def test_a_file_of_its_name_says_that_it_is_empty() -> None:
    assert dump(WaiverFile()).endswith("waivers: []\n")
    assert dump(WaiverFile(), BASELINE_FILE).endswith("baseline: []\n")


def test_files_have_the_names_that_people_commit() -> None:
    assert (WAIVER_FILE, BASELINE_FILE) == ("modelscan-waivers.yaml", "modelscan-baseline.yaml")


def test_a_merge_s_marker_is_named_by_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, "version: 1\n<<<<<<< ours\nwaivers: []\n")
    with pytest.raises(ModelscanError, match=":2: a merge left its conflict markers"):
        read_file(path)


def test_an_entry_says_first_what_it_is_for() -> None:
    text = dump(WaiverFile(waivers=(waiver(use="research", revision="c0ffee1", ticket="L-1"),)))
    keys = [line[2:].partition(":")[0] for line in text.splitlines()[2:]]
    assert keys == "model rule use revision reason approver created expires ticket".split()
    assert text.splitlines()[2].startswith("- model: ")
