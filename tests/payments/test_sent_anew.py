"""Money that is none of a price: in another currency, or sent once more after its bank took it."""

from tests.builders import COUNTY
from tests.payments.payment_world import PRICE, PaymentWorld


def test_a_deposit_that_is_sent_anew_after_its_bank_undid_it_goes_back() -> None:
    """Its voucher is void by then; left alone, the county would keep money for nothing."""
    world = PaymentWorld()
    bought = world.start()
    key = world.agree(bought, method="virtual_account")
    world.work()
    world.bank.deposit(key)
    world.let_time_pass(hours=1)
    assert world.state(bought).state == "completed"

    # As the provider says it: no cancel, the account waits for the money again.
    world.bank.payments[key]["status"] = "WAITING_FOR_DEPOSIT"
    world.payments.notified(COUNTY, bought)
    world.let_time_pass(hours=1)
    assert (world.state(bought).state, world.book.vouchers) == ("reversed", {bought: 0})

    world.bank.deposit(key)
    world.payments.notified(COUNTY, bought)
    world.let_time_pass(hours=1)

    assert world.state(bought).state == "refund_account_needed"
    assert world.buyers.told == [(bought, "refund_account_needed")]
    lines = [(one.kind, one.number) for one in world.store.book_of(COUNTY, world.now.date())]
    assert lines == [("paid", 1), ("paid", 2), ("reversed", PRICE)]


def test_money_in_another_currency_is_no_price_and_goes_back() -> None:
    """As many dong, or yen, are not as many won."""
    world = PaymentWorld()
    bought = world.start()
    key = world.bank.agree(bought, PRICE)
    world.bank.payments[key]["currency"] = "VND"
    world.come_back(bought, key)
    world.work()
    world.let_time_pass(hours=1)

    assert (world.state(bought).state, world.book.vouchers) == ("given_back", {})
    assert (world.state(bought).back_reason, world.bank.money_of(bought)) == ("wrong_amount", 0)
