"""Whether we may get it: each of the questions by itself, with what to do."""

from typing import Any

import pytest

from scanner.collect.hub.problems import refusal
from scanner.collect.hub.wire import Answer
from scanner.judge.reading.access import read_access
from scanner.judge.reading.profile import code_files
from scanner.model.snapshot import Problem
from tests.making import absent, repo, text


def info(**more: Any) -> dict[str, Any]:
    return {"gated": False, "disabled": False, "private": False, "tags": [], **more}


def refused(status: int, code: str = "", said: str = "", token: bool = False) -> tuple[str, str | None]:
    answer = Answer("http://hub/api/models/a/b", status, {"x-error-code": code, "x-error-message": said}, b"{}")
    error = refusal(answer, "model a/b", "http://hub", token)
    return error.kind, error.refused


@pytest.mark.parametrize(
    ("status", "code", "said", "token", "kind", "who"),
    [
        (403, "RegionBlocked", "", False, "no_access", "region"),
        (451, "", "This model is not available in your country", False, "disabled", "region"),
        (451, "UnavailableForLegalReasons", "", False, "disabled", "law"),
        (403, "", "Blocked by your organization's content policy", True, "no_access", "organisation"),
        (403, "", "Your organization restricts access to this repository", True, "no_access", "organisation"),
        (403, "GatedRepo", "Access restricted", True, "no_access", "gate"),
        (401, "GatedRepo", "Access restricted", False, "no_access", "gate"),
        (401, "", "Invalid credentials in Authorization header", True, "no_access", "token"),
        (401, "RepoNotFound", "Repository not found", False, "not_found", None),
        (404, "RevisionNotFound", "Invalid rev id", False, "revision_not_found", None),
        (410, "", "", False, "disabled", "hub"),
        (403, "", "Forbidden", True, "no_access", "hub"),
    ],
)
def test_who_refuses_by_the_answer(status: int, code: str, said: str, token: bool, kind: str, who: str | None) -> None:
    assert refused(status, code, said, token) == (kind, who)


def test_open_and_read() -> None:
    found = read_access(repo(info=info(x_token=False)))
    assert (found.exists, found.gated, found.token, found.region, found.refused_by) == (
        True,
        False,
        "absent",
        "open",
        None,
    )
    assert found.fix == ""


def test_a_gate_without_and_with_tokens() -> None:
    shut = read_access(repo(info=info(gated="manual", x_token=False, x_refused="gate")))
    assert (shut.token, shut.refused_by) == ("absent", "gate") and "HF_TOKEN" in shut.fix
    valid = read_access(repo(info=info(gated="manual", x_token=True, x_refused="gate")))
    assert (valid.token, valid.refused_by) == ("no-access", "gate") and "owner" in valid.fix
    passed = read_access(repo(info=info(gated="manual", x_token=True), texts=(text("MIT License"),)))
    assert (passed.token, passed.refused_by, passed.fix) == ("granted", None, "")
    untold = read_access(repo(info=info(gated="auto", x_token=True)))
    assert untold.token == "unknown"


@pytest.mark.parametrize("who", ["region", "organisation", "law", "hub", "token"])
def test_refused_says_what_to_do(who: Any) -> None:
    problem = Problem(kind="no_access", message="refused", refused=who)
    found = read_access(repo(problem=problem, info={"x_token": True}))
    assert (found.exists, found.refused_by) == (True, who) and found.fix
    assert found.region == ("refused" if who == "region" else "unknown")
    assert (found.token == "invalid") is (who == "token")


def test_what_the_hub_does_not_know_may_be_private() -> None:
    found = read_access(absent("acme/gone"))
    assert (found.exists, found.refused_by) == (None, None) and "private" in found.fix


def test_a_gate_that_shuts_out_the_eu_leaves_the_region_open_to_question() -> None:
    assert read_access(repo(front="extra_gated_eu_disallowed: true")).region == "unknown"


def test_a_newer_version() -> None:
    assert read_access(repo(front="new_version: acme/harbour-2")).superseded_by == "acme/harbour-2"
    assert read_access(repo("acme/m", front="new_version: acme/m")).superseded_by is None
    assert read_access(repo(front="new_version: [acme/a]")).superseded_by == "acme/a"


def test_the_files_that_auto_map_runs() -> None:
    maps = {"AutoModel": "modeling_x.XModel", "AutoTokenizer": ["tok.Slow", None], "AutoConfig": "org/r--conf.C"}
    assert code_files(repo(info=info(config={"auto_map": maps}))) == ("modeling_x.py", "org/r: conf.py", "tok.py")
    assert code_files(repo()) == ()
