"""Hours, fees and benefits of a facility by two people: one proposes, another approves."""

from chalicelib.approvals.approvals import DECISION, Step
from chalicelib.approvals.requests import ApprovalRequests
from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError
from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person
from chalicelib.visits.errors import FacilityProposalNotFoundError
from chalicelib.visits.facility_file import record_from_terms
from chalicelib.visits.facility_service import Facilities
from chalicelib.visits.facility_terms import FacilityTerms
from chalicelib.visits.ports import TermsProposalStore
from chalicelib.visits.terms_proposals import TermsProposal


class TermsProposals(ApprovalRequests[TermsProposal], frozen=True, kw_only=True):
    MATTER = "facility_proposals"
    PREFIX = "fpr"
    PURPOSE = "facility"
    NOT_FOUND = FacilityProposalNotFoundError

    store: TermsProposalStore
    facilities: Facilities

    def propose(
        self, person: Person, terms: FacilityTerms, *, reason: str, idempotency_key: str
    ) -> tuple[TermsProposal, bool]:
        """(the proposal as it was made, whether this repeats it). Nothing is in force yet.

        Raises what `Facilities.check_terms` does, and `IdempotencyKeyReusedError`.
        """
        now, county_id = self.clock(), terms.county_id
        asked = {
            "facility_id": terms.facility_id,
            "terms": record_from_terms(terms),
            "reason": reason,
        }
        proposal_id, is_repeated = self.propose_once(
            county_id, person, idempotency_key, asked, lambda: self.facilities.check_terms(terms)
        )
        step = Step("proposed", now, by=person, reason=reason)
        self.store.create(
            TermsProposal(county_id=county_id, proposal_id=proposal_id, terms=terms, steps=(step,))
        )
        return self.as_proposed(county_id, proposal_id), is_repeated

    def carry_out(self, proposal: TermsProposal) -> None:
        now, terms = self.clock(), proposal.terms
        try:
            self.facilities.check_terms(terms)
        except (RuleViolationError, ConflictError, NotFoundError) as error:
            self.refuse(proposal, error)
            return
        approver = proposal.steps[DECISION - 1].by
        assert approver is not None
        record = AuditRecord(
            county_id=terms.county_id,
            audit_id=new_id("aud", now),
            at=to_milliseconds(now),
            by=approver,
            action="facility_terms_set",
            target_id=terms.facility_id,
            reason=proposal.steps[0].reason or "",
            before={},
            after={"effective_on": terms.effective_on.isoformat(), "source": terms.source},
        )
        if self.store.put_in_force(proposal, Step("applied", now), record):
            self.facilities.forget(terms.county_id, terms.facility_id)
