"""Mirrors: an endpoint below a path, its redirects and links, a company's certificates, and who gets the token."""

import pytest

from scanner.collect.hub.client import Client
from scanner.collect.hub.pages import list_files
from scanner.collect.hub.probe import Ask, probe
from tests.collect.hub.test_tls import certificate, secure  # noqa: F401 (fixtures)
from tests.hubserver import Hub
from tests.hubserver.server import Reply, Request, error, json_reply

PREFIX = "/mirror/hf"


@pytest.fixture
def mirror(hub: Hub) -> str:
    """The address of a mirror below a path, which passes on what the Hub says as it is; else it has nothing."""

    def pass_on(request: Request) -> Reply:
        return hub._route(Request(request.path.removeprefix(PREFIX), request.query, request.headers))

    hub.fault(f"^{PREFIX}/", pass_on, always=True)
    hub.fault("^/", error(404, None, "Nothing outside of the mirror."), always=True)
    return hub.url + PREFIX


def test_a_repo_and_its_family_through_a_mirror(ask, mirror):
    found = ask("acme/assistant-7b", endpoint=mirror)
    assert found.root.problem is None and found.root.card is not None
    assert [repo.problem for repo in found.related] == [None] * 4


def test_a_renamed_repo_through_a_mirror_that_does_not_mend_redirects(ask, mirror):
    found = ask("acme/old-name", endpoint=mirror)
    assert (found.root.id, found.root.problem) == ("acme/assistant-7b", None)
    wanted = Ask(repo_type="model", id="acme/old-name", revision=None, path="README.md")
    assert probe([wanted], ask.options(endpoint=mirror))[wanted].id == "acme/assistant-7b"


def test_links_to_further_pages_stay_at_the_mirror(ask, hub, mirror):
    repo = ask("acme/many-files", endpoint=mirror).root
    hub.forget()
    listing = list_files(Client(ask.options(endpoint=mirror)), repo, "main")
    assert listing.files is not None and len(listing.files) == 5001
    assert hub.count(f"^{PREFIX}/api/models/acme/many-files/tree/") == hub.count() == 6


def test_a_link_to_another_host_is_asked_at_the_mirror(ask, hub):
    with Hub() as elsewhere:
        link = f'<{elsewhere.url}/api/models/gpt2/tree/main?cursor=1>; rel="next"'
        hub.fault(
            "/tree/",
            Reply(200, b"[]", {"Link": link}),
            json_reply([{"type": "file", "path": "second", "size": 1}]),
        )
        repo = ask("gpt2").root
        listing = list_files(Client(ask.options(token="hf_good")), repo, "main")
        assert [file.path for file in listing.files or ()] == ["second"]
        assert elsewhere.count() == 0


def test_the_token_goes_to_the_mirror_only(ask, hub):
    with Hub(*hub.repos.values()) as cdn:
        hub.cdn = cdn
        assert ask("acme/assistant-7b", token="hf_good").root.card is not None
        assert all(request.token == "hf_good" for request in hub.requests)
        assert cdn.requests and all(request.token is None for request in cdn.requests)


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
@pytest.mark.parametrize("plain", [True, False])
def test_certificates_by_any_variable(ask, secure, certificate, monkeypatch, name, plain):  # noqa: F811
    from scanner.collect.hub import surroundings

    for other in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(other, "")  # so that what is set in the test is undone after it
    monkeypatch.setenv(name, str(certificate))
    if not plain:
        from huggingface_hub.utils import close_session

        close_session()
        monkeypatch.setattr(surroundings, "plain", lambda: False)
    assert ask("gpt2", endpoint=secure.url).root.problem is None
    assert secure.count() > 0
    if not plain:
        close_session()


def test_a_probe_through_the_librarys_session(ask, hub, monkeypatch):
    from scanner.collect.hub import surroundings

    asks = [
        Ask(repo_type="model", id=name, revision=None, path="model.safetensors")
        for name in ("gpt2", "meta-llama/Llama-3.1-8B", "acme/never-was", "acme/old-name", "acme/disabled")
    ]
    plain = probe(asks, ask.options())
    monkeypatch.setattr(surroundings, "plain", lambda: False)
    hub.forget()
    assert probe(asks, ask.options()) == plain
    assert [plain[one].problem for one in asks] == [None, None, "not_found", None, "disabled"]
    assert plain[asks[1]].gated == "manual" and plain[asks[3]].id == "acme/assistant-7b"
    assert hub.count("/resolve/") == 6


def test_a_probe_of_nobody_says_so(ask):
    wanted = Ask(repo_type="model", id="gpt2", revision=None, path="README.md")
    assert probe([wanted], ask.options(endpoint="http://127.0.0.1:9"))[wanted].problem == "unreachable"
