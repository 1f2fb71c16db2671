"""Terms of a facility that one person proposes and another approves: they move what is paid."""

from msgspec import Struct

from chalicelib.approvals.approvals import Refusal, StepName, Steps
from chalicelib.visits.facility_terms import FacilityTerms


class TermsProposal(Struct, frozen=True, kw_only=True):
    """`terms` would hold from their day on."""

    county_id: str
    proposal_id: str
    terms: FacilityTerms
    steps: Steps

    @property
    def request_id(self) -> str:
        return self.proposal_id

    @property
    def status(self) -> StepName:
        """`approved` means: not in force yet; to approve it again puts it in force."""
        return self.steps[-1].name

    @property
    def refusal(self) -> Refusal | None:
        return self.steps[-1].refusal
