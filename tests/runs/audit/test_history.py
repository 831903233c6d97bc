"""What is kept, compared and migrated; and what a killed or failing run leaves behind."""

import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from scanner.model.errors import ModelscanError
from scanner.model.snapshot import Snapshot
from scanner.runs.audit.history import History, read
from scanner.runs.audit.store import Store
from tests.cli.running import ROOT, modelscan
from tests.hubserver import Hub
from tests.hubserver.fixtures import card
from tests.hubserver.store import FakeRepo

FIRST, SECOND = "1790000000", "1797000000"  # 2026-09-21 and 2026-12-11
WORDS = ("audit", "--inventory", "ids.txt", "--format", "json", "--output", "a.json")
IDS = ("acme/assistant-7b", "acme/llama-tuned", "meta-llama/Llama-3.1-8B", "acme/seed-7b", "acme/many-files")


def audited(folder: Path, hub: Hub, ids: tuple[str, ...] = IDS, epoch: str = FIRST, *more: str) -> dict[str, Any]:
    """One audit through the command, without the Hub cache of the one before; its JSON."""
    (folder / "ids.txt").write_text("\n".join(ids))
    done = modelscan(
        "audit", "--inventory", "ids.txt", "--hub", hub.url, "--format", "json", "--fail-on", "never", *more,
        cwd=folder, SOURCE_DATE_EPOCH=epoch, MODELSCAN_CACHE=str(folder / f"cache-{epoch}"),
    )  # fmt: skip
    assert done.returncode in (0, 3), done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def changes(report: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(one["cause"], one["kind"], one["model"]) for one in report["audit"]["changes"]["changes"]}


def test_the_first_audit_has_nothing_to_compare_with(tmp_path: Path, hub: Hub) -> None:
    assert audited(tmp_path, hub)["audit"]["changes"] is None


def test_nothing_changed_is_no_change(tmp_path: Path, hub: Hub) -> None:
    audited(tmp_path, hub)
    again = audited(tmp_path, hub, epoch=SECOND)
    assert again["audit"]["changes"]["changes"] == []
    assert len(again["audit"]["trend"]) == 1


def test_ours_and_upstream_are_told_apart(tmp_path: Path, hub: Hub) -> None:
    audited(tmp_path, hub)
    seed = hub.repos["model", "acme/seed-7b"]
    seed.files["README.md"] = card("license: cc-by-nc-4.0", "seed-7b")
    seed.card_data, seed.tags, seed.sha = {"license": "cc-by-nc-4.0"}, ["license:cc-by-nc-4.0"], "c" * 40
    hub.repos["model", "acme/llama-tuned"].gated = "manual"
    del hub.repos["model", "acme/many-files"]
    now = audited(tmp_path, hub, ("acme/bare", *(name for name in IDS if not name.startswith("meta"))), SECOND)
    found = changes(now)
    assert ("ours", "new", "acme/bare") in found
    assert ("ours", "removed", "meta-llama/Llama-3.1-8B") in found
    assert ("upstream", "terms", "acme/seed-7b") in found
    assert ("upstream", "worse", "acme/seed-7b") in found
    assert ("upstream", "ancestor", "acme/assistant-7b") in found
    assert ("upstream", "gated", "acme/llama-tuned") in found
    assert ("upstream", "gone", "acme/many-files") in found
    assert not any(cause == "policy" for cause, _, _ in found)


def test_a_changed_licence_text_shows_its_words(tmp_path: Path, hub: Hub) -> None:
    text = b"Our own licence\n\nYou may use the model up to 700 million users.\n"
    files = {"README.md": card("license: other", "own"), "LICENSE": text, "model.safetensors": 2 * 10**9}
    hub.add(FakeRepo("acme/own", files=dict(files), card_data={"license": "other"}, tags=["license:other"]))
    audited(tmp_path, hub, ("acme/own",))
    repo = hub.repos["model", "acme/own"]
    repo.files["LICENSE"], repo.sha = text.replace(b"700", b"7"), "d" * 40
    now = audited(tmp_path, hub, ("acme/own",), SECOND)
    (terms,) = [one for one in now["audit"]["changes"]["changes"] if one["kind"] == "terms"]
    assert "“700” → “7”" in terms["words"][0]


