"""One payment followed until it is known, whatever the provider, the network or the buyer does."""

import pytest

from chalicelib.aws.provider_payments import RefundAccount
from chalicelib.payments.payments import MOVES, MoveError, moved
from chalicelib.payments.service import GiveBackNotWholeError
from tests.builders import COUNTY
from tests.payments.payment_world import PRICE, PaymentWorld

ACCOUNT = RefundAccount("004", "12345678901234", "김말순")


def test_a_payment_is_taken_once_and_the_purchase_has_it() -> None:
    world = PaymentWorld()
    bought = world.start()
    key = world.agree(bought)
    world.work()

    paid = world.state(bought)
    assert (paid.state, paid.payment_key, paid.method) == ("completed", key, "card")
    assert world.book.vouchers == {bought: PRICE}
    assert world.bank.money_of(bought) == PRICE
    lines = world.store.book_of(COUNTY, world.now.date())
    assert [(one.kind, one.amount) for one in lines] == [("paid", PRICE)]


@pytest.mark.parametrize("fault", ["lost", "slow", "refused", "busy", "silent", "garbled"])
@pytest.mark.parametrize("times", [1, 3])
def test_what_is_not_known_is_asked_until_it_is(fault: str, times: int) -> None:
    world = PaymentWorld()
    bought = world.start()
    world.fail("confirm", bought, *[fault] * times)
    world.fail("find", bought, "silent", "lost")
    world.agree(bought)
    world.work()
    world.bank.settle()
    world.let_time_pass(hours=1)

    assert world.state(bought).state == "completed"
    assert world.bank.money_of(bought) == 45_000
    assert world.book.vouchers == {bought: PRICE}


def test_a_payment_whose_answer_is_lost_is_not_taken_twice() -> None:
    world = PaymentWorld()
    bought = world.start()
    world.fail("confirm", bought, "lost")
    world.agree(bought)
    world.work()
    world.let_time_pass(hours=1)

    assert world.state(bought).state == "completed"
    assert [one["amount"] for one in world.bank.transactions] == [PRICE]


def test_a_refused_card_leaves_the_purchase_open_for_another() -> None:
    world = PaymentWorld()
    bought = world.start()
    refused = world.bank.agree(bought, PRICE)
    world.bank.refusals[refused] = "REJECT_CARD_PAYMENT"
    world.come_back(bought, refused)
    world.work()
    assert (world.state(bought).state, world.state(bought).failure) == (
        "open", "REJECT_CARD_PAYMENT",
    )  # fmt: skip

    world.agree(bought)
    world.work()
    assert world.state(bought).state == "completed"


@pytest.mark.parametrize("amount", [PRICE - 1, PRICE + 1, 0, 1])
def test_another_amount_is_never_confirmed(amount: int) -> None:
    world = PaymentWorld()
    bought = world.start()
    world.agree(bought, amount)
    world.work()

    assert (world.state(bought).state, world.state(bought).failure) == ("open", "AMOUNT_MISMATCH")
    assert world.bank.transactions == []


def test_a_browser_that_lies_about_the_amount_gains_nothing() -> None:
    world = PaymentWorld()
    bought = world.start()
    key = world.bank.agree(bought, 100)
    world.come_back(bought, key, PRICE)
    world.work()

    assert world.state(bought).state == "open"
    assert world.bank.transactions == []
    assert world.book.vouchers == {}


def test_a_payment_of_another_purchase_is_neither_taken_nor_given_back() -> None:
    world = PaymentWorld()
    first, second = world.start(), world.start()
    key = world.agree(first)
    world.work()
    world.come_back(second, key)
    world.work()
    world.let_time_pass(hours=2)

    assert world.state(first).state == "completed"
    assert world.state(second).state == "ended"
    assert world.bank.money_of(first) == PRICE
    assert world.book.vouchers == {first: PRICE}


def test_two_payments_of_one_purchase_are_one() -> None:
    world = PaymentWorld()
    bought = world.start()
    first, second = (world.bank.agree(bought, PRICE) for _ in range(2))
    for key in (first, second, first):
        world.come_back(bought, key)
    world.work()
    world.let_time_pass(hours=1)

    assert world.state(bought).payment_key == first
    assert world.bank.money_of(bought) == PRICE


def test_a_second_payment_waits_until_the_first_is_known() -> None:
    world = PaymentWorld()
    bought = world.start()
    first, second = (world.bank.agree(bought, PRICE) for _ in range(2))
    world.fail("confirm", bought, "silent")
    world.bank.refusals[first] = "REJECT_CARD_PAYMENT"
    for key in (first, second):
        world.come_back(bought, key)
    world.work()
    for _ in range(10):
        world.later(seconds=20)
        world.work()

    assert (world.state(bought).state, world.state(bought).payment_key) == ("completed", second)
    assert world.bank.money_of(bought) == PRICE


