"""Which till took a payment: kept, told, and asked for."""

from typing import Any

import pytest

from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.ledger_checks import check_chain
from tests.paying.test_paying import fresh_code


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=5000)


def pay(stack: Stack, member: Member, amount: int, **more: str) -> Answer:
    body = {"pay_code": fresh_code(member), "amount": amount, "order_id": stack.fresh("order")}
    answer = stack.call("POST", "/v1/redemptions", body | more, token=builders.SHOP_KEY, key="new")
    assert answer.status == 201, answer.raw
    return answer


def listed(stack: Stack, query: str) -> Any:
    return stack.call("GET", f"/v1/redemptions?{query}", token=builders.SHOP_KEY).json


def test_the_till_of_a_payment_is_told_with_it(stack: Stack, member: Member) -> None:
    paid = pay(stack, member, 700, terminal_id="POS-07").json
    other = pay(stack, member, 800).json

    assert (paid["terminal_id"], other["terminal_id"]) == ("POS-07", None)
    path = f"/v1/redemptions/{paid['redemption_id']}"
    assert stack.call("GET", path, token=builders.SHOP_KEY).json["terminal_id"] == "POS-07"
    assert check_chain(stack.table, member.member_id)[-2].terminal_id == "POS-07"


@pytest.mark.parametrize("limit", [1, 2, 3, 20])
def test_the_payments_of_one_till_are_leafed_through(
    stack: Stack, member: Member, limit: int
) -> None:
    tills = ["A", "B", "A", "", "B", "A", "B"]
    amounts = {till: [] for till in tills}
    for n, till in enumerate(tills):
        pay(stack, member, 100 + n, **({"terminal_id": till} if till else {}))
        amounts[till].append(100 + n)

    for till in ("A", "B"):
        found, cursor = [], ""
        while True:
            page = listed(stack, f"terminal_id={till}&limit={limit}{cursor}")
            found += [one["amount"] for one in page["data"]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert found == amounts[till][::-1]
    assert len(listed(stack, "limit=20")["data"]) == len(tills)
    assert listed(stack, "terminal_id=C")["data"] == []


def test_a_till_of_another_name_asks_for_the_same_payment(stack: Stack, member: Member) -> None:
    first = pay(stack, member, 900, order_id="order-t", terminal_id="POS-1")
    again = pay(stack, member, 900, order_id="order-t", terminal_id="POS-2")

    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json["terminal_id"] == first.json["terminal_id"] == "POS-1"
