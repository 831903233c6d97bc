"""Refusals, faults and hostile answers, through real HTTP."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from scanner.collect.hub import collect
from scanner.model.errors import ModelscanError
from tests.collect.hub.conftest import target
from tests.conftest import ROOT
from tests.hubserver import FakeRepo, Hub
from tests.hubserver.server import Reply, json_reply

MODEL = "^/api/models/gpt2$"
NEXT_STEPS = ("check", "give", "add", "choose", "use a", "renew", "try again", "accept")


def kind(snapshot):
    problem = snapshot.root.problem
    if problem is not None:
        assert "\n" not in problem.message
        assert any(step in problem.message for step in NEXT_STEPS), problem.message
    return problem and problem.kind


@pytest.mark.parametrize(
    ("name", "token", "expected"),
    [
        ("acme/nope", "", "not_found"),
        ("acme/nope", "hf_good", "not_found"),
        ("acme/private", "", "not_found"),
        ("acme/private", "hf_good", None),
        ("gpt2", "hf_stale", "no_access"),
        ("gpt2@bogus", "", "revision_not_found"),
        ("../etc", "", "bad_id"),
        ("a/b/c", "", "bad_id"),
        ("", "", "bad_id"),
        ("x" * 300, "", "bad_id"),
        ("acme/x\ny", "", "bad_id"),
    ],
)
def test_refusals(ask, name, token, expected):
    assert kind(ask(name, token=token)) == expected


def test_one_bad_target_spoils_no_other(ask):
    found = ask.all("acme/nope", "gpt2", "../x", "gpt2@bogus", "acme/seed-7b")
    assert [kind(snapshot) for snapshot in found] == ["not_found", None, "bad_id", "revision_not_found", None]


def test_disabled(ask, hub):
    root = ask("acme/disabled").root
    assert (root.problem, root.info["disabled"]) == (None, True)
    assert [(item.what, "disabled" in item.reason) for item in root.unread] == [("README.md", True)]
    headers = {"X-Error-Message": "Access to this resource is disabled."}
    hub.fault(MODEL, Reply(403, b"", headers), always=True)
    assert kind(ask("gpt2")) == "disabled"


@pytest.mark.parametrize(
    "headers",
    [
        {"RateLimit": '"api";r=0;t=0', "RateLimit-Policy": '"fixed window";"api";q=500;w=300'},
        {"Retry-After": "1"},
        {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"},
        {},
    ],
)
def test_a_429_is_waited_for_and_said(ask, hub, headers):
    hub.fault(MODEL, Reply(429, b"slow down", headers))
    assert kind(ask("gpt2")) is None
    assert hub.count(MODEL) == 2
    assert [line for line in ask.said if "slow down" in line]


def test_a_long_limit_is_not_waited_for(ask, hub):
    hub.fault("", Reply(429, b"", {"RateLimit": '"api";r=0;t=250'}), always=True)
    started = time.monotonic()
    found = ask("gpt2")
    assert kind(found) == "rate_limited"
    assert "251 s" in found.root.problem.message
    assert time.monotonic() - started < 5


def test_nothing_is_asked_while_a_long_limit_stands(ask, hub):
    hub.fault("", Reply(429, b"", {"RateLimit": '"api";r=0;t=250'}), always=True)
    found = ask.all(*[f"acme/m{number}" for number in range(40)])
    assert {kind(snapshot) for snapshot in found} == {"rate_limited"}
    assert hub.count() <= 8


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500),
        Reply(502, b"<html>bad gateway</html>"),
        Reply(503, b"", {"Retry-After": "0"}),
        Reply(504),
        Reply(200, b'{"id": "gpt2", "sha": "abc', cut=10),
        Reply(200, b'{"id": "gp', {"Content-Length": "500"}, cut=10),
        Reply(200, b"", {"Content-Length": "9"}, cut=0),
    ],
)
def test_what_may_pass_is_asked_again(ask, hub, reply):
    hub.fault(MODEL, reply, reply)
    assert kind(ask("gpt2")) is None
    assert hub.count(MODEL) in (2, 3)


def test_what_does_not_pass_is_unreachable(ask, hub):
    hub.fault(MODEL, Reply(500), always=True)
    found = ask("gpt2")
    assert kind(found) == "unreachable"
    assert "--offline" in found.root.problem.message


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<!doctype html><html>Sign in</html>", {"Content-Type": "text/html"}),
        Reply(200, b"  <html>", {}),
        Reply(200, b"not json"),
        Reply(200, b"[" * 100_000),
        json_reply(["a"]),
        json_reply("gpt2"),
        json_reply(None),
        json_reply({}),
        Reply(418, b""),
        Reply(400, b'{"error": "nope"}'),
        Reply(302, b"", {"Location": "http://elsewhere.invalid/x"}),
        Reply(302, b"", {"Location": "file:///etc/passwd"}),
        Reply(302, b"", {"Location": "/api/models/gpt2"}),
    ],
)
def test_bad_data(ask, hub, reply):
    hub.fault(MODEL, reply, always=True)
    assert kind(ask("gpt2")) == "bad_data"


def test_a_tree_that_is_no_list_is_no_empty_repo(ask, hub):
    hub.fault(MODEL, json_reply({"id": "gpt2", "sha": "a" * 40}), always=True)
    hub.fault("^/api/models/gpt2/tree/", json_reply({"tree": []}), always=True)
    root = ask("gpt2").root
    assert root.files is None
    assert "api:tree" in {unread.what for unread in root.unread}


WRONG = [
    None,
    True,
    7,
    1.5,
    "text",
    "",
    [],
    [None],
    [[]],
    {},
    {"a": None},
    {"models": 3},
    [{"id": 4}],
    "\ud800",
    float("inf"),
]
FIELDS = [
    "id",
    "sha",
    "gated",
    "private",
    "disabled",
    "tags",
    "cardData",
    "config",
    "siblings",
    "safetensors",
    "baseModels",
]


@pytest.mark.parametrize("field", [*FIELDS, "downloads", "likes", "gguf", "createdAt", "pipeline_tag"])
def test_no_type_from_the_hub_can_crash(ask, hub, field):
    for number, wrong in enumerate(WRONG):
        sound = hub.repos["model", "gpt2"].info(True, [])
        hub.faults.clear()
        hub.fault(MODEL, json_reply({**sound, field: wrong}), always=True)
        found = ask("gpt2", cache_dir=ask.cache / str(number))
        assert found.root.problem is None
        json.dumps(found.root.info, allow_nan=False).encode()


def test_a_field_of_the_wrong_type_is_named(ask, hub):
    sound = hub.repos["model", "gpt2"].info(True, [])
    hub.fault(MODEL, json_reply({**sound, "tags": "license:mit"}), always=True)
    root = ask("gpt2").root
    assert "tags" not in root.info
    assert [item.what for item in root.unread] == ["api:tags"]


def test_base_models_as_list_and_as_mapping(ask, hub):
    for number, shape in enumerate([{"relation": "finetune", "models": [{"id": "gpt2"}]}, [{"id": "gpt2"}], ["gpt2"]]):
        hub.add(FakeRepo(f"acme/b{number}", extra={"baseModels": shape}))
        assert [repo.id for repo in ask(f"acme/b{number}").related] == ["gpt2"]


def test_bulk_is_left_out(ask, hub):
    index = [{"name": "x", "results": [{"verifyToken": "y" * 5000, "metrics": [1] * 100_000}]}]
    hub.add(FakeRepo("acme/bulk", extra={"model-index": index, "widgetData": ["z" * 10_000], "spaces": ["s"] * 5000}))
    info = ask("acme/bulk").root.info
    assert set(info) & {"widgetData", "spaces"} == set()
    assert len(json.dumps(info)) < 200_000
    assert info["model-index"][0]["name"] == "x"


def test_a_card_of_fifty_megabytes(ask, hub):
    hub.add(FakeRepo("acme/fat", files={"README.md": b"---\nlicense: mit\n---\n" + b"x" * 50_000_000}))
    card = ask("acme/fat").root.card
    assert (card.truncated, card.data) == (True, {"license": "mit"})
    assert "only the first" in card.problems[0]


def test_a_listed_file_that_is_not_there(ask, hub):
    hub.fault("/resolve/.*/README.md", Reply(404, b"", {"X-Error-Code": "EntryNotFound"}), always=True)
    root = ask("gpt2").root
    assert root.card is None
    assert [item.what for item in root.unread] == ["README.md"]


def test_an_ancestor_that_cannot_be_read(ask, hub):
    hub.add(FakeRepo("acme/orphan", tags=["base_model:finetune:acme/gone"], card_data={"license": "mit"}))
    (parent,) = ask("acme/orphan").related
    assert (parent.id, parent.problem.kind) == ("acme/gone", "not_found")


def test_the_network_gone_half_way(ask, hub):
    first = ask("gpt2")
    with hub.down():
        found = ask.all("gpt2", "acme/seed-7b", "acme/lora", "acme/empty", "acme/bare")
    assert {kind(snapshot) for snapshot in found} == {"unreachable"}
    assert first.root.problem is None
    assert all("--offline" in snapshot.root.problem.message for snapshot in found)
    assert ask("gpt2", offline=True).root.card == first.root.card


def test_nobody_listens(ask, tmp_path):
    started = time.monotonic()
    found = ask.all(*[f"acme/m{n}" for n in range(30)], endpoint="http://127.0.0.1:9")
    assert {kind(snapshot) for snapshot in found} == {"unreachable"}
    assert time.monotonic() - started < 10
    assert kind(ask("gpt2", endpoint="http://no-such-host.invalid")) == "unreachable"


def test_a_slow_answer_is_given_up(ask, hub):
    hub.fault(MODEL, Reply(200, b'{"id": "gpt2"}', drip=0.2), always=True)
    found = ask("gpt2", deadline=0.5, timeout=0.5)
    assert kind(found) == "unreachable"
    hub.delay = 1.0
    assert "no answer in time" in ask("acme/bare", timeout=0.2).root.problem.message


@pytest.mark.parametrize("endpoint", ["hub.example", "ftp://x", "http://", "https://user:pw@host", "http://a b"])
def test_a_bad_endpoint_is_a_mistake_of_the_command(ask, endpoint):
    with pytest.raises(ModelscanError, match="--hub"):
        list(collect([target("gpt2")], ask.options(endpoint=endpoint)))


# -- the token


def test_the_token_stays_at_the_hub(ask, hub):
    with Hub(*hub.repos.values()) as cdn:
        hub.cdn = cdn
        root = ask("acme/assistant-7b", token="hf_good").root
        assert root.card.data["license"] == "apache-2.0"
        assert cdn.count("/cdn/") >= 2
        assert {request.token for request in cdn.requests} == {None}
        assert {request.token for request in hub.requests} == {"hf_good"}


def test_the_librarys_token_is_found(ask, hub, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_good")
    assert ask("acme/private", token=None).root.problem is None
    monkeypatch.setenv("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
    assert kind(ask("acme/private", token=None, cache_dir=ask.cache / "b")) == "not_found"


def test_every_request_says_who_asks(ask, hub):
    ask("gpt2")
    assert all(request.headers["user-agent"].startswith("modelscan/") for request in hub.requests)


# -- the cache


def test_a_broken_cache_counts_as_none(ask, hub):
    ask("acme/assistant-7b")
    for path in ask.cache.rglob("*"):
        if path.is_file():
            path.write_bytes(b'{"id": 1, \xff')
    hub.forget()
    assert ask("acme/assistant-7b").root.card.data["license"] == "apache-2.0"
    assert hub.count("/resolve/") > 0


def test_what_an_outage_withheld_is_asked_for_again_and_never_counts_as_nothing(ask, hub):
    recipe = b"models:\n  - model: gpt2\n"
    files = {"LICENSE": b"Words.", "mergekit_config.yml": recipe, "merge_two.yml": recipe, "README.md": b"# Hi\n"}
    hub.add(FakeRepo("acme/merged", files=files))
    sha = hub.repos["model", "acme/merged"].sha
    hub.fault("/(LICENSE|merge_two.yml|README.md)$", Reply(500), always=True)
    first = ask(f"acme/merged@{sha}", max_wait=0.0).root
    assert {item.what for item in first.unread} == {"LICENSE", "README.md", "merge_two.yml"}
    offline = ask(f"acme/merged@{sha}", offline=True).root
    assert {item.what for item in offline.unread} == {"LICENSE", "README.md", "merge_two.yml"}
    hub.faults.clear()
    again = ask(f"acme/merged@{sha}").root
    assert (again.unread, [text.path for text in again.texts]) == ((), ["LICENSE"])
    assert set(again.info["x_recipes"]) == {"mergekit_config.yml", "merge_two.yml"}


def test_a_field_that_was_broken_once_is_asked_for_again(ask, hub):
    repo = hub.repos["model", "gpt2"]
    hub.fault(f"^/api/models/gpt2/revision/{repo.sha}$", json_reply({**repo.info(True, []), "gated": [1]}))
    assert [item.what for item in ask(f"gpt2@{repo.sha}").root.unread] == ["api:gated"]
    assert ask(f"gpt2@{repo.sha}").root.unread == ()


def test_a_cache_that_cannot_be_written_is_said_once(ask, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    found = ask.all("gpt2", "acme/assistant-7b", cache_dir=blocked / "cache")
    assert [kind(snapshot) for snapshot in found] == [None, None]
    assert len([line for line in ask.said if "cannot be written" in line]) == 1


def test_nothing_half_written_is_left(ask):
    ask.all("gpt2", "acme/lora")
    assert not [path for path in ask.cache.rglob("*") if path.name.endswith(".tmp")]


# -- the other way to the Hub


def test_through_the_librarys_session(ask, hub, monkeypatch):
    from scanner.collect.hub import surroundings

    plain = ask("acme/assistant-7b")
    monkeypatch.setattr(surroundings, "plain", lambda: False)
    through = ask("acme/assistant-7b", cache_dir=ask.cache / "b")
    assert through.root.texts == plain.root.texts
    assert len(through.related) == 4
    assert kind(ask("gpt2", endpoint="http://127.0.0.1:9")) == "unreachable"
    assert kind(ask("acme/nope")) == "not_found"
    hub.fault(MODEL, Reply(200, b'{"id": "gp', {"Content-Length": "500"}, cut=10))
    assert kind(ask("gpt2")) is None


def test_a_proxy_is_used(ask, hub, monkeypatch):
    script = (
        "import sys; from pathlib import Path; from scanner.collect.hub import collect;"
        "from scanner.collect.hub.options import HubOptions;"
        "from scanner.model.target import Target;"
        "o = HubOptions(endpoint='http://hub.invalid', token='', cache_dir=Path(sys.argv[1]));"
        "s = next(iter(collect([Target(text='gpt2', id='gpt2')], o))); print(s.root.problem, s.root.card.data)"
    )
    env = {**os.environ, "HTTP_PROXY": hub.url, "NO_PROXY": ""}
    hub.fault("^http://hub.invalid", lambda request: hub.reply(_stripped(request)), always=True)
    done = subprocess.run(
        [sys.executable, "-c", script, str(ask.cache)], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.stdout.strip() == "None {'license': 'mit'}", done.stderr


def _stripped(request):
    request.path = request.path.removeprefix("http://hub.invalid")
    return request


def test_no_telemetry_whatever_part_of_the_library_is_used(ask, hub):
    script = (
        "import sys; from pathlib import Path; from scanner.collect.hub import collect, surroundings;"
        "from scanner.collect.hub.options import HubOptions; from scanner.model.target import Target;"
        "surroundings.plain = lambda: False;"
        "ts = [Target(text=i, id=i) for i in ('gpt2', 'acme/nope', 'acme/private')];"
        "o = HubOptions(endpoint=sys.argv[1], cache_dir=Path(sys.argv[2]));"
        "print([s.root.problem and s.root.problem.kind for s in collect(ts, o)])"
    )
    env = {name: value for name, value in os.environ.items() if name != "HF_HUB_DISABLE_TELEMETRY"}
    env |= {"HF_TOKEN": "hf_good", "HF_ENDPOINT": hub.url}
    command = [sys.executable, "-c", script, hub.url, str(ask.cache)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.stdout.strip() == "[None, 'not_found', None]", done.stderr
    assert {request.token for request in hub.requests} == {"hf_good"}
    assert hub.count("agent-harnesses") == 0


# -- Ctrl-C


def test_ctrl_c_ends_at_once(hub, ask):
    hub.delay = 20
    script = (
        "import sys; from scanner.collect.hub import collect; from scanner.collect.hub.options import HubOptions;"
        "from scanner.model.target import Target; print('ready', flush=True);"
        "list(collect([Target(text='gpt2', id='gpt2')], HubOptions(endpoint=sys.argv[1], token='')))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, hub.url], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "ready\n"
    while not hub.count("/api/models/gpt2"):
        time.sleep(0.01)
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    threading.Timer(10, process.kill).start()
    _, said = process.communicate()
    assert time.monotonic() - started < 5
    assert "KeyboardInterrupt" in said
