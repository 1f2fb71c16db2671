"""Cashback campaigns at the desk and at the till, over HTTP."""

from typing import Any

import pytest

from chalicelib.sales.wiring import SalesWiring
from tests import builders
from tests.conftest import Member, Stack

PATH = "/v1/staff/cashback-campaigns"
BODY: dict[str, Any] = {
    "name": "병영 캐시백",
    "name_en": "Byeongyeong cashback",
    "rate_percent": 10,
    "floor_amount": 1_000,
    "ceiling_amount": 2_000,
    "budget_amount": 50_000,
    "opens_at": "2026-11-01T00:00:00Z",
    "closes_at": "2026-12-31T00:00:00Z",
    "reason": "군수 방침 12호",
}


@pytest.fixture
def desk(stack: Stack) -> Stack:
    stack.staff_roles = frozenset({"treasurer"})
    return stack


def propose(stack: Stack, **changes: Any) -> Any:
    return stack.call("POST", PATH, BODY | changes, token="kim", key="new")


def approve(stack: Stack, campaign_id: str, path: str = "approve", who: str = "lee") -> Any:
    return stack.call("POST", f"{PATH}/{campaign_id}/{path}", {}, token=who, key="new")


def buyer(stack: Stack) -> Member:
    member = stack.member()
    stack.wired(SalesWiring).store.create(builders.a_round())
    sale = {"member_id": member.member_id, "round_id": "rnd_0000000000000001", "amount": 30_000}
    assert stack.call("POST", "/v1/staff/purchases", sale, token="kim", key="new").status == 201
    stack.later(seconds=1)
    return member


def test_two_people_make_one_and_the_till_says_what_it_gave(desk: Stack) -> None:
    made = propose(desk)
    campaign_id = made.json["campaign_id"]
    assert (made.status, made.json["state"], made.json["may_decide"]) == (201, "proposed", False)
    assert approve(desk, campaign_id, who="kim").json["code"] == "approver_is_proposer"
    assert desk.call("GET", "/v1/cashback-campaigns").json["data"] == []
    approved = approve(desk, campaign_id)
    assert (approved.status, approved.json["state"]) == (200, "open")
    assert len(desk.call("GET", "/v1/cashback-campaigns").json["data"]) == 1

    member = buyer(desk)
    code = member.pay_code()
    body = {"pay_code": code, "amount": 5_000, "order_id": "order-1"}
    quote = desk.call("POST", "/v1/redemptions/validate", body, token=builders.SHOP_KEY)
    assert quote.status == 200, quote.raw
    assert (quote.json["cashback_amount"], quote.json["remaining_balance_amount"]) == (500, 25_500)
    paid = desk.redeem(code, 5_000, order_id="order-1")
    assert (paid.json["cashback_amount"], paid.json["remaining_balance_amount"]) == (500, 25_500)
    path = f"/v1/redemptions/{paid.json['redemption_id']}/cancels"
    back = {"expected_remaining_amount": 5_000, "reason": "손님 요청"}
    canceled = desk.call("POST", path, back, token=builders.SHOP_KEY, key="new").json
    assert (canceled["cashback_amount"], canceled["cancels"][0]["cashback_taken_back_amount"]) == (
        500, 500,
    )  # fmt: skip
    entries = desk.call("GET", "/v1/me/entries", token=member.token).json["data"]
    assert [(e["kind"], e["voucher_amount"]) for e in entries[:4]] == [
        ("cashback_return", -500), ("cancellation", 5_000),
        ("cashback", 500), ("redemption", -5_000),
    ]  # fmt: skip
    shown = desk.call("GET", f"{PATH}/{campaign_id}", token="kim").json
    assert (shown["given_amount"], shown["remaining_amount"]) == (0, 50_000)


def test_two_people_close_one_and_it_gives_no_more(desk: Stack) -> None:
    campaign_id = propose(desk).json["campaign_id"]
    early = desk.call("POST", f"{PATH}/{campaign_id}/closing", {"reason": "소진"}, token="kim")
    assert (early.status, early.json["code"]) == (409, "cashback_not_running")
    assert approve(desk, campaign_id, "closing/approve").json["code"] == (
        "cashback_closing_not_proposed"
    )
    approve(desk, campaign_id)
    member = buyer(desk)
    paid = desk.redeem(member.pay_code(), 2_000)
    assert (paid.status, paid.json.get("cashback_amount")) == (201, 200), paid.raw
    asked = desk.call("POST", f"{PATH}/{campaign_id}/closing", {"reason": "소진"}, token="kim")
    assert (asked.status, asked.json["state"]) == (200, "open")
    assert approve(desk, campaign_id, "closing/approve", "kim").status == 403
    closed = approve(desk, campaign_id, "closing/approve")
    assert (closed.status, closed.json["state"]) == (200, "closed")
    desk.later(seconds=30)
    assert desk.redeem(member.pay_code(), 2_000).json["cashback_amount"] == 0


def test_a_rejected_one_never_gives_and_a_rejected_closing_can_be_asked_for_again(
    desk: Stack,
) -> None:
    first = propose(desk).json["campaign_id"]
    desk.later(seconds=1)
    second = propose(desk).json["campaign_id"]
    no = {"reason": "예산 없음"}
    rejected = desk.call("POST", f"{PATH}/{first}/reject", no, token="lee", key="new")
    assert rejected.json["state"] == "rejected"
    assert approve(desk, first).json["code"] == "already_decided"
    approve(desk, second)
    for _ in range(2):
        asked = desk.call("POST", f"{PATH}/{second}/closing", {"reason": "소진"}, token="kim")
        assert asked.json["closing_steps"][0]["step"] == "proposed"
        kept = desk.call("POST", f"{PATH}/{second}/closing/reject", no, token="lee", key="new")
        assert kept.json["state"] == "open"
    assert [one["campaign_id"] for one in desk.call("GET", PATH, token="kim").json["data"]] == [
        second, first,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"closes_at": "2026-11-02T00:00:00Z"}, "cashback_window_invalid"),
        ({"closes_at": "2028-11-02T00:00:00Z"}, "cashback_window_invalid"),
        ({"merchant_ids": ["mch_none"]}, "cashback_shop_unknown"),
        ({"rate_percent": 31}, "invalid_request"),
    ],
)
def test_what_is_not_made(desk: Stack, changes: Any, code: str) -> None:
    assert propose(desk, **changes).json["code"] == code


def test_the_same_key_proposes_once_and_another_campaign_is_another_key(desk: Stack) -> None:
    made = [desk.call("POST", PATH, BODY, token="kim", key="k1") for _ in range(2)]
    assert made[0].json == made[1].json
    assert made[1].headers["Idempotent-Replayed"] == "true"
    other = desk.call("POST", PATH, BODY | {"rate_percent": 5}, token="kim", key="k1")
    assert other.json["code"] == "idempotency_key_reused"
    assert desk.call("GET", f"{PATH}/cbk_x", token="kim").json["code"] == (
        "cashback_campaign_not_found"
    )
