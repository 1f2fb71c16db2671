"""The relays that the local cloud plays, asked by the very adapter of the application."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import urllib3

from chalicelib.aws.beacon import BeaconDisagreesError, DrandRelays
from chalicelib.core.errors import TryAgainError
from chalicelib.draws.beacon_rounds import QUICKNET, BeaconValue
from infra.localcloud import beacon_relays

RELAYS = ("one", "two", "three")


class _Handler(BaseHTTPRequestHandler):
    """ASGI, as far as the relays need it."""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"body": body}

        async def send(event: dict[str, Any]) -> None:
            sent.append(event)

        scope = {"method": self.command, "path": self.path}
        asyncio.run(beacon_relays.serve(scope, receive, send))
        self.send_response(sent[0]["status"])
        for name, value in sent[0]["headers"]:
            self.send_header(name.decode(), value.decode())
        self.end_headers()
        self.wfile.write(sent[1]["body"])

    do_GET = do_POST = answer  # noqa: N815

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield f"http://127.0.0.1:{server.server_port}{beacon_relays.PATH}"
    for relay in RELAYS:
        tell(f"http://127.0.0.1:{server.server_port}{beacon_relays.PATH}", relay, "good")
    server.shutdown()
    server.server_close()


def tell(address: str, relay: str, answers: str) -> int:
    return urllib3.request("POST", f"{address}/{relay}", json={"answers": answers}).status


def ask(address: str, number: int = 1000) -> str | None:
    relays = [f"{address}/{relay}" for relay in RELAYS]
    return DrandRelays(relays).signature(QUICKNET.chain_hash, number)


def test_they_agree_and_know_no_round_of_a_time_to_come(address: str) -> None:
    genuine = BeaconValue(1000, ask(address) or "")
    assert genuine.randomness.startswith("fe290beca10872ef")
    assert BeaconValue(7, ask(address, 7) or "").is_well_formed
    assert ask(address, 10**11) is None


def test_each_fails_and_lies_as_it_is_told(address: str) -> None:
    assert tell(address, "one", "lost") == 200
    assert ask(address)
    tell(address, "two", "lost")
    with pytest.raises(TryAgainError):
        ask(address)
    tell(address, "two", "wrong")
    with pytest.raises(BeaconDisagreesError):
        ask(address)
    for relay in RELAYS:
        tell(address, relay, "missing")
    assert ask(address) is None
    assert tell(address, "one", "sideways") == 400
