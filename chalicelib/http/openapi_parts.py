"""What stands once in the OpenAPI document: headers, parameters, who may, the shape of an error."""

from collections.abc import Iterable

from chalicelib.http.operations import ANY_ROLE, Audience, Operation

SECURITY = {
    "member": "memberToken",
    "merchant": "merchantKey",
    "agent": "agentToken",
    "staff": "staffToken",
}
_READERS: dict[Audience, tuple[str, str]] = {
    "merchant": ("till", "For a shop's till, by its key, and for the shop's phones."),
    "anyone": ("public", "For anyone; nobody logs in."),
    "member": ("member", "For a member's own things."),
    "agent": ("agent", "For the counters of an agent who sells vouchers for the county."),
    "staff": ("staff", "For the county's staff."),
}
"""By an operation's audience, in the order in which they are read: a till's developer first."""
_FIRST = ("redemptions", "settlements", "merchants", "shops", "joining")
"""Of the tags of one audience."""


def tag_of(operation: Operation) -> str:
    return f"{_READERS[operation.audience][0]}-{operation.tag}"


def tags_of(operations: Iterable[Operation]) -> list[dict[str, str]]:
    """A till's first."""
    audiences = tuple(_READERS)
    pairs = dict.fromkeys((audiences.index(o.audience), o.tag) for o in operations)
    order = sorted(pairs, key=lambda p: (p[0], _FIRST.index(p[1]) if p[1] in _FIRST else 99))
    return [
        {"name": f"{reader}-{tag}", "description": description}
        for reader, description, tag in ((*_READERS[audiences[at]], tag) for at, tag in order)
    ]


def description_of(operation: Operation) -> str:
    """Who may call it, and what of it is not in its shapes."""
    said = [f"{operation.summary}.", _READERS[operation.audience][1]]
    if operation.scope:
        said.append(f"The key needs the scope `{operation.scope}`.")
    if operation.audience == "staff" and operation.roles != ANY_ROLE:
        said.append(f"Roles: {', '.join(f'`{role}`' for role in operation.roles)}.")
    if operation.needs_mfa:
        said.append("Needs a second factor at log-in.")
    if operation.requires_idempotency_key:
        said.append("Moves value: send an `Idempotency-Key`, and the same one when you repeat it.")
    return " ".join(said)


HEADERS = {
    "X-Request-Id": {
        "description": "Names this request in the county's logs; tell it when you ask for help.",
        "schema": {"type": "string", "examples": ["6f1c2f1e-9a55-4b0c-8f3d-0a4b8a5f2c11"]},
    },
    "RateLimit-Policy": {
        "description": "How many calls a second (`q`) the stage takes of all callers together; "
        "beyond that they get 429 `rate_limited` with `Retry-After`.",
        "schema": {"type": "string", "examples": ['"stage";q=2000;w=1']},
    },
    "Idempotent-Replayed": {
        "description": "`true` if this is the first answer again.",
        "schema": {"type": "string", "examples": ["true"]},
    },
    "Retry-After": {
        "description": "Seconds to wait before asking again.",
        "schema": {"type": "integer", "minimum": 0, "examples": [1]},
    },
}
PARAMETERS = {
    "AcceptLanguage": {
        "name": "Accept-Language",
        "in": "header",
        "required": False,
        "description": "Of what people read: `ko` or `en`, by weights; Korean if neither is named.",
        "schema": {"type": "string", "examples": ["en", "ko;q=0.9, en;q=0.5"]},
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "Names what you want done, once: send the same key and body again when the "
        "answer is unsure, and within 15 days the first answer comes again. A new key for each "
        "new matter.",
        "schema": {
            "type": "string",
            "minLength": 1,
            "maxLength": 255,
            "examples": ["20261122-0001/pay"],
        },
    },
}
PARAMETERS["OwnIdempotencyKey"] = PARAMETERS["IdempotencyKey"] | {"required": False}
PROBLEM = {
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
        "title": {"type": "string", "description": "the family of the error, for people"},
        "status": {"type": "integer", "description": "the HTTP status", "examples": [422]},
        "detail": {"type": "string", "description": "what happened, for people"},
        "code": {
            "type": "string",
            "description": "what happened, for programs; it never changes",
            "examples": ["insufficient_balance"],
        },
        "param": {
            "type": ["string", "null"],
            "description": "the field or header that is wrong; null if it is none",
            "examples": ["amount"],
        },
        "request_id": {"type": "string", "description": "as in `X-Request-Id`"},
        "limit": {"type": "integer", "description": "the limit that refused it"},
        "used": {"type": "integer", "description": "what was used of it before"},
        "remaining": {"type": "integer", "description": "what is left"},
        "resets_at": {
            "type": "string",
            "format": "date-time",
            "description": "when the limit begins anew",
        },
        "retry_after_seconds": {"type": "integer", "description": "as in `Retry-After`"},
        "balance": {"type": "integer", "description": "what can be used, in won or points"},
        "paid_amount": {"type": "integer", "description": "what the order was paid with"},
        "minimum": {"type": "integer", "description": "the least that is taken"},
        "maximum": {"type": "integer", "description": "the most that is taken"},
        "barred": {
            "type": "array",
            "description": "the lots that this merchant may not take",
            "items": {"type": "object"},
        },
        "period": {"type": "string", "description": "of which period the limit is"},
        "last_on": {
            "type": "string",
            "format": "date",
            "description": "the last day on which it was possible",
        },
        "taken": {"type": "string", "description": "the code that is in use already"},
    },
}
SECURITY_SCHEMES = {
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
    "agentToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "`as_…` from POST /v1/agent/sessions; a counter's key `at_…` for that",
    },
    "staffToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Cognito ID token",
    },
}
