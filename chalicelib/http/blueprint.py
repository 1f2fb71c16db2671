"""How every route of the JSON API behaves.

`ApiBlueprint.operation` parses and checks the request, finds out who is asking, calls the view with
a `Call`, and turns what it returns or raises into an answer. It also keeps what OpenAPI must know,
so the document and the behaviour cannot drift apart.

Domain errors are translated here and not in middleware: Chalice turns what leaves a view into a
bare 500 before any middleware sees it.
"""

import base64
import functools
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Literal

from chalice import Blueprint, Response
from chalice.app import Request
from pydantic import ValidationError

from chalicelib import bootstrap
from chalicelib.core import addresses, languages
from chalicelib.core.errors import (
    DomainError,
    InvalidRequestError,
    NotAllowedError,
    NotAuthenticatedError,
)
from chalicelib.core.observability import logger
from chalicelib.core.values import parse_time
from chalicelib.http.call import Call, Document, Query, Shape
from chalicelib.http.errors import BodyTooLargeError, IdempotencyKeyMissingError, RouteNotFoundError
from chalicelib.http.problems import from_validation, problem

BODY_BYTES_MAX = 64 * 1024
IDEMPOTENCY_KEY_MAX = 255
PATH_VALUE_MAX = 128
"""No id or code of ours is longer; a longer one would not fit into a key of the table."""
SIMULATED_YEARS = range(2000, 2200)
PRIVATE_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

Who = Literal["anyone", "member", "merchant", "staff"]
ANY_ROLE = ("operator", "manager", "treasurer", "auditor", "gate", "booth")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route as OpenAPI describes it."""

    method: str
    path: str
    summary: str
    who: Who
    status: int
    body: type[Shape] | None
    query: type[Query] | None
    answer: type[Shape] | None
    errors: tuple[type[DomainError], ...]
    moves_value: bool
    tag: str


OPERATIONS: list[Operation] = []

View = Callable[..., Shape | Document]


class ApiBlueprint(Blueprint):
    """A Chalice blueprint whose routes are operations; `tag` groups them in OpenAPI."""

    def __init__(self, import_name: str, *, tag: str) -> None:
        super().__init__(import_name)
        self._tag = tag

    def operation(
        self,
        method: str,
        path: str,
        *,
        summary: str,
        who: Who,
        status: int = 200,
        body: type[Shape] | None = None,
        query: type[Query] | None = None,
        answer: type[Shape] | None = None,
        errors: tuple[type[DomainError], ...] = (),
        moves_value: bool = False,
        scope: str | None = None,
        roles: tuple[str, ...] = ANY_ROLE,
    ) -> Callable[[View], View]:
        """Register a view. `moves_value` asks for an Idempotency-Key; `scope` is what a merchant's
        key must carry; `roles` are the staff who may."""
        operation = Operation(
            method=method,
            path=path,
            summary=summary,
            who=who,
            status=status,
            body=body,
            query=query,
            answer=answer,
            errors=errors,
            moves_value=moves_value,
            tag=self._tag,
        )
        OPERATIONS.append(operation)

        def register(view: View) -> View:
            @functools.wraps(view)
            def handle(**path_values: str) -> Response:
                request = self.current_request
                return _Handling(request, operation, scope, roles).run(view, path_values)

            return self.route(path, methods=[method])(handle)  # type: ignore[no-any-return]

        return register


class _Handling:
    """One request on its way through an operation."""

    def __init__(
        self, request: Request, operation: Operation, scope: str | None, roles: tuple[str, ...]
    ) -> None:
        self._request = request
        self._operation = operation
        self._scope = scope
        self._roles = roles
        self._request_id = str(request.context.get("requestId", ""))
        self._language = languages.chosen(request.headers.get("accept-language"))

    def run(self, view: View, path_values: Mapping[str, str]) -> Response:
        started = time.perf_counter()
        code = ""
        try:
            with bootstrap.simulated(self._simulated_now()):
                if any(len(value) > PATH_VALUE_MAX for value in path_values.values()):
                    raise RouteNotFoundError
                call = self._call()
                answer = self._answer(call, view(call, **path_values))
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
        logger.info(
            "request",
            request_id=self._request_id,
            operation=f"{self._operation.method} {self._operation.path}",
            status=answer.status_code,
            code=code,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )
        return answer

    def _call(self) -> Call[Any]:
        request = self._request
        context = request.context
        county_id = bootstrap.settings().county_id_of(addresses.host(context, request.headers))
        actor = self._authenticate(county_id)
        try:
            body, query = self._body(), self._query()
        except ValidationError as error:
            raise from_validation(error) from error
        return Call(
            county_id=county_id,
            language=self._language,
            base_url=_base_url(request),
            source=context.get("identity", {}).get("sourceIp", "unknown"),
            body=body,
            query=query,
            idempotency_key=self._idempotency_key(),
            _actor=actor,
        )

    def _authenticate(self, county_id: str) -> Any:
        who = self._operation.who
        if who == "anyone":
            return None
        scheme, _, credentials = self._request.headers.get("authorization", "").partition(" ")
        credentials = credentials.strip()
        if who == "merchant":
            if scheme.lower() == "basic":
                credentials = _user_name(credentials)
            elif scheme.lower() != "bearer":
                raise NotAuthenticatedError
            merchant = bootstrap.merchants().authenticate(county_id, credentials)
            if self._scope not in merchant.scopes:
                raise NotAllowedError
            return merchant
        if scheme.lower() != "bearer" or not credentials:
            raise NotAuthenticatedError
        if who == "staff":
            staff = bootstrap.staff_tokens().read(credentials)
            if staff.county_id != county_id or not staff.roles.intersection(self._roles):
                raise NotAllowedError
            return staff
        member = bootstrap.signer().read_member_token(credentials, bootstrap.now())
        if member.county_id != county_id:
            raise NotAuthenticatedError
        return member

    def _body(self) -> Any:
        shape = self._operation.body
        if shape is None:
            return None
        raw = self._request.raw_body or b""
        if isinstance(raw, str):
            raw = raw.encode()
        if len(raw) > BODY_BYTES_MAX:
            raise BodyTooLargeError(limit=BODY_BYTES_MAX)
        if not raw and not any(f.is_required() for f in shape.model_fields.values()):
            return shape()
        return shape.model_validate_json(raw)

    def _query(self) -> Any:
        shape = self._operation.query
        return shape.model_validate(self._request.query_params or {}) if shape else None

    def _idempotency_key(self) -> str:
        if not self._operation.moves_value:
            return ""
        key: str = self._request.headers.get("idempotency-key", "")
        if not 1 <= len(key) <= IDEMPOTENCY_KEY_MAX or not (key.isascii() and key.isprintable()):
            raise IdempotencyKeyMissingError(param="Idempotency-Key")
        return key

    def _simulated_now(self) -> Any:
        text = self._request.headers.get("x-simulated-now")
        if not text or not bootstrap.settings().simulated_clock:
            return None
        try:
            stated = parse_time(text)
            now = stated.astimezone(UTC) if stated.tzinfo else None
        except (ValueError, OverflowError):
            now = None
        # At the ends of the calendar the days around it would be none.
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
        return problem(error, language=self._language, request_id=self._request_id)


def _user_name(basic_credentials: str) -> str:
    try:
        return base64.b64decode(basic_credentials, validate=True).decode().partition(":")[0]
    except ValueError as exc:
        raise NotAuthenticatedError from exc


def _base_url(request: Request) -> str:
    settings = bootstrap.settings()
    return settings.public_base_url or addresses.base_url(
        request.context, request.headers, request.path, settings.scheme
    )
