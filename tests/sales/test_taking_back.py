"""What the buyer takes back, and that every cancel says what it gave back."""

from typing import Any

from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.paying.test_cancels import cancel
from tests.paying.test_paying import fresh_code
from tests.refusals import check_refused, check_shape
from tests.sales.test_counter_sales import _counter as _counter  # The staff and a round.
from tests.sales.test_counter_sales import sell


def take_back(stack: Stack, member: Member, purchase_id: str, *, key: str = "new") -> Answer:
    path = f"/v1/me/purchases/{purchase_id}/cancel"
    return stack.call("POST", path, token=member.token, key=key)


def refund_change(
    stack: Stack, member: Member, voucher_id: str, *, key: str = "new", headers: Any = None
) -> Answer:
    path = f"/v1/me/vouchers/{voucher_id}/change-refund"
    return stack.call("POST", path, token=member.token, key=key, headers=headers)


def test_a_purchase_is_taken_back_and_the_answer_says_what_came_back(stack: Stack) -> None:
    member = stack.member()
    sold = sell(stack, member, 50_000).json
    (lot,) = member.wallet()["voucher"]["lots"]
    assert lot["purchase"] == {
        "purchase_id": sold["purchase_id"], "bought_on": "2026-11-22",
        "price_amount": 45_000, "refund_percent": 80,
        "cancel_until_on": "2026-11-29", "change_refund_amount": None,
        "spend_more_amount": 40_000,
    }  # fmt: skip

    first = take_back(stack, member, sold["purchase_id"], key="k")
    again = take_back(stack, member, sold["purchase_id"], key="k")

    assert first.status == 201
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.json["given_back"] == {
        "rule": "purchase_same_month_round_open",
        "sentence": "낸 돈을 돌려드리고, 이달과 올해 구매 한도와 판매 회차의 예산이 되살아납니다.",
        "lots": [{
            "voucher_id": sold["voucher_id"], "kind": "sale", "amount": -50_000,
            "expires_on": "2031-11-22", "is_usable": False,
        }],
        "month_amount": 50_000, "year_amount": 50_000,
        "budget": "round", "budget_amount": 50_000, "refund_amount": 45_000,
    }  # fmt: skip
    assert (first.json["face_amount"], first.json["refund_amount"]) == (50_000, 45_000)
    assert first.json["purchase_limits"]["month"]["used"] == 0
    assert member.balance() == 0
    listed = stack.call("GET", "/v1/me/entries", token=member.token).json["data"]
    assert (listed[0]["kind"], listed[0]["description"]) == ("purchase_cancel", "상품권 구매 취소")
    assert [entry["price_amount"] for entry in listed] == [-45_000, 45_000, None]


def test_the_rest_of_a_spent_voucher_is_paid_back_in_money(stack: Stack) -> None:
    member = stack.member()
    voucher_id = sell(stack, member, 10_000).json["voucher_id"]
    stack.redeem(fresh_code(member), 7_000)
    problem = check_refused(
        stack, lambda h: refund_change(stack, member, voucher_id, headers=h), 422,
        "change_refund_not_reached",
    )  # fmt: skip
    assert (problem["used"], problem["remaining"]) == (7_000, 1_000)
    (lot,) = member.wallet()["voucher"]["lots"]
    assert lot["purchase"]["cancel_until_on"] is None
    assert lot["purchase"]["spend_more_amount"] == 1_000
    stack.redeem(fresh_code(member), 1_000)
    (lot,) = member.wallet()["voucher"]["lots"]
    assert lot["purchase"]["change_refund_amount"] == 1_800
    assert lot["purchase"]["spend_more_amount"] is None

    first = refund_change(stack, member, voucher_id, key="k")
    again = refund_change(stack, member, voucher_id, key="k")

    assert first.status == 201
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (first.json["face_amount"], first.json["refund_amount"]) == (2_000, 1_800)
    assert first.json["given_back"]["rule"] == "change_refund"
    assert first.json["given_back"]["refund_amount"] == 1_800
    assert first.json["purchase_limits"]["month"]["used"] == 10_000
    assert member.balance() == 0


