"""What a till may send again, and what it gets: the table of replays in api.md."""

import pytest
from msgspec.structs import replace

from chalicelib.merchants.store import MerchantStore
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.ledger_checks import check_chain
from tests.paying.test_paying import fresh_code, pay
from tests.refusals import check_refused


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=3000)


def test_the_same_key_and_body_give_the_first_answer_again(stack: Stack, member: Member) -> None:
    code = member.pay_code()
    first = stack.redeem(code, 700, order_id="order-1", key="key-1")
    assert "Idempotent-Replayed" not in first.headers
    stack.redeem(fresh_code(member), 300)
    stack.later(days=14)

    again = stack.redeem(code, 700, order_id="order-1", key="key-1")

    assert (again.status, again.raw) == (201, first.raw)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert check_chain(stack.table, member.member_id)[-1].voucher_balance == 2000


def test_the_same_key_with_another_body_is_refused(stack: Stack, member: Member) -> None:
    code = member.pay_code()
    stack.redeem(code, 700, order_id="order-1", key="key-1")
    for options in ({"amount": 701}, {"order_id": "order-2"}):
        changed = {"amount": 700, "order_id": "order-1"} | options
        check_refused(
            stack,
            lambda h, c=changed: pay(stack, code, key="key-1", headers=h, **c),
            422,
            "idempotency_key_reused",
        )


def test_one_order_is_paid_once_even_with_a_fresh_code_and_key(
    stack: Stack, member: Member
) -> None:
    first = stack.redeem(member.pay_code(), 700, order_id="order-1")

    again = stack.redeem(fresh_code(member), 700, order_id="order-1")

    assert (again.status, again.raw) == (201, first.raw)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert member.balance() == 2300


def test_one_order_with_another_amount_is_a_conflict(stack: Stack, member: Member) -> None:
    stack.redeem(member.pay_code(), 700, order_id="order-1")
    code = fresh_code(member)

    problem = check_refused(
        stack,
        lambda h: pay(stack, code, 800, order_id="order-1", headers=h),
        409,
        "order_already_paid",
    )
    assert problem["paid_amount"] == 700


def test_the_code_of_a_replay_may_be_used_for_another_order(stack: Stack, member: Member) -> None:
    stack.redeem(member.pay_code(), 700, order_id="order-1")
    code = fresh_code(member)
    stack.redeem(code, 700, order_id="order-1")

    assert stack.redeem(code, 500, order_id="order-2").status == 201


def test_an_expired_code_still_replays_its_payment(stack: Stack, member: Member) -> None:
    code = member.pay_code()
    first = stack.redeem(code, 700, order_id="order-1", key="key-1")
    stack.later(hours=1)

    for key in ("key-1", "key-2"):
        again = stack.redeem(code, 700, order_id="order-1", key=key)
        assert (again.status, again.raw) == (201, first.raw)


def test_a_replay_goes_before_every_other_rule(stack: Stack, member: Member) -> None:
    code = member.pay_code()
    first = stack.redeem(code, 3000, order_id="order-1", key="key-1")
    shop = replace(builders.a_merchant(), status="suspended", version=2)
    MerchantStore(stack.table).replace(shop)
    stack.later(days=1)

    assert stack.redeem(code, 3000, order_id="order-1", key="key-1").raw == first.raw


def test_two_honest_equal_payments_are_two(stack: Stack, member: Member) -> None:
    first = stack.redeem(member.pay_code(), 700).json
    second = stack.redeem(fresh_code(member), 700).json

    assert first["redemption_id"] != second["redemption_id"]
    assert member.balance() == 1600


def test_a_refusal_moves_nothing_and_the_same_key_may_try_again(
    stack: Stack, member: Member
) -> None:
    code = member.pay_code()
    refused = stack.redeem(code, 4000, order_id="order-1", key="key-1")
    assert refused.json["code"] == "insufficient_balance"
    member.convert(2000)

    assert stack.redeem(code, 4000, order_id="order-1", key="key-1").status == 201


def test_the_same_key_at_two_shops_is_two_payments(stack: Stack, member: Member) -> None:
    first = stack.redeem(member.pay_code(), 100, order_id="order-1", key="key-1")
    second = stack.redeem(
        fresh_code(member), 100, order_id="order-1", key="key-1", token=builders.MART_KEY
    )

    assert (first.status, second.status) == (201, 201)
    assert first.json["redemption_id"] != second.json["redemption_id"]


def test_a_replay_is_found_far_back_in_a_busy_wallet(stack: Stack, member: Member) -> None:
    code = member.pay_code()
    first = stack.redeem(code, 10, order_id="order-1", key="key-1")
    for _ in range(30):
        stack.later(hours=5)
        assert stack.redeem(member_code(stack, member), 10).status == 201

    again = stack.redeem(code, 10, order_id="order-1", key="key-1")

    assert (again.status, again.raw) == (201, first.raw)
    assert stack.redeem(code, 10).json["code"] == "pay_code_used"


def member_code(stack: Stack, member: Member) -> str:
    """Made by the signer itself: a session does not last that long."""
    return stack.adapters.signer.pay_code(member.actor, stack.now)[0]


def test_a_conversion_is_replayed_by_its_key(stack: Stack, member: Member) -> None:
    first = member.convert(1000, key="key-1")
    again = member.convert(1000, key="key-1")
    assert (again.status, again.raw) == (201, first.raw)
    assert again.headers["Idempotent-Replayed"] == "true"

    check_refused(
        stack,
        lambda h: stack.call(
            "POST",
            "/v1/me/conversions",
            {"mileage": 2000},
            token=member.token,
            key="key-1",
            headers=h,
        ),
        422,
        "idempotency_key_reused",
    )
    assert member.convert(1000, key="key-2").status == 201
    assert member.balance() == 5000


def test_two_members_may_use_the_same_key(stack: Stack, member: Member) -> None:
    other = stack.member("010-8765-4321")

    assert member.convert(1000, key="key-1").status == 201
    assert other.convert(2000, key="key-1").status == 201


def test_a_payment_at_the_standing_qr_is_replayed_by_its_key(stack: Stack, member: Member) -> None:
    def scan(amount: int, key: str, **options: str) -> Answer:
        body = {"merchant_code": "M0001", "amount": amount} | options
        return stack.call("POST", "/v1/me/payments", body, token=member.token, key=key)

    first = scan(700, "key-1")
    assert first.status == 201
    assert first.json["merchant_name"] == "청자식당"
    assert scan(700, "key-1").raw == first.raw
    assert scan(800, "key-1").json["code"] == "idempotency_key_reused"
    assert scan(700, "key-2").status == 201
    assert member.balance() == 1600

    named = scan(100, "key-3", order_id="order-1")
    assert (
        scan(100, "key-4", order_id="order-1").json["redemption_id"] == named.json["redemption_id"]
    )
    assert scan(200, "key-5", order_id="order-1").json["code"] == "order_already_paid"
    assert member.balance() == 1500
