"""Runs MiniStack with a bound on how many requests are inside the application at once.

MiniStack starts a process for each concurrent invocation, as Lambda starts a sandbox. Lambda has
a data center for that; here fifty requests at once would start fifty interpreters on a few cores,
and all of them would wait for minutes. So the surplus waits at the door instead. Nothing is
refused, and the requests inside still run truly in parallel.

Runs in MiniStack's own virtual environment, so it imports nothing of ours.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import ministack.app

INSIDE_MAX = 8
_API = ("/api", "/_aws/execute-api/")

_serve: Callable[..., Awaitable[None]] = ministack.app.app
_door = asyncio.Semaphore(INSIDE_MAX)


async def serve(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "http" and scope["path"].startswith(_API):
        async with _door:
            await _serve(scope, receive, send)
    else:
        await _serve(scope, receive, send)


if __name__ == "__main__":
    ministack.app.app = serve
    ministack.app.main()
