"""How an invoice looks to the shop that owes it, and to staff."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib.core.values import AMOUNT_MAX
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Day, Letters, OneLine, PageQuery
from chalicelib.http.terms import InvoiceRef, MerchantName, MerchantRef, NextCursor
from chalicelib.settlement.invoices import Invoice, InvoiceStatus


class ShopInvoice(Shape):
    """What the shop still owed when no further settlement could be waited for."""

    invoice_id: InvoiceRef
    amount: int
    """Won to be paid to the county."""
    status: InvoiceStatus
    """Whether it is paid."""
    issued_on: date
    """Its day."""
    due_on: date
    """The last day to pay it."""
    paid_on: date | None
    """When it was paid; null until then."""


class InvoiceRow(ShopInvoice):
    """The settlements of the days from `owing_since` to `settled_on` are those that it is for:
    `statement_hash` is that of the last, which links to the others."""

    merchant_id: MerchantRef
    merchant_name: MerchantName
    owing_since: date
    """The day of the first settlement that the debt is of."""
    settled_on: date
    """The day of the last one, which carried it on."""
    statement_hash: str
    """The hash of that one, in hex."""
    is_overdue: bool
    """Whether its last day passed without its being paid."""
    reference: str | None
    """What the bank calls the payment; null until it is paid."""
    recorded_by: str | None
    """The account of staff that recorded the payment; null until it is paid."""


class InvoicesAnswer(Shape):
    data: list[InvoiceRow]
    """Invoices, the newest first."""
    next_cursor: NextCursor


class InvoicesQuery(PageQuery):
    status: InvoiceStatus | None = None
    """Only those that stand so."""


class InvoicePaymentBody(Shape):
    amount: Annotated[int, Field(ge=1, le=AMOUNT_MAX)]
    """Won that came: all of the invoice."""
    paid_on: Day
    """The day on which it came."""
    reference: Annotated[OneLine, Letters(60)]
    """What the bank calls the payment."""


def shop_invoice(invoice: Invoice) -> ShopInvoice:
    return ShopInvoice(**_facts(invoice))


def invoice_row(invoice: Invoice, name: str, today: date) -> InvoiceRow:
    payment = invoice.payment
    return InvoiceRow(
        **_facts(invoice),
        merchant_id=invoice.merchant_id,
        merchant_name=name,
        owing_since=invoice.owing_since,
        settled_on=invoice.settled_on,
        statement_hash=invoice.statement_hash,
        is_overdue=invoice.is_overdue(today),
        reference=payment.reference if payment else None,
        recorded_by=payment.recorded_by if payment else None,
    )


def _facts(invoice: Invoice) -> dict[str, Any]:
    return {
        "invoice_id": invoice.invoice_id,
        "amount": invoice.amount,
        "status": invoice.status,
        "issued_on": invoice.issued_on,
        "due_on": invoice.due_on,
        "paid_on": invoice.payment.paid_on if invoice.payment else None,
    }
