"""That what is still open of an invoice is not asked for any more: proposed by one, approved by
another."""

from msgspec import Struct

from chalicelib.approvals.approvals import PROPOSAL, Refusal, StepName, Steps


class InvoiceWithdrawal(Struct, frozen=True, kw_only=True):
    """`amount`: won that were open when it was proposed. Two people agreed on that sum, so it is
    refused if another one is open by then."""

    county_id: str
    withdrawal_id: str
    invoice_id: str
    amount: int
    steps: Steps

    @property
    def status(self) -> StepName:
        """`approved` means: still on the invoice; to approve it again takes it off."""
        return self.steps[-1].name

    @property
    def request_id(self) -> str:
        return self.withdrawal_id

    @property
    def reason(self) -> str:
        return self.steps[PROPOSAL - 1].reason or ""

    @property
    def refusal(self) -> Refusal | None:
        return self.steps[-1].refusal
