"""What the desk does with invoices to shops: it writes down each part that was paid, once."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.clock import Clock
from chalicelib.core.errors import InvalidRequestError, VersionConflictError
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.ledger.idempotency import digest
from chalicelib.settlement.errors import (
    InvoiceAboveOpenError,
    InvoiceAlreadyPaidError,
    InvoicePaymentsFullError,
    InvoicePaymentTwiceError,
    InvoiceWithdrawnError,
    SettlementInvoiceNotFoundError,
)
from chalicelib.settlement.invoices import (
    PAYMENTS_MAX,
    Invoice,
    InvoicePayment,
    PaymentWay,
    shop_and_day,
)
from chalicelib.settlement.ports import InvoiceStore
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.person import Person

TRIES_MAX = 5
_PURPOSE = "invoice_payment"


class Invoices(Struct, frozen=True):
    store: InvoiceStore
    idempotency_keys: IdempotencyKeys
    clock: Clock

    def by_id(self, county_id: str, invoice_id: str) -> Invoice:
        """Raises `SettlementInvoiceNotFoundError`."""
        return self.with_version(county_id, invoice_id)[0]

    def with_version(self, county_id: str, invoice_id: str) -> tuple[Invoice, int]:
        """Raises `SettlementInvoiceNotFoundError`."""
        of = shop_and_day(invoice_id)
        found = self.store.get(county_id, *of) if of else None
        if found is None:
            raise SettlementInvoiceNotFoundError
        return found

    def record_payment(
        self,
        county_id: str,
        person: Person,
        invoice_id: str,
        *,
        amount: int,
        way: PaymentWay,
        paid_on: date,
        reference: str,
        idempotency_key: str,
    ) -> tuple[Invoice, bool]:
        """The invoice as it is after this payment, and whether this key recorded it before.
        `amount` is all that is open or a part of it.

        Raises `SettlementInvoiceNotFoundError`, `IdempotencyKeyReusedError`,
        `InvoiceAlreadyPaidError`, `InvoiceWithdrawnError`, `InvoicePaymentTwiceError`,
        `InvoiceAboveOpenError`, `InvoicePaymentsFullError`, `InvalidRequestError` for a day before
        the invoice or after today, `VersionConflictError`.
        """
        asked = {
            "invoice_id": invoice_id,
            "amount": amount,
            "way": way,
            "paid_on": paid_on.isoformat(),
            "reference": reference,
        }
        invoice, version = self.with_version(county_id, invoice_id)
        key = idempotency_key
        self.idempotency_keys.bind(county_id, _PURPOSE, person.subject, key, asked)
        key_digest = digest(_PURPOSE, person.subject, key)
        for _ in range(TRIES_MAX):
            if (recorded := invoice.as_after(key_digest)) is not None:
                return recorded, True
            now = to_milliseconds(self.clock())
            _check_payable(invoice, amount, paid_on, reference)
            if not invoice.issued_on <= paid_on <= seoul_date(now):
                problem = (
                    "청구한 날부터 오늘까지의 날이어야 합니다",
                    "must be from the day of the invoice until today",
                )
                raise InvalidRequestError(param="paid_on", problem=problem)
            payment = InvoicePayment(
                amount=amount,
                way=way,
                paid_on=paid_on,
                reference=reference,
                recorded_by=person.username,
                at=now,
                key_digest=key_digest,
            )
            paid = replace(invoice, payments=(*invoice.payments, payment))
            if self.store.put_paid(paid, version, _record(invoice, paid, payment, person)):
                return paid, False
            invoice, version = self.with_version(county_id, invoice_id)
        raise VersionConflictError


def _check_payable(invoice: Invoice, amount: int, paid_on: date, reference: str) -> None:
    """One line of the bank's statement, typed by two people or after a page was loaded anew, has
    two keys: it is known by its day, amount and reference.

    Raises `InvoiceWithdrawnError`, `InvoiceAlreadyPaidError`, `InvoicePaymentTwiceError`,
    `InvoiceAboveOpenError`, `InvoicePaymentsFullError`."""
    if invoice.withdrawn is not None:
        raise InvoiceWithdrawnError
    if not invoice.open_amount:
        raise InvoiceAlreadyPaidError
    same = (amount, paid_on, reference)
    if any((one.amount, one.paid_on, one.reference) == same for one in invoice.payments):
        raise InvoicePaymentTwiceError(param="reference")
    if amount > invoice.open_amount:
        raise InvoiceAboveOpenError(open_amount=invoice.open_amount, param="amount")
    if len(invoice.payments) + 1 >= PAYMENTS_MAX and amount < invoice.open_amount:
        raise InvoicePaymentsFullError(open_amount=invoice.open_amount, param="amount")


def _record(
    before: Invoice, after: Invoice, payment: InvoicePayment, person: Person
) -> AuditRecord:
    return AuditRecord.made(
        county_id=after.county_id,
        at=payment.at,
        by=person,
        action="invoice_paid",
        target_id=after.invoice_id,
        reason=payment.reference,
        before={"status": before.status, "open_amount": before.open_amount},
        after={
            "status": after.status,
            "open_amount": after.open_amount,
            "amount": payment.amount,
            "way": payment.way,
            "paid_on": payment.paid_on.isoformat(),
        },
    )
