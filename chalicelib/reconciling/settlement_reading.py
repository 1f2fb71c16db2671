"""What shops are settled and paid for a day, against what their wallets gave them.

In read units: none for the day's file; of what is to be paid on the day 1/8 for each statement,
of what may be invoiced on it one for each shop; 1/8 for each invoice of a kilobyte there ever was,
and one for each that was withdrawn on the day.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.approvals.approvals import OUTCOME
from chalicelib.core.values import seoul_date
from chalicelib.reconciling.approval_check import approval_faults
from chalicelib.reconciling.day_check import DayCheck
from chalicelib.reconciling.ports import (
    ExchangeSource,
    InvoiceSource,
    InvoiceWithdrawalSource,
    OwingSource,
    PayoutSource,
    SettledDays,
)
from chalicelib.reconciling.reconciliation import Difference
from chalicelib.settlement.day_files import DaySale, read_content
from chalicelib.settlement.invoices import Invoice, InvoiceWithdrawn
from chalicelib.settlement.keys import slice_of

_DAY = timedelta(days=1)


class SettlementReading(Struct, frozen=True):
    files: SettledDays
    payouts: PayoutSource
    statements: OwingSource
    invoices: InvoiceSource
    withdrawals: InvoiceWithdrawalSource
    exchanges: ExchangeSource

    def differences(self, check: DayCheck) -> Iterator[Difference]:
        """Shop by shop, what the day's sales came to, and what was paid out on it. Each day is
        looked at once, the morning after: what the bank says later is for `make verify`."""
        yield from self._of_sales(check)
        yield from self._of_payouts(check.county_id, check.on)
        yield from self._of_invoices(check.county_id, check.on)
        yield from self._of_what_became_of_invoices(check.county_id, check.on)

    def _of_sales(self, check: DayCheck) -> Iterator[Difference]:
        """Nothing of a day that is not closed. What the index showed late is settled the next day,
        and looked for there if that is closed."""
        sales = self._sales(check.county_id, check.on)
        if sales is None:
            return
        settled: dict[str, int] = defaultdict(int)
        for sale in (*sales, *(self._sales(check.county_id, check.on + _DAY) or ())):
            if sale.on == check.on:
                settled[sale.merchant_id] += _signed(sale)
        given: dict[str, int] = defaultdict(int)
        for line in check.merchants.lines():
            given[line.merchant_id] += line.net_amount
        for exchange in self.exchanges.exchanges_on(check.county_id, check.on):
            given[exchange.merchant_id] += exchange.amount
        for merchant_id in sorted(settled.keys() | given.keys()):
            one, other = given.get(merchant_id, 0), settled.get(merchant_id, 0)
            if one != other:
                yield Difference(
                    kind="settlement_sum",
                    subject=merchant_id,
                    detail=f"wallets {one}, settlement {other}",
                )

    def _of_payouts(self, county_id: str, on: date) -> Iterator[Difference]:
        """Each statement that was to be paid on the day was paid its own sum, once, or not yet."""
        for settlement in self.payouts.due_on(county_id, on):
            due = settlement.statement.payout_amount
            paid = [outcome.amount for outcome in settlement.outcomes if outcome.result == "paid"]
            if paid not in ([], [due]):
                yield Difference(
                    kind="payout_sum",
                    subject=settlement.statement.merchant_id,
                    detail=f"due {due}, paid {sum(paid)}",
                )

    def _of_invoices(self, county_id: str, on: date) -> Iterator[Difference]:
        """What a shop owed by its last statement before the day is on one invoice of the day, and
        nobody else has one. Nothing of a shop whose statements are not all made."""
        owed: dict[str, int] = {}
        for merchant_id in self.invoices.due_on(county_id, on):
            through = self.statements.settled_through(county_id, slice_of(merchant_id))
            if through is None or through < on - _DAY:
                continue
            last = self.statements.newest_before(county_id, merchant_id, on)
            if last is not None and last.invoice_on == on:
                owed[merchant_id] = -last.carried_out
        invoiced = {i.merchant_id: i.amount for i in self.invoices.issued_on(county_id, on)}
        for merchant_id in sorted(owed.keys() | invoiced.keys()):
            one, other = owed.get(merchant_id, 0), invoiced.get(merchant_id, 0)
            if one != other:
                yield Difference(
                    kind="invoice_sum",
                    subject=merchant_id,
                    detail=f"owed {one}, invoiced {other}",
                )

    def _of_what_became_of_invoices(self, county_id: str, on: date) -> Iterator[Difference]:
        """No more was paid and withdrawn of an invoice than it is for, and two people agreed on
        what was withdrawn on the day."""
        for invoice in self.invoices.every(county_id):
            if invoice.open_amount < 0:
                yield Difference(
                    kind="invoice_sum",
                    subject=invoice.merchant_id,
                    detail=f"invoiced {invoice.amount}, paid {invoice.paid_amount}, "
                    f"withdrawn {invoice.withdrawn_amount}",
                )
            if invoice.withdrawn is not None and seoul_date(invoice.withdrawn.at) == on:
                faults = self._withdrawal_faults(invoice, invoice.withdrawn)
                if faults:
                    yield Difference(
                        kind="withdrawal_not_approved",
                        subject=invoice.merchant_id,
                        detail=", ".join(faults),
                    )

    def _withdrawal_faults(self, invoice: Invoice, withdrawn: InvoiceWithdrawn) -> list[str]:
        request = self.withdrawals.by_id(invoice.county_id, withdrawn.withdrawal_id)
        if request is None:
            return ["proposal"]
        faults = approval_faults(request.steps)
        if (request.invoice_id, request.amount) != (invoice.invoice_id, withdrawn.amount):
            faults.append("amount")
        if [step.name for step in request.steps[OUTCOME - 1 :]] != ["applied"]:
            faults.append("outcome")
        return faults

    def _sales(self, county_id: str, on: date) -> tuple[DaySale, ...] | None:
        content = self.files.day(county_id, on)
        return read_content(content).sales if content else None


def _signed(sale: DaySale) -> int:
    return sale.amount if sale.kind == "payment" else -sale.amount
