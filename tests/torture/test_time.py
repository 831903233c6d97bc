"""Peers that never end: headers, bodies and "100 Continue" in single drops. A request ends by its deadline."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from scanner.collect.hub import collect, surroundings
from scanner.collect.hub.options import HubOptions
from scanner.collect.hub.session import Session
from scanner.collect.hub.wire import Direct, WireError
from scanner.model.snapshot import Snapshot
from scanner.model.target import Target

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
PEERS: dict[str, Callable[[], Iterator[bytes]]] = {
    "body": lambda: iter([HEAD, *([b" "] * 10_000)]),
    "header": lambda: iter([b"HTTP/1.1 200 OK\r\n", *([b"X-A: a\r\n"[n % 8 : n % 8 + 1] for n in range(10_000)])]),
    "continue": lambda: iter([b"HTTP/1.1 100 Continue\r\n\r\n"] * 10_000),
    "chunks": lambda: iter([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *([b"1\r\n \r\n"] * 10_000)]),
    "status": lambda: iter([b"H", *([b"T"] * 10_000)]),
}


@contextmanager
def peer(pieces: Callable[[], Iterator[bytes]], pause: float = 0.05) -> Iterator[str]:
    """Sends its pieces to everyone who comes, with a pause after each."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                connection.recv(4096)
                for piece in pieces():
                    connection.sendall(piece)
                    time.sleep(pause)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize("way", [Direct, Session])
@pytest.mark.parametrize("name", PEERS)
def test_a_request_ends_by_its_deadline(name: str, way: type[Direct] | type[Session]) -> None:
    with peer(PEERS[name]) as url:
        began = time.monotonic()
        with pytest.raises(WireError) as raised:
            way(5.0).get(f"{url}/x", {}, 1_000_000, 0.6)
        assert time.monotonic() - began < 2.0
        assert raised.value.kind == "slow"


@pytest.mark.parametrize("name", PEERS)
def test_a_run_ends_and_says_so(name: str, tmp_path: Path) -> None:
    with peer(PEERS[name]) as url:
        began = time.monotonic()
        found = _collect(url, tmp_path, deadline=0.5)
        assert time.monotonic() - began < 8.0
    assert {one.root.problem.kind for one in found if one.root.problem} == {"unreachable"}
    assert all(one.root.problem and "within the time" in one.root.problem.message for one in found)


@pytest.mark.parametrize("way", [Direct, Session])
def test_a_name_that_is_never_resolved_ends_by_the_deadline(
    way: type[Direct] | type[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    never = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [never.wait(20)][1:])
    began = time.monotonic()
    with pytest.raises(WireError):
        way(5.0).get("http://hub.example/x", {}, 1_000, 0.5)
    assert time.monotonic() - began < 2.0
    never.set()


def test_each_address_of_a_name_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with peer(lambda: iter([HEAD.replace(b"100000", b"1"), b"x"]), 0.0) as url:
        port = int(url.rpartition(":")[2])
        found = [(0, 0, 0, "", (f"127.0.0.{last}", port)) for last in (9, 1)]
        known = socket.getaddrinfo
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *rest, **more: found if host == "hub.example" else known(host, *rest, **more),
        )
        assert Direct(5.0).get(f"http://hub.example:{port}/x", {}, 1_000, 2.0).body == b"x"


def test_a_target_has_a_budget(tmp_path: Path) -> None:
    with peer(PEERS["body"]) as url:
        [one] = _collect(url, tmp_path, count=1, deadline=60.0, budget=0.5)
    assert one.root.problem is not None
    assert one.root.problem.kind == "unreachable"


def _collect(url: str, folder: Path, count: int = 12, **limits: float) -> list[Snapshot]:
    assert surroundings.plain()
    options = HubOptions(endpoint=url, token="", cache_dir=folder, timeout=5.0, pause=0.01, **limits)  # type: ignore[arg-type]
    return list(collect([Target(text=f"a/m{n}", id=f"a/m{n}") for n in range(count)], options))
