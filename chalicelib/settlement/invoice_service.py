"""What the desk does with invoices to shops: it writes down that one was paid, once."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.clock import Clock
from chalicelib.core.errors import InvalidRequestError, VersionConflictError
from chalicelib.core.values import new_id, seoul_date, to_milliseconds
from chalicelib.ledger.idempotency import digest
from chalicelib.settlement.errors import (
    InvoiceAlreadyPaidError,
    InvoiceAmountDiffersError,
    SettlementInvoiceNotFoundError,
)
from chalicelib.settlement.invoices import Invoice, InvoicePayment, shop_and_day
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
        return self._read(county_id, invoice_id)[0]

    def record_payment(
        self,
        county_id: str,
        person: Person,
        invoice_id: str,
        *,
        amount: int,
        paid_on: date,
        reference: str,
        idempotency_key: str,
    ) -> tuple[Invoice, bool]:
        """The invoice with its payment, and whether this key recorded it before. `amount` is the
        whole of it: whoever writes down another one looked at another invoice.

        Raises `SettlementInvoiceNotFoundError`, `IdempotencyKeyReusedError`,
        `InvoiceAlreadyPaidError`, `InvoiceAmountDiffersError`, `InvalidRequestError` for a day
        before the invoice or after today, `VersionConflictError`.
        """
        asked = {
            "invoice_id": invoice_id,
            "amount": amount,
            "paid_on": paid_on.isoformat(),
            "reference": reference,
        }
        invoice, version = self._read(county_id, invoice_id)
        key = idempotency_key
        self.idempotency_keys.bind(county_id, _PURPOSE, person.subject, key, asked)
        key_digest = digest(_PURPOSE, person.subject, key)
        for _ in range(TRIES_MAX):
            if invoice.payment is not None:
                if invoice.payment.key_digest == key_digest:
                    return invoice, True
                raise InvoiceAlreadyPaidError
            now = to_milliseconds(self.clock())
            if amount != invoice.amount:
                raise InvoiceAmountDiffersError(param="amount")
            if not invoice.issued_on <= paid_on <= seoul_date(now):
                problem = (
                    "청구한 날부터 오늘까지의 날이어야 합니다",
                    "must be from the day of the invoice until today",
                )
                raise InvalidRequestError(param="paid_on", problem=problem)
            payment = InvoicePayment(
                paid_on=paid_on,
                reference=reference,
                recorded_by=person.username,
                at=now,
                key_digest=key_digest,
            )
            paid = replace(invoice, payment=payment)
            if self.store.put_paid(paid, version, _record(paid, payment, person)):
                return paid, False
            invoice, version = self._read(county_id, invoice_id)
        raise VersionConflictError

    def _read(self, county_id: str, invoice_id: str) -> tuple[Invoice, int]:
        of = shop_and_day(invoice_id)
        found = self.store.get(county_id, *of) if of else None
        if found is None:
            raise SettlementInvoiceNotFoundError
        return found


def _record(invoice: Invoice, payment: InvoicePayment, person: Person) -> AuditRecord:
    return AuditRecord(
        county_id=invoice.county_id,
        audit_id=new_id("aud", payment.at),
        at=payment.at,
        by=person,
        action="invoice_paid",
        target_id=invoice.invoice_id,
        reason=payment.reference,
        before={"status": "issued"},
        after={
            "status": "paid",
            "amount": invoice.amount,
            "paid_on": payment.paid_on.isoformat(),
        },
    )
