"""Settings that move money by two people: one proposes a version, another approves or rejects."""

from collections.abc import Iterable

from chalicelib.approvals.approvals import DECISION, Step
from chalicelib.approvals.errors import SettingMovesNoMoneyError, SettingProposalNotFoundError
from chalicelib.approvals.ports import SettingProposalStore
from chalicelib.approvals.requests import ApprovalRequests
from chalicelib.approvals.setting_proposals import SettingProposal, moves_money
from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError
from chalicelib.county import setting_history
from chalicelib.county.declarations import Words
from chalicelib.county.ports import CountyStore
from chalicelib.county.settings import SettingVersion
from chalicelib.staff.person import Person


class SettingProposals(ApprovalRequests[SettingProposal], frozen=True, kw_only=True):
    MATTER = "setting_proposals"
    PREFIX = "spr"
    PURPOSE = "setting"
    NOT_FOUND = SettingProposalNotFoundError

    store: SettingProposalStore
    counties: CountyStore

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
        proposal_id, is_repeated = self.propose_once(
            county_id, person, idempotency_key, asked, lambda: self.judge(county_id, version)
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
        return self.as_proposed(county_id, proposal_id), is_repeated

    def carry_out(self, proposal: SettingProposal) -> None:
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
            self.refuse(proposal, error)
            return
        self.store.record(proposal, version, Step("applied", now), known_count=len(known))
