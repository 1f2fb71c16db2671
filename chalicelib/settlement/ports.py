"""What settlement needs of the world."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Protocol

from chalicelib.approvals.approvals import RequestStore
from chalicelib.settlement.business_days import TemporaryHoliday
from chalicelib.settlement.day_files import DaySale
from chalicelib.settlement.invoices import Invoice
from chalicelib.settlement.outcomes import Settlement
from chalicelib.settlement.payees import Payee, PayeeAccount
from chalicelib.settlement.payout_batches import (
    DoneLine,
    LineResult,
    PayoutBatch,
    PayoutLines,
    ResultFile,
)
from chalicelib.settlement.shop_days import Sale
from chalicelib.settlement.statements import ClosedDay, Statement
from chalicelib.staff.audit import AuditRecord


class SaleSource(Protocol):
    def of_day(
        self, county_id: str, merchant_id: str, on: date, *, since: date
    ) -> Iterator[Sale]: ...


class PaymentSource(Protocol):
    def payment(self, county_id: str, merchant_id: str, redemption_id: str) -> DaySale:
        """A payment of an earlier day."""


class ClosedDayStore(Protocol):
    def newest(self, county_id: str) -> ClosedDay | None: ...

    def after(self, county_id: str, through: date | None, *, limit: int) -> list[ClosedDay]:
        """The days that follow one, or all, the oldest first."""

    def put_new(self, day: ClosedDay) -> ClosedDay | None: ...


class StatementStore(Protocol):
    """Statements as they are listed: without their rows."""

    def newest_before(self, county_id: str, merchant_id: str, on: date) -> Statement | None: ...

    def put_new(self, statement: Statement) -> Statement | None: ...

    def get(self, county_id: str, merchant_id: str, on: date) -> Settlement | None: ...

    def page(
        self, county_id: str, merchant_id: str, *, first: date, last: date, limit: int
    ) -> tuple[list[Settlement], bool]: ...

    def settled_through(self, county_id: str, number: int) -> date | None: ...

    def put_settled_through(self, county_id: str, number: int, on: date) -> None: ...


class InvoiceStore(Protocol):
    def note_due(self, county_id: str, on: date, merchant_id: str) -> None: ...

    def due_on(self, county_id: str, on: date, *, number: int | None = None) -> list[str]: ...

    def put_new(self, invoice: Invoice) -> Invoice | None: ...

    def get(
        self, county_id: str, merchant_id: str, issued_on: date
    ) -> tuple[Invoice, int] | None: ...

    def every(self, county_id: str) -> Iterator[Invoice]: ...

    def put_paid(self, invoice: Invoice, version: int, record: AuditRecord) -> bool: ...


class DayFiles(Protocol):
    def keep_day(self, county_id: str, on: date, content: bytes) -> bytes: ...

    def day(self, county_id: str, on: date) -> bytes | None: ...


class SettlementFiles(DayFiles, Protocol):
    def keep_statement(
        self, county_id: str, merchant_id: str, on: date, content: bytes
    ) -> bytes: ...

    def statement(self, county_id: str, merchant_id: str, on: date) -> bytes | None: ...


class HolidayStore(Protocol):
    def all(self, county_id: str) -> list[TemporaryHoliday]: ...


class PayeeSource(Protocol):
    def all(self, county_id: str) -> dict[str, Payee]: ...

    def accounts(
        self, county_id: str, merchant_ids: Collection[str]
    ) -> Mapping[str, PayeeAccount]: ...


class PayoutFiles(Protocol):
    def keep_lines(self, lines: PayoutLines) -> None: ...

    def lines(self, batch: PayoutBatch) -> PayoutLines | None: ...


class PayoutStore(RequestStore[PayoutBatch], Protocol):
    def due_on(self, county_id: str, payout_on: date) -> Iterator[Settlement]: ...

    def create(self, batch: PayoutBatch) -> bool: ...

    def has_file(self, batch: PayoutBatch) -> bool: ...

    def keep_left_out(self, batch: PayoutBatch, left_out: list[str]) -> list[str]: ...

    def keep_result_file(self, batch: PayoutBatch, file: ResultFile) -> ResultFile: ...

    def results(self, batch: PayoutBatch) -> dict[str, LineResult]: ...

    def put_results(self, done: list[DoneLine]) -> None: ...
