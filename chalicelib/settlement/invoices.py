"""What a shop still owes when the day of its invoice comes, and what became of it.

An invoice is made of the shop's last statement before its day and of a dated setting, and of
nothing else: made again it is the same, but for what was paid and withdrawn since.
"""

import re
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.settlement.statements import Statement

InvoiceStatus = Literal["issued", "part_paid", "paid", "withdrawn"]
PaymentWay = Literal["transfer", "notice", "cash"]
"""To the county's account, by its payment notice at a bank, or at its counter."""

PAYMENTS_MAX = 50
"""Of one invoice: whoever pays in more parts settles the rest in one."""
_ID = re.compile(r"inv_(\d{4})(\d\d)(\d\d)([0-9A-Z]{16})")


class InvoicePayment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That so many won came: on which day, which way, under which reference, and who wrote it down
    when. `key_digest` is of the Idempotency-Key."""

    amount: int
    way: PaymentWay
    paid_on: date
    reference: str
    recorded_by: str
    at: datetime
    key_digest: str


class InvoiceWithdrawn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That so many won, all that was still open, are not asked for any more: by which request of
    two people."""

    amount: int
    withdrawal_id: str
    at: datetime


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
    payments: tuple[InvoicePayment, ...] = ()
    withdrawn: InvoiceWithdrawn | None = None

    @property
    def invoice_id(self) -> str:
        return invoice_id(self.merchant_id, self.issued_on)

    @property
    def status(self) -> InvoiceStatus:
        if self.withdrawn:
            return "withdrawn"
        if not self.payments:
            return "issued"
        return "part_paid" if self.open_amount else "paid"

    @property
    def paid_amount(self) -> int:
        return sum(each.amount for each in self.payments)

    @property
    def withdrawn_amount(self) -> int:
        return self.withdrawn.amount if self.withdrawn else 0

    @property
    def open_amount(self) -> int:
        """Won that the shop still has to pay."""
        return self.amount - self.paid_amount - self.withdrawn_amount

    @property
    def paid_on(self) -> date | None:
        """The latest day on which a part came, once all of it did."""
        if self.status != "paid":
            return None
        return max(each.paid_on for each in self.payments)

    def is_overdue(self, today: date) -> bool:
        return self.open_amount > 0 and today > self.due_on

    def as_issued(self) -> "Invoice":
        return replace(self, payments=(), withdrawn=None)

    def as_after(self, key_digest: str) -> "Invoice | None":
        """As it stood once the payment of this key was written down; `None` if none was."""
        for count, each in enumerate(self.payments, start=1):
            if each.key_digest == key_digest:
                return replace(self, payments=self.payments[:count], withdrawn=None)
        return None


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
