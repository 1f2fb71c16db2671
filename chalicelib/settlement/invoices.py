"""What a shop still owes when the day of its invoice comes, and that it paid.

An invoice is made of the shop's last statement before its day and of a dated setting, and of
nothing else: made again it is the same, but for what was paid since.
"""

import re
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.settlement.statements import Statement

InvoiceStatus = Literal["issued", "paid"]
_ID = re.compile(r"inv_(\d{4})(\d\d)(\d\d)([0-9A-Z]{16})")


class InvoicePayment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That the whole amount came: on which day, under which reference of the bank's, and who wrote
    it down when. `key_digest` is of the Idempotency-Key."""

    paid_on: date
    reference: str
    recorded_by: str
    at: datetime
    key_digest: str


class Invoice(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`amount` in won is owed since the statement of `owing_since`; the one of `settled_on`, whose
    hash is `statement_hash`, is the last that carried it on. To be paid by `due_on`."""

    county_id: str
    merchant_id: str
    amount: int
    owing_since: date
    settled_on: date
    statement_hash: str
    issued_on: date
    due_on: date
    payment: InvoicePayment | None = None

    @property
    def invoice_id(self) -> str:
        return invoice_id(self.merchant_id, self.issued_on)

    @property
    def status(self) -> InvoiceStatus:
        return "paid" if self.payment else "issued"

    def is_overdue(self, today: date) -> bool:
        return self.payment is None and today > self.due_on

    def as_issued(self) -> "Invoice":
        return replace(self, payment=None)


def invoice_id(merchant_id: str, issued_on: date) -> str:
    """The number on it: a shop has one invoice a day at most."""
    return f"inv_{issued_on:%Y%m%d}{merchant_id.rpartition('_')[2]}"


def shop_and_day(identifier: str) -> tuple[str, date] | None:
    """The reverse of `invoice_id`; `None` for what is no such number."""
    found = _ID.fullmatch(identifier)
    if found is None:
        return None
    year, month, day, shop = found.groups()
    try:
        return f"mch_{shop}", date(int(year), int(month), int(day))
    except ValueError:
        return None


def make_invoice(newest: Statement | None, on: date, due_days: int) -> Invoice | None:
    """Of what a shop owes by its `newest` statement before a day, if that is the day on which it is
    invoiced. None if a later statement took the debt off, or began another one."""
    if newest is None or newest.invoice_on != on or newest.owing_since is None:
        return None
    return Invoice(
        county_id=newest.county_id,
        merchant_id=newest.merchant_id,
        amount=-newest.carried_out,
        owing_since=newest.owing_since,
        settled_on=newest.on,
        statement_hash=newest.hash,
        issued_on=on,
        due_on=on + timedelta(days=due_days),
    )
