"""What was bought online in a wallet that ended goes back the way it was paid, once."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.buying.payment_desk import PaymentDesk
from chalicelib.core.actors import MemberActor
from chalicelib.identity import carrying
from chalicelib.payments.wiring import PaymentsWiring
from chalicelib.sales.store import RoundStore
from chalicelib.sales.wiring import SalesWiring
from tests import builders
from tests.builders import COUNTY
from tests.buying.rush import look_again, pay
from tests.buying.test_buying import left
from tests.buying.test_paying_online import PRICE, Till
from tests.conftest import Answer, Member, Stack
from tests.identity.test_begun_before import joined, two_wallets
from tests.identity.test_one_person import SECOND
from tests.infra.verifier.test_trip_forgery import problems_of
from tests.ledger_checks import check_chain

BUDGET = 10_000_000
ACCOUNT = {"bank_code": "011", "account_number": "3510123456789", "holder": "홍길동"}


class Carried:
    """A person whose second wallet holds, or is paying, a purchase online and then ends."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        RoundStore(stack.table).create(builders.a_round())
        _, self.second = two_wallets(stack)
        self.till = Till(stack, self.second)
        self.purchase_id = self.till.purchase_id

    def buy(self, method: str = "card") -> str:
        key = self.till.agree(method)
        self.till.work()
        if method == "virtual_account":
            self.till.bank.deposit(key)
            self.till.hear()
        return key

    def end(self) -> Member:
        self.till.member = joined(self.stack, self.second)
        return self.till.member

    def cancel(self, account: Any = None, key: str = "new") -> Answer:
        path = f"/v1/me/purchases/{self.purchase_id}/cancel"
        body = {"refund_account": account} if account else None
        return self.stack.call("POST", path, body, token=self.till.member.token, key=key)

    def bought_this_month(self) -> int:
        return check_chain(self.stack.table, self.till.member.member_id)[-1].purchases.month_amount


@pytest.fixture
def carried(stack: Stack) -> Carried:
    return Carried(stack)


@pytest.mark.parametrize(("method", "account"), [("card", None), ("virtual_account", ACCOUNT)])
def test_it_goes_back_the_way_it_was_paid_once(carried: Carried, method: str, account: Any) -> None:
    till, stack = carried.till, carried.stack
    carried.buy(method)
    now = carried.end()
    assert (now.balance(), till.shown["status"]) == (50_000, "completed")

    answers = [carried.cancel(account, key="one-cancel-key") for _ in range(2)]
    till.work()
    look_again(stack, times=2)
    till.work()

    assert [a.status for a in answers] == [201, 201], answers[0].raw
    assert answers[1].json == answers[0].json
    assert carried.cancel(account, key="again").json["entry_id"] == answers[0].json["entry_id"]
    assert (till.money, till.shown["status"]) == ("given_back", "canceled")
    assert till.bank.money_of(carried.purchase_id) == 0
    assert (now.balance(), left(stack), carried.bought_this_month()) == (0, BUDGET, 0)
    [listed] = stack.call("GET", "/v1/me/purchases", token=now.token).json["data"]
    assert (listed["purchase_id"], listed["status"]) == (carried.purchase_id, "canceled")
    last = check_chain(stack.table, now.member_id)[-1]
    assert (last.kind, last.purchase and last.purchase.price_amount) == (
        "online_purchase_cancel", -PRICE,
    )  # fmt: skip
    assert problems_of(stack) == []
    stack.later(days=1)
    days = stack.wired(PaymentsWiring).matching.catch_up(COUNTY)
    assert [d.back_amount for d in days if d.back_amount] == [PRICE]
    assert not any(day.differences for day in days)


def test_what_is_spent_of_it_is_no_unused_purchase(carried: Carried) -> None:
    carried.buy()
    now = carried.end()
    paid = carried.stack.redeem(now.pay_code(), 10_000)
    assert paid.status == 201

    refused = carried.cancel()

    assert (refused.status, refused.json["code"]) == (422, "purchase_used")
    assert (now.balance(), carried.till.money) == (40_000, "completed")


def test_money_goes_back_though_the_request_was_cut_off_right_after_the_entry(
    carried: Carried, monkeypatch: Any
) -> None:
    carried.buy()
    carried.end()
    with monkeypatch.context() as cut:
        cut.setattr(PaymentDesk, "give_back", _cut_off)
        assert carried.cancel().status == 500

    look_again(carried.stack, times=2)
    carried.till.work()

    assert (carried.till.money, carried.till.shown["status"]) == ("given_back", "canceled")
    assert carried.till.bank.money_of(carried.purchase_id) == 0


