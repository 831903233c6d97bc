"""The tree: every form holds every base, bounded, whatever the names."""

import json

from scanner.cli.lineage import drawn
from scanner.cli.outcome import make_report
from scanner.judge.evaluate import assess
from scanner.model.report import Style
from scanner.report.registry import render
from tests.making import absent, engine, policy, repo, snapshot

ENGINE = engine()


def result(*repos):
    return next(iter(assess([snapshot(*repos)], policy(), ENGINE)))


def test_changed_terms_and_weak_links_are_marked() -> None:
    root = repo("org/child", "license: apache-2.0\nbase_model: [org/mid, org/gone]")
    mid = repo("org/mid", "license: apache-2.0\nbase_model: org/nc\nbase_model_relation: finetune")
    nc = repo("org/nc", "license: cc-by-nc-4.0")
    found = result(root, mid, nc, absent("org/gone"))
    text = drawn(found, "text")
    assert "finetune of org/nc (CC-BY-NC-4.0)" in text
    assert "! CC-BY-NC-4.0 became Apache-2.0" in text
    assert "? not read" in text
    edges = json.loads(drawn(found, "json"))["edges"]
    assert {(one["from"], one["to"]) for one in edges} == {
        ("org/child", "org/mid"), ("org/child", "org/gone"), ("org/mid", "org/nc")
    }  # fmt: skip
    assert drawn(found, "mermaid").count("-.->") == 1
    assert drawn(found, "dot").count("dashed") == 1


def test_a_hint_is_drawn_as_one() -> None:
    found = result(repo("org/child", "license: apache-2.0", info={"x_config": {"_name_or_path": "/w/Llama-2-13b-hf"}}))
    assert "seems made from Llama 2" in drawn(found, "text")
    assert json.loads(drawn(found, "json"))["edges"][0]["strength"] == "hinted"


def test_a_merge_of_500_and_a_cycle_are_bounded() -> None:
    names = "\n".join(f"- org/p{number}" for number in range(500))
    wide = result(repo("org/wide", f"license: mit\nbase_model:\n{names}"))
    assert len(drawn(wide, "text").splitlines()) < 20
    one, two = repo("org/a", "license: mit\nbase_model: org/b"), repo("org/b", "license: mit\nbase_model: org/a")
    assert len(drawn(result(one, two), "text").splitlines()) == 2


def test_hostile_names_stay_within_their_label() -> None:
    found = result(repo("org/a", 'license: mit\nbase_model: "x\\"]; click n0 href evil"'))
    assert '"]; click' not in drawn(found, "mermaid")
    assert "\x1b" not in drawn(found, "text")


def test_a_base_of_no_told_kind_is_what_the_model_is_from() -> None:
    found = result(repo("org/child", "license: mit\nbase_model: [org/a, org/b]"), repo("org/a", "license: mit"))
    text = drawn(found, "text")
    assert "from org/a (MIT)" in text
    assert "base of" not in text


def test_the_screen_cuts_no_branch_off() -> None:
    child = repo("org/child", "license: apache-2.0\nbase_model: org/mid\nbase_model_relation: finetune")
    mid = repo("org/mid", "license: mit\nbase_model: org/nc\nbase_model_relation: finetune")
    found = result(child, mid, repo("org/nc", "license: cc-by-nc-4.0"))
    for ascii_only, branch in ((False, "└─ "), (True, "`- ")):
        style = Style(verbosity=1, width=60, ascii=ascii_only)
        lines = render("text", make_report([found], policy(), ENGINE, "check"), style).splitlines()
        at = next(number for number, line in enumerate(lines) if line.startswith(f"     {branch}finetune of org/nc"))
        assert "became MIT" in " ".join(lines[at : at + 2])
