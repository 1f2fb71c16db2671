"""How an invoice looks to the shop that owes it, and to staff."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib.core.values import AMOUNT_MAX
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Day, Letters, OneLine, PageQuery
from chalicelib.http.terms import (
    InvoiceRef,
    InvoiceWithdrawalRef,
    MerchantName,
    MerchantRef,
    NextCursor,
)
from chalicelib.settlement.invoices import Invoice, InvoicePayment, InvoiceStatus, PaymentWay


class InvoiceFacts(Shape):
    """What the shop still owed when no further settlement could be waited for."""

    invoice_id: InvoiceRef
    amount: int
    """Won to be paid to the county."""
    status: InvoiceStatus
    """Whether it is paid: `part_paid` in part, `withdrawn` if what was open is not asked for."""
    paid_amount: int
    """Won that came so far."""
    withdrawn_amount: int
    """Won that are not asked for any more, by the decision of two people."""
    open_amount: int
    """Won that are still to be paid."""
    issued_on: date
    """Its day."""
    due_on: date
    """The last day to pay it."""
    paid_on: date | None
    """When the last part of it came; null until all of it did."""


class ShopInvoicePayment(Shape):
    amount: int
    """Won that came."""
    paid_on: date
    """The day on which they came."""
    way: PaymentWay
    """How: to the county's account, by its payment notice, or at its counter."""


class InvoicePaymentRow(ShopInvoicePayment):
    reference: str
    """What the bank calls it, or the number of the receipt."""
    recorded_by: str
    """The account of staff that recorded it."""


class ShopInvoice(InvoiceFacts):
    payments: list[ShopInvoicePayment]
    """What was paid of it, the first first."""


class InvoiceRow(InvoiceFacts):
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
    """Whether its last day passed while something is open."""
    payments: list[InvoicePaymentRow]
    """What was paid of it, the first first."""
    withdrawal_id: InvoiceWithdrawalRef | None
    """The request that withdrew what was open; null if none did."""
    reference: str | None
    """What the bank calls the last payment; null until there is one."""
    recorded_by: str | None
    """The account of staff that recorded the last payment; null until there is one."""


class InvoicesAnswer(Shape):
    data: list[InvoiceRow]
    """Invoices, the newest first."""
    next_cursor: NextCursor


class InvoicesQuery(PageQuery):
    status: InvoiceStatus | None = None
    """Only those that stand so."""


class InvoicePaymentBody(Shape):
    amount: Annotated[int, Field(ge=1, le=AMOUNT_MAX)]
    """Won that came: all that is open, or a part."""
    paid_on: Day
    """The day on which it came."""
    way: PaymentWay = "transfer"
    """How: to the county's account, by its payment notice, or at its counter."""
    reference: Annotated[OneLine, Letters(60)]
    """What the bank calls the payment, or the number of the receipt."""


def shop_invoice(invoice: Invoice) -> ShopInvoice:
    payments = [ShopInvoicePayment(**_payment(one)) for one in invoice.payments]
    return ShopInvoice(**_facts(invoice), payments=payments)


def invoice_row(invoice: Invoice, name: str, today: date) -> InvoiceRow:
    last = invoice.payments[-1] if invoice.payments else None
    return InvoiceRow(
        **_facts(invoice),
        merchant_id=invoice.merchant_id,
        merchant_name=name,
        owing_since=invoice.owing_since,
        settled_on=invoice.settled_on,
        statement_hash=invoice.statement_hash,
        is_overdue=invoice.is_overdue(today),
        payments=[
            InvoicePaymentRow(**_payment(one), reference=one.reference, recorded_by=one.recorded_by)
            for one in invoice.payments
        ],
        withdrawal_id=invoice.withdrawn.withdrawal_id if invoice.withdrawn else None,
        reference=last.reference if last else None,
        recorded_by=last.recorded_by if last else None,
    )


def _facts(invoice: Invoice) -> dict[str, Any]:
    return {
        "invoice_id": invoice.invoice_id,
        "amount": invoice.amount,
        "status": invoice.status,
        "paid_amount": invoice.paid_amount,
        "withdrawn_amount": invoice.withdrawn_amount,
        "open_amount": invoice.open_amount,
        "issued_on": invoice.issued_on,
        "due_on": invoice.due_on,
        "paid_on": invoice.paid_on,
    }


def _payment(one: InvoicePayment) -> dict[str, Any]:
    return {"amount": one.amount, "paid_on": one.paid_on, "way": one.way}
