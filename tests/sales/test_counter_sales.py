"""Vouchers sold at the counter to a member who shows an ID and pays there."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.sales.store import RoundStore
from chalicelib.sales.wiring import SalesWiring
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.http.desk_requests import SALE_BODIES
from tests.ledger_checks import check_chain
from tests.refusals import check_refused

ROUND = "rnd_0000000000000001"


@pytest.fixture(autouse=True)
def _counter(stack: Stack) -> None:
    stack.staff_roles = frozenset({"treasurer"})
    RoundStore(stack.table).create(builders.a_round())


def post(stack: Stack, path: str, body: Any, *, key: str = "new", headers: Any = None) -> Answer:
    return stack.call("POST", path, body, token="staff", key=key, headers=headers)


def sell(
    stack: Stack,
    member: Member,
    amount: int,
    *,
    round_id: str = ROUND,
    key: str = "new",
    headers: Any = None,
) -> Answer:
    body = {"member_id": member.member_id, "round_id": round_id, "amount": amount}
    return post(stack, "/v1/staff/purchases", body, key=key, headers=headers)


def test_a_sale_answers_with_the_voucher_and_the_limits_the_same_at_every_replay(
    stack: Stack,
) -> None:
    member = stack.member()

    first = sell(stack, member, 50_000, key="k")
    stack.later(days=3)
    again = sell(stack, member, 50_000, key="k")

    assert first.status == 201
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    body = first.json
    assert body["voucher_id"][4:] == body["purchase_id"][4:] == body["entry_id"][4:]
    assert (body["face_amount"], body["price_amount"]) == (50_000, 45_000)
    assert (body["round_id"], body["expires_on"]) == (ROUND, "2031-11-22")
    assert body["purchase_limits"]["month"] == {
        "limit": 700_000, "used": 50_000, "remaining": 650_000,
        "resets_at": "2026-11-30T15:00:00.000Z",
    }  # fmt: skip
    assert body["purchase_limits"]["year"]["limit"] is None
    assert member.balance() == 50_000
    entry = check_chain(stack.table, member.member_id)[-1]
    assert entry.reason == "sub-staff"
    refused = sell(stack, member, 60_000, key="k")
    assert refused.json["code"] == "idempotency_key_reused"


def test_two_sellers_with_the_same_key_sell_twice(stack: Stack) -> None:
    member = stack.member()
    body = {"member_id": member.member_id, "round_id": ROUND, "amount": 1_000}
    for seller in ("one", "two"):
        answer = stack.call("POST", "/v1/staff/purchases", body, token=seller, key="k")
        assert answer.status == 201
        assert "Idempotent-Replayed" not in answer.headers
    assert member.balance() == 2_000


def test_a_sellers_key_sells_once_whoever_is_named(stack: Stack) -> None:
    member, other = stack.member(), stack.member("010-2222-3333")
    assert sell(stack, member, 50_000, key="k").status == 201

    for who, amount, round_id in (
        (other, 50_000, ROUND),
        (member, 60_000, ROUND),
        (member, 50_000, "rnd_0000000000000002"),
    ):
        check_refused(
            stack,
            lambda h, w=who, a=amount, r=round_id: sell(
                stack, w, a, round_id=r, key="k", headers=h
            ),
            422,
            "idempotency_key_reused",
        )
    assert (member.balance(), other.balance()) == (50_000, 0)


class CutOff:
    def buy(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError("cut off")


def test_a_sale_cut_off_after_its_claim_goes_on_under_its_key(stack: Stack) -> None:
    member, other = stack.member(), stack.member("010-2222-3333")

    sales = stack.wired(SalesWiring)
    whole = sales.counter_sales
    cut_off: Any = CutOff()
    sales.counter_sales = replace(whole, purchases=cut_off)
    assert sell(stack, member, 50_000, key="k").status == 500
    sales.counter_sales = whole
    assert sell(stack, other, 50_000, key="k").json["code"] == "idempotency_key_reused"

    done = sell(stack, member, 50_000, key="k")

    assert done.status == 201
    assert "Idempotent-Replayed" not in done.headers
    assert (member.balance(), other.balance()) == (50_000, 0)


def test_who_is_no_member_is_sold_nothing(stack: Stack) -> None:
    gone = stack.member("010-2222-3333")
    assert stack.call("DELETE", "/v1/me", token=gone.token).status == 200
    stranger = Member(stack, "mem_0000000000000000", "", "")
    for who in (stranger, gone):
        check_refused(
            stack, lambda h, w=who: sell(stack, w, 1_000, headers=h), 422, "member_unknown",
            "member_id",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "status", "code", "param"),
    [
        ({"amount": 0}, 422, "amount_out_of_range", "amount"),
        ({"amount": -1_000}, 422, "amount_out_of_range", "amount"),
        ({"amount": 10**400}, 422, "amount_out_of_range", "amount"),
        ({"amount": 1_500}, 422, "purchase_not_a_multiple", "amount"),
        ({"amount": 701_000}, 422, "purchase_limit_exceeded", "amount"),
        ({"amount": 1000.0}, 400, "invalid_request", "amount"),
        ({"amount": None}, 400, "invalid_request", "amount"),
        ({"member_id": "mem_x"}, 400, "invalid_request", "member_id"),
        ({"member_id": "010-1234-5678"}, 400, "invalid_request", "member_id"),
        ({"round_id": ""}, 400, "invalid_request", "round_id"),
        ({"round_id": "rnd_x"}, 404, "round_not_found", None),
        ({"paid": True}, 400, "invalid_request", "paid"),
    ],
)
def test_a_sale_that_may_not_be_is_refused(
    stack: Stack, changes: dict[str, Any], status: int, code: str, param: str | None
) -> None:
    member = stack.member()
    body = {"member_id": member.member_id, "round_id": ROUND, "amount": 1_000} | changes
    check_refused(
        stack, lambda h: post(stack, "/v1/staff/purchases", body, headers=h), status, code, param
    )


@pytest.mark.parametrize("path", ["/v1/staff/rounds", "/v1/staff/purchases"])
def test_staff_need_a_key_to_move_value(stack: Stack, path: str) -> None:
    check_refused(
        stack,
        lambda h: stack.call("POST", path, SALE_BODIES[path], token="staff", headers=h),
        400,
        "idempotency_key_missing",
        "Idempotency-Key",
    )
