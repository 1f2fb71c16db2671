"""Bodies, headers and paths that are not as they should be: one shape, nothing changed."""

import json
from typing import Any

import pytest

from tests import builders
from tests.conftest import Answer, Stack
from tests.refusals import check_refused, check_shape, standing

REDEMPTION = {"pay_code": "x", "amount": 1000, "order_id": "order-1"}
CANCEL = {"amount": 1, "expected_remaining_amount": 1, "reason": "x"}
BODIES = {
    "/v1/marketing-refusals": {"code": "06H02CHZG2WVD3YG0123456789"},
    "/v1/verifications": {"phone": "010-1234-5678", "purpose": "signup"},
    "/v1/verifications/ver_1/confirm": {"code": "123456"},
    "/v1/signups": {
        "verification_token": "x",
        "name": "홍길동",
        "birth_on": "1980-05-05",
        "region_code": "11110",
        "relation": "tourist",
        "campaign_code": "celadon",
        "consents": {"terms": True, "privacy": True, "marketing": False},
    },
    "/v1/sessions": {"verification_token": "x"},
    "/v1/me/conversions": {"mileage": 1000},
    "/v1/me/purchases": {"round_id": "rnd_0000000000000001", "amount": 10_000},
    "/v1/me/pay-codes": {"typed": True},
    "/v1/me/visits": {"code": "reed26-a.7K3M9QXZ"},
    "/v1/me/stamps": {"code": "reed26-a.7K3M9QXZ"},
    "/v1/me/trips": {"starts_on": "2026-12-05", "ends_on": "2026-12-06", "companions": []},
    "/v1/me/uploads": {"content_type": "image/jpeg", "bytes": 9, "sha256": "0" * 64},
    "/v1/me/trips/trp_06H02CHZG2WVD3YG/claims": {
        "photos": ["upl_06H02CHZG2WVD3YG"],
        "receipts": [],
        "redemption_ids": [],
    },
    "/v1/me/payments": {"merchant_code": "M0001", "amount": 1000, "order_id": "order-1"},
    "/v1/redemptions": REDEMPTION,
    "/v1/redemptions/validate": REDEMPTION,
    "/v1/redemptions/rdm_06H02CHZG2WVD3YG/cancels": CANCEL,
    "/v1/net-cancels": {"pay_code": "x", "order_id": "order-1"},
    "/v1/staff/adjustments": {"member_id": "mem_06H02CHZG2WVD3YG", "reason": "x"},
    "/v1/staff/adjustments/adj_06H02CHZG2WVD3YG/reject": {"reason": "x"},
    "/v1/staff/bulk-grants": {"name": "봉사자", "csv": "row_key,member_id,mileage,reason"},
    "/v1/staff/bulk-grants/grt_06H02CHZG2WVD3YG/reject": {"reason": "x"},
    "/v1/staff/counter-sale-requests/csr_06H02CHZG2WVD3YG/reject": {"reason": "x"},
    "/v1/staff/setting-proposals/spr_06H02CHZG2WVD3YG/reject": {"reason": "x"},
}
WRONG_BY_FIELD: dict[str, list[Any]] = {
    "starts_on": [None, 20261205, "2026-13-01", "5 Dec 2026", ""],
    "ends_on": [None, "2026-12-05T00:00:00Z", "2026-12-04", "2027-12-04"],
    "content_type": ["image/svg+xml", "image/heic", "", None, 1],
    "bytes": [0, -1, 10 * 1024 * 1024 + 1, 1.5, "9", None],
    "sha256": ["", "0" * 63, "G" * 64, "A" * 64, None, 1],
    "photos": [None, {}, ["x"], ["upl_06H02CHZG2WVD3YG"] * 11, [1]],
    "receipts": [None, {}, [None], [{}], [{"amount": 1}]],
    "redemption_ids": [None, {}, ["rdm_1"], [1], ["rdm_06H02CHZG2WVD3YG"] * 21],
    "companions": [None, {}, [None], [{"name": "김영희"}], [{}] * 21],
    "phone": [1, None, "", "0" * 33, [], {}],
    "purpose": ["reset", "SIGNUP", 1, None],
    "code": ["12345", "1234567", "12345a", "１２３４５６", "123456\n", 123456, None],
    "verification_token": [1, "", "x" * 2049, None],
    "name": ["", "   ", "가" * 61, 1, None, ["홍"]],
    "birth_on": [
        "1980-13-01",
        "05.05.1980",
        "1980-05-05T00:00:00Z",
        19800505,
        "326332800",
        0,
        None,
        "",
    ],
    "region_code": ["", "1", "1" * 11, 11110, None],
    "relation": ["friend", "", 1, None],
    "campaign_code": ["", "x" * 65, 1],
    "consents": [{}, {"terms": True}, True, None, [], {"terms": 1, "privacy": 1, "marketing": 0}],
    "round_id": ["x" * 41, 1, None, [], {}],
    "mileage": [1.0, 1000.5, "1000", True, None, [1000], {}],
    "typed": ["true", 1, None],
    "merchant_code": ["", "x" * 65, 1, None],
    "amount": [1.0, 0.1, "1000", True, [1], {}],
    "expected_remaining_amount": [1.0, "1", False, None],
    "reason": ["", "x" * 201, 1, None],
    "pay_code": ["", "x" * 129, 1, None],
    "csv": [1, [], {}, True, None],
    "member_id": ["", "mem_", "mem_06H02CHZG2WVD3YGX", "mem_06h02chzg2wvd3yg", "x" * 300, 1, None],
    "order_id": ["short", "x" * 65, "has space", "한글주문번호", "order-1\n", "order/1", 123456],
}
NOT_JSON = [
    b"",
    b"{",
    b"{]",
    b"nonsense",
    b'{"amount": 1,}',
    b"{'amount': 1}",
    b'{"a": "\xff\xfe"}',
    b'{"a": "\\ud800"}',
    b"[" * 5_000,
    b'{"amount": NaN_}',
    b"1" * 5_000,
]
NOT_AN_OBJECT = [b"[]", b"null", b'"text"', b"1", b"true", b"NaN", b"[{}]"]
each_path = pytest.mark.parametrize("path", BODIES)


