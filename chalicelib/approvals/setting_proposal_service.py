"""Settings that move money by two people: one proposes a version, another approves or rejects."""

from collections.abc import Iterable
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.approvals.approvals import DECISION, OUTCOME, PROPOSAL, Decision, Refusal, Step
from chalicelib.approvals.deciding import decide
from chalicelib.approvals.errors import SettingMovesNoMoneyError, SettingProposalNotFoundError
from chalicelib.approvals.ports import SettingProposalStore
from chalicelib.approvals.setting_proposals import SettingProposal, moves_money
from chalicelib.core.clock import Clock
from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError, TryAgainError
from chalicelib.core.values import new_id
from chalicelib.county import setting_history
from chalicelib.county.declarations import Words
from chalicelib.county.ports import CountyStore
from chalicelib.county.settings import SettingVersion
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.staff.idempotency_keys import propose_once
from chalicelib.staff.person import IdempotencyRecord, Person
from chalicelib.staff.ports import IdempotencyStore

RECORD_TRIES_MAX = 5


class SettingProposals(Struct, frozen=True):
    store: SettingProposalStore
    counties: CountyStore
    idempotency_store: IdempotencyStore
    clock: Clock

    def judge(self, county_id: str, version: SettingVersion) -> Words | None:
        """What the version would do, if it can be proposed now. Nothing is written.

        Raises what `setting_history.check_new` does, and `SettingMovesNoMoneyError`.
        """
        versions = self.counties.setting_versions(county_id, consistent=True)
        setting_history.check_new(versions, version, now=self.clock())
        if not moves_money(version.key):
            raise SettingMovesNoMoneyError(param="key")
        return setting_history.effect_of(versions, version)

    def effects(self, county_id: str, proposals: Iterable[SettingProposal]) -> list[Words | None]:
        """What each of them does, beside what holds on the day before it."""
        versions = self.counties.setting_versions(county_id)
        return [setting_history.effect_of(versions, one.version()) for one in proposals]

    def propose(
        self, county_id: str, person: Person, version: SettingVersion, *, idempotency_key: str
    ) -> tuple[SettingProposal, bool]:
        """(the proposal as it was made, whether this repeats it). Nothing is in force yet.

        Raises what `judge` does, and `IdempotencyKeyReusedError`.
        """
        now = self.clock()
        asked = {
            "key": version.key,
            "effective_on": version.effective_on.isoformat(),
            "value": version.value,
            "source": version.source,
            "notice": version.notice,
        }
        record = IdempotencyRecord(
            county_id=county_id,
            digest=digest("setting", person.subject, idempotency_key),
            resource_id=new_id("spr", now),
            fingerprint=fingerprint(asked),
        )
        proposal_id, is_repeated = propose_once(
            self.idempotency_store, record, lambda: self.judge(county_id, version), now=now
        )
        proposed = SettingProposal(
            county_id=county_id,
            proposal_id=proposal_id,
            key=version.key,
            effective_on=version.effective_on,
            value=version.value,
            source=version.source,
            notice=version.notice,
            steps=(Step("proposed", now, by=person),),
        )
        self.store.create(proposed)
        # As it was at first, whatever has become of it since.
        stored = self.by_id(county_id, proposal_id)
        return replace(stored, steps=stored.steps[:PROPOSAL]), is_repeated

    def approve(
        self, county_id: str, person: Person, proposal_id: str, *, reason: str | None
    ) -> SettingProposal:
        """Approve and record the version. To approve again finishes what was cut off, and records
        nothing twice.

        Raises `SettingProposalNotFoundError`, `ApproverIsProposerError`, `AlreadyDecidedError`. A
        rule that refuses to record it now is kept as the outcome, not raised.
        """
        proposal = self._decide(county_id, proposal_id, "approved", person, reason)
        for _ in range(RECORD_TRIES_MAX):
            if len(proposal.steps) >= OUTCOME:
                return proposal
            self._record(proposal)
            proposal = self.by_id(county_id, proposal_id)
        raise TryAgainError(retry_after_seconds=1)

    def reject(
        self, county_id: str, person: Person, proposal_id: str, *, reason: str
    ) -> SettingProposal:
        """Raises `SettingProposalNotFoundError`, `ApproverIsProposerError`,
        `AlreadyDecidedError`."""
        return self._decide(county_id, proposal_id, "rejected", person, reason)

    def by_id(self, county_id: str, proposal_id: str) -> SettingProposal:
        proposal = self.store.by_id(county_id, proposal_id)
        if proposal is None:
            raise SettingProposalNotFoundError
        return proposal

    def page(
        self, county_id: str, *, status: str | None, limit: int, position: str | None
    ) -> tuple[list[SettingProposal], str | None]:
        """Newest first, and where the next page begins."""
        return self.store.page(county_id, status=status, limit=limit, before_id=position)

    def _decide(
        self,
        county_id: str,
        proposal_id: str,
        decision: Decision,
        person: Person,
        reason: str | None,
    ) -> SettingProposal:
        return decide(
            partial(self.by_id, county_id, proposal_id),
            self.store.put_step,
            decision,
            person=person,
            reason=reason,
            at=self.clock(),
        )

    def _record(self, proposal: SettingProposal) -> None:
        """Write the version and the outcome at once, or the refusal if a rule forbids it now;
        nothing if another version came in between: then it is judged anew, beside that."""
        now = self.clock()
        approver = proposal.steps[DECISION - 1].by
        version = proposal.version(
            approved_by=approver.username if approver else "", recorded_at=now
        )
        known = self.counties.setting_versions(proposal.county_id, consistent=True)
        try:
            setting_history.check_new(known, version, now=now)
        except (RuleViolationError, ConflictError, NotFoundError) as error:
            refused = Step("refused", now, refusal=Refusal.of(error))
            self.store.put_step(proposal, OUTCOME, refused)
            return
        self.store.record(proposal, version, Step("applied", now), known_count=len(known))
