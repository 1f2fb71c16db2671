"""A net-cancel at a shop's phone stands for a lost answer, and is no way round who may cancel."""

from tests.conftest import Answer, Stack
from tests.shops.phones import CLERK_PIN, Phone, add_clerk, owners_phone


def net_cancel(phone: Phone, pay_code: str) -> Answer:
    body = {"pay_code": pay_code, "order_id": "order-12345"}
    return phone.call("POST", "/v1/net-cancels", body, key="new")


def paid_by(phone: Phone, pay_code: str) -> None:
    body = {"pay_code": pay_code, "amount": 2000, "order_id": "order-12345"}
    paid = phone.call("POST", "/v1/redemptions", body, key="new")
    assert paid.status == 201, paid.raw


def test_a_net_cancel_undoes_no_payment_of_somebody_else(stack: Stack) -> None:
    """It stands for a lost answer, and is no way round who may cancel."""
    owner = owners_phone(stack)
    clerk = owner.with_pin(add_clerk(owner, may_cancel=False), CLERK_PIN)
    member = stack.member("010-7000-0500", vouchers=3000)
    code = member.pay_code()
    paid_by(owner, code)

    assert net_cancel(clerk, code).json["code"] == "cancel_not_yours"
    assert member.balance() == 1000
    assert net_cancel(owner, code).status == 200
    assert member.balance() == 3000


def test_a_clerk_undoes_an_own_payment_of_unknown_outcome_at_once_and_not_later(
    stack: Stack,
) -> None:
    owner = owners_phone(stack)
    clerk = owner.with_pin(add_clerk(owner, may_cancel=False), CLERK_PIN)
    member = stack.member("010-7000-0500", vouchers=5000)
    code = member.pay_code()
    paid_by(clerk, code)
    stack.later(minutes=9)
    assert net_cancel(clerk, code).status == 200
    assert member.balance() == 5000

    body = {"pay_code": member.pay_code(), "amount": 1000, "order_id": "order-67890"}
    assert clerk.call("POST", "/v1/redemptions", body, key="new").status == 201
    stack.later(minutes=11)
    late = {"pay_code": body["pay_code"], "order_id": "order-67890"}
    asked = clerk.call("POST", "/v1/net-cancels", late, key="new")
    assert asked.json["code"] == "cancel_not_yours"
    assert member.balance() == 4000


def test_a_clerk_forbids_an_order_that_has_not_come(stack: Stack) -> None:
    owner = owners_phone(stack)
    clerk = owner.with_pin(add_clerk(owner, may_cancel=False), CLERK_PIN)
    member = stack.member("010-7000-0500", vouchers=3000)
    code = member.pay_code()

    assert net_cancel(clerk, code).status == 200
    body = {"pay_code": code, "amount": 2000, "order_id": "order-12345"}
    refused = owner.call("POST", "/v1/redemptions", body, key="new")
    assert refused.json["code"] == "net_canceled"
