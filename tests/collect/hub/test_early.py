"""Requests sent before the program is imported: used when they fit, never sent when in doubt."""

import subprocess
import sys

import pytest

from scanner.collect.hub import early, surroundings
from tests.conftest import ROOT


def begun(*arguments):
    """What was sent, all of it answered."""
    found = early.begin([*arguments])
    for ahead in found.ahead.values():
        ahead.answer()
    return found


def test_each_request_is_sent_once_in_all(ask, hub):
    sent = begun("acme/assistant-7b", "--hub", hub.url)
    assert hub.count() == 4
    found = ask("acme/assistant-7b", token=None, prefetched=sent)
    assert found.root.card.data["license"] == "apache-2.0"
    assert set(hub.paths().values()) == {1}


def test_a_cached_repo_has_no_file_asked_for(ask, hub, monkeypatch):
    ask("acme/assistant-7b", cache_dir=None)
    hub.forget()
    sent = begun("acme/assistant-7b", f"--hub={hub.url}")
    ask("acme/assistant-7b", token=None, cache_dir=None, prefetched=sent)
    assert hub.count("/resolve/") == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["acme/x", "--offline"],
        ["--policy", "acme/x"],
        ["./acme/x"],
        ["acme/x/y"],
        ["acme/x@main"],
        ["datasets/acme/x/y"],
        ["-"],
        ["a--b/c"],
        ["acme/..x"],
    ],
)
def test_nothing_is_sent_in_doubt(hub, arguments):
    assert early.begin([*arguments, "--hub", hub.url]) is None
    assert hub.count() == 0


@pytest.mark.parametrize(
    "name", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HTTPS_PROXY", "HF_OIDC_RESOURCE", "HF_DEBUG"]
)
def test_the_environment_is_obeyed(hub, monkeypatch, name):
    monkeypatch.setenv(name, "1")
    assert early.begin(["acme/x", "--hub", hub.url]) is None
    assert hub.count() == 0


def test_a_token_file_is_left_to_the_library(hub, monkeypatch, tmp_path):
    (tmp_path / "token").write_text("hf_x")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    assert early.begin(["acme/x", "--hub", hub.url]) is None
    assert hub.count() == 0


def test_an_answer_with_another_token_is_not_used(ask, hub):
    sent = begun("acme/private", "--hub", hub.url, "--token", "hf_good")
    assert ask("acme/private", token="", prefetched=sent).root.problem.kind == "not_found"


def test_a_failure_is_left_for_later(hub):
    sent = begun("acme/x", "--hub", "http://127.0.0.1:9")
    assert sent.ahead and all(ahead.got is None for ahead in sent.ahead.values())


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://hub.example/", "https://hub.example"),
        ("http://huggingface.co", "https://huggingface.co"),
        ("https://hf.co/", "https://huggingface.co"),
        ("https://mirror.example/hf/", "https://mirror.example/hf"),
        ("mirror.example", None),
        ("https://a@b", None),
    ],
)
def test_endpoints(given, used):
    assert surroundings.checked_endpoint(given) == used


def test_it_imports_little():
    script = "import sys; from scanner.collect.hub import early, surroundings, paths; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    dear = {"huggingface_hub", "httpx2", "yaml", "click", "dataclasses", "inspect", "http.client", "requests"}
    assert not dear & set(done.stdout.split())


def test_collecting_imports_no_library_where_nothing_asks_for_it(hub):
    script = (
        "import sys; from scanner.collect.hub import collect; from scanner.collect.hub.options import HubOptions;"
        "from scanner.model.target import Target;"
        "[_ for _ in collect([Target(text='gpt2', id='gpt2')], HubOptions(endpoint=sys.argv[1]))]; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script, hub.url], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"huggingface_hub", "httpx2", "requests", "click"} & set(done.stdout.split())
