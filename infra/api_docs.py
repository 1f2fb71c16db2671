"""Writes docs/api.md from the very description that the app serves. `make docs` calls it."""

import inspect
import sys
from pathlib import Path
from typing import Any

import app  # noqa: F401  Registers every route.
from chalicelib.api.blueprint import OPERATIONS, Operation
from chalicelib.api.openapi import document, errors_of
from chalicelib.domain import errors, periods

PATH = Path(__file__).resolve().parent.parent / "docs" / "api.md"

_WHO = {
    "anyone": "anyone",
    "member": "a member: `Authorization: Bearer <access_token>`",
    "merchant": "a merchant: `Authorization: Bearer mk_…`, or Basic with the key as user name",
    "staff": "staff: `Authorization: Bearer <Cognito ID token>`",
}
_HEAD = """# The API

Made by `make docs` from the models that check the requests; do not edit it by hand. The same,
machine-readable, is served at `GET /v1/openapi.json`, and rendered at `/docs`.

Bodies are JSON, at most 64 KiB; unknown fields are refused. Amounts are integers in won, mileage
in points, times RFC 3339 in UTC, days those of Seoul. Lists answer `{"data": […], "next_cursor":
null or text}`. Every answer carries `X-Request-Id`. Errors are problem documents (RFC 9457), in
Korean, or in English with `Accept-Language: en`; `code` never changes.

Where a call moves value it asks for an `Idempotency-Key` of 1 to 255 printable characters. The same
key and body within 15 days give the first answer again, with `Idempotent-Replayed: true`; the same
key with another body is refused. A key is looked for in the wallet that the request names. A
refusal moves nothing, and may be tried again.

In the local stage alone, `X-Simulated-Now: 2026-02-21T03:04:05.000Z` sets the time of a request.
"""


def text() -> str:
    schemas = document()["components"]["schemas"]
    parts = [_HEAD, "## Calls\n"]
    ordered = sorted(OPERATIONS, key=lambda o: (o.path, o.method))
    parts += [_call(operation, schemas) for operation in ordered]
    parts += ["## Error codes\n", _error_table()]
    return "\n".join(parts)


def all_errors() -> list[type[errors.DomainError]]:
    """Every refusal that has a code of its own."""
    modules = (errors, periods)
    found = {
        value
        for module in modules
        for _, value in inspect.getmembers(module, inspect.isclass)
        if issubclass(value, errors.DomainError) and value.__subclasses__() == []
    }
    return sorted(found, key=lambda e: (e.status, e.code))


def _call(operation: Operation, schemas: dict[str, Any]) -> str:
    lines = [
        f"### `{operation.method} {operation.path}`\n",
        f"{operation.summary}. For {_WHO[operation.who]}.\n",
    ]
    if operation.query:
        lines += ["Query:\n", *_fields(operation.query.model_json_schema(), {})]
    if operation.body:
        lines += ["Body:\n", *_fields(schemas[operation.body.__name__], schemas)]
    if operation.answer:
        lines += [
            f"Answer {operation.status}:\n",
            *_fields(schemas[operation.answer.__name__], schemas),
        ]
    else:
        lines.append(f"Answer {operation.status}: a document.\n")
    codes = ", ".join(f"`{e.code}` ({e.status})" for e in errors_of(operation))
    lines.append(f"Refusals: {codes}\n")
    return "\n".join(lines)


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    return [*_rows(schema, schemas, indent=""), ""]


def _rows(schema: dict[str, Any], schemas: dict[str, Any], *, indent: str) -> list[str]:
    required = schema.get("required", ())
    rows = []
    for name, field in schema.get("properties", {}).items():
        optional = "" if name in required else ", may be left out"
        rows.append(f"{indent}- `{name}`: {_type(field)}{optional}")
        for inner in _references(field):
            rows += _rows(schemas[inner], schemas, indent=indent + "  ")
    return rows


def _references(field: dict[str, Any]) -> list[str]:
    """The objects that a field holds, by name."""
    options = [field, field.get("items", {}), *field.get("anyOf", ())]
    return [o["$ref"].rpartition("/")[2] for o in options if "$ref" in o]


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return "object"
    if "anyOf" in field:
        return " or ".join(_type(each) for each in field["anyOf"])
    if "enum" in field:
        return " \\| ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    return " ".join(filter(None, (field.get("type", "any"), field.get("format"))))


def _error_table() -> str:
    rows = ["| status | code | what a person reads |", "|---|---|---|"]
    rows += [f"| {e.status} | `{e.code}` | {e.ko} |" for e in all_errors()]
    rows.append(f"| 500 | `{errors.DomainError.code}` | {errors.DomainError.ko} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    PATH.write_text(text())
    sys.stdout.write(f"{PATH.name}: {len(OPERATIONS)} calls\n")
