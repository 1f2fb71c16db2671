"""Approvals as requests: the same one sent again is a replay, and moves nothing twice."""

from msgspec import Struct

from chalicelib.approvals.adjustment_service import AdjustmentService
from chalicelib.approvals.adjustments import Adjustment
from chalicelib.approvals.approvals import DECISION, OUTCOME
from chalicelib.approvals.bulk_grant_service import BulkGrants
from chalicelib.approvals.bulk_grants import BulkGrant
from chalicelib.approvals.deciding import bind_approval
from chalicelib.approvals.setting_proposal_service import SettingProposals
from chalicelib.approvals.setting_proposals import SettingProposal
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.person import Person


class Approvals(Struct, frozen=True):
    idempotency_keys: IdempotencyKeys
    adjustments: AdjustmentService
    grants: BulkGrants
    settings: SettingProposals

    def approve_adjustment(
        self,
        county_id: str,
        person: Person,
        adjustment_id: str,
        *,
        reason: str | None,
        idempotency_key: str,
    ) -> tuple[Adjustment, bool]:
        """(the adjustment, whether this very request had settled it before).

        Raises `IdempotencyKeyReusedError` and what `AdjustmentService.approve` raises.
        """
        is_repeated = self._bind(county_id, person, adjustment_id, reason, idempotency_key)
        had_outcome = is_repeated and (
            len(self.adjustments.by_id(county_id, adjustment_id).steps) >= OUTCOME
        )
        approved = self.adjustments.approve(county_id, person, adjustment_id, reason=reason)
        return approved, had_outcome

    def approve_grant(
        self,
        county_id: str,
        person: Person,
        grant_id: str,
        *,
        reason: str | None,
        idempotency_key: str,
    ) -> tuple[BulkGrant, bool]:
        """(the bulk grant, whether this very request had approved it before). A repeat sends again
        the rows that have no outcome yet, which is harmless.

        Raises `IdempotencyKeyReusedError` and what `BulkGrants.approve` raises.
        """
        is_repeated = self._bind(county_id, person, grant_id, reason, idempotency_key)
        was_approved = is_repeated and (
            len(self.grants.by_id(county_id, grant_id).steps) >= DECISION
        )
        approved = self.grants.approve(county_id, person, grant_id, reason=reason)
        return approved, was_approved

    def approve_setting(
        self,
        county_id: str,
        person: Person,
        proposal_id: str,
        *,
        reason: str | None,
        idempotency_key: str,
    ) -> tuple[SettingProposal, bool]:
        """(the proposal, whether this very request had settled it before).

        Raises `IdempotencyKeyReusedError` and what `SettingProposals.approve` raises.
        """
        is_repeated = self._bind(county_id, person, proposal_id, reason, idempotency_key)
        had_outcome = is_repeated and (
            len(self.settings.by_id(county_id, proposal_id).steps) >= OUTCOME
        )
        approved = self.settings.approve(county_id, person, proposal_id, reason=reason)
        return approved, had_outcome

    def _bind(
        self, county_id: str, person: Person, request_id: str, reason: str | None, key: str
    ) -> bool:
        return bind_approval(
            self.idempotency_keys, county_id, person, request_id, reason=reason, idempotency_key=key
        )
