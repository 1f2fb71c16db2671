"""The OpenAPI 3.1 document, made from the very models that check requests."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.core.errors import (
    AccountEndedError,
    CursorInvalidError,
    DomainError,
    IdempotencyKeyReusedError,
    InvalidRequestError,
    MfaRequiredError,
    NotAllowedError,
    NotAuthenticatedError,
    SearchTooWideError,
    TokenExpiredError,
    TryAgainError,
)
from chalicelib.http.errors import (
    BodyTooLargeError,
    IdempotencyKeyMissingError,
    MalformedJsonError,
    RouteNotFoundError,
    UnsupportedMediaTypeError,
)
from chalicelib.http.operations import Operation
from chalicelib.http.shapes import PageQuery

VERSION = "1.0.0"
_REF = "#/components/schemas/{model}"
_SECURITY = {"member": "memberToken", "merchant": "merchantKey", "staff": "staffToken"}


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    schemas = _schemas(operations)
    _open_answers(schemas, operations)
    schemas["Problem"] = _PROBLEM
    paths: dict[str, Any] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _describe(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "onmin",
            "version": VERSION,
            "description": "온민: 온라인 군민의 가입, 마일리지, 상품권, 결제.",
        },
        "servers": [{"url": ".."}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "headers": _HEADERS,
            "parameters": {"AcceptLanguage": _ACCEPT_LANGUAGE},
            "securitySchemes": _SECURITY_SCHEMES,
        },
    }


def errors_of(operation: Operation) -> list[type[DomainError]]:
    """Every refusal an operation can give, its own and those of its kind."""
    errors: list[type[DomainError]] = list(operation.errors)
    errors.append(InvalidRequestError)
    if operation.body:
        errors += [MalformedJsonError, BodyTooLargeError, UnsupportedMediaTypeError]
    if operation.query and issubclass(operation.query, PageQuery):
        errors += [CursorInvalidError, SearchTooWideError]
    if "{" in operation.path:
        errors.append(RouteNotFoundError)
    errors += _errors_of_callers(operation)
    if operation.takes_idempotency_key:
        errors += [IdempotencyKeyMissingError, IdempotencyKeyReusedError]
    errors += [TryAgainError, DomainError]
    return sorted(set(errors), key=lambda e: (e.status, e.code))


def _errors_of_callers(operation: Operation) -> list[type[DomainError]]:
    """What its callers can be refused for who they are."""
    errors: list[type[DomainError]] = []
    if operation.audience != "anyone":
        errors += [NotAuthenticatedError, TokenExpiredError]
    if operation.audience in ("merchant", "staff"):
        errors.append(NotAllowedError)
    if operation.asks_for_account:
        errors.append(AccountEndedError)
    if operation.needs_mfa:
        errors.append(MfaRequiredError)
    return errors


def _describe(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": _operation_id(operation),
        "tags": [operation.tag],
        "parameters": _parameters(operation),
        "responses": _responses(operation),
    }
    if operation.audience != "anyone":
        described["security"] = [{_SECURITY[operation.audience]: []}]
    if operation.body:
        reference = {"$ref": _REF.format(model=operation.body.__name__)}
        described["requestBody"] = {
            "required": any(f.is_required() for f in operation.body.model_fields.values()),
            "content": {"application/json": {"schema": reference}},
        }
    return described


def _operation_id(operation: Operation) -> str:
    words = re.findall(r"[a-z]+", operation.path.removeprefix("/v1").replace("{", "by_"))
    return "_".join([operation.method.lower(), *words])


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = [{"$ref": "#/components/parameters/AcceptLanguage"}]
    parameters += [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", operation.path)
    ]
    if operation.query:
        schema = operation.query.model_json_schema()
        required = schema.get("required", ())
        parameters += [
            {"name": name, "in": "query", "required": name in required, "schema": described}
            for name, described in schema["properties"].items()
        ]
    if operation.takes_idempotency_key:
        parameters.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": operation.requires_idempotency_key,
                "schema": {"type": "string", "minLength": 1, "maxLength": 255},
            }
        )
    return parameters


def _responses(operation: Operation) -> dict[str, Any]:
    good: dict[str, Any] = {"description": operation.summary, "headers": _headers("X-Request-Id")}
    if operation.answer:
        reference = {"$ref": _REF.format(model=operation.answer.__name__)}
        good["content"] = {"application/json": {"schema": reference}}
    if operation.takes_idempotency_key:
        good["headers"] |= _headers("Idempotent-Replayed")
    responses: dict[str, Any] = {str(operation.status): good}
    codes_by_status: dict[int, list[str]] = {}
    for error in errors_of(operation):
        codes_by_status.setdefault(error.status, []).append(error.code)
    for status, codes in codes_by_status.items():
        named = {"type": "object", "properties": {"code": {"enum": codes}}}
        problem = {"allOf": [{"$ref": _REF.format(model="Problem")}, named]}
        waits = ("Retry-After",) if status in (429, 503) else ()
        responses[str(status)] = {
            "description": "`" + "`, `".join(codes) + "`",
            "headers": _headers("X-Request-Id", *waits),
            "content": {"application/problem+json": {"schema": problem}},
        }
    return responses


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _open_answers(schemas: dict[str, Any], operations: Sequence[Operation]) -> None:
    """An answer may gain fields within `/v1`, and a client must not break of it: only what is sent
    is closed."""
    closed = {operation.body.__name__ for operation in operations if operation.body}
    waiting = list(closed)
    while waiting:
        for name in re.findall(r"#/components/schemas/(\w+)", str(schemas.get(waiting.pop()))):
            if name not in closed:
                closed.add(name)
                waiting.append(name)
    for name in schemas.keys() - closed:
        schemas[name].pop("additionalProperties", None)


def _schemas(operations: Sequence[Operation]) -> dict[str, Any]:
    bodies = [(op.body, "validation") for op in operations if op.body]
    answers = [(op.answer, "serialization") for op in operations if op.answer]
    models: Any = list(dict.fromkeys(bodies + answers))
    for model, _ in models:
        if isinstance(model, type) and issubclass(model, BaseModel):
            model.model_rebuild()
    _, definitions = models_json_schema(models, ref_template=_REF)
    schemas: dict[str, Any] = definitions.get("$defs", {})
    return schemas


_HEADERS = {
    "X-Request-Id": {
        "description": "Names this request in the county's logs; tell it when you ask for help.",
        "schema": {"type": "string"},
    },
    "Idempotent-Replayed": {
        "description": "`true` if this is the first answer again.",
        "schema": {"type": "string"},
    },
    "Retry-After": {
        "description": "Seconds to wait before asking again.",
        "schema": {"type": "integer", "minimum": 0},
    },
}
_ACCEPT_LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "description": "Of what people read: `ko` or `en`, by weights; Korean if neither is named.",
    "schema": {"type": "string", "examples": ["en", "ko;q=0.9, en;q=0.5"]},
}
_PROBLEM = {
    "title": "Problem",
    "description": "The shape of every error (RFC 9457). `code` is stable; `detail` is for people.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "param", "request_id"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri",
            "description": "the address of a page that says what `code` means and what to do",
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "param": {"type": ["string", "null"]},
        "request_id": {"type": "string"},
        "limit": {"type": "integer"},
        "used": {"type": "integer"},
        "remaining": {"type": "integer"},
        "resets_at": {"type": "string", "format": "date-time"},
        "retry_after_seconds": {"type": "integer"},
        "balance": {"type": "integer", "description": "what can be used, in won or points"},
        "paid_amount": {"type": "integer", "description": "what the order was paid with"},
        "minimum": {"type": "integer"},
        "maximum": {"type": "integer"},
        "barred": {
            "type": "array",
            "description": "the lots that this merchant may not take",
            "items": {"type": "object"},
        },
        "period": {"type": "string"},
        "last_on": {"type": "string", "format": "date"},
        "taken": {"type": "string"},
    },
}
_SECURITY_SCHEMES = {
    "memberToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "`access_token` from POST /v1/sessions",
    },
    "merchantKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "`mk_live_…` or `mk_test_…`; Basic with the key as user name works too",
    },
    "staffToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Cognito ID token",
    },
}
