"""An unknown carries the words it is owed to, and says what would settle it, by the kind of doubt."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from scanner.judge.evaluate import assess
from scanner.judge.reading.evidence import offers
from scanner.knowledge.policy import load_policy
from scanner.knowledge.resources import rules_dir
from scanner.model.report import Report, Style
from scanner.model.result import Finding, Result
from scanner.model.snapshot import File, Snapshot, Unread
from scanner.report import phrases
from scanner.report.registry import render
from tests import making
from tests.making import mit_text, repo, text

POLICY = load_policy("commercial-saas")
OFFERS = yaml.safe_load((rules_dir() / "offers.yaml").read_text())["examples"]


def judged(front: str, body: str = "", **more: object) -> Result:
    return making.judged(repo(front=front, body=body, **more))


def finding(result: Result, rule: str = "COM001") -> Finding:
    return next(one for one in result.findings if one.rule == rule)


OWN = text("ACME LICENSE\n\nIf your annual revenue exceeds USD 1,000,000, you must obtain a commercial licence.")


@pytest.mark.parametrize(
    ("front", "body", "texts", "words", "settle"),
    [
        ("license: mit", "Not for any commercial product.\n", (), "any commercial product", "README.md:4 limits"),
        ("license: mit\nextra_gated_prompt: Non-commercial use only.", "", (), "use only", "accept or decline"),
        ("license: other\nlicense_name: acme", "", (OWN,), "is no licence text known here", "Have LICENSE read"),
        ("license: acme-terms-9", "", (), "are not known here", "license_dirs"),
        ("language: en", "", (), "states no licence", "Or ask its author to state a licence"),
    ],
)  # fmt: skip
def test_an_unknown_says_why_and_what_settles_it(front, body, texts, words, settle) -> None:
    found = finding(judged(front, body, texts=texts))
    assert found.outcome == "unknown"
    assert words in found.message
    assert "commercial_use" not in found.message
    assert settle in found.settle
    assert found.fix == found.settle  # never what to do about a violation
    assert ("Or ask its author to state a licence" in found.settle) == (front == "language: en")


@pytest.mark.parametrize("body", ["Research use only.\n", "You may not use the weights commercially.\n"])
def test_the_deciding_sentence_is_in_the_evidence(body: str) -> None:
    result = judged("license: mit", f"# M\n\n{body}")
    at = finding(result).evidence[0]
    assert (at.path, at.line, at.value) == ("README.md", 6, body.strip())
    (conflict,) = result.license.conflicts
    assert f"README.md:6 limits the use: «{body.strip()}»" in conflict.detail


def test_a_licence_of_ones_own_that_limits_in_its_text_contradicts_nothing() -> None:
    own = judged("license: other\nlicense_name: acme", texts=(OWN,))
    assert own.license.conflicts == ()
    assert own.commercial_use.status == "unknown"
    assert [one.kind for one in judged("license: mit", texts=(OWN,)).license.conflicts] == ["declared-vs-text"]


def test_what_is_said_twice_of_a_gate_is_shown_once() -> None:
    result = judged("license: mit\nextra_gated_fields:\n  Name: text\n  I agree to non-commercial use ONLY: checkbox")
    assert [one.kind for one in result.license.conflicts] == ["declared-vs-gate"]
    assert len(result.commercial_use.reasons) == 1
    assert finding(result, "LIC007").outcome == "violated"


def test_a_credit_points_to_terms_and_limits_nothing() -> None:
    reasons = judged("license: mit", "# M\n\nBuilt with Llama.\n").commercial_use.reasons
    assert not any("limits the use" in one for one in reasons)


def test_two_licences_that_both_allow_are_no_reason_not_to_rely_on_one() -> None:
    both = judged("license: apache-2.0", texts=(text(mit_text()),))
    (said,) = [phrases.conflict(both, one) for one in both.license.conflicts]
    assert both.commercial_use.status == "allowed"
    assert "Do not rely" not in said
    assert "Apache-2.0, MIT" in said


@pytest.mark.parametrize("label", ["cc-by-nc-4.0", "llama3.1", "gemma"])
def test_a_free_text_beside_a_label_that_limits_is_no_advice_to_treat_it_as_free(label: str) -> None:
    both = judged(f"license: {label}", texts=(text(mit_text()),))
    (said,) = [phrases.conflict(both, one) for one in both.license.conflicts]
    assert both.commercial_use.status in ("forbidden", "conditional")
    assert said.endswith("names MIT. Each is taken to apply, and the strictest decides.")


def test_a_notice_that_names_stricter_terms_is_what_the_advice_names() -> None:
    notice = "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc.\n"
    named = judged("license: apache-2.0", texts=(text(notice, path="NOTICE"),))
    (said,) = [phrases.conflict(named, one) for one in named.license.conflicts]
    assert named.commercial_use.status == "conditional"
    assert said.startswith("Do not rely on Apache-2.0: treat as llama2.")


def test_a_licence_that_only_a_pointer_stands_for_is_told_as_that() -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 12000\n"
    said = judged("license: apache-2.0", texts=(replace(text(pointer), truncated=True),)).commercial_use.reasons
    assert any("only a pointer of Git LFS" in one for one in said)


def test_a_label_is_not_told_to_be_treated_as_itself() -> None:
    named = judged("license: apache-2.0", "## License\n\nThe weights are under CC-BY-NC-4.0.\n")
    (said,) = [phrases.conflict(named, one) for one in named.license.conflicts]
    assert said.startswith("Do not rely on Apache-2.0: treat as CC-BY-NC-4.0.")


def test_declared_licences_of_which_the_card_says_what_they_cover() -> None:
    told = judged(
        "license: [apache-2.0, cc-by-nc-4.0]", "The code is Apache-2.0; the weights are released under CC-BY-NC-4.0.\n"
    )
    (conflict,) = told.license.conflicts
    assert "Apache-2.0 (code, README.md:4), CC-BY-NC-4.0 (weights, README.md:4)" in conflict.detail
    assert "unknown until settled" not in phrases.conflict(told, conflict)
    untold = judged("license: [apache-2.0, cc-by-nc-4.0]").license.conflicts[0].detail
    assert "without saying" in untold


@pytest.mark.parametrize("line", OFFERS["offers"])
def test_a_line_that_offers_a_licence_is_the_way(line: str) -> None:
    assert offers(line)
    result = judged("license: cc-by-nc-4.0", f"# M\n\nSpeech.\n\n{line}\n")
    failed = next(one for one in result.commercial_use.conditions if one.met is False)
    assert f"README.md:8 offers one: «{line}»" in failed.if_no
    assert finding(result).fix.startswith("README.md:8 offers a licence")


@pytest.mark.parametrize("line", OFFERS["offers_nothing"])
def test_other_lines_offer_nothing(line: str) -> None:
    assert not offers(line)


def test_codes_are_words_in_messages() -> None:
    said = finding(judged("license: cc-by-nc-4.0")).message
    assert "non_commercial" not in said
    assert "non-commercial use only (CC-BY-NC-4.0 clause 1 (NonCommercial), 2(a)(1))" in said


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html", "sarif", "junit", "github", "gitlab", "comment"])
def test_a_no_names_its_clause_in_every_form(form: str) -> None:
    report = Report(
        results=(judged("license: cc-by-nc-4.0"),),
        policy_name=POLICY.name,
        policy_sha256=POLICY.sha256,
        use=POLICY.use,
        tool_version="1.2.3",
        generated_at="2026-11-30T00:00:00Z",
    )
    told = " ".join(render(form, report, Style(width=100)).replace("\\", "").split())
    assert "clause 1 (NonCommercial), 2(a)(1)" in told


def test_weights_that_a_catalog_reports_are_not_said_to_be_there() -> None:
    section = judged("license: mit").weights
    assert phrases.weights(section, reported=True).startswith("reported")
    assert phrases.weights(section).startswith("available")


@pytest.mark.parametrize(
    ("files", "unread", "title", "settle"),
    [
        (None, (), "no file list", "whole file list"),
        ((("README.md", 9),), ("siblings",), "not listed: siblings", "whole file list"),
        ((("model.dat", 3_000_000_000),), (), "model.dat (3,000,000,000 bytes)", "the files themselves"),
        ((("model.safetensors", 12),), (), "12 bytes in all", "the files themselves"),
        ((("model.safetensors", 2_000_000_000),), ("api:tags",), "not read: api:tags", "when the Hub answers whole"),
        ((("model.safetensors", 2_000_000_000),), ("api:gated",), "its weights can be had", "whether a gate stands"),
    ],
)
def test_unknown_weights_say_what_of_them_is_open_and_what_settles_it(
    files: tuple[tuple[str, int], ...] | None, unread: tuple[str, ...], title: str, settle: str
) -> None:
    listed = None if files is None else tuple(File(path=path, size=size) for path, size in files)
    parts = tuple(Unread(what=what, reason="the answer broke off") for what in unread)
    found = finding(making.judged(repo(front="license: mit", files=listed, unread=parts)), "WGT001")
    assert found.outcome == "unknown"
    assert title in found.title
    assert settle in found.settle


@pytest.mark.parametrize("kind", ["model", "dataset"])
def test_the_line_of_the_policy_settles_what_it_was_printed_for(kind: str, tmp_path: Path) -> None:
    snapshot = Snapshot(target="a/b", root=repo(front="license: mit", body="Research use only.\n", repo_type=kind))
    (before,) = assess([snapshot], POLICY)
    line = re.search(r"curations: \[\{.*?\}\]", finding(before).settle)[0]
    policy = tmp_path / "policy.yaml"
    policy.write_text(f"name: own\nextends: commercial-saas\n{line.replace('ID', 'MIT', 1)}\n")
    (after,) = assess([snapshot], load_policy(str(policy)))
    assert (before.commercial_use.status, after.commercial_use.status) == ("unknown", "allowed")


def test_a_changed_text_is_told_by_its_words_and_their_line() -> None:
    changed = mit_text().replace("copies of the Software", "copies of the Software for research alone", 1)
    (conflict,) = judged("license: mit", texts=(text(changed),)).license.conflicts[:1]
    assert "differs in its terms from MIT: line " in conflict.detail
    assert "for research alone" in conflict.detail
