"""How every operation of the JSON API behaves.

A request is parsed and checked, who is asking is found out, the view is called with a `Call`, and
what it returns or raises becomes an answer.

Domain errors are translated here and not in middleware: Chalice turns what leaves a view into a
bare 500 before any middleware sees it.
"""

import functools
import json
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from chalice import Chalice, Response
from chalice.app import Request
from pydantic import ValidationError

from chalicelib.aws.adapters import Adapters
from chalicelib.core import addresses, languages
from chalicelib.core.actors import Actor, MovedActorError
from chalicelib.core.errors import DomainError, InvalidRequestError
from chalicelib.core.observability import logger
from chalicelib.core.values import parse_time
from chalicelib.http.call import Call, Document, NoQuery, Shape
from chalicelib.http.errors import (
    BodyTooLargeError,
    IdempotencyKeyMissingError,
    RouteNotFoundError,
)
from chalicelib.http.operations import Operation
from chalicelib.http.problems import from_validation, problem

IDEMPOTENCY_KEY_MAX = 255
PARAM_MAX = 64
"""Of a name that the caller made up, as the answer repeats it."""
ONCE = ("한 번만 적어 주세요", "must stand once")
PATH_VALUE_MAX = 128
"""No id or code of ours is longer; a longer one would not fit into a key of the table."""
SIMULATED_YEARS = range(2000, 2200)
HTTP_DATE = "%a, %d %b %Y %H:%M:%S GMT"
"""RFC 9110, 5.6.7. No process sets a locale, so the names are English."""
STAGE_CALLS_PER_SECOND = 2_000
"""Of all callers of a stage together, as API Gateway counts them: infra/deploy/resources/api.yaml.
Nobody counts per key, so that it costs a payment nothing."""
RATE_POLICY = f'"stage";q={STAGE_CALLS_PER_SECOND};w=1'
PRIVATE_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

Authenticator = Callable[[Adapters, Operation, str, str], Actor | None]
"""Given a county and the `Authorization` header, who is asking, if that may call the operation.
Raises `NotAuthenticatedError`, `TokenExpiredError`, `NotAllowedError`."""


def register(
    app: Chalice,
    operations: Iterable[Operation],
    adapters: Adapters,
    authenticate: Authenticator,
) -> None:
    """Serve the operations by `app`, over `adapters`."""
    for operation in operations:
        handle = _handler(app, operation, adapters, authenticate)
        app.route(operation.path, methods=[operation.method])(handle)


def _handler(
    app: Chalice, operation: Operation, adapters: Adapters, authenticate: Authenticator
) -> Callable[..., Response]:
    @functools.wraps(operation.view)
    def handle(**path_values: str) -> Response:
        request = app.current_request
        assert request is not None
        return _Handling(request, operation, adapters, authenticate).run(path_values)

    return handle


