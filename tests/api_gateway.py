"""Between a test and the app: the request as API Gateway hands it on, and the answer."""

import base64
import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from chalice.local import LambdaEventConverter, MatchResult, RouteMatcher
from chalice.test import Client

from chalicelib.application import build, build_lazily
from chalicelib.aws.adapters import Adapters
from tests.adapters import FakeAdapters


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


class Routes(RouteMatcher):  # type: ignore[misc]
    """Chalice's matching, which tries only the addresses of as many parts as were asked for."""

    def __init__(self, addresses: Iterable[str]) -> None:
        by_parts = defaultdict(list)
        for address in addresses:
            by_parts[address.count("/")].append(address)
        self._by_parts = {parts: RouteMatcher(those) for parts, those in by_parts.items()}

    def match_route(self, url: str) -> MatchResult:
        found = self._match(url)
        return MatchResult(found.route, dict(found.captured), dict(found.query_params))

    @lru_cache(maxsize=1_000)  # noqa: B019 (there is one, for all tests)
    def _match(self, url: str) -> MatchResult:
        path = url.partition("?")[0]
        parts = (path.rstrip("/") if path.endswith("/") and path != "/" else path).count("/")
        if parts not in self._by_parts:
            raise ValueError(f"No matching route found for: {url}")
        return self._by_parts[parts].match_route(url)


@cache
def _all_routes() -> Routes:
    """Every address that API Gateway knows: those of the whole app."""
    return Routes(build(FakeAdapters()).routes)


def client_of(adapters: Adapters) -> Client:
    """The app as the function of the API has it, which loads what serves an address when it is
    asked: a test that makes its own app does not wait for 300 routes."""
    app = build_lazily(adapters)
    client = Client(app)
    converter = LambdaEventConverter(_all_routes(), app.api.binary_types)
    # Chalice copies the whole environment for each request; ours is read when adapters are made.
    client.http._patched_env_vars = lambda variables: nullcontext()
    client.http._local_gateway.event_converter = ApiGateway(converter)
    return client
