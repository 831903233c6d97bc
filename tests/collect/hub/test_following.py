"""``--follow``: a code host on loopback is asked for a few repositories, without a token, only where it is wanted."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scanner.collect.gather import gather
from scanner.collect.hub.options import HubOptions
from scanner.judge.evaluate import assess
from scanner.knowledge.policy import load_policy
from scanner.model.result import Result
from scanner.model.snapshot import Followed
from tests.cli.running import modelscan
from tests.hubserver import FakeRepo, Hub

COMMIT = "c0ffee" * 6 + "c0ff"
CARD = "---\nlicense: mit\n---\n# A\nThe training code is at https://github.com/acme/lab.\n"
TREE = {
    "sha": COMMIT,
    "truncated": False,
    "tree": [{"path": "src/train.py", "type": "blob"}, {"path": "src", "type": "tree"}],
}
LICENCE = {"license": {"spdx_id": "Apache-2.0"}}


class Host:
    """A code host: what it answers by path, and what arrived."""

    def __init__(self, answers: dict[str, object]) -> None:
        self.answers, self.asked = answers, list[tuple[str, dict[str, str]]]()
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                answer = host.answers.get(self.path, 404)
                body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(answer if isinstance(answer, int) else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def hosting(answers: dict[str, object]) -> Iterator[Host]:
    host = Host(answers)
    threading.Thread(target=host.server.serve_forever, daemon=True).start()
    try:
        yield host
    finally:
        host.server.shutdown()
        host.server.server_close()


def paths(name: str) -> tuple[str, str]:
    return f"/repos/{name}/git/trees/HEAD?recursive=1", f"/repos/{name}/license"


def collected(card: str, host: Host | None, tmp_path: Path) -> tuple[Result, tuple[Followed, ...]]:
    with Hub(FakeRepo("a/b", files={"README.md": card.encode()})) as hub:
        options = HubOptions(
            endpoint=hub.url, token="hf_good", cache_dir=tmp_path, follow=host.url if host else None, pause=0.01
        )
        (snapshot,) = gather(["a/b"], options)
    (result,) = assess([snapshot], load_policy("commercial-saas"))
    return result, snapshot.followed


def said(result: Result, component: str = "training-code") -> tuple[str, str]:
    (one,) = (one for one in result.openness.mof_components or () if one.id == component)
    return one.state, one.evidence[0].value or ""


def test_code_behind_a_link_is_said_with_its_place_and_counts_as_the_authors_word(tmp_path: Path) -> None:
    listing, licence = paths("acme/lab")
    with hosting({listing: TREE, licence: LICENCE}) as host:
        result, found = collected(CARD, host, tmp_path)
    assert found == (
        Followed(name="acme/lab", commit=COMMIT, files=("src/train.py",), whole=True, license="Apache-2.0"),
    )
    state, told = said(result)
    assert state == "claimed"
    assert told.endswith("(found by link: src/train.py at c0ffeec0, under Apache-2.0 as the host says)")
    assert [path for path, _ in host.asked] == [listing, licence]
    assert all("authorization" not in headers for _, headers in host.asked)


def test_nobody_is_asked_unless_that_is_wanted(tmp_path: Path) -> None:
    with hosting({}) as host:
        result, found = collected(CARD, None, tmp_path)
        assert (host.asked, found) == ([], ())
        collected("---\nlicense: mit\n---\n# A\nWe thank https://github.com/acme/lab.\n", host, tmp_path / "thanks")
        assert host.asked == []
    assert said(result)[0] == "claimed"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (404, "not found"),
        (403, "no access"),
        (b"<html>", "bad data"),
        ([], "no listing came"),
        ({"tree": "x"}, "no listing came"),
        (b"[" * 100_000, "bad data"),
        (b"x" * 6_000_000, "bad data"),
    ],
)
def test_what_was_not_read_is_said_and_changes_nothing_else(answer: object, why: str, tmp_path: Path) -> None:
    with hosting({paths("acme/lab")[0]: answer}) as host:
        result, (found,) = collected(CARD, host, tmp_path)
    plain, _ = collected(CARD, None, tmp_path / "plain")
    assert found.unread == why
    assert said(result) == ("claimed", f"{said(plain)[1]} (followed, not read: {why})")
    assert (result.verdict, result.openness.mof_class) == (plain.verdict, plain.openness.mof_class)


def test_what_is_not_there_by_name_is_said(tmp_path: Path) -> None:
    rows = [{"path": "x" * 500, "type": "blob"}, {"path": 1, "type": "blob"}, "row"] * 4_000
    with hosting({paths("acme/lab")[0]: {"sha": "../..", "tree": rows}}) as host:
        result, (found,) = collected(CARD, host, tmp_path)
    assert (found.commit, found.whole, {*map(len, found.files)}) == (None, False, {300})
    assert "none of the 4000 files listed there is such by name" in said(result)[1]


def test_few_repositories_are_asked(tmp_path: Path) -> None:
    links = "".join(f"Training code: https://github.com/acme/lab{number}\n" for number in range(500))
    with hosting({}) as host:
        _, found = collected(f"---\nlicense: mit\n---\n# A\n{links}", host, tmp_path)
    assert len(found) == len(host.asked) == 3


def test_a_host_that_fails_does_not_hold_the_run_up(tmp_path: Path) -> None:
    started = time.monotonic()
    with hosting({paths("acme/lab")[0]: 503}) as host:
        result, (found,) = collected(CARD, host, tmp_path)
    assert found.unread == "unreachable"
    assert time.monotonic() - started < 20
    assert result.error is None


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(CARD, encoding="utf-8")
    listing, licence = paths("acme/lab")
    with hosting({listing: TREE, licence: LICENCE}) as host, Hub() as hub:
        asked = ("check", str(tmp_path), "--hub", hub.url, "--fail-on", "never", "--format", "json")
        plain = modelscan(*asked)
        assert (plain.returncode, host.asked) == (0, [])
        done = modelscan(*asked, "--follow", "--code-host", host.url)
    assert "found by link: src/train.py" in done.stdout
    assert "found by link" not in plain.stdout
    for wrong in (("--follow", "--offline"), ("--code-host", host.url), ("--follow", "--code-host", "nowhere")):
        assert modelscan("check", str(tmp_path), *wrong).returncode == 2
