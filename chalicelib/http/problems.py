"""Problem documents (RFC 9457): the one shape of every error."""

import json
from datetime import datetime
from typing import Any

from chalice import Response
from pydantic import ValidationError

from chalicelib.core.errors import DomainError, InvalidRequestError, NotAuthenticatedError
from chalicelib.core.values import format_time
from chalicelib.http.errors import (
    MalformedJsonError,
    MethodNotAllowedError,
    RouteNotFoundError,
    UnsupportedMediaTypeError,
)

CONTENT_TYPE = "application/problem+json"

_TITLES = {
    400: ("요청이 올바르지 않습니다", "Malformed request"),
    401: ("로그인이 필요합니다", "Not authenticated"),
    403: ("허용되지 않습니다", "Not allowed"),
    404: ("찾을 수 없습니다", "Not found"),
    405: ("쓸 수 없는 요청 방법입니다", "Method not allowed"),
    409: ("상태가 맞지 않습니다", "Conflict"),
    415: ("받을 수 없는 형식입니다", "Unsupported media type"),
    422: ("규정에 맞지 않습니다", "Refused by a rule"),
    429: ("요청이 너무 많습니다", "Too many requests"),
    500: ("처리하지 못했습니다", "Internal error"),
    503: ("잠시 쉬는 중입니다", "Unavailable"),
}

# By how pydantic's name of a fault begins; the first that fits.
_PROBLEMS = {
    "missing": ("꼭 있어야 합니다", "is required"),
    "extra_forbidden": ("쓰지 않는 항목입니다", "is not known"),
    "int": ("정수여야 합니다", "must be an integer"),
    "bool": ("true나 false여야 합니다", "must be true or false"),
    "date": ("날짜(YYYY-MM-DD)여야 합니다", "must be a date, YYYY-MM-DD"),
    "string_type": ("글자여야 합니다", "must be text"),
    "string_too_long": ("{max_length}자까지 쓸 수 있습니다", "may have {max_length} letters"),
    "string_too": ("길이가 맞지 않습니다", "has the wrong length"),
    "string_pattern": ("형식이 맞지 않습니다", "has the wrong form"),
    "literal": ("정해진 값 가운데 하나여야 합니다", "must be one of the listed values"),
    "greater": ("너무 작습니다", "is too small"),
    "less": ("너무 큽니다", "is too large"),
}
_OTHER_PROBLEM = ("값이 맞지 않습니다", "is not right")


def problem_type(base_url: str, code: str) -> str:
    """The address of the page that says what a code means and what to do about it."""
    return f"{base_url}/docs/errors/{code}"


def problem(error: DomainError, *, language: str, request_id: str, base_url: str) -> Response:
    ko, en = _TITLES[error.status]
    body: dict[str, Any] = {
        "type": problem_type(base_url, error.code),
        "title": en if language == "en" else ko,
        "status": error.status,
        "detail": error.detail(language),
        "code": error.code,
        "param": error.param,
        "request_id": request_id,
    } | {name: _shown(value) for name, value in error.values.items()}
    headers: dict[str, str | list[str]] = {
        "Content-Type": CONTENT_TYPE,
        "X-Request-Id": request_id,
        "Cache-Control": "no-store",
    }
    if "retry_after_seconds" in error.values:
        headers["Retry-After"] = str(error.values["retry_after_seconds"])
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(json.dumps(body, ensure_ascii=False), headers, error.status)


def _shown(value: Any) -> Any:
    return format_time(value) if isinstance(value, datetime) else value


def from_validation(error: ValidationError) -> DomainError:
    """The first thing wrong with a body or a query, named by its field."""
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return MalformedJsonError()
    field = ".".join(str(part) for part in first["loc"])
    kind = first["type"]
    problem = next((p for start, p in _PROBLEMS.items() if kind.startswith(start)), _OTHER_PROBLEM)
    ko, en = (words.format_map(first.get("ctx", {})) for words in problem)
    return InvalidRequestError(param=field or "body", problem=(ko, en))


def from_chalice(status: int) -> DomainError:
    """An error that Chalice made itself, before any of our code ran."""
    if status == 401:
        return NotAuthenticatedError()
    if status in (403, 404):
        return RouteNotFoundError()
    if status == 405:
        return MethodNotAllowedError()
    if status == 415:
        return UnsupportedMediaTypeError(param="Content-Type")
    if status < 500:
        return InvalidRequestError(param="body", problem=_OTHER_PROBLEM)
    return DomainError()
