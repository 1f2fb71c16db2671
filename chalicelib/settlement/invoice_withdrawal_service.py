"""Withdrawing what is still open of an invoice: one proposes it, another approves or rejects."""

from typing import Protocol

from msgspec.structs import replace

from chalicelib.approvals.approvals import DECISION, RequestStore, Step
from chalicelib.approvals.requests import ApprovalRequests
from chalicelib.core.errors import ConflictError
from chalicelib.core.values import to_milliseconds
from chalicelib.settlement.errors import (
    InvoiceAlreadyPaidError,
    InvoiceOpenChangedError,
    InvoiceWithdrawalNotFoundError,
    InvoiceWithdrawnError,
)
from chalicelib.settlement.invoice_service import Invoices
from chalicelib.settlement.invoice_withdrawals import InvoiceWithdrawal
from chalicelib.settlement.invoices import Invoice, InvoiceWithdrawn
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person


class InvoiceWithdrawalStore(RequestStore[InvoiceWithdrawal], Protocol):
    def create(self, request: InvoiceWithdrawal) -> None: ...

    def put_withdrawn(
        self, request: InvoiceWithdrawal, invoice: Invoice, version: int, record: AuditRecord
    ) -> bool: ...


class InvoiceWithdrawals(ApprovalRequests[InvoiceWithdrawal], frozen=True, kw_only=True):
    MATTER = "invoice_withdrawals"
    PREFIX = "iwd"
    PURPOSE = "invoice_withdrawal"
    NOT_FOUND = InvoiceWithdrawalNotFoundError

    store: InvoiceWithdrawalStore
    invoices: Invoices

    def propose(
        self,
        county_id: str,
        person: Person,
        *,
        invoice_id: str,
        reason: str,
        idempotency_key: str,
    ) -> tuple[InvoiceWithdrawal, bool]:
        """(the request as it was proposed, whether this repeats it), for all that is open now.

        Raises `SettlementInvoiceNotFoundError`, `InvoiceWithdrawnError`,
        `InvoiceAlreadyPaidError`, `IdempotencyKeyReusedError`.
        """
        now = self.clock()
        invoice = self.invoices.by_id(county_id, invoice_id)
        asked = {"invoice_id": invoice_id, "reason": reason}
        withdrawal_id, is_repeated = self.propose_once(
            county_id, person, idempotency_key, asked, lambda: _check_open(invoice)
        )
        self.store.create(
            InvoiceWithdrawal(
                county_id=county_id,
                withdrawal_id=withdrawal_id,
                invoice_id=invoice_id,
                amount=invoice.open_amount,
                steps=(Step("proposed", now, by=person, reason=reason),),
            )
        )
        return self.as_proposed(county_id, withdrawal_id), is_repeated

    def carry_out(self, request: InvoiceWithdrawal) -> None:
        """Take what is open off the invoice, or refuse if it is not what the two agreed on: a
        payment was written down meanwhile, or another request withdrew it."""
        invoice, version = self.invoices.with_version(request.county_id, request.invoice_id)
        if invoice.open_amount != request.amount:
            changed = InvoiceOpenChangedError(
                open_amount=invoice.open_amount, asked_amount=request.amount
            )
            self.refuse(request, changed)
            return
        try:
            # A proposal that was cut off is made by its repeat, when nothing may be open any more.
            _check_open(invoice)
        except ConflictError as error:
            self.refuse(request, error)
            return
        withdrawn = InvoiceWithdrawn(
            amount=request.amount,
            withdrawal_id=request.withdrawal_id,
            at=to_milliseconds(self.clock()),
        )
        left = replace(invoice, withdrawn=withdrawn)
        self.store.put_withdrawn(request, left, version, _record(request, invoice, left))


def _check_open(invoice: Invoice) -> None:
    if invoice.withdrawn is not None:
        raise InvoiceWithdrawnError
    if not invoice.open_amount:
        raise InvoiceAlreadyPaidError


def _record(request: InvoiceWithdrawal, before: Invoice, after: Invoice) -> AuditRecord:
    """By who approved; who proposed stands in it by name, and in the steps by both."""
    approver, proposer = request.steps[DECISION - 1].by, request.steps[0].by
    assert after.withdrawn is not None
    assert approver is not None
    assert proposer is not None
    at = after.withdrawn.at
    return AuditRecord.made(
        county_id=after.county_id,
        at=at,
        by=approver,
        action="invoice_withdrawn",
        target_id=after.invoice_id,
        reason=request.reason,
        before={"status": before.status, "open_amount": before.open_amount},
        after={
            "status": after.status,
            "open_amount": after.open_amount,
            "amount": after.withdrawn.amount,
            "proposed_by": proposer.username,
            "withdrawal_id": request.withdrawal_id,
        },
    )
