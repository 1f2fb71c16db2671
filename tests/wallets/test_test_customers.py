"""What a till's developer rehearses with a test key, and nobody with a live one."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core import errors
from chalicelib.http.errors import RouteNotFoundError
from chalicelib.http.handling import RATE_POLICY, STAGE_CALLS_PER_SECOND
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.paying import lessons
from chalicelib.paying.rehearsing import InEarnest, rehearsal_of
from chalicelib.wallets.wiring import WalletsWiring
from infra.deploy.template import RESOURCES, read
from tests import builders
from tests.conftest import Answer, Stack


def customer(stack: Stack) -> Any:
    made = stack.call("POST", "/v1/test/customers", {}, token=builders.SHOP_KEY)
    assert made.status == 201, made.json
    return made.json


def pay(stack: Stack, pay_code: str, amount: int, order: str = "order-1", path: str = "") -> Answer:
    body = {"pay_code": pay_code, "amount": amount, "order_id": order}
    return stack.call(
        "POST", f"/v1/redemptions{path}", body, token=builders.SHOP_KEY, key=f"{order}/pay"
    )


def test_a_test_customer_pays_as_anybody_does(stack: Stack) -> None:
    made = customer(stack)

    paid = pay(stack, made["pay_code"], 4_500)

    assert made["balance_amount"] == 5_000
    assert paid.status == 201
    assert paid.json["remaining_balance_amount"] == 500
    shown = stack.call("POST", "/v1/me/pay-codes", {}, token=made["access_token"])
    assert shown.status == 201


@pytest.mark.parametrize("ending", lessons.REFUSALS)
def test_an_amount_names_its_refusal_and_nothing_moves(stack: Stack, ending: int) -> None:
    made = customer(stack)
    before = len(stack.table.items)

    refused = pay(stack, made["pay_code"], 1_000 + ending)

    expected = lessons.REFUSALS[ending](1_000 + ending)
    assert (refused.status, refused.json["code"]) == (expected.status, expected.code)
    assert pay(stack, made["pay_code"], 1_000 + ending, path="/validate").status == expected.status
    assert len(stack.table.items) == before
    assert pay(stack, made["pay_code"], 5_000).status == 201


def test_a_lost_answer_was_a_payment_and_its_repeat_says_so(stack: Stack) -> None:
    code = customer(stack)["pay_code"]

    lost, repeat = pay(stack, code, 1_981), pay(stack, code, 1_981)

    assert (lost.status, lost.json["code"]) == (503, "try_again")
    assert (repeat.status, repeat.headers["Idempotent-Replayed"]) == (201, "true")
    assert repeat.json["remaining_balance_amount"] == 3_019


def test_a_lost_answer_can_be_net_cancelled_with_the_same_code(stack: Stack) -> None:
    code = customer(stack)["pay_code"]
    pay(stack, code, 1_981)

    body = {"pay_code": code, "order_id": "order-1"}
    undone = stack.call("POST", "/v1/net-cancels", body, token=builders.SHOP_KEY, key="undo")

    assert (undone.status, undone.json["given_back_amount"]) == (200, 1_981)


def test_a_delayed_answer_comes_late_once(stack: Stack) -> None:
    code = customer(stack)["pay_code"]

    assert pay(stack, code, 1_982).status == 201
    waits: list[float] = []
    late = lessons.lesson(code, 1_982)
    late.end(waits.append, was_paid_before=False)
    late.end(waits.append, was_paid_before=True)
    assert waits == [lessons.DELAY_SECONDS]


def test_whoever_else_pays_such_an_amount_pays_as_ever(stack: Stack) -> None:
    member = stack.member(vouchers=5_000)

    assert pay(stack, member.pay_code(), 1_904).status == 201


def test_in_the_live_stage_there_is_no_test_customer_and_no_lesson(stack: Stack) -> None:
    """Besides that no test key opens a till there."""
    code = customer(stack)["pay_code"]
    live = replace(stack.adapters.settings, stage="prod", simulated_clock=False)
    customers = replace(stack.wired(WalletsWiring).test_customers, is_live=True)
    till = replace(stack.wired(MerchantsWiring).merchants, is_live=True)

    with pytest.raises(RouteNotFoundError):
        customers.make(builders.COUNTY)
    with pytest.raises(errors.NotAuthenticatedError):
        till.authenticate(builders.COUNTY, builders.SHOP_KEY)
    assert rehearsal_of(live, code, 1_901) == InEarnest(code)
    with pytest.raises(errors.PayCodeInvalidError):
        stack.adapters.signer.read_pay_code(builders.COUNTY, code)


def test_every_answer_to_a_till_says_how_much_the_stage_takes(stack: Stack) -> None:
    good = stack.call("GET", "/v1/merchant", token=builders.SHOP_KEY)
    bad = stack.call("GET", "/v1/merchant", token="mk_test_nobodys")

    assert good.headers["RateLimit-Policy"] == bad.headers["RateLimit-Policy"] == RATE_POLICY
    api = read(RESOURCES / "api.yaml")["Resources"]["RestAPI"]["Properties"]
    assert api["MethodSettings"][0]["ThrottlingRateLimit"] == STAGE_CALLS_PER_SECOND


def test_a_live_key_in_the_test_stage_is_told_that_it_is_one(stack: Stack) -> None:
    answer = stack.call("GET", "/v1/merchant", token="mk_live_x", headers={"Accept-Language": "en"})

    assert (answer.status, answer.json["code"]) == (401, "not_authenticated")
    assert "test key" in answer.json["detail"]
