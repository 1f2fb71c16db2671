"""A till's payments: refusals, replays, pay codes, and the shop's standing QR."""

from typing import Any

import pytest

from chalicelib.merchants.store import MerchantStore
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.ledger_checks import check_chain
from tests.refusals import check_refused, check_shape, standing


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=3000)


def fresh_code(member: Member) -> str:
    """A second later, as two codes of one second may be the same."""
    member.stack.later(seconds=1)
    return member.pay_code()


def pay(stack: Stack, code: str, amount: int, *, headers: Any = None, **options: Any) -> Answer:
    path = options.pop("path", "/v1/redemptions")
    token = options.pop("token", builders.SHOP_KEY)
    key = options.pop("key", "key-of-a-refusal")
    body = {"pay_code": code, "amount": amount, "order_id": "order-x"} | options
    return stack.call("POST", path, body, token=token, key=key, headers=headers)


each_way = pytest.mark.parametrize("path", ["/v1/redemptions", "/v1/redemptions/validate"])


@each_way
def test_a_payment_above_the_balance_is_refused(stack: Stack, member: Member, path: str) -> None:
    code = member.pay_code()

    problem = check_refused(
        stack, lambda h: pay(stack, code, 3001, path=path, headers=h), 422, "insufficient_balance"
    )

    assert problem["balance"] == 3000
    assert "3,000 won" in problem["detail"]


@each_way
@pytest.mark.parametrize("amount", [0, -1, -(10**30), 2_000_001, 10**30])
def test_an_amount_out_of_range_is_refused(
    stack: Stack, member: Member, path: str, amount: int
) -> None:
    code = member.pay_code()

    problem = check_refused(
        stack,
        lambda h: pay(stack, code, amount, path=path, headers=h),
        422,
        "amount_out_of_range",
        "amount",
    )
    assert (problem["minimum"], problem["maximum"]) == (1, 2_000_000)


@each_way
def test_a_pay_code_is_good_until_just_before_180_seconds(
    stack: Stack, member: Member, path: str
) -> None:
    code = member.pay_code()
    stack.later(seconds=179, milliseconds=999)
    assert pay(stack, code, 100, path="/v1/redemptions/validate").status == 200

    stack.later(milliseconds=1)

    check_refused(
        stack, lambda h: pay(stack, code, 100, path=path, headers=h), 422, "pay_code_expired"
    )


@each_way
def test_a_pay_code_pays_once(stack: Stack, member: Member, path: str) -> None:
    code = member.pay_code()
    assert stack.redeem(code, 100).status == 201

    check_refused(
        stack, lambda h: pay(stack, code, 100, path=path, headers=h), 422, "pay_code_used"
    )
    other_shop = builders.MART_KEY
    check_refused(
        stack,
        lambda h: pay(stack, code, 100, path=path, token=other_shop, headers=h),
        422,
        "pay_code_used",
    )


@each_way
def test_a_forged_pay_code_is_no_pay_code(stack: Stack, member: Member, path: str) -> None:
    code = member.pay_code()
    swapped = "".join("1" if c == "0" else "0" for c in code[-12:])
    someone = stack.member("010-8765-4321").pay_code()
    forged = [
        "x",
        code[:-1],
        code + "0",
        code[:-12] + swapped,
        someone[:16] + code[16:],
        code[:16] + ("Y" if code[16] == "Z" else "Z") + code[17:],
        "한" * 36,
        "123456789",
        "١٢٣٤٥٦٧٨٩",
        "000 000 000",
        member.token[:60],
    ]
    for text in forged:
        check_refused(
            stack,
            lambda h, t=text: pay(stack, t, 100, path=path, headers=h),
            400,
            "pay_code_invalid",
            "pay_code",
        )


@each_way
def test_a_pay_code_of_one_county_is_none_in_another(
    stack: Stack, member: Member, path: str
) -> None:
    builders.seed(stack.table, "jinju")
    code = member.pay_code()

    check_refused(
        stack,
        lambda h: pay(stack, code, 100, path=path, headers=h | {"Host": "jinju.example"}),
        400,
        "pay_code_invalid",
        "pay_code",
    )


@each_way
def test_a_suspended_merchant_takes_no_payments(stack: Stack, member: Member, path: str) -> None:
    shop = builders.a_merchant(status="suspended", version=2)
    MerchantStore(stack.table).replace(shop)
    code = member.pay_code()

    check_refused(
        stack, lambda h: pay(stack, code, 100, path=path, headers=h), 403, "merchant_suspended"
    )


def test_a_key_that_may_only_read_takes_and_cancels_nothing(stack: Stack, member: Member) -> None:
    code = member.pay_code()
    paid = stack.redeem(code, 100).json["redemption_id"]
    for path, body in (
        ("/v1/redemptions", {"pay_code": code, "amount": 1, "order_id": "order-x"}),
        ("/v1/redemptions/validate", {"pay_code": code, "amount": 1, "order_id": "order-x"}),
        (f"/v1/redemptions/{paid}/cancels", {"expected_remaining_amount": 100, "reason": "x"}),
        ("/v1/net-cancels", {"pay_code": code, "order_id": "order-x"}),
        ("/v1/merchant/keys", None),
    ):
        check_refused(
            stack,
            lambda h, p=path, b=body: stack.call(
                "POST", p, b, token=builders.READ_KEY, key="k", headers=h
            ),
            403,
            "not_allowed",
        )
    shown = stack.call("GET", f"/v1/redemptions/{paid}", token=builders.READ_KEY)
    assert shown.status == 200


def test_a_suspended_member_pays_and_converts_nothing(stack: Stack, member: Member) -> None:
    code = member.pay_code()
    for item in stack.table.items.values():
        if item.get("type") == "profile":
            item["status"] = "suspended"

    check_refused(stack, lambda h: pay(stack, code, 100, headers=h), 403, "member_suspended")
    check_refused(
        stack,
        lambda h: stack.call("GET", "/v1/me/wallet", token=member.token, headers=h),
        403,
        "member_suspended",
    )
    assert member.convert(1000).json["code"] == "member_suspended"
    check_refused(
        stack,
        lambda h: stack.call("POST", "/v1/me/pay-codes", {}, token=member.token, headers=h),
        403,
        "member_suspended",
    )


def test_a_dry_run_says_what_a_payment_would_do_and_moves_nothing(
    stack: Stack, member: Member
) -> None:
    code = member.pay_code()
    before = standing(stack)
    quote = pay(stack, code, 1200, path="/v1/redemptions/validate", order_id="order-1")
    assert standing(stack) == before

    paid = stack.redeem(code, 1200, order_id="order-1").json
    again = pay(stack, code, 1200, path="/v1/redemptions/validate", order_id="order-1")

    assert again.json == quote.json
    for name in ("amount", "member_name_masked", "remaining_balance_amount", "allocations"):
        assert quote.json[name] == paid[name]


def test_the_till_sees_a_masked_name_and_nothing_else_of_the_person(
    stack: Stack, member: Member
) -> None:
    paid = stack.redeem(member.pay_code(), 700)

    assert paid.json["member_name_masked"] == "홍*동"
    assert member.member_id not in paid.raw.decode()
    assert sum(a["amount"] for a in paid.json["allocations"]) == 700
    assert {a["kind"] for a in paid.json["allocations"]} == {"policy"}
    check_chain(stack.table, member.member_id)


def test_every_refusal_has_the_shape_even_with_a_strange_language(
    stack: Stack, member: Member
) -> None:
    for language in ("", "fr", "ko-KR", ";;;", "x" * 500):
        answer = pay(stack, "x", 1, headers={"Accept-Language": language})
        check_shape(answer, language="ko")
