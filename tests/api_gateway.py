"""Between a test and the app: the request as API Gateway hands it on, and the answer."""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)


class ApiGateway:
    """Adds what Chalice's own stand-in leaves out: the request's id, the host, bodies as base64."""

    def __init__(self, converter: Any) -> None:
        self._converter = converter

    def create_lambda_event(self, **request: Any) -> dict[str, Any]:
        event: dict[str, Any] = self._converter.create_lambda_event(**request)
        event["requestContext"] |= {
            "requestId": secrets.token_hex(8),
            "domainName": event["headers"].get("host", ""),
        }
        body = request["body"]
        body = body.encode() if isinstance(body, str) else body
        return event | {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
