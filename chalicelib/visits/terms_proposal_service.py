"""Hours, fees and benefits of a facility by two people: one proposes, another approves."""

from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.approvals.approvals import DECISION, OUTCOME, PROPOSAL, Decision, Refusal, Step
from chalicelib.approvals.deciding import bind_approval, decide
from chalicelib.core.clock import Clock
from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError, TryAgainError
from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.idempotency_keys import IdempotencyKeys, propose_once
from chalicelib.staff.person import IdempotencyRecord, Person
from chalicelib.visits.errors import FacilityProposalNotFoundError
from chalicelib.visits.facility_file import record_from_terms
from chalicelib.visits.facility_service import Facilities
from chalicelib.visits.facility_terms import FacilityTerms
from chalicelib.visits.ports import TermsProposalStore
from chalicelib.visits.terms_proposals import TermsProposal

TRIES_MAX = 5


class TermsProposals(Struct, frozen=True):
    store: TermsProposalStore
    facilities: Facilities
    keys: IdempotencyKeys
    clock: Clock

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
        wanted = IdempotencyRecord(
            county_id=county_id,
            digest=digest("facility", person.subject, idempotency_key),
            resource_id=new_id("fpr", now),
            fingerprint=fingerprint(asked),
        )
        proposal_id, is_repeated = propose_once(
            self.keys.idempotency_store,
            wanted,
            lambda: self.facilities.check_terms(terms),
            now=now,
        )
        step = Step("proposed", now, by=person, reason=reason)
        self.store.create(
            TermsProposal(county_id=county_id, proposal_id=proposal_id, terms=terms, steps=(step,))
        )
        # As it was at first, whatever has become of it since.
        stored = self.by_id(county_id, proposal_id)
        return replace(stored, steps=stored.steps[:PROPOSAL]), is_repeated

    def approve(
        self,
        county_id: str,
        person: Person,
        proposal_id: str,
        *,
        reason: str | None,
        idempotency_key: str,
    ) -> tuple[TermsProposal, bool]:
        """(the proposal, in force; whether this repeats the approval). To approve again finishes
        what was cut off. A rule that forbids it now is kept as the outcome, not raised.

        Raises `FacilityProposalNotFoundError`, `ApproverIsProposerError`, `AlreadyDecidedError`.
        """
        is_repeated = bind_approval(
            self.keys,
            county_id,
            person,
            proposal_id,
            reason=reason,
            idempotency_key=idempotency_key,
        )
        proposal = self._decide(county_id, proposal_id, "approved", person, reason)
        for _ in range(TRIES_MAX):
            if len(proposal.steps) >= OUTCOME:
                return proposal, is_repeated
            self._put_in_force(proposal)
            proposal = self.by_id(county_id, proposal_id)
        raise TryAgainError(retry_after_seconds=1)

    def reject(
        self, county_id: str, person: Person, proposal_id: str, *, reason: str
    ) -> TermsProposal:
        """Raises `FacilityProposalNotFoundError`, `ApproverIsProposerError`,
        `AlreadyDecidedError`."""
        return self._decide(county_id, proposal_id, "rejected", person, reason)

    def by_id(self, county_id: str, proposal_id: str) -> TermsProposal:
        """Raises `FacilityProposalNotFoundError`."""
        proposal = self.store.by_id(county_id, proposal_id)
        if proposal is None:
            raise FacilityProposalNotFoundError
        return proposal

    def page(
        self, county_id: str, *, status: str | None, limit: int, position: str | None
    ) -> tuple[list[TermsProposal], str | None]:
        """Newest first, and where the next page begins."""
        return self.store.page(county_id, status=status, limit=limit, before_id=position)

    def _decide(
        self,
        county_id: str,
        proposal_id: str,
        decision: Decision,
        person: Person,
        reason: str | None,
    ) -> TermsProposal:
        return decide(
            partial(self.by_id, county_id, proposal_id),
            self.store.put_step,
            decision,
            person=person,
            reason=reason,
            at=self.clock(),
        )

    def _put_in_force(self, proposal: TermsProposal) -> None:
        now, terms = self.clock(), proposal.terms
        try:
            self.facilities.check_terms(terms)
        except (RuleViolationError, ConflictError, NotFoundError) as error:
            refused = Step("refused", now, refusal=Refusal.of(error))
            self.store.put_step(proposal, OUTCOME, refused)
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
