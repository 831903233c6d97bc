"""Drift: everything that can change upstream, one thing at a time, over real HTTP."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scanner.runs.lock.compare import compare
from scanner.runs.lock.files import read
from scanner.runs.lock.types import Entry
from scanner.runs.lock.wording import word_changes
from tests.hubserver import Hub
from tests.hubserver.fixtures import card
from tests.hubserver.store import FakeRepo, sha_of
from tests.runs.lock.conftest import Ran, Run
from tests.runs.lock.test_lock import ALL

TUNED, SEED = "acme/llama-tuned", "acme/seed-7b"


def repo(hub: Hub, name: str, kind: str = "model") -> FakeRepo:
    return hub.repos[kind, name.lower()]


def commit(hub: Hub, name: str, kind: str = "model") -> FakeRepo:
    """The repo, at a new commit."""
    found = repo(hub, name, kind)
    found.sha = sha_of(found.sha, "next")
    return found


def relicense(hub: Hub, name: str, key: str, kind: str = "model") -> None:
    found = commit(hub, name, kind)
    found.card_data = {**(found.card_data or {}), "license": key}
    found.tags = [tag for tag in found.tags if not tag.startswith("license:")] + [f"license:{key}"]
    found.files["README.md"] = card(f"license: {key}\n", name)


def kinds(ran: Ran) -> dict[str, set[str]]:
    return {one["model"]: {change["kind"] for change in one["changes"]} for one in ran.json["results"]}


def change_of(ran: Ran, model: str, kind: str) -> dict:  # type: ignore[type-arg]
    found = next(one for one in ran.json["results"] if one["model"] == model)
    return next(change for change in found["changes"] if change["kind"] == kind)


def test_drift_right_after_lock_is_empty_and_asks_no_metadata(run: Run, hub: Hub) -> None:
    run("lock", *ALL)
    hub.forget()
    ran = run("drift", "--format", "json")
    assert (ran.status, ran.json["results"], ran.json["not_asked"]) == (0, [], [])
    assert ran.json["summary"]["unchanged"] == len(ALL)
    # One resolver request a repo; only the commit of the gated base is hidden from it.
    gated = hub.count("^/api/models/meta-llama/")
    assert gated == hub.count("^/api/") == 1
    asked = {path: count for path, count in hub.paths().items() if "/resolve/" in path}
    assert max(asked.values()) <= 2 and len(asked) <= 11  # twice what is asked for by its old name too


def test_a_locked_entry_has_not_drifted_from_itself(run: Run, tmp_path: Path) -> None:
    run("lock", *ALL)
    for entry in read(tmp_path / "models.lock").models:
        assert compare(entry, entry) is None


def no_change(hub: Hub) -> None:
    pass


def license_edited(hub: Hub) -> None:
    relicense(hub, "gpt2", "cc-by-nc-4.0")


def license_eased(hub: Hub) -> None:
    relicense(hub, "acme/other-license", "apache-2.0")


def newly_gated(hub: Hub) -> None:
    repo(hub, "gpt2").gated = "manual"


def gate_opened(hub: Hub) -> None:
    repo(hub, "meta-llama/Llama-3.1-8B").gated = False


def weights_removed(hub: Hub) -> None:
    del commit(hub, "gpt2").files["model.safetensors"]


def weights_replaced(hub: Hub) -> None:
    commit(hub, "gpt2").files["model.safetensors"] = 2_000_000_001


def ancestor_relicensed(hub: Hub) -> None:
    relicense(hub, SEED, "cc-by-nc-4.0")


def ancestor_gated(hub: Hub) -> None:
    repo(hub, SEED).gated = "auto"


def ancestor_gone(hub: Hub) -> None:
    del hub.repos["model", SEED]


def dataset_relicensed(hub: Hub) -> None:
    relicense(hub, "acme/chats", "cc-by-nc-4.0", "dataset")


def renamed(hub: Hub) -> None:
    found = hub.repos.pop(("model", "gpt2"))
    found.id = "openai-community/gpt2"
    hub.add(found)
    hub.rename("gpt2", "openai-community/gpt2")


def gone(hub: Hub) -> None:
    del hub.repos["model", "gpt2"]


def disabled(hub: Hub) -> None:
    repo(hub, "gpt2").disabled = True


def moved_only(hub: Hub) -> None:
    commit(hub, "gpt2").files["README.md"] = card("license: mit\n", "GPT-2, described anew")


GPT = "gpt2@main"


@pytest.mark.parametrize(
    ("change", "model", "seen", "status"),
    [
        (license_edited, GPT, {"license-edited", "license-concluded", "terms-changed", "commit", "verdict"}, 1),
        (license_eased, "acme/other-license", {"license-edited", "terms-changed"}, 0),
        (newly_gated, GPT, {"gated"}, None),
        (gate_opened, "meta-llama/Llama-3.1-8B", {"ungated"}, 0),
        (weights_removed, GPT, {"weights-removed", "commit"}, 1),
        (weights_replaced, GPT, {"weights-replaced", "commit"}, 0),
        (ancestor_relicensed, "acme/assistant-7b", {"ancestor-relicensed", "terms-changed", "verdict"}, 1),
        (ancestor_relicensed, "acme/lora", {"ancestor-relicensed", "ancestor-changed"}, 1),
        (ancestor_gated, "acme/lora", {"gated"}, None),
        (ancestor_gone, "acme/assistant-7b", {"gone"}, 1),
        (dataset_relicensed, "acme/assistant-7b", {"dataset-relicensed"}, None),
        (renamed, GPT, {"renamed"}, 0),
        (gone, GPT, {"gone"}, 1),
        (disabled, GPT, {"disabled"}, 1),
        (moved_only, GPT, {"commit"}, 0),
    ],
)
def test_each_change_is_seen_for_what_it_is(
    run: Run, hub: Hub, change: Callable[[Hub], None], model: str, seen: set[str], status: int | None
) -> None:
    run("lock", *ALL)
    change(hub)
    ran = run("drift", "--format", "json")
    assert seen <= kinds(ran)[model]
    if status is not None:
        assert ran.status == status, ran.out
    untouched = set(ALL) - set(kinds(ran))
    assert "datasets/acme/chats" in untouched or change is dataset_relicensed
    # After review the lock is as the Hub is, and drift is empty again.
    assert run("drift", "--update").status == ran.status
    again = run("drift", "--format", "json")
    assert (again.status, again.json["results"]) == (0, [])


def test_the_words_of_a_text_that_changed_are_shown_from_the_cache_and_from_a_bundle(
    run: Run, hub: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run("lock", "acme/other-license")
    run("bundle", "-o", "then.bin")
    commit(hub, "acme/other-license").files["LICENSE.md"] = (
        b"Acme Community License\n\nYou may use this for any purpose.\n"
    )
    shown = [{"before": "research.", "after": "any purpose.", "line": 3}]
    assert change_of(run("drift", "--format", "json"), "acme/other-license", "text-changed")["words"] == shown
    monkeypatch.setenv("MODELSCAN_CACHE", str(tmp_path / "another"))
    assert change_of(run("drift", "--format", "json"), "acme/other-license", "text-changed")["words"] == []
    monkeypatch.setenv("MODELSCAN_CACHE", str(tmp_path / "a-third"))
    ran = run("drift", "--format", "json", "--bundle", "then.bin")
    assert change_of(ran, "acme/other-license", "text-changed")["words"] == shown


def test_a_rewritten_base_text_is_seen_in_what_is_built_on_it(run: Run, hub: Hub) -> None:
    run("lock", TUNED)
    base = commit(hub, "meta-llama/Llama-3.1-8B")
    base.card_data = {**base.card_data, "extra_gated_prompt": base.card_data["extra_gated_prompt"] + "No more.\n"}
    ran = run("drift", "--format", "json")
    assert {"text-changed", "ancestor-changed"} <= kinds(ran)[TUNED]


def test_the_licence_file_of_a_base_counts_whatever_it_declares(run: Run, hub: Hub) -> None:
    run("lock", "acme/lora")
    commit(hub, "acme/assistant-7b-base").files["LICENSE"] = b"Acme Research License\n\nNo commercial use at all.\n"
    ran = run("drift", "--format", "json")
    change = change_of(ran, "acme/lora", "text-changed")
    assert change["subject"] == "acme/assistant-7b-base LICENSE"
    assert any("commercial" in word["after"] for word in change["words"])


@pytest.mark.parametrize("before", [[], ["acme/assistant-7b-base"]])
def test_a_verdict_does_not_hang_on_what_else_is_read(run: Run, hub: Hub, before: list[str]) -> None:
    repo(hub, "acme/assistant-7b-base").files["LICENSE"] = b"Acme Research License\n\nNo commercial use at all.\n"
    ran = run("check", *before, "acme/assistant-7b", "--format", "json")
    assert ran.json["results"][-1]["commercial_use"]["status"] == "forbidden"


def test_what_cannot_be_asked_is_3_and_named_and_not_updated(run: Run, hub: Hub, tmp_path: Path) -> None:
    run("lock", "gpt2", TUNED)
    before = (tmp_path / "models.lock").read_bytes()
    with hub.down():
        ran = run("drift", "--format", "json", "--update")
    assert ran.status == 3
    assert [one["model"] for one in ran.json["not_asked"]] == [TUNED, "gpt2"]
    assert (tmp_path / "models.lock").read_bytes() == before


def test_worse_wins_over_not_asked(run: Run, hub: Hub) -> None:
    from tests.hubserver.server import Reply

    run("lock", "gpt2", TUNED)
    license_edited(hub)
    hub.fault("acme/llama-tuned", Reply(401, b"{}", {"X-Error-Code": "GatedRepo"}), always=True)
    ran = run("drift", "--format", "json")
    assert ran.status == 1


def test_a_locked_name_taken_by_another_repo_is_seen(run: Run, hub: Hub) -> None:
    run("lock", "acme/old-name")
    hub.renamed.clear()
    hub.add(FakeRepo("acme/old-name", files={"README.md": card("license: mit\n", "x")}, card_data={"license": "mit"}))
    assert "renamed" in kinds(run("drift", "--format", "json"))["acme/old-name"]


def test_another_policy_than_the_locks_is_said(run: Run) -> None:
    run("lock", "gpt2", "--policy", "internal-use")
    assert run("drift").out.count("policy is another") == 0  # the lock remembers which
    assert "policy is another" in run("drift", "--policy", "commercial-saas").out


def test_formats(run: Run, hub: Hub, tmp_path: Path) -> None:
    run("lock", "gpt2")
    license_edited(hub)
    ran = run("drift", "--format", "text", "--format", "markdown", "--output", "-", "--output", "drift.md")
    assert "WORSE gpt2: pass → fail" in ran.out
    assert "non-commercial use only (CC-BY-NC-4.0 clause 1" in " ".join(ran.out.split())
    assert "declared licence edited: mit → cc-by-nc-4.0" in ran.out
    assert "1 locked: 0 unchanged, 1 changed, 1 worse" in ran.out
    assert "### gpt2 (worse)" in (tmp_path / "drift.md").read_text()
    assert run("drift", "--format", "sarif").status == 2
    assert run("drift", "--offline").status == 2


def test_what_the_hub_says_cannot_act_on_a_terminal(run: Run, hub: Hub) -> None:
    run("lock", "gpt2")
    relicense(hub, "gpt2", "mit\x1b[31m‮<b>@everyone")
    ran = run("drift")
    assert "\x1b[31m" not in ran.out and "‮" not in ran.out
    assert "<b>" not in run("drift", "--format", "markdown").out.replace("\\<b\\>", "")


def test_hostile_ids_in_a_lock_are_not_asked_for(run: Run, hub: Hub, tmp_path: Path) -> None:
    run("lock", "gpt2")
    path = tmp_path / "models.lock"
    path.write_text(path.read_text().replace('"id": "gpt2"', '"id": "../../api/whoami"'))
    hub.forget()
    run("drift")
    assert not hub.count("whoami")


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("a b c", "a b c", []),
        ("a  b\nc", "a b c\n", []),
        ("for research only", "for any use only", [("research", "any use", 1)]),
        ("one\ntwo", "one\ntwo\nthree", [("", "three", 3)]),
        ("one two three", "one three", [("two", "", 1)]),
        ("", "all", [("", "all", 1)]),
        ("all", "", [("all", "", 1)]),
    ],
)
def test_words(before: str, after: str, changes: list[tuple[str, str, int]]) -> None:
    assert [(one.before, one.after, one.line) for one in word_changes(before, after)] == changes


def test_a_rewritten_text_stays_within_bounds() -> None:
    old = " ".join(f"a{n}" for n in range(30_000))
    new = " ".join(f"b{n}" for n in range(30_000))
    (only,) = word_changes(old, new)
    assert len(only.before) < 1000 and "more words" in only.before


def test_a_worse_verdict_is_worse_and_a_better_one_is_not() -> None:
    def entry(verdict: str, problem: str | None = None) -> Entry:
        return Entry(id="a/b", type="model", verdict=verdict, problem=problem)  # type: ignore[arg-type]

    order = ["pass", "review", "unknown", "fail"]
    for a in order:
        for b in order:
            found = compare(entry(a), entry(b))
            assert (found is not None and found.worse) == (order.index(b) > order.index(a))
    assert compare(entry("fail"), entry("unknown", "not_found")).worse  # type: ignore[union-attr]
    assert not compare(entry("unknown", "not_found"), entry("fail")).worse  # type: ignore[union-attr]


def test_a_token_that_ran_out_is_no_news_of_the_models(run: Run, hub: Hub) -> None:
    run("lock", "gpt2", TUNED)
    ran = run("drift", "--format", "json", "--token", "hf_expired")
    assert ran.status == 3 and ran.json["results"] == []
    assert "refuses the token" in ran.json["not_asked"][0]["message"]


def test_an_empty_lock_is_said(run: Run, tmp_path: Path) -> None:
    run("lock", "gpt2")
    path = tmp_path / "models.lock"
    path.write_text(json.dumps({**json.loads(path.read_text()), "models": []}))
    ran = run("drift")
    assert ran.status == 3 and "locks nothing" in ran.err


def newly_gated_with_its_text(hub: Hub) -> None:
    found = commit(hub, "acme/other-license")
    found.gated = "manual"


def test_a_text_behind_a_new_gate_is_unread_and_not_removed(run: Run, hub: Hub) -> None:
    run("lock", "acme/other-license")
    newly_gated_with_its_text(hub)
    ran = run("drift", "--format", "json")
    found = kinds(ran)["acme/other-license"]
    assert {"gated", "text-unread"} <= found
    assert "text-removed" not in found
    assert "licence text can no longer be read: LICENSE" in run("drift", "--update").out
    repo(hub, "acme/other-license").gated = False
    ran = run("drift", "--format", "json")
    assert {"ungated", "text-read"} <= kinds(ran)["acme/other-license"]
    assert "text-added" not in kinds(ran)["acme/other-license"]


def test_it_says_why_in_the_words_of_the_findings(run: Run, hub: Hub) -> None:
    run("lock", "acme/assistant-7b")
    relicense(hub, SEED, "cc-by-nc-4.0")
    (found,) = run("drift", "--format", "json").json["results"]
    assert found["why"][0].endswith(
        "The effective terms withhold the stated use: non-commercial use only (CC-BY-NC-4.0 clause 1 (NonCommercial), "
        "2(a)(1))."
    )
    assert any("LIN001" in why for why in found["why"])


def test_a_base_under_a_new_name_and_commit_is_renamed(run: Run, hub: Hub) -> None:
    run("lock", "acme/assistant-7b")
    found = hub.repos.pop(("model", SEED))
    found.id, found.sha = "acme/seed-7b-v1", "c" * 40
    hub.add(found)
    hub.rename(SEED, found.id)
    seen = kinds(run("drift", "--update", "--format", "json"))["acme/assistant-7b"]
    assert "renamed" in seen
    assert not {"ancestor-added", "ancestor-removed"} & seen
    assert run("drift", "--format", "json").json["results"] == []


def test_what_tells_replaced_weights_apart_is_shown(run: Run, hub: Hub) -> None:
    run("lock", "gpt2")
    weights_replaced(hub)
    change = change_of(run("drift", "--format", "json"), "gpt2", "weights-replaced")
    assert change["before"] != change["after"]
