"""Invoices to shops that owe the county: the list, one, and what was paid of one."""

from typing import Any

from chalicelib.approvals.answers import READERS
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call
from chalicelib.http.operations import Operations
from chalicelib.http.terms import InvoiceRef
from chalicelib.settlement.errors import (
    InvoiceAboveOpenError,
    InvoiceAlreadyPaidError,
    InvoicePaymentsFullError,
    InvoicePaymentTwiceError,
    InvoiceWithdrawnError,
    SettlementInvoiceNotFoundError,
)
from chalicelib.settlement.invoice_answers import (
    InvoicePaymentBody,
    InvoiceRow,
    InvoicesAnswer,
    InvoicesQuery,
    invoice_row,
)
from chalicelib.settlement.invoices import Invoice
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="settlements")


@routes.operation(
    "GET",
    "/v1/staff/settlement-invoices",
    summary="Invoices to shops that owed too long, newest first",
    audience="staff",
    roles=READERS,
    query=InvoicesQuery,
    answer=InvoicesAnswer,
)
def list_settlement_invoices(call: Call[None]) -> InvoicesAnswer:
    page, status = call.page(), call.query.status
    store = call.wired(SettlementWiring).invoice_store
    found, cursor = page.read(
        lambda position: store.page(
            call.county_id, status=status, limit=page.limit, before_id=position
        )
    )
    return InvoicesAnswer(data=_rows(call, found), next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/settlement-invoices/{invoice_id}",
    summary="One invoice to a shop",
    audience="staff",
    roles=READERS,
    answer=InvoiceRow,
    errors=(SettlementInvoiceNotFoundError,),
)
def show_settlement_invoice(call: Call[None], invoice_id: InvoiceRef) -> InvoiceRow:
    invoice = call.wired(SettlementWiring).invoices.by_id(call.county_id, invoice_id)
    return _rows(call, [invoice])[0]


@routes.operation(
    "POST",
    "/v1/staff/settlement-invoices/{invoice_id}/payments",
    summary="Record that a shop paid its invoice, all that is open or a part",
    audience="staff",
    roles=("treasurer",),
    status=201,
    body=InvoicePaymentBody,
    answer=InvoiceRow,
    requires_idempotency_key=True,
    errors=(
        SettlementInvoiceNotFoundError,
        InvoiceAboveOpenError,
        InvoicePaymentsFullError,
        InvoicePaymentTwiceError,
        InvoiceAlreadyPaidError,
        InvoiceWithdrawnError,
        VersionConflictError,
    ),
)
def record_invoice_payment(call: Call[InvoicePaymentBody], invoice_id: InvoiceRef) -> InvoiceRow:
    invoice, is_repeated = call.wired(SettlementWiring).invoices.record_payment(
        call.county_id,
        person_of(call),
        invoice_id,
        amount=call.body.amount,
        way=call.body.way,
        paid_on=call.body.paid_on,
        reference=call.body.reference,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return _rows(call, [invoice])[0]


def _rows(call: Call[Any], invoices: list[Invoice]) -> list[InvoiceRow]:
    payees = call.wired(SettlementWiring).payees.all(call.county_id) if invoices else {}
    today = seoul_date(call.now())
    return [
        invoice_row(each, found.name if (found := payees.get(each.merchant_id)) else "", today)
        for each in invoices
    ]
