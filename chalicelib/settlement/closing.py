"""Making the shops' statements of the closed days, a part of the shops at a time.

Days are taken in their order, as what a shop owes is carried from one to the next. Run again, or
twice at once, it makes the very same. In units, of a shop and day: half a read for the statement
before, a write and one for the index, and half a read for each cancel of an older payment. Of a
day and a part half a read for what is invoiced; of an invoice half a read, a write and one for the
index.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from msgspec import Struct

from chalicelib.county.ports import CountyStore
from chalicelib.county.settings import SettingVersion
from chalicelib.county.settings_of_days import settings_on
from chalicelib.settlement import keys, statements
from chalicelib.settlement.business_days import BusinessDays, business_days
from chalicelib.settlement.day_files import DaySale, read_content
from chalicelib.settlement.errors import SettledDiffersError
from chalicelib.settlement.fees import FeeTerms, fee_terms
from chalicelib.settlement.invoices import make_invoice
from chalicelib.settlement.ports import (
    ClosedDayStore,
    HolidayStore,
    InvoiceStore,
    PaymentSource,
    SettlementFiles,
    StatementStore,
)
from chalicelib.settlement.statements import ClosedDay, Plan, Settled, Statement

_DAY = timedelta(days=1)
DAYS_PER_RUN_MAX = 40
"""Of one message; whatever is left is for the next."""


class Closing(Struct, frozen=True, kw_only=True):
    days: ClosedDayStore
    store: StatementStore
    files: SettlementFiles
    payments: PaymentSource
    counties: CountyStore
    holidays: HolidayStore
    invoices: InvoiceStore

    def close(self, county_id: str, number: int) -> tuple[int, bool]:
        """Make the statements of one part of the shops for every closed day that has none yet: how
        many were made, and whether days are left. Raises `SettledDiffersError`."""
        through = self.store.settled_through(county_id, number)
        left = self.days.after(county_id, through, limit=DAYS_PER_RUN_MAX + 1)
        run = _Run(
            self,
            self.counties.setting_versions(county_id),
            business_days(self.holidays.all(county_id)),
        )
        made = 0
        for day in left[:DAYS_PER_RUN_MAX]:
            if day.sale_count:
                made += run.close_day(day, number)
            # Every statement before the next day is made: what is invoiced on it is sure.
            run.invoice_day(county_id, day.on + _DAY, number)
            self.store.put_settled_through(county_id, number, day.on)
        return made, len(left) > DAYS_PER_RUN_MAX


class _Run:
    """What one run remembers: what held on the days that it meets."""

    def __init__(
        self, closing: Closing, versions: list[SettingVersion], days: BusinessDays
    ) -> None:
        self._closing = closing
        self._versions = versions
        self._days = days
        self._terms: dict[date, FeeTerms] = {}

    def close_day(self, day: ClosedDay, number: int) -> int:
        content = self._closing.files.day(day.county_id, day.on)
        kept = read_content(content) if content else None
        if kept is None or kept.hash != day.hash or not kept.is_sound:
            raise SettledDiffersError(f"{day.county_id}/{day.on}: not the day that was closed")
        own = (sale for sale in kept.sales if keys.slice_of(sale.merchant_id) == number)
        plan = self._plan(day.on)
        made = 0
        for merchant_id, sales in groupby(own, key=lambda sale: sale.merchant_id):
            self._keep(self._statement(day, merchant_id, list(sales), plan))
            made += 1
        return made

    def invoice_day(self, county_id: str, on: date, number: int) -> None:
        """Of every shop of the part that owes by its last statement before the day what is invoiced
        on it, also of one that sold nothing since."""
        closing = self._closing
        for merchant_id in closing.invoices.due_on(county_id, on, number=number):
            newest = closing.store.newest_before(county_id, merchant_id, on)
            due_days = settings_on(self._versions, on).settlement_invoice_due_days
            made = make_invoice(newest, on, due_days)
            if made and closing.invoices.put_new(made) not in (None, made):
                raise SettledDiffersError(f"{county_id}/{merchant_id}/{on}: another invoice")

    def _plan(self, on: date) -> Plan:
        settings = settings_on(self._versions, on)
        payout_on = self._days.payout_on(on, within_days=settings.settlement_payout_days)
        return Plan(payout_on=payout_on, invoice_days=settings.settlement_invoice_days)

    def _statement(
        self, day: ClosedDay, merchant_id: str, sales: list[DaySale], plan: Plan
    ) -> Statement:
        closing, county_id = self._closing, day.county_id
        previous = closing.store.newest_before(county_id, merchant_id, day.on)
        rows = [
            statements.row_of(settled, self._terms_on(settled.paid_on))
            for settled in self._settled(county_id, sales)
        ]
        return statements.make_statement(county_id, merchant_id, day.on, rows, previous, plan)

    def _settled(self, county_id: str, sales: list[DaySale]) -> Iterable[Settled]:
        payments = {s.redemption_id: s for s in sales if s.kind == "payment"}
        for sale in sales:
            payment = payments.get(sale.redemption_id) or self._closing.payments.payment(
                county_id, sale.merchant_id, sale.redemption_id
            )
            is_payment = sale.kind == "payment"
            yield Settled(
                kind=sale.kind,
                at=sale.at,
                on=sale.on,
                paid_on=payment.on,
                redemption_id=sale.redemption_id,
                cancel_id=sale.cancel_id,
                order_id=payment.order_id or "",
                terminal_id=payment.terminal_id,
                before=0 if is_payment else payment.amount - sale.canceled + sale.amount,
                after=payment.amount - sale.canceled,
                sale_amount=sale.sale_amount if is_payment else -sale.sale_amount,
                source=sale.source,
            )

    def _keep(self, made: Statement) -> None:
        content = statements.content_of(made)
        of = made.county_id, made.merchant_id, made.on
        if self._closing.files.keep_statement(*of, content) != content:
            raise SettledDiffersError(f"{'/'.join(map(str, of))}: another statement is kept")
        served = made.without_rows()
        if self._closing.store.put_new(served) not in (None, served):
            raise SettledDiffersError(f"{'/'.join(map(str, of))}: another statement is served")
        if made.invoice_on:
            self._closing.invoices.note_due(made.county_id, made.invoice_on, made.merchant_id)

    def _terms_on(self, day: date) -> FeeTerms:
        if day not in self._terms:
            self._terms[day] = fee_terms(self._versions, day)
        return self._terms[day]