def test_late_money_goes_back_and_its_owner_is_told_once() -> None:
    world = PaymentWorld()
    bought = world.start()
    key = world.bank.agree(bought, PRICE)
    world.bank.held[key] = world.now + (world.book.expecting[bought].pay_by_at - world.now) * 2
    world.come_back(bought, key)
    world.work()
    world.let_time_pass(hours=0.5)
    assert world.state(bought).state == "ended"
    world.bank.release(key)
    world.let_time_pass(hours=1)

    assert world.state(bought).state == "given_back"
    assert world.state(bought).back_reason == "late"
    assert world.bank.money_of(bought) == 0
    assert world.book.vouchers == {}
    assert world.buyers.told == [(bought, "given_back_late")]


def test_nothing_is_confirmed_after_the_end() -> None:
    world = PaymentWorld()
    bought = world.start()
    world.later(minutes=16)
    world.agree(bought)
    world.work()

    assert world.state(bought).state == "ended"
    assert world.bank.transactions == []


def test_a_deposit_completes_the_purchase() -> None:
    world = PaymentWorld()
    bought = world.start()
    key = world.agree(bought, method="virtual_account")
    world.work()
    waiting = world.state(bought)
    assert waiting.state == "waiting_for_deposit"
    assert waiting.account is not None
    assert waiting.account.account_number.startswith("X")

    world.bank.deposit(key)
    world.hear()
    world.work()
    assert world.state(bought).state == "completed"


def test_a_deposit_that_nobody_tells_of_is_found_by_the_schedule() -> None:
    world = PaymentWorld()
    bought = world.start()
    key = world.agree(bought, method="virtual_account")
    world.work()
    world.later(minutes=5)
    world.bank.deposit(key)
    world.notices.clear()
    world.let_time_pass(hours=3)

    assert world.state(bought).state == "completed"
    assert world.book.vouchers == {bought: PRICE}


def test_a_late_deposit_goes_back_to_the_account_that_its_owner_names() -> None:
    world = PaymentWorld()
    bought = world.start()
    key = world.agree(bought, method="virtual_account")
    world.work()
    world.let_time_pass(hours=3)
    world.bank.deposit(key)
    world.let_time_pass(hours=1)
    assert world.state(bought).state == "refund_account_needed"
    assert world.buyers.told == [(bought, "refund_account_needed")]
    assert world.bank.money_of(bought) == PRICE

    world.name_account(bought, ACCOUNT)
    sealed = world.state(bought).refund_account
    assert sealed is not None
    assert b"12345678901234" not in b"".join(
        (sealed.data_key, sealed.bank_code, sealed.account_number, sealed.holder)
    )
    world.work()
    assert world.state(bought).state == "given_back"
    assert world.state(bought).refund_account is None
    assert world.bank.money_of(bought) == 0


@pytest.mark.parametrize("fault", ["lost", "slow", "refused", "busy", "silent", "garbled"])
def test_money_goes_back_once_and_until_it_is_known(fault: str) -> None:
    world = PaymentWorld()
    bought = world.start()
    world.agree(bought)
    world.work()
    world.book.cancel(bought)
    world.fail("cancel", bought, fault, fault)
    for _ in range(2):
        world.payments.give_back(COUNTY, bought, PRICE, "구매 취소")
    world.work()
    world.bank.settle()
    world.let_time_pass(hours=2)

    assert world.state(bought).state == "given_back"
    assert [one["amount"] for one in world.bank.transactions] == [PRICE, -PRICE]
    assert world.buyers.told == []


def test_only_all_of_it_goes_back() -> None:
    world = PaymentWorld()
    bought = world.start()
    with pytest.raises(GiveBackNotWholeError):
        world.payments.give_back(COUNTY, bought, PRICE - 1, "")


def test_what_is_given_back_before_it_was_paid_is_never_taken() -> None:
    world = PaymentWorld()
    bought = world.start()
    world.payments.give_back(COUNTY, bought, PRICE, "그만둠")
    world.work()
    world.agree(bought)
    world.work()

    assert world.state(bought).state == "ended"
    assert world.bank.transactions == []


def test_a_notice_that_lies_changes_nothing() -> None:
    world = PaymentWorld()
    bought = world.start()
    world.payments.notified(COUNTY, bought)
    world.payments.notified(COUNTY, "pur_9999999999999999")
    world.work()

    assert world.state(bought).state == "open"


def test_no_state_has_another_way_out_than_is_written_down() -> None:
    world = PaymentWorld()
    payment = world.state(world.start())
    for to in MOVES.keys() - MOVES["open"]:
        with pytest.raises(MoveError):
            moved(payment, to, world.now)
