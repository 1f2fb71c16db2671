"""Whatever a till can be refused, its developer gets with a test key, by a way that is said."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.http.openapi import errors_of
from chalicelib.http.operations import Operation
from chalicelib.paying import lessons
from chalicelib.paying.rehearsing import rehearse_cancel
from chalicelib.routes import OPERATIONS
from chalicelib.web import rehearsals
from tests import builders
from tests.conftest import Answer, Stack
from tests.settlement.settled_shops import close_night, open_today

BY_FORM = {
    "body_too_large",
    "idempotency_key_missing",
    "idempotency_key_reused",
    "invalid_request",
    "malformed_json",
    "not_authenticated",
    "route_not_found",
    "token_expired",
    "unsupported_media_type",
}
"""Reached by a request that is wrong, without any customer."""
OF_NO_TEST = {
    "csv_invalid": "a shop's own list that is no list; tried beside settlements",
    "conversion_below_minimum": "the county's own settings leave a test customer nothing",
    "identity_required": "the county's own settings ask a test customer for an identity",
    "merchant_key_ended": "staff ended the key that the same request had made",
    "merchant_not_found": "staff took the shop away while it asked",
    "papers_ended": "the county ended the shop's registration",
    "registration_not_found": "a shop of before applications came",
    "search_too_wide": "a day of thousands of payments, of which hardly any is asked for",
    "settlements_of_owner": "a shop's phones alone; a key is the owner's",
    "version_conflict": "two requests for keys at one moment",
}


def ask(stack: Stack, method: str, path: str, body: Any = None, key: str | None = None) -> Answer:
    return stack.call(method, path, body, token=builders.SHOP_KEY, key=key)


def customer(stack: Stack) -> Any:
    return ask(stack, "POST", "/v1/test/customers", {}).json


def pay(stack: Stack, pay_code: str, amount: int = 3_000) -> Answer:
    body = {"pay_code": pay_code, "amount": amount, "order_id": "order-1"}
    return ask(stack, "POST", "/v1/redemptions", body, "order-1/pay")


def cancel(stack: Stack, payment: str, **changes: Any) -> Answer:
    body = {"expected_remaining_amount": 3_000, "reason": "returned", **changes}
    return ask(stack, "POST", f"/v1/redemptions/{payment}/cancels", body, "order-1/cancel")


def cancel_paid(stack: Stack, later: timedelta = timedelta(), **changes: Any) -> Answer:
    payment = pay(stack, customer(stack)["pay_code"]).json["redemption_id"]
    stack.now += later
    return cancel(stack, payment, **changes)


def card_pay_code(stack: Stack, times: int = 1, **changes: Any) -> Answer:
    made = customer(stack)
    body = {"card_code": made["card_code"], "pin": made["card_pin"], "amount": 3_000}
    if changes.pop("is_of_another", False):
        last = "0" if made["card_code"][-1] != "0" else "1"
        body["card_code"] = made["card_code"][:-1] + last
    for _ in range(times):
        answer = ask(stack, "POST", "/v1/card-pay-codes", body | {"order_id": "order-1"} | changes)
    return answer


def compare(stack: Stack) -> Answer:
    open_today(stack)
    pay(stack, customer(stack)["pay_code"])
    close_night(stack)
    settlement = ask(stack, "GET", "/v1/settlements").json["data"][0]["settlement_id"]
    sent = {"csv": "a list without its columns"}
    return ask(stack, "POST", f"/v1/settlements/{settlement}/comparisons", sent)


def new_keys(stack: Stack) -> Answer:
    for number in range(3):
        answer = ask(stack, "POST", "/v1/merchant/keys", {}, f"key-{number}")
    return answer


DOINGS: Mapping[str, Callable[[Stack], Answer]] = {
    "card_code_invalid": lambda stack: card_pay_code(stack, card_code="482 913 507"),
    "card_closed": lambda stack: card_pay_code(stack, is_of_another=True),
    "card_pin_wrong": lambda stack: card_pay_code(stack, pin="0918"),
    "card_locked": lambda stack: card_pay_code(stack, times=6, pin="0918"),
    "card_day_limit_exceeded": lambda stack: card_pay_code(stack, amount=100_001),
    "card_amount_exceeded": lambda stack: pay(
        stack, card_pay_code(stack, amount=2_000).json["pay_code"]
    ),
    "expected_remaining_mismatch": lambda stack: cancel_paid(stack, expected_remaining_amount=1),
    "cancel_amount_exceeds_remaining": lambda stack: cancel_paid(stack, amount=3_001),
    "cancel_window_closed": lambda stack: cancel_paid(stack, timedelta(days=400)),
    "redemption_not_found": lambda stack: ask(stack, "GET", "/v1/redemptions/rdm_0000000000000000"),
    "settlement_not_found": lambda stack: ask(stack, "GET", "/v1/settlements/stl_0000000000000000"),
    "shop_list_invalid": compare,
    "cursor_invalid": lambda stack: ask(stack, "GET", "/v1/redemptions?cursor=x"),
    "history_span": lambda stack: ask(
        stack, "GET", "/v1/merchant/payments?from_on=2025-01-01&to_on=2026-12-31"
    ),
    "merchant_key_limit": new_keys,
}
"""What the words of each way say, done."""


def till_operations() -> list[Operation]:
    """Of a till, by its key; the others are those of a shop's phones."""
    return [o for o in OPERATIONS if o.audience == "merchant" and o.scope in KEYS_SCOPES]


