"""Plays three relays of drand, for draws on the local stage: they agree unless told not to.

`GET /_beacon/<relay>/<chain>/public/<round>` is what the application's worker asks; a round of a
time to come there is none. `POST /_beacon/<relay>` says how this relay answers from then on:
`{"answers": "good"|"lost"|"slow"|"wrong"|"missing"}`; "slow" is ten seconds.

The signatures are made up, as only the league can sign: of these the page of a draw says that they
are not drand's. Of round 1000 it is the genuine one, which drand publishes as a vector.

Served by the local cloud's own process, in its environment, so it imports nothing of ours.
"""

import asyncio
import hashlib
import json
import re
import time
from collections.abc import Mapping
from typing import Any

PATH = "/_beacon"
GENESIS, PERIOD = 1_692_803_367, 3
SLOW_SECONDS = 10.0
_KNOWN = {
    1000: "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
    "e342b73a8dd2bacbe47e4b6b63ed5e39"
}
_ASKED = re.compile(r"/(\w+)/([0-9a-f]{64})/public/([1-9][0-9]{0,11})", re.ASCII)
_TOLD = re.compile(r"/(\w+)", re.ASCII)
_WAYS = ("good", "lost", "slow", "wrong", "missing")

_way_of: dict[str, str] = {}


async def serve(scope: Mapping[str, Any], receive: Any, send: Any) -> None:
    body = b""
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body"):
            break
    status, told = await _answer(scope["method"], scope["path"].removeprefix(PATH), body)
    content = json.dumps(told).encode()
    pairs = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(content)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": content})


async def _answer(method: str, place: str, body: bytes) -> tuple[int, dict[str, Any]]:
    if method == "POST" and (relay := _TOLD.fullmatch(place)):
        try:
            way = json.loads(body)["answers"]
        except (ValueError, KeyError, TypeError):
            way = None
        if way not in _WAYS:
            return 400, {"error": "invalid"}
        _way_of[relay[1]] = way
        return 200, {"answers": way}
    asked = _ASKED.fullmatch(place)
    if method != "GET" or asked is None:
        return 404, {"error": "not found"}
    number, way = int(asked[3]), _way_of.get(asked[1], "good")
    if way == "slow":
        await asyncio.sleep(SLOW_SECONDS)
    if way == "lost":
        return 503, {"error": "unavailable"}
    if way == "missing" or GENESIS + (number - 1) * PERIOD > time.time():
        return 404, {"error": "no such round"}
    signature = _signature(asked[2], number, other=way == "wrong")
    randomness = hashlib.sha256(bytes.fromhex(signature)).hexdigest()
    return 200, {"round": number, "randomness": randomness, "signature": signature}


def _signature(chain: str, number: int, *, other: bool) -> str:
    made_up = hashlib.sha384(f"{chain}/{number}/{'other' * other}".encode()).hexdigest()
    return made_up if other else _KNOWN.get(number, made_up)
