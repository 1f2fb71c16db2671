"""Withdrawals of invoices as their steps, and the invoice that is written with the outcome."""

from chalicelib.approvals.approvals import OUTCOME, Step
from chalicelib.approvals.keys import split_step
from chalicelib.approvals.step_store import StepStore, step_from_item
from chalicelib.aws.table import Item, Table
from chalicelib.settlement import keys
from chalicelib.settlement.invoice_store import item_from_invoice
from chalicelib.settlement.invoice_withdrawals import InvoiceWithdrawal
from chalicelib.settlement.invoices import Invoice
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record


class InvoiceWithdrawalStore(StepStore[InvoiceWithdrawal]):
    """Access pattern 314: one by its id. Access pattern 315: a page, newest first."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, keys.invoice_withdrawals, _withdrawal)

    def create(self, request: InvoiceWithdrawal) -> None:
        """Access pattern 313: the proposal. Does nothing if it is there."""
        facts = {"invoice_id": request.invoice_id, "amount": request.amount}
        self.put_proposal(request, facts)

    def put_withdrawn(
        self, request: InvoiceWithdrawal, invoice: Invoice, version: int, record: AuditRecord
    ) -> bool:
        """Access pattern 316: the invoice over the version that was read, the step `applied` and
        the record, in one transaction; `False` if somebody was at one of them before."""
        assert invoice.withdrawn is not None
        step = self._item(request, OUTCOME, Step("applied", invoice.withdrawn.at))
        withdrawn = item_from_invoice(invoice, version=version + 1)
        return self._table.put_together([step, item_from_record(record)], [withdrawn])


def _withdrawal(county_id: str, items: list[Item]) -> InvoiceWithdrawal:
    proposal = items[0]
    return InvoiceWithdrawal(
        county_id=county_id,
        withdrawal_id=split_step(proposal["sk"])[0],
        invoice_id=proposal["invoice_id"],
        amount=proposal["amount"],
        steps=tuple(map(step_from_item, items)),
    )
