"""The Action under a simulated runner: action.yml's own steps, run with bash."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.action.forge import Forge
from tests.action.runner import ACTION, Job
from tests.hubserver import Hub
from tests.hubserver.server import error
from tests.runs.scan.sample import FILES, commit, git, load, plant

Run = Callable[..., Job]
Propose = Callable[..., dict[str, Any]]
BAD = {"new.py": load("birch/researcher")}
GOOD = {"new.py": load("gpt2")}


def annotations(job: Job) -> list[str]:
    return [line for line in job.log.splitlines() if re.match("::(error|warning|notice) ", line)]


def test_a_change_that_adds_a_non_commercial_model_fails(job: Run, propose: Propose) -> None:
    done = job(propose(BAD))
    assert done.code == 1
    assert {name: done.outputs[name] for name in ("verdict", "exit-code", "fail", "pass")} == {
        "verdict": "fail",
        "exit-code": "1",
        "fail": "1",
        "pass": "0",
    }
    assert "1 of 1 new not allowed" in done.summary
    assert "`birch/researcher" in done.summary
    assert [line for line in annotations(done) if line.startswith("::error file=new.py,line=1,")]


def test_a_change_that_adds_a_permitted_model_passes(job: Run, propose: Propose) -> None:
    done = job(propose(GOOD))
    assert (done.code, done.outputs["verdict"]) == (0, "pass")
    assert annotations(done) == []
    assert "✓ modelscan: 1 new judged, all pass" in done.summary


def test_a_change_that_touches_no_model_says_so_and_nothing_else(job: Run, propose: Propose) -> None:
    done = job(propose({"README.txt": "hello\n"}))
    assert (done.code, done.outputs["verdict"], annotations(done)) == (0, "pass", [])
    assert "no new models" in done.summary


def test_a_push_judges_the_whole_tree(job: Run) -> None:
    done = job()
    assert (done.code, done.outputs["verdict"]) == (0, "review")
    assert (done.outputs["pass"], done.outputs["review"]) == ("4", "2")
    log = json.loads(Path(done.outputs["sarif"]).read_text(encoding="utf-8"))
    assert log["version"] == "2.1.0"
    document = json.loads(Path(done.outputs["json"]).read_text(encoding="utf-8"))
    assert document["coverage"]["files_read"] == len(FILES)
    assert Path(done.outputs["markdown"]).read_text(encoding="utf-8").startswith("# modelscan scan")


def test_scopes(job: Run, repo: Path, propose: Propose) -> None:
    event = propose(BAD)
    assert job(event, scope="all").outputs["pass"] == "4"
    before = git(repo, "rev-parse", "main")
    pushed = {"before": before}
    assert job(pushed, scope="diff").outputs["fail"] == "1"
    assert job(pushed, scope="diff").outputs["pass"] == "0"
    assert job({"before": "0" * 40}, scope="diff").code == 2
    assert job({"merge_group": {"base_sha": before}}, name="merge_group").outputs["pass"] == "0"
    assert job(base=before).outputs["pass"] == "0"


def test_a_shallow_checkout_is_told_its_depth(job: Run, repo: Path, propose: Propose) -> None:
    event = propose(GOOD)
    deep = repo.rename(repo.with_name("deep"))
    git(deep, "branch", "-f", "trial", "HEAD")
    git(deep.parent, "clone", "-q", "--depth", "1", "--branch", "trial", f"file://{deep}", str(repo))
    done = job(event)
    assert (done.code, done.outputs["verdict"]) == (2, "unknown")
    assert "fetch-depth: 2" in done.log
    assert "not assessed" in done.summary
    git(repo, "fetch", "-q", "--depth", "2", "origin", "trial")
    assert job(event).outputs["verdict"] == "pass"


@pytest.mark.parametrize("trouble", ["down", "429"])
def test_an_outage_is_neutral_and_never_green(job: Run, propose: Propose, models: Hub, trouble: str) -> None:
    event = propose(BAD)
    if trouble == "429":
        reply = error(429, None, "slow down")
        reply.headers["Retry-After"] = "9999"
        models.fault("^/api/", reply, always=True)
        done, strict = job(event), job(event, on_unassessed="fail")
    else:
        with models.down():
            done, strict = job(event), job(event, on_unassessed="fail")
    assert (done.code, done.outputs["verdict"], done.outputs["exit-code"]) == (0, "unknown", "3")
    assert [line for line in annotations(done) if line.startswith("::warning title=modelscan%3A not assessed::")]
    assert "## modelscan: not assessed" in done.summary
    assert "✓" not in done.summary
    assert (strict.code, strict.outputs["verdict"]) == (3, "unknown")


def test_a_model_that_is_not_there_is_no_outage(job: Run, propose: Propose) -> None:
    done = job(propose({"new.py": load("birch/nowhere")}))
    assert (done.code, done.outputs["verdict"]) == (3, "unknown")


def test_nothing_found_is_said(job: Run, repo: Path) -> None:
    for path in FILES:
        (repo / path).unlink()
    plant(repo, {"a.py": "pass\n"})
    done = job()
    assert (done.code, done.outputs["verdict"]) == (3, "unknown")
    assert "allow-empty: true" in done.log
    assert job(allow_empty="true").outputs["verdict"] == "pass"


@pytest.mark.parametrize(
    ("inputs", "word"),
    [
        ({"fail_on": "often"}, "input fail-on: 'often' is none of"),
        ({"scope": "half"}, "input scope"),
        ({"offline": "perhaps"}, "neither true nor false"),
        ({"policy": "no-such"}, "no policy 'no-such'"),
        ({"path": "nowhere"}, "there is no nowhere"),
        ({"path": "--version"}, "there is no --version"),
        ({"policy": "--offline"}, "no policy '--offline'"),
    ],
)
def test_mistakes_in_inputs_fail_and_say_what_to_do(job: Run, inputs: dict[str, str], word: str) -> None:
    done = job(**inputs)
    assert (done.code, done.outputs["verdict"]) == (2, "unknown")
    assert word in done.log
    assert "Traceback" not in done.log


def test_inputs_are_never_run(job: Run, tmp_path: Path) -> None:
    owned = tmp_path / "owned"
    trap = f'"; touch {owned}; $(touch {owned}) `touch {owned}` \'; touch {owned}; echo "'
    assert job(**dict.fromkeys(ACTION["inputs"].keys() - {"cache", "python-version"}, trap)).code != 0
    for name in ("path", "base", "hub"):
        assert job(**{name: trap}).code != 0
    assert not owned.exists()


def test_nothing_of_the_checkout_is_imported(job: Run, repo: Path, tmp_path: Path) -> None:
    """Python puts the working folder on its path; the steps keep it off."""
    trap = f"open({str(tmp_path / 'owned')!r}, 'w')\nraise SystemExit(99)\n"
    names = (
        "scanner/__init__.py",
        "click.py",
        "json.py",
        "requests.py",
        "sitecustomize.py",
        "venv.py",
        "pip.py",
        "yaml.py",
    )
    plant(repo, dict.fromkeys(names, trap))
    done = job()
    assert done.code == 0, done.log
    assert not (tmp_path / "owned").exists()


def test_commands_in_names_are_not_obeyed(job: Run, repo: Path) -> None:
    plant(repo, {"a\n::error title=owned::x\n.py": load("birch/researcher")})
    done = job()
    assert done.code == 1
    obeyed, stopped = [], None
    for line in done.log.splitlines():
        if stopped is None and line.startswith("::stop-commands::"):
            stopped = line.removeprefix("::stop-commands::")
        elif line == f"::{stopped}::":
            stopped = None
        elif stopped is None and line.startswith("::"):
            obeyed.append(line)
    assert obeyed
    assert not [line for line in obeyed if line.startswith("::error title=owned")]


def test_many_annotations_are_capped_and_counted(job: Run, propose: Propose) -> None:
    done = job(propose({"new.py": load("birch/researcher") * 30}))
    placed = [line for line in annotations(done) if "file=" in line]
    assert len(placed) == 10
    assert "20 errors" in done.log
    assert job(propose({"new.py": load("birch/researcher") * 30}), annotations="false").log.count("file=new.py") == 0


def test_a_long_summary_names_every_model(job: Run, repo: Path) -> None:
    plant(repo, {"many.py": "".join(load(f"birch/nowhere-{number}") for number in range(1500))})
    done = job(offline="true")
    assert len(done.summary.encode()) <= 1024 * 1024
    assert done.summary.count("not assessed | `birch/nowhere-") == 1500


def test_what_the_hub_said_is_kept(job: Run, tmp_path: Path) -> None:
    job()
    assert list((tmp_path / "cache").rglob("*.json"))


def test_the_file_is_a_safe_composite_action() -> None:
    steps = ACTION["runs"]["steps"]
    assert ACTION["runs"]["using"] == "composite"
    for step in steps:
        assert "${{" not in step.get("run", "")
        if "uses" in step:
            assert re.fullmatch(r"actions/[\w/-]+@[0-9a-f]{40}", step["uses"])
    documented = {name for name in ACTION["inputs"] if not ACTION["inputs"][name]["description"].strip()}
    assert not documented
    text = json.dumps(steps)
    assert not [name for name in ACTION["inputs"] if f"inputs.{name} " not in text]
    token = [step["id"] for step in steps if "inputs.token" in json.dumps(step)]
    assert token == ["comment"]


def test_a_part_of_a_repository(job: Run, repo: Path, propose: Propose) -> None:
    done = job(
        propose({"services/a/new.py": load("birch/researcher"), "b.py": load("birch/mystery")}), path="services/a"
    )
    assert done.outputs["fail"] == "1"
    assert "file=services/a/new.py" in done.log


def test_comments(job: Run, propose: Propose, forge: Forge) -> None:
    """Written when there is something to say, found again over pages, and kept up to date."""
    quiet = job(propose({"x.txt": ""}), comment="on-change")
    assert (quiet.code, forge.comments) == (0, [])
    for number in range(150):
        forge.add(f"talk {number}")
    assert job(propose(BAD), comment="on-change").code == 1
    assert forge.methods()[-1] == "POST"
    assert forge.comments[-1]["body"].startswith("<!-- modelscan:comment -->\n### ✗ modelscan")
    assert "https://code.example/o/r/actions/runs/42" in forge.comments[-1]["body"]
    assert job(propose({"new.py": "pass\n"}), comment="on-change").code == 0
    assert len(forge.comments) == 151
    assert "no new models" in forge.comments[-1]["body"]
    assert forge.methods()[-1] == "PATCH"


def test_a_stranger_s_comment_is_not_taken_for_ours(job: Run, propose: Propose, forge: Forge) -> None:
    forge.add("<!-- modelscan:comment -->\nall is well")["author_association"] = "NONE"
    ours = forge.add("<!-- modelscan:comment -->\nold")
    ours |= {"author_association": "NONE", "user": {"login": "github-actions[bot]", "type": "Bot"}}
    job(propose(BAD), comment="on-change")
    assert "all is well" in forge.comments[0]["body"]
    assert "not allowed" in forge.comments[1]["body"]


def test_other_settings_are_said(job: Run, propose: Propose, forge: Forge) -> None:
    done = job(propose({"modelscan.toml": 'exclude = ["new.py"]\n', **BAD}), comment="on-change")
    assert (done.code, "other settings" in done.summary) == (0, True)
    assert "other settings" in forge.comments[0]["body"]


def test_a_checkout_of_the_base_alone_is_no_pass(job: Run, repo: Path, propose: Propose) -> None:
    """As ``pull_request_target`` has it: what the pull request adds is not there."""
    event = propose(BAD)
    git(repo, "checkout", "-q", "--detach", "main")
    done = job(event, name="pull_request_target")
    assert (done.code, done.outputs["verdict"]) == (2, "unknown")
    assert "holds nothing of the pull request" in done.log


def test_a_checkout_that_git_will_not_read_is_named(job: Run, repo: Path, propose: Propose) -> None:
    event = propose(GOOD)
    (repo / ".git" / "HEAD").write_text("nonsense")
    done = job(event)
    assert done.code == 2
    assert "git will not read the checkout" in done.log
    assert "fetch-depth" not in done.log


def test_always_and_never(job: Run, propose: Propose, forge: Forge) -> None:
    event = propose({"x.txt": ""})
    job(event)
    assert forge.asked == []
    job(event, comment="always")
    assert len(forge.comments) == 1
    assert job(comment="always").code == 0
    assert len(forge.comments) == 1


def test_each_part_has_its_own_comment(job: Run, propose: Propose, forge: Forge) -> None:
    event = propose({"a/x.py": load("birch/researcher"), "b/x.py": load("birch/mystery")})
    for path in ("a", "b", "a"):
        job(event, comment="on-change", path=path)
    assert len(forge.comments) == 2


@pytest.mark.parametrize(("method", "status"), [("POST", 403), ("GET", 403), ("GET", 500), ("POST", 500), ("GET", 429)])
def test_a_comment_that_cannot_be_written_fails_nothing(
    job: Run, propose: Propose, forge: Forge, method: str, status: int
) -> None:
    forge.answers[method] = status
    done = job(propose(GOOD, fork=True), comment="on-change")
    assert done.code == 0
    said = [line for line in annotations(done) if "no comment was written" in line]
    assert len(said) == 1
    assert said[0].startswith("::warning")
    assert ("pull-requests: write" in said[0]) == (status == 403)
    assert "POST" not in forge.methods() or method == "POST"
    assert "gpt2" in done.summary


def test_the_api_may_be_away_or_lie(job: Run, propose: Propose, forge: Forge) -> None:
    event = propose(GOOD)
    assert job(event, comment="on-change", env={"GITHUB_API_URL": "http://127.0.0.1:9"}).code == 0
    elsewhere = job(event, comment="on-change", env={"GITHUB_API_URL": "http://elsewhere.example"})
    assert (elsewhere.code, "https address" in elsewhere.log) == (2, True)


def test_the_token_is_in_no_log_and_no_other_step(job: Run, propose: Propose) -> None:
    done = job(propose(BAD), comment="on-change", hf_token="hf_good")
    assert "ghs_good" not in done.log + done.summary
    assert "hf_good" not in done.log + done.summary


def test_a_huge_comment_fits(job: Run, repo: Path, propose: Propose, forge: Forge) -> None:
    many = "".join(load(f"birch/nowhere-{'long-name-' * 5}{number}") for number in range(2000))
    done = job(propose({"many.py": many}), comment="on-change", offline="true")
    assert len(forge.comments) == 1, done.log[-2000:]
    assert len(forge.comments[0]["body"]) <= 65_536
    assert "more: the JSON output has all of them" in forge.comments[0]["body"]


def test_waivers_and_settings_are_found(job: Run, repo: Path, propose: Propose) -> None:
    inline = load("birch/researcher").rstrip() + "  # modelscan: ignore[COM001] agreed\n"
    done = job(propose({"new.py": inline}))
    assert done.code == 0, done.log
    assert "agreed" in done.summary
    commit(repo, {})
