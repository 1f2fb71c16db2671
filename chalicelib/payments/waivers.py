"""What somebody owes and the county lets go: proposed by one person, approved by another."""

from msgspec import Struct

from chalicelib.approvals.approvals import PROPOSAL, Refusal, StepName, Steps

REFERENCE = "receivable_waived"


class Waiver(Struct, frozen=True, kw_only=True):
    """`amount` won of what the member owes are not asked for any more."""

    county_id: str
    waiver_id: str
    member_id: str
    amount: int
    steps: Steps

    @property
    def status(self) -> StepName:
        """`approved` means: not in the ledger yet; to approve it again writes it."""
        return self.steps[-1].name

    @property
    def request_id(self) -> str:
        return self.waiver_id

    @property
    def reason(self) -> str:
        return self.steps[PROPOSAL - 1].reason or ""

    @property
    def entry_id(self) -> str | None:
        return self.steps[-1].entry_id

    @property
    def refusal(self) -> Refusal | None:
        return self.steps[-1].refusal


def reference_of(waiver_id: str) -> str:
    """What the ledger entry is called. One waiver, one entry."""
    return f"{REFERENCE}/{waiver_id}"
