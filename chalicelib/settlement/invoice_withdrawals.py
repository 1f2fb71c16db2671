"""That what is still open of an invoice is not asked for any more: proposed by one, approved by
another."""

from chalicelib.approvals.approvals import PROPOSAL, SteppedRequest


class InvoiceWithdrawal(SteppedRequest, frozen=True, kw_only=True):
    """`amount`: won that were open when it was proposed. Two people agreed on that sum, so it is
    refused if another one is open by then."""

    withdrawal_id: str
    invoice_id: str
    amount: int

    @property
    def request_id(self) -> str:
        return self.withdrawal_id

    @property
    def reason(self) -> str:
        return self.steps[PROPOSAL - 1].reason or ""