def _cut_off(*_: Any) -> None:
    raise RuntimeError("cut off")


def test_money_without_an_account_waits_for_the_one_that_its_person_says(carried: Carried) -> None:
    till = carried.till
    carried.buy("virtual_account")
    now = carried.end()
    assert carried.cancel().status == 201
    till.work()
    assert till.money == "refund_account_needed"
    phone, _ = carried.stack.messages.sent[-1]
    assert phone.endswith(SECOND[-4:]), "the number went along"

    path = f"/v1/me/purchases/{carried.purchase_id}/refund-account"
    told = carried.stack.call("PUT", path, ACCOUNT, token=now.token)
    till.work()

    assert told.status == 200, told.raw
    assert (till.money, till.bank.money_of(carried.purchase_id)) == ("given_back", 0)
    assert (
        carried.stack.call("PUT", path, ACCOUNT, token=carried.stack.member().token).status == 404
    )


@pytest.mark.parametrize("spent", [0, 10_000, 50_000])
def test_a_payment_reversed_after_it_voids_what_is_left_where_its_person_is(
    carried: Carried, spent: int
) -> None:
    till, stack = carried.till, carried.stack
    key = carried.buy()
    if spent == 50_000:
        assert stack.redeem(carried.second.pay_code(), spent).status == 201
    now = carried.end()
    if spent == 10_000:
        assert stack.redeem(now.pay_code(), spent).status == 201

    till.bank.reverse(key)
    for _ in range(2):
        till.hear()

    assert (till.money, till.shown["status"], now.balance()) == ("reversed", "canceled", 0)
    head = check_chain(stack.table, now.member_id)[-1]
    assert head.owed_amount == spent * PRICE // 50_000
    assert left(stack) == BUDGET - spent
    assert problems_of(stack) == []


def test_what_is_being_paid_counts_where_its_person_is_and_is_given_up_there(
    carried: Carried,
) -> None:
    now = carried.end()
    head = check_chain(carried.stack.table, now.member_id)[-1]
    assert (head.held_vouchers(head.at.date()), carried.bought_this_month()) == (50_000, 50_000)

    assert carried.till.shown["status"] == "awaiting_payment"
    assert carried.cancel().status == 201

    assert carried.till.shown["status"] == "canceled"
    assert (carried.bought_this_month(), left(carried.stack)) == (0, BUDGET)
    assert pay(carried.stack, carried.purchase_id) == "late"
    assert problems_of(carried.stack) == []


def test_what_is_not_paid_in_time_is_let_go_to_the_limits_of_now(carried: Carried) -> None:
    carried.end()
    carried.stack.later(minutes=15)

    look_again(carried.stack)
    look_again(carried.stack, times=2)

    assert carried.till.shown["reason"] == "payment_expired"
    assert (carried.bought_this_month(), left(carried.stack)) == (0, BUDGET)
    assert problems_of(carried.stack) == []


def test_what_is_paid_after_it_is_a_voucher_once_and_goes_back_as_any(carried: Carried) -> None:
    now = carried.end()
    carried.buy()
    assert (now.balance(), carried.till.shown["status"]) == (50_000, "completed")
    assert pay(carried.stack, carried.purchase_id) == "completed"
    assert now.balance() == 50_000

    assert carried.cancel().status == 201
    carried.till.work()

    assert (carried.till.money, now.balance()) == ("given_back", 0)
    assert problems_of(carried.stack) == []


def test_taken_back_at_a_counter_it_would_be_paid_out_twice_and_is_named(carried: Carried) -> None:
    carried.buy()
    now = carried.end()
    counter = carried.stack.wired(SalesWiring).purchases
    actor = MemberActor(COUNTY, now.member_id)

    with carried.stack.adapters.clock.simulated(carried.stack.now):
        counter.cancel(actor, carried.purchase_id, idempotency_key="counter")

    [problem] = problems_of(carried.stack)
    assert "at a counter, which was paid online" in problem


def test_what_is_being_paid_and_came_otherwise_than_it_went_is_named(
    carried: Carried, monkeypatch: Any
) -> None:
    honest = carrying.append

    def forged(head: Any, draft: Any, **more: Any) -> Any:
        """The price of what comes in is another."""
        if draft.kind == "carry_over" and draft.reservations:
            held = {key: each._replace(price=1) for key, each in draft.reservations.items()}
            draft = replace(draft, reservations=held)
        return honest(head, draft, **more)

    monkeypatch.setattr(carrying, "append", forged)
    carried.end()

    [problem] = problems_of(carried.stack)
    assert "what left one wallet did not come into the other" in problem