def test_only_the_owner_can_take_back(stack: Stack) -> None:
    owner, other = stack.member(), stack.member("010-8765-4321")
    sold = sell(stack, owner, 10_000).json
    for path, code in (
        (f"/v1/me/purchases/{sold['purchase_id']}/cancel", "purchase_not_found"),
        (f"/v1/me/vouchers/{sold['voucher_id']}/change-refund", "voucher_not_found"),
        ("/v1/me/purchases/nonsense/cancel", "purchase_not_found"),
    ):
        check_refused(
            stack,
            lambda h, p=path: stack.call("POST", p, token=other.token, key="k", headers=h),
            404,
            code,
        )
        answer = stack.call("POST", path, token=owner.token)
        assert answer.json["code"] == "idempotency_key_missing"


def test_only_a_purchases_very_id_takes_it_back(stack: Stack) -> None:
    """The id is written into the ledger, where another one would break the chain's check."""
    member = stack.member()
    sold = sell(stack, member, 10_000).json
    body = sold["purchase_id"].removeprefix("pur_")
    for wrong in (f"vch_{body}", f"ent_{body}", f"PUR_{body}", f"pur_pur_{body}", f"_{body}", body):
        check_refused(
            stack,
            lambda h, w=wrong: stack.call(
                "POST", f"/v1/me/purchases/{w}/cancel", token=member.token, key="k", headers=h
            ),
            404,
            "purchase_not_found",
        )
    assert take_back(stack, member, sold["purchase_id"]).status == 201


def test_every_cancel_of_a_payment_says_what_it_gave_back(stack: Stack) -> None:
    member = stack.member()
    voucher_id = sell(stack, member, 10_000).json["voucher_id"]
    paid = stack.redeem(fresh_code(member), 7_000).json["redemption_id"]
    stack.later(seconds=1)

    done = cancel(stack, paid, 3_000, expected=7_000)

    expected = {
        "rule": "payment",
        "sentence": "결제에 쓰인 상품권으로, 나중에 쓴 것부터, 처음 유효기간 그대로 돌아갑니다.",
        "lots": [{
            "voucher_id": voucher_id, "kind": "sale", "amount": 3_000,
            "expires_on": "2031-11-22", "is_usable": True,
        }],
        "month_amount": 0, "year_amount": 0, "budget": None, "budget_amount": 0,
        "refund_amount": 0,
    }  # fmt: skip
    assert done.json["cancels"][0]["given_back"] == expected
    read = stack.call("GET", f"/v1/redemptions/{paid}", token=builders.SHOP_KEY)
    assert read.json["cancels"][0]["given_back"] == expected
    english = stack.call(
        "GET", "/v1/redemptions", token=builders.SHOP_KEY, headers={"Accept-Language": "en"}
    )
    given = english.json["data"][0]["cancels"][0]["given_back"]
    assert given["sentence"].startswith("The amount goes back")


def test_a_net_cancel_and_its_replay_say_what_they_gave_back(stack: Stack) -> None:
    member = stack.member(vouchers=3_000)
    stack.redeem(member.pay_code(), 1_200, order_id="order-1")
    body = {"pay_code": fresh_code(member), "order_id": "order-1"}
    for key in ("a", "a", "b"):
        answer = stack.call("POST", "/v1/net-cancels", body, token=builders.SHOP_KEY, key=key)
        assert answer.json["given_back_amount"] == 1_200
        assert answer.json["given_back"]["rule"] == "payment"
        assert answer.json["given_back"]["lots"][0]["amount"] == 1_200
    body = {"pay_code": fresh_code(member), "order_id": "order-2"}
    nothing = stack.call("POST", "/v1/net-cancels", body, token=builders.SHOP_KEY, key="c")
    assert nothing.json["given_back"]["rule"] == "nothing_taken"
    assert nothing.json["given_back"]["lots"] == []
    check_shape(cancel(stack, "rdm_06H02CHZG2WVD3YG", 1, expected=1), language="ko")
