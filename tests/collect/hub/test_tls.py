"""TLS with a certificate of our own: refused unless trusted, used when it is."""

import os
import shutil
import ssl
import subprocess

import pytest

from tests.hubserver import Hub
from tests.hubserver.fixtures import world


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", f"{path}.crt"]
    subprocess.run(command, check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + path.with_name("both.pem.crt").read_bytes())
    return path


@pytest.fixture
def secure(certificate):
    hub = Hub(*world())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    hub.server.socket = context.wrap_socket(hub.server.socket, server_side=True)
    hub.url = hub.url.replace("http:", "https:")
    with hub:
        yield hub


def test_an_unknown_certificate_is_refused(ask, secure):
    problem = ask("gpt2", endpoint=secure.url).root.problem
    assert problem.kind == "unreachable"
    assert "certificate" in problem.message.lower()
    assert secure.count() == 0


def test_a_known_one_is_used(ask, secure, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    found = ask("acme/assistant-7b", endpoint=secure.url)
    assert found.root.problem is None
    assert len(found.related) == 4


def test_named_certificates_that_cannot_be_read_are_said(ask, secure, tmp_path, monkeypatch):
    for other in ("SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(other, "")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    before = dict(os.environ)
    problem = ask("gpt2", endpoint=secure.url).root.problem
    assert problem.kind == "unreachable"
    assert "none.pem cannot be read" in problem.message
    assert dict(os.environ) == before
