"""Whose payments a night asks for: every merchant of the register, and whom the wallets name."""

import pytest

from chalicelib.merchants.store import MerchantStore
from chalicelib.reconciling.ledger_reading import MERCHANTS_PER_PAGE
from tests import builders
from tests.reconciling.reconciliation_world import Ledger, named

LAST = builders.a_merchant(merchant_id="mch_ZZZZZZZZZZZZZZZZ", merchant_code="Z0001", key_hashes=())


@pytest.mark.parametrize("others", [0, 2 * MERCHANTS_PER_PAGE])
def test_a_payment_that_the_index_of_a_merchant_alone_has_is_found_though_no_wallet_names_it(
    others: int,
) -> None:
    """It would be settled, and nobody paid it. Pages of the register after the first count too."""
    ledger = Ledger()
    holder = ledger.a_day()["b"]
    ledger.publish()
    register = MerchantStore(ledger.table)
    for n in range(others):
        register.create(builders.a_merchant(merchant_id=f"mch_{n:016}", merchant_code=f"A{n:04}"))
    register.create(LAST)
    ledger.world.redemptions.redeem(
        LAST,
        pay_code=holder.pay_code(ledger.world.now, seconds_ago=1),
        amount=700,
        order_id="order-1",
        idempotency_key="pay-1",
    )
    payment = ledger.entries(holder)[-1]
    ledger.show("by_merchant", payment)
    ledger.remove(payment)

    made = ledger.reconcile()

    assert named(made) == [
        ("merchant_index_extra", payment.entry_id),
        ("merchant_sum", LAST.merchant_id),
    ]
    line = made.merchants[-1]
    assert (line.merchant_id, line.net_amount, line.settlement_amount) == (LAST.merchant_id, 0, 700)


def test_a_merchant_that_the_register_lacks_is_asked_while_wallets_name_it() -> None:
    ledger = Ledger()
    ledger.a_day()
    ledger.publish()
    for key in [k for k, item in ledger.table.items.items() if item.get("type") == "merchant"]:
        del ledger.table.items[key]

    made = ledger.reconcile()

    assert named(made) == []
    [line] = made.merchants
    assert line.net_amount == line.settlement_amount == 1_600
