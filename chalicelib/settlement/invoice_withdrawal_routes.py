"""Withdrawing what is open of an invoice to a shop: one person asks, another decides."""

from typing import Any

from chalicelib.approvals.answers import (
    DECIDERS,
    PROPOSERS,
    READERS,
    ApprovalBody,
    Reason,
    RefusalAnswer,
    RejectionBody,
    RequestsQuery,
    StepsTaken,
    approve,
    listed,
    may_decide,
    refusal_answer,
    reject,
    step_answers,
)
from chalicelib.approvals.approvals import StepName
from chalicelib.approvals.errors import AlreadyDecidedError, ApproverIsProposerError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.terms import InvoiceRef, InvoiceWithdrawalRef, MayDecide, NextCursor
from chalicelib.settlement.errors import (
    InvoiceAlreadyPaidError,
    InvoiceWithdrawalNotFoundError,
    InvoiceWithdrawnError,
    SettlementInvoiceNotFoundError,
)
from chalicelib.settlement.invoice_withdrawals import InvoiceWithdrawal
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="settlements")
LIST = "/v1/staff/settlement-invoice-withdrawals"


class InvoiceWithdrawalBody(Shape):
    invoice_id: InvoiceRef
    reason: Reason


class InvoiceWithdrawalAnswer(Shape):
    """`approved`: still on the invoice; to approve it again takes it off."""

    withdrawal_id: InvoiceWithdrawalRef
    invoice_id: InvoiceRef
    status: StepName
    """How far it has come."""
    amount: int
    """Won that were open when it was proposed, which are not to be asked for any more."""
    reason: str
    """Why."""
    refusal: RefusalAnswer | None
    """Why it could not be done; null if nothing refused it."""
    may_decide: MayDecide
    steps: StepsTaken


class InvoiceWithdrawalsAnswer(Shape):
    data: list[InvoiceWithdrawalAnswer]
    """Requests, the newest first."""
    next_cursor: NextCursor


@routes.operation(
    "POST",
    LIST,
    summary="Ask to withdraw what is open of an invoice; another person approves it",
    audience="staff",
    roles=PROPOSERS,
    status=201,
    body=InvoiceWithdrawalBody,
    answer=InvoiceWithdrawalAnswer,
    requires_idempotency_key=True,
    errors=(SettlementInvoiceNotFoundError, InvoiceAlreadyPaidError, InvoiceWithdrawnError),
)
def request_invoice_withdrawal(call: Call[InvoiceWithdrawalBody]) -> InvoiceWithdrawalAnswer:
    made, is_repeated = call.wired(SettlementWiring).invoice_withdrawals.propose(
        call.county_id,
        person_of(call),
        invoice_id=call.body.invoice_id,
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return _answer(call, made)


@routes.operation(
    "GET",
    LIST,
    summary="What is to be withdrawn of invoices or was, newest first",
    audience="staff",
    roles=READERS,
    query=RequestsQuery,
    answer=InvoiceWithdrawalsAnswer,
)
def list_invoice_withdrawals(call: Call[None]) -> InvoiceWithdrawalsAnswer:
    found, cursor = listed(call, call.wired(SettlementWiring).invoice_withdrawals)
    return InvoiceWithdrawalsAnswer(data=[_answer(call, one) for one in found], next_cursor=cursor)


@routes.operation(
    "GET",
    LIST + "/{withdrawal_id}",
    summary="One request to withdraw what is open of an invoice, with who did what",
    audience="staff",
    roles=READERS,
    answer=InvoiceWithdrawalAnswer,
    errors=(InvoiceWithdrawalNotFoundError,),
)
def show_invoice_withdrawal(
    call: Call[None], withdrawal_id: InvoiceWithdrawalRef
) -> InvoiceWithdrawalAnswer:
    requests = call.wired(SettlementWiring).invoice_withdrawals
    return _answer(call, requests.by_id(call.county_id, withdrawal_id))


@routes.operation(
    "POST",
    LIST + "/{withdrawal_id}/approve",
    summary="Approve and withdraw; to approve again finishes what was cut off",
    audience="staff",
    roles=DECIDERS,
    body=ApprovalBody,
    answer=InvoiceWithdrawalAnswer,
    requires_idempotency_key=True,
    errors=(InvoiceWithdrawalNotFoundError, ApproverIsProposerError, AlreadyDecidedError),
)
def approve_invoice_withdrawal(
    call: Call[ApprovalBody], withdrawal_id: InvoiceWithdrawalRef
) -> InvoiceWithdrawalAnswer:
    return _answer(
        call, approve(call, call.wired(SettlementWiring).invoice_withdrawals, withdrawal_id)
    )


@routes.operation(
    "POST",
    LIST + "/{withdrawal_id}/reject",
    summary="Reject; final",
    audience="staff",
    roles=DECIDERS,
    body=RejectionBody,
    answer=InvoiceWithdrawalAnswer,
    errors=(InvoiceWithdrawalNotFoundError, ApproverIsProposerError, AlreadyDecidedError),
)
def reject_invoice_withdrawal(
    call: Call[RejectionBody], withdrawal_id: InvoiceWithdrawalRef
) -> InvoiceWithdrawalAnswer:
    return _answer(
        call, reject(call, call.wired(SettlementWiring).invoice_withdrawals, withdrawal_id)
    )


def _answer(call: Call[Any], one: InvoiceWithdrawal) -> InvoiceWithdrawalAnswer:
    return InvoiceWithdrawalAnswer(
        withdrawal_id=one.withdrawal_id,
        invoice_id=one.invoice_id,
        status=one.status,
        amount=one.amount,
        reason=one.reason,
        refusal=refusal_answer(one.refusal, call.language),
        may_decide=may_decide(call, one.steps),
        steps=step_answers(one.steps),
    )
