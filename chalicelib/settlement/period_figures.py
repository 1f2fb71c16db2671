"""What was settled with shops for the days of a period, out of settlement's own records.

As the books stand at the end of the period's last day, whenever they are read: what the bank said
later, and what was invoiced later, is the next period's. Every won that was settled is paid out,
taken off by an older debt, still owed or on an invoice; so

    payout = net + invoiced + owed after - owed before

for each shop and for all together, which the verifier checks shop by shop (`infra/verifier/
invoice_book.py`). In read units: 1/8 for each statement and each outcome of the days, one query for
each day on which a debt could be invoiced, and three for each shop that owed something.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.county.ports import CountyStore
from chalicelib.county.settings_of_days import settings_on
from chalicelib.settlement import keys
from chalicelib.settlement.outcomes import Settlement
from chalicelib.settlement.ports import InvoiceStore, PayoutStore, StatementStore
from chalicelib.settlement.statements import Statement

REST_DAYS_MAX = 14
"""So many days a row of holidays may put a payout off: the longest known has ten."""
_DAY = timedelta(days=1)


class PeriodFigures(Struct, frozen=True, kw_only=True):
    """Won, but for counts. `settled_through`: the last day of the period that is settled with all
    shops. `gross` less `fee`, which shops bear, is `net`; the county bears `county_fee` beside it.
    Of `payout` some is `paid`, some the bank could not pay (`failed`), some had its day without
    being paid or refused (`waiting`: held, or not sent), and the rest has its day `later`.
    `owed_before` and `owed_after`: what shops owed from more cancels than payments."""

    settled_through: date | None
    shops: int = 0
    gross_amount: int = 0
    sale_amount: int = 0
    fee_amount: int = 0
    county_fee_amount: int = 0
    payout_amount: int = 0
    paid_amount: int = 0
    failed_amount: int = 0
    waiting_amount: int = 0
    later_amount: int = 0
    owed_before_amount: int = 0
    owed_after_amount: int = 0
    invoice_count: int = 0
    invoiced_amount: int = 0
    received_amount: int = 0
    withdrawn_amount: int = 0

    @property
    def policy_amount(self) -> int:
        return self.gross_amount - self.sale_amount

    @property
    def net_amount(self) -> int:
        return self.gross_amount - self.fee_amount

    @property
    def difference_amount(self) -> int:
        """0, if nothing was lost between what was settled and what is paid, owed and invoiced."""
        owed = self.owed_after_amount - self.owed_before_amount
        return self.payout_amount - self.net_amount - self.invoiced_amount - owed


class SettledPeriods(Struct, frozen=True, kw_only=True):
    statements: StatementStore
    payouts: PayoutStore
    invoices: InvoiceStore
    counties: CountyStore

    def of(self, county_id: str, first: date, last: date) -> PeriodFigures | None:
        """Of days, both included; `None` if nothing was settled by the last of them."""
        through = self._through(county_id)
        if through is None or through < first:
            return None
        sums = _Sums(last)
        invoice_days, payout_days = self._waits(county_id, last)
        for on in _days(first, last + (payout_days + REST_DAYS_MAX) * _DAY):
            for settlement in self.payouts.due_on(county_id, on):
                if first <= settlement.statement.on <= last:
                    sums.add(settlement)
        self._add_debts(sums, county_id, first, last, invoice_days)
        for invoice in self.invoices.every(county_id):
            if first <= invoice.issued_on <= last:
                sums.count("invoice_count", 1)
                sums.count("invoiced_amount", invoice.amount)
            for payment in invoice.payments:
                if first <= seoul_date(payment.at) <= last:
                    sums.count("received_amount", payment.amount)
            if invoice.withdrawn and first <= seoul_date(invoice.withdrawn.at) <= last:
                sums.count("withdrawn_amount", invoice.withdrawn.amount)
        return sums.figures(min(through, last))

    def _add_debts(
        self, sums: "_Sums", county_id: str, first: date, last: date, invoice_days: int
    ) -> None:
        """What was owed before and after, and the statements of the days that pay nothing out: of
        shops that owed something, which stand under the day on which it is invoiced."""
        seen: set[str] = set()
        for due in _days(first, last + invoice_days * _DAY):
            for shop in self.invoices.due_on(county_id, due):
                before = self._owed(county_id, shop, first, due)
                after = self._owed(county_id, shop, last + _DAY, due) if due > last else 0
                sums.count("owed_before_amount", before)
                sums.count("owed_after_amount", after)
                if shop in seen:
                    continue
                seen.add(shop)
                days = (last - first).days + 1
                found, _ = self.statements.page(county_id, shop, first=first, last=last, limit=days)
                for settlement in found:
                    if settlement.statement.payout_on is None:
                        sums.add(settlement)

    def _owed(self, county_id: str, shop: str, on: date, due: date) -> int:
        """What a shop owed when a day began that was to be invoiced on `due`."""
        newest = self.statements.newest_before(county_id, shop, on)
        return -newest.carried_out if newest and newest.invoice_on == due else 0

    def _through(self, county_id: str) -> date | None:
        """Through which day all parts of the shops are settled."""
        parts = [self.statements.settled_through(county_id, n) for n in range(keys.SLICES)]
        known = [part for part in parts if part]
        return min(known) if len(known) == len(parts) else None

    def _waits(self, county_id: str, last: date) -> tuple[int, int]:
        """The most days that a debt of these days waits for its invoice, a close for its payout."""
        versions = self.counties.setting_versions(county_id)
        held = settings_on(versions, last)
        invoice, payout = held.settlement_invoice_days, held.settlement_payout_days
        for day in {each.effective_on for each in versions if each.effective_on <= last}:
            held = settings_on(versions, day)
            invoice = max(invoice, held.settlement_invoice_days)
            payout = max(payout, held.settlement_payout_days)
        return invoice, payout


class _Sums:
    def __init__(self, last: date) -> None:
        self._last = last
        self._shops: set[str] = set()
        self._sums: dict[str, int] = {}

    def count(self, name: str, amount: int) -> None:
        self._sums[name] = self._sums.get(name, 0) + amount

    def add(self, settlement: Settlement) -> None:
        statement = settlement.statement
        self._shops.add(statement.merchant_id)
        for name in ("gross_amount", "sale_amount", "fee_amount", "county_fee_amount"):
            self.count(name, getattr(statement, name))
        self.count("payout_amount", statement.payout_amount)
        self.count(f"{self._state(settlement, statement)}_amount", statement.payout_amount)

    def _state(self, settlement: Settlement, statement: Statement) -> str:
        """By what the bank had said by the end of the last day."""
        said = [each for each in settlement.outcomes if seoul_date(each.at) <= self._last]
        if said:
            return said[-1].result
        on = statement.payout_on
        return "waiting" if on is not None and on <= self._last else "later"

    def figures(self, through: date) -> PeriodFigures:
        return PeriodFigures(settled_through=through, shops=len(self._shops), **self._sums)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * _DAY for n in range((last - first).days + 1))
