"""Runs MiniStack with five changes, without which it does not do here, and beside it the agency of
identity verification that `identity_agency.py` plays, the payment provider that
`payment_agency.py` does, the relays of `beacon_relays.py`, and the push service of `push_relay.py`.

The door. MiniStack starts a process for each concurrent invocation, as Lambda starts a sandbox.
Lambda has a data center for that; here fifty requests at once would start fifty interpreters on a
few cores, and all of them would wait for minutes. So the surplus waits at the door instead.
Nothing is refused, and the requests inside still run truly in parallel.

The names of queues. MiniStack keeps a queue under an address with its own port in it, and after a
start on another port it no longer finds the queues that feed functions. So the port in that
address, which no client connects to, is always the same.

What may be kept for good is kept before the door: see `kept_files.py`.

Accept. A request without that header takes any type (RFC 9110, 12.5.1), and API Gateway with `*/*`
among its binary types then sends bytes; MiniStack sends them in base64. So the header is added.

Any method. API Gateway's `x-amazon-apigateway-any-method` is passed over by MiniStack's reader of
definitions, which knows such methods otherwise. So it is read too.

The date. The server adds the machine's, also to an answer that has one: where a request brought a
simulated time, its answer says that time, and pages go by it. So the server adds none.

Runs in MiniStack's own virtual environment, so it imports nothing of ours.
"""

import asyncio
import importlib.util
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import hypercorn.config
import ministack.app
import ministack.services.apigateway_v1 as gateway
import ministack.services.sqs

QUEUE_ADDRESS_PORT = "4566"
INSIDE_MAX = 8
_API = ("/api", "/_aws/execute-api/")

ANY = "x-amazon-apigateway-any-method"


def _beside(name: str) -> ModuleType:
    """A file of this folder, which is not on the path: its names would hide MiniStack's."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_agency = _beside("identity_agency")
_relays = _beside("beacon_relays")
_offices = _beside("public_offices")
_pushes = _beside("push_relay")
_provider = _beside("payment_agency")
_payments = _provider.PaymentAgency(
    _beside("payment_bank"), f"http://127.0.0.1:{os.environ.get('GATEWAY_PORT', '4566')}/api"
)
_serve: Callable[..., Awaitable[None]] = ministack.app.app
_door = asyncio.Semaphore(INSIDE_MAX)


async def _enter(scope: dict[str, Any], receive: Any, send: Any) -> None:
    async with _door:
        await _serve(scope, receive, send)


_files = _beside("kept_files").KeptFiles(_enter)


async def serve(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "http" and scope["path"].startswith(_API):
        if not any(name == b"accept" for name, _ in scope["headers"]):
            scope = {**scope, "headers": [*scope["headers"], (b"accept", b"*/*")]}
        await _files.serve(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith(f"{_agency.PATH}/"):
        await _agency.serve(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith(f"{_relays.PATH}/"):
        await _relays.serve(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith(f"{_pushes.PATH}/"):
        await _pushes.serve(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith(f"{_offices.PATH}/"):
        await _offices.serve(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith(f"{_provider.PATH}/"):
        await _payments.serve(scope, receive, send)
    else:
        await _serve(scope, receive, send)


def import_any_method(operations: dict[str, Any]) -> dict[str, Any]:
    """The operations of a path, of which MiniStack reads "any" too."""
    return {"any" if name == ANY else name: operation for name, operation in operations.items()}


def _import_path_item(api_id: str, path: str, item: dict[str, Any], *more: Any) -> None:
    _import(api_id, path, import_any_method(item), *more)


_import = gateway._import_path_item

if __name__ == "__main__":
    gateway._OPENAPI_HTTP_METHODS.add("any")
    gateway._import_path_item = _import_path_item
    ministack.services.sqs.DEFAULT_PORT = QUEUE_ADDRESS_PORT
    ministack.services.sqs._CANONICAL_NETLOC = f"localhost:{QUEUE_ADDRESS_PORT}"
    hypercorn.config.Config.include_date_header = False
    ministack.app.app = serve
    ministack.app.main()
