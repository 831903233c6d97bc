"""The page in a real browser: nothing is asked for, nothing runs, and it looks as meant in light and dark."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scanner.report.registry import render
from tests.report.samples import ERROR, HOSTILE, RESULTS, report

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PAGE = render("html", report(HOSTILE, *RESULTS.values(), ERROR)).encode()


@pytest.fixture(scope="module")
def browser() -> str:
    """A Chromium of this machine; skips aloud without one."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    pytest.skip("needs chromium on the PATH to open the page in a real browser")


@pytest.fixture
def served() -> Iterator[tuple[str, list[str]]]:
    """The page's address on loopback, and the paths that were asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200 if self.path == "/page" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE if self.path == "/page" else b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/page", asked
    server.shutdown()
    server.server_close()


def opened(browser: str, folder: Path, address: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-proxy-server", "--hide-scrollbars"]
    quiet = ["--disable-background-networking", "--disable-dev-shm-usage", f"--user-data-dir={folder / 'profile'}"]
    return subprocess.run(
        [*command, *quiet, "--window-size=1000,1600", *more, address],
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )


def test_the_page_asks_for_nothing_and_runs_nothing(
    browser: str, served: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = served
    run = opened(browser, tmp_path, address, "--dump-dom", "--enable-logging=stderr", "--v=0")
    assert "acme/evil&lt;img src=x onerror=alert(1)&gt;" in run.stdout.replace("<wbr>", "")
    assert "<img" not in run.stdout
    assert set(asked) <= {"/page", "/favicon.ico"}
    assert "Content Security Policy" not in run.stderr


def test_the_style_applies_and_follows_the_readers_scheme(
    browser: str, served: tuple[str, list[str]], tmp_path: Path
) -> None:
    shots = []
    for scheme in ("1", "0"):
        shot = tmp_path / f"{scheme}.png"
        opened(browser, tmp_path, served[0], f"--blink-settings=preferredColorScheme={scheme}", f"--screenshot={shot}")
        shots.append(shot.read_bytes())
    assert all(shot.startswith(b"\x89PNG") and len(shot) > 20_000 for shot in shots)
    assert shots[0] != shots[1]