KEYS_SCOPES = ("read", "use", "cancel")


def test_every_refusal_of_a_till_can_be_rehearsed() -> None:
    codes = {error.code for each in till_operations() for error in errors_of(each)}

    unreached = {code for code in codes if not rehearsals.of(code)}

    assert unreached == (codes & BY_FORM) | OF_NO_TEST.keys()


@pytest.mark.parametrize("path", ["/v1/redemptions", "/v1/redemptions/validate"])
def test_every_refusal_of_a_payment_has_an_amount(path: str) -> None:
    [operation] = [o for o in OPERATIONS if (o.method, o.path) == ("POST", path)]
    by_amount = {make(1).code for make in lessons.REFUSALS.values()}

    assert {error.code for error in errors_of(operation)} <= by_amount | BY_FORM


@pytest.mark.parametrize(
    ("path", "refusals"),
    [
        ("/v1/redemptions/{redemption_id}/cancels", lessons.CANCEL_REFUSALS),
        ("/v1/net-cancels", lessons.NET_CANCEL_REFUSALS),
    ],
)
def test_every_refusal_of_a_cancel_has_its_words(path: str, refusals: lessons.Refusals) -> None:
    [operation] = [o for o in OPERATIONS if o.path == path]

    assert {error.code for error in errors_of(operation)} - BY_FORM == refusals.keys()


@pytest.mark.parametrize("code", rehearsals.BY_DOING)
def test_what_is_said_to_lead_to_a_refusal_does(stack: Stack, code: str) -> None:
    assert DOINGS[code](stack).json["code"] == code


def test_a_cancel_is_refused_as_its_reason_names_it_and_nothing_moves(stack: Stack) -> None:
    payment = pay(stack, customer(stack)["pay_code"]).json["redemption_id"]
    before = len(stack.table.items)

    for code, make in lessons.CANCEL_REFUSALS.items():
        refused = cancel(stack, payment, reason=f"test_{code}")
        assert (refused.status, refused.json["code"]) == (make().status, code)

    assert len(stack.table.items) == before
    assert cancel(stack, payment).json["status"] == "canceled"


def test_a_net_cancel_is_refused_as_its_order_names_it_and_nothing_moves(stack: Stack) -> None:
    body = {"pay_code": customer(stack)["pay_code"], "order_id": "test_of_ours"}
    before = len(stack.table.items)

    for code, make in lessons.NET_CANCEL_REFUSALS.items():
        named = body | {"order_id": f"test_{code}"}
        refused = ask(stack, "POST", "/v1/net-cancels", named, "undo")
        assert (refused.status, refused.json["code"]) == (make().status, code)

    assert len(stack.table.items) == before
    assert ask(stack, "POST", "/v1/net-cancels", body, "undo").json["status"] == "net_canceled"


def test_what_names_no_refusal_is_a_reason_as_any(stack: Stack) -> None:
    assert cancel_paid(stack, reason="test_of_the_drawer").status == 201


def test_in_the_live_stage_a_reason_is_a_reason(stack: Stack) -> None:
    live = replace(stack.adapters.settings, stage="prod", simulated_clock=False)

    rehearse_cancel(live, "test_cancel_window_closed")
