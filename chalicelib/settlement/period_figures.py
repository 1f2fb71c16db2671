"""What was settled with shops for the days of a period, out of settlement's own records.

As the books stand at the end of the period's last day, whenever they are read: what the bank said
later, and what was invoiced later, is the next period's. Every won that was settled is paid out,
taken off by an older debt, still owed or on an invoice; so

    payout = net + invoiced + owed after - owed before

for each shop and for all together, which the verifier checks shop by shop (`infra/verifier/
invoice_book.py`). Which shops have a statement of a day says the file of the closed day. In read
units: 1/8 for each statement and each outcome of the days, one query for each day on which a debt
could be invoiced, two for each shop that owed something and for each with a statement that pays
nothing; the file of each day; and of a day of payout with what is not answered its batches.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.county.ports import CountyStore
from chalicelib.county.settings_of_days import settings_on
from chalicelib.settlement import keys
from chalicelib.settlement.day_files import read_content
from chalicelib.settlement.outcomes import Settlement
from chalicelib.settlement.payout_waits import PayoutWaits
from chalicelib.settlement.ports import (
    DayFiles,
    InvoiceStore,
    PayoutFiles,
    PayoutStore,
    StatementStore,
)
from chalicelib.settlement.statements import Statement

REST_DAYS_MAX = 14
"""So many days a row of holidays may put a payout off: the longest known has ten."""
_DAY = timedelta(days=1)


class PeriodFigures(Struct, frozen=True, kw_only=True):
    """Won, but for counts. `settled_through`: the last day of the period that is settled with all
    shops. `gross` less `fee`, which shops bear, is `net`; the county bears `county_fee` beside it.
    Of `payout` some is `paid`, some the bank could not pay (`failed`), some had its day and was
    left out of its batch (`held`), was in none that two people had confirmed (`unsent`) or had no
    answer of the bank yet (`unanswered`), and the rest has its day `later`.
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
    held_amount: int = 0
    unsent_amount: int = 0
    unanswered_amount: int = 0
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
    def waiting_amount(self) -> int:
        """What had its day and was neither paid nor refused."""
        return self.held_amount + self.unsent_amount + self.unanswered_amount

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
    days: DayFiles
    lines: PayoutFiles

    def of(self, county_id: str, first: date, last: date) -> PeriodFigures | None:
        """Of days, both included; `None` if nothing was settled by the last of them."""
        through = self._through(county_id)
        if through is None or through < first:
            return None
        sums = _Sums(last, PayoutWaits(self.payouts, self.lines, last))
        invoice_days, payout_days = self._waits(county_id, last)
        for on in _days(first, last + (payout_days + REST_DAYS_MAX) * _DAY):
            for settlement in self.payouts.due_on(county_id, on):
                if first <= settlement.statement.on <= last:
                    sums.add(settlement)
        self._add_unpaid(sums, county_id, first, last)
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

    def _add_unpaid(self, sums: "_Sums", county_id: str, first: date, last: date) -> None:
        """The statements that pay nothing out and so stand under no day of payout: what came to
        nothing, or to less."""
        left: set[str] = set()
        for on in _days(first, last):
            content = self.days.day(county_id, on)
            shops = {sale.merchant_id for sale in read_content(content).sales} if content else set()
            left |= {shop for shop in shops if (shop, on) not in sums.added}
        for shop in sorted(left):
            days = (last - first).days + 1
            found, _ = self.statements.page(county_id, shop, first=first, last=last, limit=days)
            for settlement in found:
                if settlement.statement.payout_on is None:
                    sums.add(settlement)

    def _add_debts(
        self, sums: "_Sums", county_id: str, first: date, last: date, invoice_days: int
    ) -> None:
        """What was owed before and after: it stands under the day on which it is invoiced."""
        for due in _days(first, last + invoice_days * _DAY):
            for shop in self.invoices.due_on(county_id, due):
                before = self._owed(county_id, shop, first, due)
                after = self._owed(county_id, shop, last + _DAY, due) if due > last else 0
                sums.count("owed_before_amount", before)
                sums.count("owed_after_amount", after)

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
    """`added`: of which shops and days there is a statement in the sums."""

    def __init__(self, last: date, waits: PayoutWaits) -> None:
        self._last = last
        self._waits = waits
        self._sums: dict[str, int] = {}
        self.added: set[tuple[str, date]] = set()

    def count(self, name: str, amount: int) -> None:
        self._sums[name] = self._sums.get(name, 0) + amount

    def add(self, settlement: Settlement) -> None:
        statement = settlement.statement
        self.added.add((statement.merchant_id, statement.on))
        for name in ("gross_amount", "sale_amount", "fee_amount", "county_fee_amount"):
            self.count(name, getattr(statement, name))
        self.count("payout_amount", statement.payout_amount)
        if statement.payout_on is not None:
            state = self._state(settlement, statement, statement.payout_on)
            self.count(f"{state}_amount", statement.payout_amount)

    def _state(self, settlement: Settlement, statement: Statement, payout_on: date) -> str:
        """By what the bank had said by the end of the last day."""
        said = [each for each in settlement.outcomes if seoul_date(each.at) <= self._last]
        if said:
            return said[-1].result
        if payout_on > self._last:
            return "later"
        return self._waits.why(statement, payout_on)

    def figures(self, through: date) -> PeriodFigures:
        return PeriodFigures(
            settled_through=through, shops=len({shop for shop, _ in self.added}), **self._sums
        )


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * _DAY for n in range((last - first).days + 1))
