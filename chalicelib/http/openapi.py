"""The OpenAPI 3.1 document, made from the very models that check requests."""

import re
from collections.abc import Sequence
from inspect import cleandoc, get_annotations
from typing import Any

from pydantic import BaseModel, TypeAdapter
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
    RateLimitedError,
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
from chalicelib.http.openapi_parts import (
    HEADERS,
    PARAMETERS,
    PROBLEM,
    SECURITY,
    SECURITY_SCHEMES,
    description_of,
    tag_of,
    tags_of,
)
from chalicelib.http.operations import Operation
from chalicelib.http.shapes import PageQuery

VERSION = "1.0.0"
INTRODUCTION = cleandoc("""
    What tills, pages, gates and county tools rely on. Made of the very models that check the
    requests. How to begin, what an unsure answer means and what every code asks for is at `/docs`.

    Money is in whole won, mileage in whole points, times in RFC 3339 and UTC, days those of Seoul.
    Unknown fields are refused in requests; answers may gain fields at any time.
    """)
HERE = ".."
"""Where the document itself is served from."""
_REF = "#/components/schemas/{model}"


def document(operations: Sequence[Operation], *, server: str = HERE) -> dict[str, Any]:
    """`server`: the address before each path."""
    schemas = _schemas(operations)
    _open_answers(schemas, operations)
    schemas["Problem"] = PROBLEM
    paths: dict[str, Any] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _describe(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "onmin",
            "version": VERSION,
            "summary": "온민: 온라인 군민의 가입, 마일리지, 상품권, 결제.",
            "description": INTRODUCTION,
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server, "description": "This county."}],
        "tags": tags_of(operations),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "headers": HEADERS,
            "parameters": PARAMETERS,
            "securitySchemes": SECURITY_SCHEMES,
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
    if operation.audience in ("merchant", "agent", "staff"):
        errors.append(NotAllowedError)
    if operation.audience == "merchant":
        errors.append(RateLimitedError)
    if operation.asks_for_account:
        errors.append(AccountEndedError)
    if operation.needs_mfa:
        errors.append(MfaRequiredError)
    return errors


def _describe(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "description": description_of(operation),
        "operationId": operation.view.__name__,
        "tags": [tag_of(operation)],
        "parameters": _parameters(operation),
        "responses": _responses(operation),
        "security": [{SECURITY[operation.audience]: []}] if operation.audience in SECURITY else [],
    }
    if operation.body:
        reference = {"$ref": _REF.format(model=operation.body.__name__)}
        described["requestBody"] = {
            "required": any(f.is_required() for f in operation.body.model_fields.values()),
            "content": {"application/json": {"schema": reference}},
        }
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    parameters = [{"$ref": "#/components/parameters/AcceptLanguage"}]
    terms = get_annotations(operation.view)
    parameters += [
        _parameter(name, "path", TypeAdapter(terms[name]).json_schema(), is_required=True)
        for name in re.findall(r"{(\w+)}", operation.path)
    ]
    if operation.query:
        schema = operation.query.model_json_schema()
        required = schema.get("required", ())
        parameters += [
            _parameter(name, "query", described, is_required=name in required)
            for name, described in schema["properties"].items()
        ]
    if operation.takes_idempotency_key:
        kind = "IdempotencyKey" if operation.requires_idempotency_key else "OwnIdempotencyKey"
        parameters.append({"$ref": f"#/components/parameters/{kind}"})
    return parameters


def _parameter(
    name: str, place: str, schema: dict[str, Any], *, is_required: bool
) -> dict[str, Any]:
    described = {"name": name, "in": place, "required": is_required}
    if "description" in schema:
        described["description"] = schema.pop("description")
    return described | {"schema": schema}


def _responses(operation: Operation) -> dict[str, Any]:
    always = ("X-Request-Id", "RateLimit-Policy")[: 1 + (operation.audience == "merchant")]
    good: dict[str, Any] = {"description": operation.summary, "headers": _headers(*always)}
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
            "headers": _headers(*always, *waits),
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
