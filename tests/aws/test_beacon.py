"""Relays of public randomness: which must agree, and what silence, lies and delays do."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from chalicelib.aws.beacon import RELAYS, BeaconDisagreesError, DrandRelays
from chalicelib.core.errors import TryAgainError

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
GOOD, OTHER = "ab" * 48, "ac" * 48
SAYS = {"round": 7, "signature": GOOD, "randomness": "00" * 32, "more": {"of": "later"}}


@contextmanager
def relay(status: int, body: Any) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.path == f"/{CHAIN}/public/7"
            if status == 0:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def ask(*answers: tuple[int, Any]) -> str | None:
    with ExitStack() as stack:
        relays = [stack.enter_context(relay(*answer)) for answer in answers]
        return DrandRelays(relays).signature(CHAIN, 7)


YES, NO, DOWN, GONE = (200, SAYS), (404, {}), (500, {}), (0, {})
LIES: list[tuple[int, Any]] = [(200, SAYS | {"signature": OTHER})]
USELESS: list[tuple[int, Any]] = [
    DOWN,
    GONE,
    (302, {}),
    (425, {}),
    (200, b"<html>"),
    (200, []),
    (200, SAYS | {"round": 8}),
    (200, SAYS | {"signature": GOOD[:-2]}),
    (200, SAYS | {"signature": None}),
    (200, SAYS | {"more": "x" * 9_000}),
]


def test_two_relays_that_agree_are_enough() -> None:
    assert ask(YES, YES) == GOOD
    assert ask(YES, DOWN, GONE, YES) == GOOD
    assert ask(YES, NO, YES) == GOOD


@pytest.mark.parametrize("useless", USELESS)
def test_one_relay_alone_is_not_believed(useless: tuple[int, Any]) -> None:
    with pytest.raises(TryAgainError):
        ask(YES, useless)


def test_relays_that_differ_give_nothing_however_many_they_are() -> None:
    with pytest.raises(BeaconDisagreesError):
        ask(YES, YES, YES, *LIES)


def test_there_is_no_round_if_two_say_so_and_none_has_it() -> None:
    assert ask(NO, NO, DOWN) is None
    for unsure in ((NO, DOWN), (NO, YES)):
        with pytest.raises(TryAgainError):
            ask(*unsure)


def test_relays_of_one_operator_are_one_voice() -> None:
    with pytest.raises(ValueError, match="one operator"):
        DrandRelays([relay for relay in RELAYS if relay.endswith("drand.sh")])
    DrandRelays(RELAYS)