def test_a_changed_policy_is_its_own_cause(tmp_path: Path, hub: Hub) -> None:
    audited(tmp_path, hub)
    policy = tmp_path / "own.yaml"
    policy.write_text("name: own\nextends: commercial-saas\nlicenses:\n  deny: [Apache-2.0]\n")
    found = changes(audited(tmp_path, hub, IDS, SECOND, "--policy", str(policy)))
    assert ("policy", "worse", "acme/seed-7b") in found
    assert {cause for cause, _, _ in found} == {"policy"}


def test_waivers_granted_and_expired(tmp_path: Path, hub: Hub) -> None:
    audited(tmp_path, hub)
    waiver = {
        "model": "acme/llama-tuned", "rule": "COM002", "reason": "read", "approver": "Ada",
        "created": "2026-10-01", "expires": "2026-11-01",
    }  # fmt: skip
    (tmp_path / "w.yaml").write_text(
        json.dumps({"waivers": [waiver, {**waiver, "rule": "COM003", "expires": "2027-01-15"}]})
    )
    found = changes(audited(tmp_path, hub, IDS, SECOND, "--waivers", str(tmp_path / "w.yaml")))
    for kind in ("waiver-granted", "waiver-expired", "waiver-ending"):
        assert ("ours", kind, "acme/llama-tuned") in found


def test_a_use_that_changed_is_ours(tmp_path: Path, hub: Hub) -> None:
    audited(tmp_path, hub, ("acme/seed-7b",))
    (tmp_path / "table.csv").write_text("id,use\nacme/seed-7b,internal-use\n")
    done = modelscan(
        "audit", "--inventory", "table.csv", "--hub", hub.url, "--format", "json", "--fail-on", "never",
        cwd=tmp_path, SOURCE_DATE_EPOCH=SECOND,
    )  # fmt: skip
    assert ("ours", "use", "acme/seed-7b") in changes(json.loads(done.stdout))


def test_since_a_date_and_a_file(tmp_path: Path, hub: Hub) -> None:
    audited(tmp_path, hub, ("acme/seed-7b",))
    audited(tmp_path, hub, ("acme/seed-7b", "acme/bare"), "1793000000")
    (first, _) = sorted((tmp_path / ".modelscan/audits").glob("*.audit.json"))
    for since in ("2026-09-30", str(first)):
        now = audited(tmp_path, hub, ("acme/seed-7b", "acme/bare"), SECOND, "--since", since)
        assert now["audit"]["changes"]["since"].startswith("2026-09-21")
        assert ("ours", "new", "acme/bare") in changes(now)
    done = modelscan("audit", "--inventory", "ids.txt", "--since", "2020-01-01", "--offline", cwd=tmp_path)
    assert done.returncode == 2
    assert "holds no audit up to that day" in done.stderr


def test_an_older_manifest_is_brought_up_and_a_newer_one_refused(tmp_path: Path, hub: Hub) -> None:
    audited(tmp_path, hub)
    (path,) = (tmp_path / ".modelscan/audits").glob("*.audit.json")
    data = json.loads(path.read_bytes())
    old = {key: data[key] for key in ("as_of", "tool", "policy", "inventory")}
    rows = [{key: value for key, value in row.items() if key != "raw"} for row in data["rows"]]
    path.write_text(json.dumps({**old, "rows": rows, "audit_version": 1}))
    assert read(path).counts["models"] == len(IDS)
    now = audited(tmp_path, hub, (*IDS, "acme/bare"), SECOND)
    assert changes(now) == {("ours", "new", "acme/bare")}
    path.write_text(json.dumps({**data, "audit_version": 99}))
    with pytest.raises(ModelscanError, match="upgrade modelscan") as raised:
        read(path)
    assert "\n" not in str(raised.value)


def test_an_edited_object_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digest = store.put({"a": "b"})
    assert store.get(dict[str, str], digest) == {"a": "b"}
    store.place(digest).write_bytes(store.place(store.put({"a": "c"})).read_bytes())
    with pytest.raises(ModelscanError, match="is not what was stored"):
        store.get(dict[str, str], digest)