@pytest.fixture
def tokens(stack: Stack) -> dict[str, str]:
    return {"/v1/me/": stack.member("010-9876-5432").token, "/v1/": builders.SHOP_KEY}


def post(stack: Stack, tokens: dict[str, str], path: str, **options: Any) -> Answer:
    token = tokens["/v1/me/" if path.startswith("/v1/me/") else "/v1/"]
    return stack.call("POST", path, options.pop("body", None), token=token, key="k", **options)


@each_path
def test_what_is_not_json_is_malformed(stack: Stack, tokens: dict[str, str], path: str) -> None:
    for raw in NOT_JSON:
        if raw == b"" and path.endswith(("/pay-codes", "/claims")):
            continue  # Everything in it has a default.
        check_refused(
            stack,
            lambda h, raw=raw: post(stack, tokens, path, raw=raw, headers=h),
            400,
            "malformed_json",
        )


@each_path
def test_json_that_is_no_object_is_refused(stack: Stack, tokens: dict[str, str], path: str) -> None:
    before = standing(stack)
    for raw in NOT_AN_OBJECT:
        answer = post(stack, tokens, path, raw=raw)
        assert (answer.status, answer.json["code"]) == (400, "invalid_request"), raw
        check_shape(answer, language="ko")
    assert standing(stack) == before


@each_path
def test_a_field_that_is_unknown_missing_or_wrong_is_named(
    stack: Stack, tokens: dict[str, str], path: str
) -> None:
    before = standing(stack)
    body = BODIES[path]
    optional = {"campaign_code", "amount", "order_id", "typed", "companions"}
    optional |= {"photos", "receipts", "redemption_ids"}
    cases: list[tuple[str, dict[str, Any]]] = [("surprise", body | {"surprise": 1})]
    for name in body:
        cases += [(name, body | {name: value}) for value in WRONG_BY_FIELD[name]]
        if name not in optional:
            cases.append((name, {k: v for k, v in body.items() if k != name}))

    for name, changed in cases:
        answer = post(stack, tokens, path, body=changed)
        assert answer.status == 400, (changed, answer.raw)
        problem = check_shape(answer, language="ko")
        # A text of any length may be shown at a till; it is then no pay code.
        codes = (
            {"invalid_request", "pay_code_invalid"} if name == "pay_code" else {"invalid_request"}
        )
        assert problem["code"] in codes
        assert problem["param"].split(".")[0] == name
    assert standing(stack) == before
    assert stack.queue.sent == []


@each_path
def test_a_body_of_sixty_four_kibibytes_is_read_and_one_byte_more_is_not(
    stack: Stack, tokens: dict[str, str], path: str
) -> None:
    """A file of two thousand rows alone may be more."""
    limit = 1_572_864 if path == "/v1/staff/bulk-grants" else 65_536
    text = json.dumps(BODIES[path]).encode()
    at_most = text[:-1] + b" " * (limit - len(text)) + b"}"

    assert post(stack, tokens, path, raw=at_most).json.get("code") != "body_too_large"
    problem = check_refused(
        stack,
        lambda h: post(stack, tokens, path, raw=at_most + b" ", headers=h),
        400,
        "body_too_large",
    )
    assert problem["limit"] == limit


