"""Requests sent before the program is imported: used when they fit, never sent when in doubt."""

import subprocess
import sys

import pytest

from scanner.collect.hub import early, surroundings
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def forget():
    yield
    early._ahead.clear()
    early._direct.clear()


def settle():
    for ahead in early._ahead.values():
        ahead.answer()


def test_each_request_is_sent_once_in_all(ask, hub):
    early.begin(["acme/assistant-7b", "--hub", hub.url])
    settle()
    assert hub.count() == 3
    found = ask("acme/assistant-7b", token=None)
    assert found.root.card.data["license"] == "apache-2.0"
    assert set(hub.paths().values()) == {1}


def test_a_cached_repo_has_no_file_asked_for(ask, hub, monkeypatch):
    ask("acme/assistant-7b", cache_dir=None)
    hub.forget()
    early.begin(["acme/assistant-7b", f"--hub={hub.url}"])
    settle()
    ask("acme/assistant-7b", token=None, cache_dir=None)
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
    early.begin([*arguments, "--hub", hub.url])
    assert early._ahead == {}


@pytest.mark.parametrize(
    "name", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HTTPS_PROXY", "HF_OIDC_RESOURCE", "HF_DEBUG"]
)
def test_the_environment_is_obeyed(hub, monkeypatch, name):
    monkeypatch.setenv(name, "1")
    early.begin(["acme/x", "--hub", hub.url])
    assert early._ahead == {}


def test_a_token_file_is_left_to_the_library(hub, monkeypatch, tmp_path):
    (tmp_path / "token").write_text("hf_x")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    early.begin(["acme/x", "--hub", hub.url])
    assert early._ahead == {}


def test_an_answer_with_another_token_is_not_used(ask, hub):
    early.begin(["acme/private", "--hub", hub.url, "--token", "hf_good"])
    settle()
    assert ask("acme/private", token="").root.problem.kind == "not_found"


def test_a_failure_is_left_for_later(hub):
    early.begin(["acme/x", "--hub", "http://127.0.0.1:9"])
    settle()
    assert all(ahead.got is None for ahead in early._ahead.values())


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