class _Handling:
    """One request on its way through an operation."""

    def __init__(
        self,
        request: Request,
        operation: Operation,
        adapters: Adapters,
        authenticate: Authenticator,
    ) -> None:
        self._request = request
        self._operation = operation
        self._adapters = adapters
        self._authenticate = authenticate
        self._request_id = str(request.context.get("requestId", ""))
        self._language = languages.chosen(request.headers.get("accept-language"))

    def run(self, path_values: Mapping[str, str]) -> Response:
        started = time.perf_counter()
        code = ""
        simulated_now = None
        try:
            simulated_now = self._simulated_now()
            with self._adapters.clock.simulated(simulated_now):
                if any(len(value) > PATH_VALUE_MAX for value in path_values.values()):
                    raise RouteNotFoundError
                call = self._call(path_values)
                answer = self._answer(call, self._viewed(call, path_values))
        except DomainError as error:
            code = error.code
            answer = self._problem(error)
            if error.status >= 500:
                # The caller is told to try again; whoever is on call must see why.
                logger.exception("unavailable", request_id=self._request_id)
        except Exception:
            # Let nothing out: Chalice would answer in another shape, and the trace stays with us.
            logger.exception("unexpected", request_id=self._request_id)
            code = DomainError.code
            answer = self._problem(DomainError())
        if self._operation.audience == "merchant":
            answer.headers["RateLimit-Policy"] = RATE_POLICY
        if simulated_now is not None:
            # Pages take their time from this header: theirs is the simulated one too.
            answer.headers["Date"] = simulated_now.strftime(HTTP_DATE)
        logger.info(
            "request",
            request_id=self._request_id,
            operation=f"{self._operation.method} {self._operation.path}",
            status=answer.status_code,
            code=code,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )
        return answer

    def _call(self, path_values: Mapping[str, str]) -> Call[Any]:
        request = self._request
        settings = self._adapters.settings
        county_id = settings.county_id_of(addresses.host(request.context, request.headers))
        header = request.headers.get("authorization", "")
        actor = self._authenticate(self._adapters, self._operation, county_id, header)
        try:
            body, query = self._body(), self._query()
        except ValidationError as error:
            raise from_validation(error) from error
        return Call(
            adapters=self._adapters,
            name=f"{self._operation.method} {self._operation.path.format(**path_values)}",
            county_id=county_id,
            language=self._language,
            base_url=addresses.site_url(request, settings),
            source=request.context.get("identity", {}).get("sourceIp", "unknown"),
            body=body,
            query=query,
            idempotency_key=self._idempotency_key(),
            _actor=actor,
        )

    def _viewed(self, call: Call[Any], path_values: Mapping[str, str]) -> Shape | Document:
        """A session of a membership that goes on in another wallet acts there."""
        try:
            return self._operation.view(call, **path_values)
        except MovedActorError as moved:
            return self._operation.view(call.acting_as(moved.actor), **path_values)

    def _body(self) -> Any:
        shape = self._operation.body
        if shape is None:
            return None
        raw = self._request.raw_body or b""
        if isinstance(raw, str):
            raw = raw.encode()
        if len(raw) > self._operation.body_bytes_max:
            raise BodyTooLargeError(limit=self._operation.body_bytes_max)
        if not raw and not any(f.is_required() for f in shape.model_fields.values()):
            return shape()
        _check_keys_are_unique(raw)
        return shape.model_validate_json(raw)

    def _query(self) -> Any:
        given = self._request.query_params
        if not given:
            return self._operation.query() if self._operation.query else None
        for name in given:
            if len(given.getlist(name)) > 1:
                raise InvalidRequestError(param=name, problem=ONCE)
        query = (self._operation.query or NoQuery).model_validate(dict(given.items()))
        return query if self._operation.query else None

    def _idempotency_key(self) -> str:
        operation, key = self._operation, self._request.headers.get("idempotency-key")
        if not operation.takes_idempotency_key:
            return ""
        if key is None and not operation.requires_idempotency_key:
            return ""
        key = key or ""
        if not 1 <= len(key) <= IDEMPOTENCY_KEY_MAX or not (key.isascii() and key.isprintable()):
            raise IdempotencyKeyMissingError(param="Idempotency-Key")
        return key

    def _simulated_now(self) -> datetime | None:
        text = self._request.headers.get("x-simulated-now")
        if not text or not self._adapters.settings.simulated_clock:
            return None
        try:
            stated = parse_time(text)
            now = stated.astimezone(UTC) if stated.tzinfo else None
        except (ValueError, OverflowError):
            now = None
        # Near the ends of the calendar there is no day before or after to compute with.
        if now is None or now.year not in SIMULATED_YEARS:
            raise InvalidRequestError(
                param="X-Simulated-Now",
                problem=("RFC 3339 시각이어야 합니다", "must be a time of RFC 3339"),
            )
        return now

    def _answer(self, call: Call[Any], answer: Shape | Document) -> Response:
        headers: dict[str, str | list[str]] = {}
        headers |= PRIVATE_HEADERS | {"X-Request-Id": self._request_id} | call.headers
        if isinstance(answer, Document):
            headers |= {"Content-Type": answer.content_type, **answer.headers}
            return Response(answer.content, headers, self._operation.status)
        headers["Content-Type"] = "application/json"
        return Response(answer.model_dump_json(), headers, self._operation.status)

    def _problem(self, error: DomainError) -> Response:
        return problem(
            error,
            language=self._language,
            request_id=self._request_id,
            base_url=addresses.site_url(self._request, self._adapters.settings),
        )


def _check_keys_are_unique(raw: bytes) -> None:
    """Of two values under one key the reader would take the last; what the sender meant, nobody
    knows. Raises `InvalidRequestError`. What is no JSON is told by whoever reads it."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                # Half of a pair of surrogates is a key for JSON, and no text for an answer.
                param = key[:PARAM_MAX].encode(errors="replace").decode()
                raise InvalidRequestError(param=param, problem=ONCE)
            found[key] = value
        return found

    with suppress(ValueError, RecursionError):
        json.loads(raw, object_pairs_hook=unique)