def started(folder: Path, hub: Hub, epoch: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "scanner", *WORDS, "--hub", hub.url],
        cwd=folder,
        env={
            **os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": epoch, "MODELSCAN_CACHE": str(folder / "cache"),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def sound(folder: Path) -> int:
    """Every manifest and every object that it names can be read; the number of manifests."""
    history = History(folder / ".modelscan/audits")
    for path in history.audits():
        manifest = read(path)
        history.inventory(manifest)
        for row in manifest.rows:
            history.store.get(Snapshot, row.snapshot)
    return len(history.audits())


def test_killed_at_any_moment_it_loses_nothing(tmp_path: Path) -> None:
    repos = [
        FakeRepo(
            f"many/model-{n}",
            files={"README.md": card("license: mit", "m"), "model.safetensors": 10**9},
            card_data={"license": "mit"},
            tags=["license:mit"],
        )
        for n in range(30)
    ]
    (tmp_path / "ids.txt").write_text("\n".join(repo.id for repo in repos))
    with Hub(*repos, delay=0.02) as hub:
        done = started(tmp_path, hub, FIRST)
        assert done.wait(120) == 0
        (good,) = [path.read_bytes() for path in History(tmp_path / ".modelscan/audits").audits()]
        chance = random.Random(11)
        for _ in range(6):
            run = started(tmp_path, hub, SECOND)
            time.sleep(0.3 + chance.random() * 1.2)
            run.send_signal(signal.SIGKILL)
            run.wait()
            assert sound(tmp_path) >= 1
            assert History(tmp_path / ".modelscan/audits").audits()[0].read_bytes() == good
        assert started(tmp_path, hub, SECOND).wait(120) == 0
    assert sound(tmp_path) >= 2
    assert not (tmp_path / ".modelscan/audits/unfinished.jsonl").exists()


def test_what_a_killed_run_stored_is_not_asked_again(tmp_path: Path) -> None:
    repos = [FakeRepo(f"many/m-{n}", files={"README.md": card("license: mit", "m")}, tags=[]) for n in range(40)]
    (tmp_path / "ids.txt").write_text("\n".join(repo.id for repo in repos))
    with Hub(*repos, delay=0.05) as hub:
        run = started(tmp_path, hub, FIRST)
        journal = tmp_path / ".modelscan/audits/unfinished.jsonl"
        until = time.monotonic() + 60
        while time.monotonic() < until and (not journal.exists() or len(journal.read_text().splitlines()) < 10):
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
        run.wait()
        with journal.open("a") as file:
            file.write('{"target": "many/m-39", "obj')  # a line that was cut short
        kept = [json.loads(line)["target"] for line in journal.read_text().splitlines()[1:] if line.endswith("}")]
        assert len(kept) >= 9
        broken = json.loads(journal.read_text().splitlines()[1])
        Store(journal.parent).place(broken["object"]).write_bytes(b"half")  # as a power cut leaves it
        kept.remove(broken["target"])
        hub.forget()
        (tmp_path / "cache").rename(tmp_path / "no-cache")
        assert started(tmp_path, hub, FIRST).wait(120) in (0, 1)
        asked = hub.paths()
    assert not [path for path in asked for name in kept if f"/{name}/" in f"{path}/"]
    assert [path for path in asked if f"/{broken['target']}/" in f"{path}/"]
    assert sound(tmp_path) == 1


def test_a_full_disk_leaves_the_old_report(tmp_path: Path, hub: Hub) -> None:
    audited(tmp_path, hub)
    report = tmp_path / "a.json"
    report.write_text("the old report")
    before = sorted(path.name for path in (tmp_path / ".modelscan/audits").glob("*.audit.json"))

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))

    done = subprocess.run(
        [sys.executable, "-B", "-m", "scanner", *WORDS, "--hub", hub.url],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": SECOND},
        capture_output=True,
        preexec_fn=no_room,
        check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"could not be written" in done.stderr
    assert report.read_text() == "the old report"
    assert sorted(path.name for path in (tmp_path / ".modelscan/audits").glob("*.audit.json")) == before
    assert sound(tmp_path) == 1


def test_an_audit_is_named_by_what_its_history_keeps(tmp_path: Path, hub: Hub) -> None:
    """Anybody with the history counts the report's hashes again."""
    said = audited(tmp_path, hub)["audit"]
    (manifest,) = (tmp_path / ".modelscan" / "audits").glob("*.audit.json")
    assert said["manifest_sha256"] == hashlib.sha256(manifest.read_bytes()).hexdigest()
    assert said["id"] == f"2026-09-21-{said['manifest_sha256'][:12]}"
    assert said["inventory_sha256"] == read(manifest).inventory
    assert said["period"] == "first audit, state of 2026-09-21"
    later = audited(tmp_path, hub, IDS, SECOND, "--prepared-by", "Ada")["audit"]
    assert (later["period"], later["prepared_by"]) == ("2026-09-21 to 2026-12-11", "Ada")
    assert later["id"] != said["id"]
