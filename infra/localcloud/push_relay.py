"""Plays a push service, for the local stage: takes what is left for a browser, unless told not to.

`POST /_push/<browser>` is what the application's worker sends. `PUT` of it says how that is
answered from then on: `{"status": 429, "retry_after": 30, "seconds": 0}`, `seconds` being how long
it takes. `GET` tells what was left there, newest last: `{"left": [{"body",
"headers"}]}`, the body in base64url, as it was encrypted.

Served by the local cloud's own process, in its environment, so it imports nothing of ours.
"""

import asyncio
import base64
import json
import re
from collections.abc import Mapping
from typing import Any

PATH = "/_push"
LEFT_MAX = 100
SECONDS_MAX = 30
_BROWSER = re.compile(r"/([\w-]{1,64})", re.ASCII)
_TOLD = ("authorization", "content-encoding", "ttl", "urgency", "topic")
_TAKEN = {"status": 201, "retry_after": None, "seconds": 0}

_left: dict[str, list[dict[str, Any]]] = {}
_way_of: dict[str, dict[str, Any]] = {}


async def serve(scope: Mapping[str, Any], receive: Any, send: Any) -> None:
    body = b""
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body"):
            break
    named = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    status, told, more = await _answer(
        scope["method"], scope["path"].removeprefix(PATH), named, body
    )
    content = json.dumps(told).encode()
    pairs = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(content)).encode()),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": content})


async def _answer(
    method: str, place: str, named: Mapping[str, str], body: bytes
) -> tuple[int, dict[str, Any], list[tuple[bytes, bytes]]]:
    found = _BROWSER.fullmatch(place)
    if found is None or method not in ("GET", "POST", "PUT"):
        return 404, {"error": "not found"}, []
    browser = found[1]
    left = _left.setdefault(browser, [])
    if method == "GET":
        return 200, {"left": left}, []
    if method == "PUT":
        way = _way(body)
        if way is None:
            return 400, {"error": "invalid"}, []
        _way_of[browser] = way
        return 200, way, []
    way = _way_of.get(browser, _TAKEN)
    await asyncio.sleep(way["seconds"])
    if way["status"] < 300:
        text = base64.urlsafe_b64encode(body).decode().rstrip("=")
        left.append({"body": text, "headers": {n: named[n] for n in _TOLD if n in named}})
        del left[:-LEFT_MAX]
    wait = way["retry_after"]
    return way["status"], {}, [(b"retry-after", str(wait).encode())] if wait is not None else []


def _way(body: bytes) -> dict[str, Any] | None:
    try:
        way = _TAKEN | json.loads(body)
        is_right = (
            set(way) == set(_TAKEN)
            and 200 <= way["status"] < 600
            and 0 <= way["seconds"] <= SECONDS_MAX
            and (way["retry_after"] is None or int(way["retry_after"]) >= 0)
        )
    except (ValueError, TypeError):
        return None
    return way if is_right else None
