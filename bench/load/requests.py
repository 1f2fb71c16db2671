"""One HTTP request, made beforehand, as the generator sends it."""

import base64
import json
from collections.abc import Mapping
from typing import Any


def raw(method: str, path: str, headers: Mapping[str, str], body: bytes) -> str:
    """HTTP/1.1, as text in which each character is one byte."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""])
    return head + body.decode("latin-1")


def of_event(event: Mapping[str, Any]) -> str:
    """What the caller of API Gateway had sent."""
    body = base64.b64decode(event["body"]) if event["body"] else b""
    return raw(event["httpMethod"], event["path"], event["headers"], body)


def of_json(method: str, path: str, headers: Mapping[str, str], body: Any) -> str:
    own = {"Host": "127.0.0.1", "Content-Type": "application/json"}
    return raw(method, path, own | dict(headers), json.dumps(body).encode())
