"""Inline exceptions, waivers and baselines in ``scan``: they excuse, and stay visible."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.runs.scan.sample import commit, load, plant

TODAY = datetime.now(UTC).date()


def waived(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (finding["rule"], finding["waiver"]["state"], finding["waiver"]["reason"])
        for one in document["results"]
        for finding in one["findings"]
        if finding["outcome"] == "waived"
    ]


def test_an_inline_exception_waives_and_shows(tmp_path: Path, scanned: Callable, modelscan: Callable) -> None:
    line = load("birch/researcher").rstrip()
    plant(tmp_path, {"app.py": f"{line}  # modelscan: ignore[com001] the pilot, agreed with legal\n"})
    document, done = scanned(".", cwd=tmp_path)
    assert waived(document) == [("COM001", "inline", "the pilot, agreed with legal")]
    assert done.returncode == 0, [f for f in document["results"][0]["findings"] if f["outcome"] == "violated"]
    for name in ("markdown", "summary", "comment", "html"):
        assert "agreed with legal" in modelscan("scan", ".", "--format", name, cwd=tmp_path).stdout, name
    log = json.loads(modelscan("scan", ".", "--format", "sarif", cwd=tmp_path).stdout)
    suppressed = [one for one in log["runs"][0]["results"] if "suppressions" in one]
    assert [one["suppressions"][0]["kind"] for one in suppressed] == ["inSource"]


def test_it_holds_for_its_rule_only(tmp_path: Path, scanned: Callable) -> None:
    plant(tmp_path, {"app.py": "# modelscan: ignore[LIC001] other\n" + load("birch/researcher")})
    document, done = scanned(".", cwd=tmp_path)
    assert (waived(document), done.returncode) == ([], 1)


def test_every_place_must_say_so(tmp_path: Path, scanned: Callable) -> None:
    plant(
        tmp_path,
        {"a.py": "# modelscan: ignore fine here\n" + load("birch/researcher"), "b.py": load("birch/researcher")},
    )
    assert scanned(".", cwd=tmp_path)[1].returncode == 1
    plant(tmp_path, {"b.py": "# modelscan: ignore\n" + load("birch/researcher")})
    document, done = scanned(".", cwd=tmp_path)
    assert done.returncode == 0
    assert {reason for _, _, reason in waived(document)} == {"fine here"}


def test_a_place_more_undoes_it_in_a_change(tmp_path: Path, scanned: Callable) -> None:
    base = commit(tmp_path, {"a.py": "# modelscan: ignore[COM001] fine here\n" + load("birch/researcher")})
    assert scanned(".", "--diff", base, cwd=tmp_path)[1].returncode == 0
    commit(tmp_path, {"b.py": load("birch/researcher")})
    assert scanned(".", "--diff", base, cwd=tmp_path)[1].returncode == 1


def waiver(rule: str, expires: int, use: str = "") -> str:
    ends = TODAY + timedelta(days=expires)
    narrowed = f"\n    use: {use}" if use else ""
    return (
        f"waivers:\n  - rule: {rule}\n    model: birch/researcher\n    reason: pilot only\n    approver: Legal"
        f"\n    created: '{TODAY - timedelta(days=400)}'\n    expires: '{ends}'{narrowed}\n"
    )


def test_waivers_hold_as_in_check(tmp_path: Path, scanned: Callable) -> None:
    plant(tmp_path, {"app.py": load("birch/researcher"), "modelscan-waivers.yaml": waiver("COM001", 90)})
    document, done = scanned(".", cwd=tmp_path)
    assert waived(document) == [("COM001", "valid", "pilot only")]
    assert done.returncode == 0
    plant(tmp_path, {"modelscan-waivers.yaml": waiver("COM001", -1)})
    assert scanned(".", cwd=tmp_path)[1].returncode == 1


def test_a_waiver_for_one_policy_holds_under_that_one(tmp_path: Path, scanned: Callable) -> None:
    settings = '[[path]]\npath = "in/"\npolicy = "internal-use"\n'
    plant(tmp_path, {"modelscan.toml": settings, "in/a.py": load("birch/researcher"), "b.py": load("birch/researcher")})
    plant(tmp_path, {"modelscan-waivers.yaml": waiver("COM001", 90, "internal-use")})
    document, done = scanned(".", cwd=tmp_path)
    excused = {one["references"][0]["path"] for one in document["results"] if waived({"results": [one]})}
    assert (excused, done.returncode) == ({"in/a.py"}, 1)


def test_a_baseline_adopts_what_is_there(tmp_path: Path, scanned: Callable, modelscan: Callable) -> None:
    plant(tmp_path, {"app.py": load("birch/researcher")})
    made = modelscan("scan", ".", "--write-baseline", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    plant(tmp_path, {"app.py": "#\n#\n" + load("birch/researcher")})
    assert scanned(".", cwd=tmp_path)[1].returncode == 0
    plant(tmp_path, {"more.py": load("birch/mystery")})
    assert scanned(".", cwd=tmp_path)[1].returncode == 1
    assert modelscan("scan", ".", "--write-baseline", "--diff", "HEAD", cwd=tmp_path).returncode == 2


def test_an_exception_holds_at_its_own_place(tmp_path: Path, modelscan: Callable[..., Any]) -> None:
    """A second place that is not excused brings the finding back, and not to the line that is."""
    plant(
        tmp_path,
        {
            "kept.py": load("birch/researcher").rstrip() + "  # modelscan: ignore[COM001] legal said yes\n",
            "bare.py": load("birch/researcher"),
            "README.md": "```python\n" + load("birch/researcher") + "```\n",
        },
    )
    done = modelscan("scan", ".", "--format", "github", cwd=tmp_path)
    told = [line for line in done.stdout.splitlines() if "birch/researcher" in line and "COM001" in line]
    assert [line.partition("file=")[2].partition(",")[0] for line in told] == ["bare.py"]
    log = json.loads(modelscan("scan", ".", "--format", "sarif", cwd=tmp_path).stdout)
    found = {
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: one.get("suppressions")
        for one in log["runs"][0]["results"]
        if one["ruleId"] == "COM001" and "birch/researcher" in one["message"]["text"]
    }
    assert found["bare.py"] is None
    assert found["kept.py"][0]["justification"] == "legal said yes"
    assert "a sample" in found["README.md"][0]["justification"]


def test_the_tree_s_own_baseline_holds_from_wherever_it_is_scanned(tmp_path: Path, modelscan: Callable) -> None:
    tree = plant(tmp_path / "tree", {"app.py": load("birch/researcher")})
    assert modelscan("scan", ".", "--write-baseline", cwd=tree).returncode == 0
    done = modelscan("scan", "tree", cwd=tmp_path)
    assert (done.returncode, "exceptions from" in done.stderr) == (0, True)
    commit(tree, {"services/a.py": "pass\n"})
    plant(tree, {"services/a.py": load("birch/researcher")})
    assert modelscan("scan", "tree/services", cwd=tmp_path).returncode == 0
