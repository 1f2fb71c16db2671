"""What the API says may be kept for good is asked for once: files of a page, by their version.

A browser keeps them itself. But each browser of a test begins with nothing kept, and asks for the
hundred files of the desk anew: each is a request that a function answers, while people wait.

Runs in MiniStack's own virtual environment, so it imports nothing of ours.
"""

from collections.abc import Awaitable, Callable
from typing import Any

KEPT_MAX = 2_000
"""Answers: some times as many as there are files, with every encoding that is asked for."""
_ASKED_BY = (b"host", b"accept", b"accept-encoding")

Messages = list[dict[str, Any]]
App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class KeptFiles:
    """Before an ASGI application: passes on what is not kept, and keeps what may be."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._kept: dict[tuple[Any, ...], Messages] = {}

    async def serve(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answers a request, an HTTP scope of ASGI."""
        place = _place(scope)
        if place is None:
            return await self._app(scope, receive, send)
        sent = self._kept.get(place)
        if sent is None:
            sent = []

            async def note(message: dict[str, Any]) -> None:
                sent.append(message)
                await send(message)

            await self._app(scope, receive, note)
            if _may_be_kept(sent) and len(self._kept) < KEPT_MAX:
                self._kept[place] = sent
            return None
        for message in sent:
            await send(message)
        return None


def _place(scope: dict[str, Any]) -> tuple[Any, ...] | None:
    """By what an answer is found again; None for what is never kept."""
    if scope["method"] != "GET" or not scope.get("query_string"):
        return None
    headers = dict(scope["headers"])
    if b"authorization" in headers:
        return None
    asked = tuple(headers.get(name) for name in _ASKED_BY)
    return scope["path"], scope["query_string"], *asked


def _may_be_kept(sent: Messages) -> bool:
    if not sent or sent[0].get("status") != 200 or sent[-1].get("more_body"):
        return False
    found = {name.lower(): value for name, value in sent[0]["headers"]}.get(b"cache-control", b"")
    return b"public" in found and b"immutable" in found