@pytest.mark.parametrize("amount", [10**9 + 1, 10**18, 10**400, -(10**400), -1, 0])
def test_absurd_amounts_move_nothing(stack: Stack, tokens: dict[str, str], amount: int) -> None:
    for path, name in (
        ("/v1/me/conversions", "mileage"),
        ("/v1/me/payments", "amount"),
    ):
        before = standing(stack)
        answer = post(stack, tokens, path, body=BODIES[path] | {name: amount})
        assert answer.status == 422
        check_shape(answer, language="ko")
        assert standing(stack) == before


def test_numbers_that_json_does_not_know_are_refused(stack: Stack, tokens: dict[str, str]) -> None:
    for number in (b"NaN", b"Infinity", b"-Infinity", b"1e3", b"1e400", b"0x10", b"+1", b"01"):
        raw = b'{"mileage": ' + number + b"}"
        answer = post(stack, tokens, "/v1/me/conversions", raw=raw)
        assert answer.status == 400, number
        check_shape(answer, language="ko")


@pytest.mark.parametrize("key", ["", "x" * 256, "한글", "tab\tinside", "\x7f"])
@pytest.mark.parametrize("path", ["/v1/me/conversions", "/v1/me/payments"])
def test_a_movement_of_value_needs_a_printable_key(
    stack: Stack, tokens: dict[str, str], path: str, key: str
) -> None:
    def send(headers: Any) -> Answer:
        with_key = {"Idempotency-Key": key} if key else {}
        return stack.call(
            "POST", path, BODIES[path], token=tokens["/v1/me/"], headers=headers | with_key
        )

    check_refused(stack, send, 400, "idempotency_key_missing", "Idempotency-Key")


def test_every_path_that_moves_value_asks_for_the_key(stack: Stack, tokens: dict[str, str]) -> None:
    moving = [
        p for p in BODIES if p.startswith("/v1/me/") or "cancel" in p or p == "/v1/redemptions"
    ]
    moving.remove("/v1/me/pay-codes")
    # It holds a budget and moves nothing: the key is taken, not asked for.
    moving.remove("/v1/me/trips")
    moving.remove("/v1/me/trips/trp_06H02CHZG2WVD3YG/claims")
    moving.remove("/v1/me/uploads")
    # A stamp that is there stays, and is worth nothing by itself.
    moving.remove("/v1/me/stamps")
    for path in moving:
        token = tokens["/v1/me/" if path.startswith("/v1/me/") else "/v1/"]
        check_refused(
            stack,
            lambda h, p=path, t=token: stack.call("POST", p, BODIES[p], token=t, headers=h),
            400,
            "idempotency_key_missing",
            "Idempotency-Key",
        )


def test_the_longest_printable_key_is_taken(stack: Stack, tokens: dict[str, str]) -> None:
    key = "".join(chr(c) for c in range(32, 127)).strip().ljust(255, "x")
    answer = stack.call(
        "POST", "/v1/me/conversions", {"mileage": 1000}, token=tokens["/v1/me/"], key=key
    )
    assert answer.status == 201


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("limit=1.5", "limit"),
        ("limit=", "limit"),
    ],
)
def test_a_limit_outside_one_to_a_hundred_is_refused(
    stack: Stack, tokens: dict[str, str], query: str, param: str
) -> None:
    for path, token in (
        ("/v1/me/entries", tokens["/v1/me/"]),
        ("/v1/redemptions", tokens["/v1/"]),
        ("/v1/merchants", None),
    ):
        check_refused(
            stack,
            lambda h, p=path, t=token: stack.call("GET", f"{p}?{query}", token=t, headers=h),
            400,
            "invalid_request",
            param,
        )


@pytest.mark.parametrize(
    "now",
    ["", "now", "2026-11-22", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59",
     "1999-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59"],
)  # fmt: skip
def test_a_simulated_moment_that_is_none_or_out_of_all_time_is_refused(
    stack: Stack, now: str
) -> None:
    answer = stack.call("GET", "/v1/rounds", headers={"X-Simulated-Now": now})
    if not now:
        assert answer.status == 200
        return
    problem = check_shape(answer, language="ko")
    assert (answer.status, problem["code"], problem["param"]) == (
        400, "invalid_request", "X-Simulated-Now",
    )  # fmt: skip
