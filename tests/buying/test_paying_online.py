"""From the ticket to the voucher with the provider played: every outcome, by the real workers."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.buying.worker import work_payments
from chalicelib.payments.wiring import PaymentsWiring
from chalicelib.sales.store import RoundStore
from tests import builders
from tests.builders import COUNTY
from tests.buying.rush import ask, cancel, look_again, serve, show
from tests.buying.test_buying import left
from tests.conftest import Member, Stack
from tests.events import Context, messages
from tests.ledger_checks import check_chain

PRICE = 45_000


class Till:
    """A member who is paying, the provider, and the worker that follows the money."""

    def __init__(self, stack: Stack, member: Member | None = None) -> None:
        self.stack, self.member = stack, member or stack.member()
        self.bank = stack.adapters.payment_provider.bank
        self.bank.now = lambda: stack.now
        self.purchase_id: str = ask(stack, self.member, 50_000).json["purchase_id"]
        serve(stack)

    def agree(self, method: str = "card", *, is_held: bool = False) -> str:
        """`is_held`: the confirmation hangs at the provider until it is released."""
        key: str = self.bank.agree(self.purchase_id, PRICE, method=method)
        if is_held:
            self.bank.held[key] = self.stack.now + timedelta(days=1)
        body = {"purchase_id": self.purchase_id, "amount": PRICE, "payment_key": key}
        assert self.stack.call("POST", "/v1/payments/returns", body).status == 202
        return key

    def work(self) -> None:
        queue = self.stack.adapters.queue(self.stack.adapters.settings.payment_queue_url)
        for _ in range(20):
            if not queue.sent:
                return
            bodies = [
                {"schema": 1, **{name: getattr(each, name) for name in each.__struct_fields__}}
                for each in queue.sent
            ]
            queue.sent.clear()
            for body in bodies:
                answer = self.stack.work(work_payments, messages([body]), Context())
                assert answer == {"batchItemFailures": []}

    def hear(self) -> None:
        """The provider says that something changed."""
        self.stack.wired(PaymentsWiring).payments.notified(COUNTY, self.purchase_id)
        self.work()

    def look_again_until_let_go(self) -> None:
        """Each look sends the next one, a minute later, while a payment is on its way."""
        queue = self.stack.adapters.queue(self.stack.adapters.settings.reservation_queue_url)
        for _ in range(40):
            if not queue.sent:
                return
            look_again(self.stack)
        pytest.fail("it is held for ever")

    @property
    def money(self) -> Any:
        payment = self.stack.wired(PaymentsWiring).payments.state(COUNTY, self.purchase_id)
        assert payment is not None
        return payment.state

    @property
    def shown(self) -> Any:
        return show(self.stack, self.member, self.purchase_id).json

    def kinds(self) -> list[str]:
        chain = check_chain(self.stack.table, self.member.member_id)
        return [entry.kind for entry in chain][1:]


@pytest.fixture
def till(stack: Stack) -> Till:
    RoundStore(stack.table).create(builders.a_round())
    return Till(stack)


def test_a_purchase_is_paid_once_however_often_it_is_told(till: Till) -> None:
    assert till.shown["status"] == "awaiting_payment"
    page = till.stack.call("GET", f"/pay/{till.purchase_id}")
    assert page.status == 200

    till.agree()
    till.work()
    till.agree()
    till.work()

    assert (till.money, till.shown["status"]) == ("completed", "completed")
    assert till.member.balance() == 50_000
    assert till.kinds() == ["reservation", "online_purchase"]


def test_money_that_comes_too_late_goes_back(till: Till) -> None:
    key = till.agree(is_held=True)
    till.work()
    till.stack.later(minutes=45)
    till.look_again_until_let_go()
    till.hear()
    assert (till.money, till.shown["reason"]) == ("ended", "payment_expired")

    till.bank.release(key)
    till.hear()

    assert till.money == "given_back"
    assert [one["amount"] for one in till.bank.transactions] == [PRICE, -PRICE]
    assert (till.member.balance(), left(till.stack)) == (0, 10_000_000)
    assert till.kinds() == ["reservation", "reservation_end"]


def test_who_agrees_after_the_time_is_over_pays_nothing(till: Till) -> None:
    till.stack.later(minutes=15)
    look_again(till.stack)
    look_again(till.stack)
    assert till.shown["reason"] == "payment_expired"

    till.agree()
    till.work()

    assert (till.money, till.bank.transactions) == ("ended", [])
    assert (till.member.balance(), left(till.stack)) == (0, 10_000_000)
    assert till.kinds() == ["reservation", "reservation_end"]


def test_an_unused_purchase_is_taken_back_and_its_money_goes_back(till: Till) -> None:
    till.agree()
    till.work()

    assert cancel(till.stack, till.member, till.purchase_id).status == 201
    till.work()
    look_again(till.stack, times=2)
    till.work()

    assert (till.money, till.shown["status"]) == ("given_back", "canceled")
    assert (till.member.balance(), left(till.stack)) == (0, 10_000_000)


def test_a_reversed_payment_voids_what_is_left_and_the_rest_is_owed(till: Till) -> None:
    key = till.agree()
    till.work()
    paid = till.stack.redeem(till.member.pay_code(), 10_000)
    assert paid.status == 201, paid.raw

    till.bank.reverse(key)
    till.hear()

    assert (till.money, till.member.balance()) == ("reversed", 0)
    assert till.kinds()[-2:] == ["purchase_reversal", "receivable"]
    assert left(till.stack) == 10_000_000 - 10_000
    refused = ask(till.stack, till.member, 10_000)
    assert (refused.status, refused.json["code"]) == (422, "receivable_open")


def test_a_payment_of_unknown_outcome_is_waited_for_and_then_known(till: Till) -> None:
    till.stack.later(minutes=9)
    lost = ["confirm"]
    till.bank.fail = lambda call, order_id: "lost" if call in lost and lost.pop() else ""
    till.agree()
    till.work()

    till.stack.later(minutes=5)
    look_again(till.stack)
    till.work()

    assert till.shown["status"] == "completed"
    assert till.member.balance() == 50_000


def test_a_deposit_in_time_of_which_nobody_told_is_asked_for(till: Till) -> None:
    key = till.agree("virtual_account")
    till.work()
    assert till.money == "waiting_for_deposit"
    till.stack.later(minutes=9, seconds=30)
    till.bank.deposit(key)

    till.stack.later(minutes=2, seconds=5)
    look_again(till.stack)  # Of when the time was over.
    look_again(till.stack)
    assert till.shown["status"] == "awaiting_payment"
    till.work()

    assert (till.money, till.shown["status"]) == ("completed", "completed")
    look_again(till.stack)
    assert till.member.balance() == 50_000


def test_a_deposit_that_did_not_come_is_asked_for_once_and_let_go(till: Till) -> None:
    till.agree("virtual_account")
    till.work()

    till.stack.later(minutes=12)
    look_again(till.stack)
    look_again(till.stack)
    assert till.shown["status"] == "awaiting_payment"
    till.work()
    till.stack.later(minutes=1)
    look_again(till.stack)

    assert till.shown["reason"] == "payment_expired"
    assert left(till.stack) == 10_000_000


def test_the_match_finds_what_was_paid_and_bought_in_the_ledger(till: Till) -> None:
    till.agree()
    till.work()
    till.stack.later(days=1)
    days = till.stack.wired(PaymentsWiring).matching.catch_up(COUNTY)
    assert [day.paid_amount for day in days if day.paid_amount] == [PRICE]
    assert not any(day.differences for day in days)
