"""Vouchers bought and sold back, in the figures and the trial balance."""

from tests.reporting.report_ledgers import ORIGINS, Ledger, at_seoul
from tests.reporting.test_figures import report_of


def test_sold_vouchers_stand_with_their_price_and_their_discount():
    ledger = Ledger()
    ledger.sign_up("mem_a", at_seoul(20), ORIGINS[0], 0)
    ledger.buy("mem_a", at_seoul(20, 13), 10_000)
    ledger.sell_back("mem_a", at_seoul(20, 14), "purchase_cancel")
    ledger.buy("mem_a", at_seoul(20, 15), 20_000)
    ledger.sell_back("mem_a", at_seoul(21), "change_refund")
    report = report_of(ledger.entries)
    vouchers = report.vouchers
    assert (vouchers.sold_amount, vouchers.outstanding_amount) == (30_000, 0)
    assert (vouchers.sale_canceled_amount, vouchers.change_refunded_amount) == (10_000, 20_000)
    assert (vouchers.received_amount, vouchers.repaid_amount) == (27_000, 27_000)
    rows = {row.account: row for row in report.trial_balance.rows}
    assert (rows["voucher_sales"].debit_amount, rows["sale_discount"].debit_amount) == (
        27_000, 3_000,
    )  # fmt: skip
    assert report.is_sound
