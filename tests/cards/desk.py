"""Joining at the desk, and a card in hand, as tests go on from there."""

from typing import Any

from tests.builders import SHOP_KEY
from tests.conftest import Answer, Stack

BODY: dict[str, Any] = {
    "name": "김순자",
    "birth_on": "1948-03-02",
    "region_code": "11110",
    "relation": "resident",
    "campaign_code": "celadon-a",
    "consents": {"terms": True, "privacy": True, "marketing": False},
    "consents_signed_on": "2026-11-22",
    "document_kind": "resident_card",
}
PIN = "4829"


def sign_up(
    stack: Stack, *, by: str = "booth", key: str = "new", headers: Any = None, **changes: Any
) -> Answer:
    return stack.call(
        "POST", "/v1/staff/signups", BODY | changes, token=by, key=key, headers=headers
    )


def outcome(stack: Stack, signed: Answer) -> Any:
    """How it ended, once the queue is worked off."""
    assert signed.status == 202, signed.raw
    stack.deliver()
    return stack.call("GET", f"/v1/signups/{signed.json['signup_id']}").json


def joined(stack: Stack, **changes: Any) -> str:
    """The member's id."""
    return str(outcome(stack, sign_up(stack, **changes))["member_id"])


def print_card(
    stack: Stack,
    member_id: str,
    *,
    by: str = "omin",
    key: str = "new",
    headers: Any = None,
    **changes: Any,
) -> Answer:
    body = {"pin": PIN, "reason": "스마트폰 없음"} | changes
    path = f"/v1/staff/members/{member_id}/card"
    return stack.call("POST", path, body, token=by, key=key, headers=headers)


def ask_code(stack: Stack, code: str, *, headers: Any = None, **changes: Any) -> Answer:
    body = {"card_code": code, "pin": PIN, "amount": 3000, "order_id": "order-1"} | changes
    return stack.call("POST", "/v1/card-pay-codes", body, token=SHOP_KEY, headers=headers)
