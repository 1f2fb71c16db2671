"""Writes docs/api.md from the very description that the app serves. `make docs` calls it."""

import json
import sys
from pathlib import Path
from typing import Any

from chalicelib.core.errors import DomainError, all_refusals
from chalicelib.http.handling import STAGE_CALLS_PER_SECOND
from chalicelib.http.openapi import document, errors_of
from chalicelib.http.operations import Operation
from chalicelib.paying import lessons
from chalicelib.routes import OPERATIONS

PATH = Path(__file__).resolve().parents[2] / "docs" / "api.md"

_AUDIENCE = {
    "anyone": "anyone",
    "member": "a member: `Authorization: Bearer <access_token>`",
    "merchant": "a merchant: `Authorization: Bearer mk_…`, or Basic with the key as user name",
    "agent": "an agent's counter: `Authorization: Bearer at_…`, at work `Bearer as_…`",
    "staff": "staff: `Authorization: Bearer <Cognito ID token>`",
}
_HEAD = """# The API

Made by `make docs` from the models that check the requests; do not edit it by hand. The same,
machine-readable, is served at `GET /v1/openapi.json`, and rendered at `/docs`.

Bodies are JSON, at most 64 KiB (a file of grants 1.5 MiB); unknown fields are refused. Amounts are
integers in won, mileage in points, times RFC 3339 in UTC, days those of Seoul. Lists answer
`{"data": […], "next_cursor": null or text}`; a cursor serves the same list with the same filters,
and whoever it was given to. A page may be shorter than `limit`, and is never empty while a cursor
leads on: where that would take too long, `search_too_wide` asks for a narrower filter. Every
answer carries `X-Request-Id`. Errors are problem documents (RFC 9457), in Korean, or in English
with `Accept-Language: en`; `code` never changes.

Where a call moves value it asks for an `Idempotency-Key` of 1 to 255 printable characters. The same
key and body within 15 days give the first answer again, with `Idempotent-Replayed: true`; the same
key with another body is refused. A key is looked for in the wallet that the request names; a key of
staff is theirs alone, whichever wallet or matter the request names. A refusal moves nothing, and
may be tried again as it was.

## Where

Before each path stands the address of the deployment: `https://<county's host>`, or what `make run`
prints (`http://127.0.0.1:4566/api`, `base_url` in `.local/stack.json`). In the local stage alone,
`X-Simulated-Now: 2026-02-21T03:04:05.000Z` sets the time of a request and of the sign-up it queues;
the answer's `Date` is that time.

```
curl -s $BASE/v1/redemptions -H "Authorization: Bearer $KEY" -H "Idempotency-Key: $(uuidgen)" \\
  -H "Content-Type: application/json" \\
  -d '{"pay_code": "…", "amount": 4500, "order_id": "20261122-0001"}'
```

## Paying, retrying, undoing

- A payment is its customer, shop, order and amount. Sent again with the same order and amount, with
  a fresh pay code of that customer or another key, it is not charged again: the first answer comes,
  `Idempotent-Replayed: true`, with the status and balance of that moment. The same order with
  another amount is refused; with another customer's code it is another payment.
- No answer? Send the very same request again. Still none, or the customer pays otherwise? Send
  `POST /v1/net-cancels`, with a key of its own. It is final: the order is given back, and every
  payment of it from then on gets `net_canceled`, even one that was answered before.
- A net-cancel may come before its payment, up to an hour after the pay code ended; a shop can
  forbid up to five payments that have not come with one pay code.
- An order number of a till's and one that a member gives at the shop's standing QR are two things,
  even if they look the same.
- `GET /v1/redemptions` may lag by a second behind a payment; a replay never does. By `order_id` it
  looks at today and yesterday, or at the day that `on` names.
- Cancels state the amount they expect to remain, and go back to the very lots that paid.

## Rehearsing, with a test key

`POST /v1/test/customers` answers with a customer who has vouchers, and a pay code that begins with
`test_`. The last three digits of an amount that is paid with such a code name how it ends; nothing
moves where it is refused. With a live key there is neither, and whoever else pays in a test stage
pays as ever.

LESSONS
A cancel whose `reason` is `test_` and a code, or a net-cancel with such a pay code whose `order_id`
is so (`test_cancel_window_closed`), is refused with it. The customer's printed card has a
`card_code` and a `card_pin`. How each of the other refusals is got is at `/docs`, and on each
code's own page.

## Periods and regions

Reports: `daily` 2026-11-22, `weekly` 2026-W47, `monthly` 2026-11, `campaign` with a campaign's code
(of at most 366 days). Regions: the five digits of the legal-district code; the list that sign-ups
may use is `/static/regions.json`. A sign-up takes a verification of purpose `signup`.

Answers that API Gateway gives itself have the same shape: `route_not_found` (404),
`body_too_large` (413, from 10 MB), `unsupported_media_type` (415), `rate_limited` (429),
`try_again` (503, with `Retry-After`); their sentences are Korean. A stage takes CALLS calls a
second of all callers together, and `RateLimit-Policy` on every answer to a till says so; nobody
counts per key.
"""


def text() -> str:
    schemas = document(OPERATIONS)["components"]["schemas"]
    head = _HEAD.replace("LESSONS", _lessons()).replace("CALLS", f"{STAGE_CALLS_PER_SECOND:,}")
    parts = [head, "## Calls\n"]
    ordered = sorted(OPERATIONS, key=lambda o: (o.path, o.method))
    parts += [_call(operation, schemas) for operation in ordered]
    parts += ["## Error codes\n", _error_table()]
    return "\n".join(parts)


def _lessons() -> str:
    rows = ["| amount ends in | answer |", "|---|---|"]
    for ending, refusal in lessons.REFUSALS.items():
        error = refusal(ending)
        rows.append(f"| {ending} | {error.status} `{error.code}` |")
    rows += [
        f"| {lessons.LOST} | paid, but the first answer is lost: 503 `try_again`; repeat it |",
        f"| {lessons.DELAYED} | paid, but the first answer takes {lessons.DELAY_SECONDS} s |",
    ]
    return "\n".join(rows) + "\n"


def _call(operation: Operation, schemas: dict[str, Any]) -> str:
    lines = [
        f"### `{operation.method} {operation.path}`\n",
        f"{operation.summary}. For {_AUDIENCE[operation.audience]}.\n",
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
        words = field.get("description", "").replace("|", "\\|")
        rows.append(f"{indent}- `{name}`: {_type(field)}{optional}. {words}".rstrip(". ") + ".")
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
    words = (field.get("type", "any"), field.get("format"), _bounds(field))
    return " ".join(filter(None, words))


def _bounds(field: dict[str, Any]) -> str:
    """`(1 to 60 characters)`, `(1 to 100, 20 if left out)`: what a caller must keep to."""
    parts = []
    if "pattern" in field:
        parts.append(f"`{field['pattern']}`")
    if "maxLength" in field:
        parts.append(f"{field.get('minLength', 0)} to {field['maxLength']} characters")
    if "maximum" in field:
        parts.append(f"{field.get('minimum')} to {field['maximum']}")
    if field.get("default") is not None:
        parts.append(f"{json.dumps(field['default'])} if left out")
    return f"({', '.join(parts)})" if parts else ""


def _error_table() -> str:
    rows = ["| status | code | what a person reads |", "|---|---|---|"]
    rows += [f"| {e.status} | `{e.code}` | {e.ko} |" for e in all_refusals()]
    rows.append(f"| 500 | `{DomainError.code}` | {DomainError.ko} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    PATH.write_text(text())
    sys.stdout.write(f"{PATH.name}: {len(OPERATIONS)} calls\n")
