"""What two members of staff do together."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from chalicelib.approvals.adjustment_service import AdjustmentService
    from chalicelib.approvals.adjustment_store import AdjustmentStore
    from chalicelib.approvals.bulk_grant_service import BulkGrants
    from chalicelib.approvals.bulk_grant_store import BulkGrantStore
    from chalicelib.approvals.grant_runs import GrantRuns
    from chalicelib.approvals.own_wallets import OwnWallets
    from chalicelib.approvals.setting_proposal_service import SettingProposals
    from chalicelib.approvals.setting_proposal_store import SettingProposalStore


class ApprovalsWiring(Wiring):
    @cached_property
    def adjustment_store(self) -> "AdjustmentStore":
        from chalicelib.approvals.adjustment_store import AdjustmentStore

        return AdjustmentStore(self.adapters.table)

    @cached_property
    def bulk_grant_store(self) -> "BulkGrantStore":
        from chalicelib.approvals.bulk_grant_store import BulkGrantStore

        return BulkGrantStore(self.adapters.table)

    @cached_property
    def own_wallets(self) -> "OwnWallets":
        from chalicelib.approvals.own_wallets import OwnWallets

        return OwnWallets(
            self.adapters.wired(MembersWiring).store,
            self.adapters.wired(CountyWiring).counties,
            self.adapters.now,
        )

    @cached_property
    def adjustments(self) -> "AdjustmentService":
        from chalicelib.approvals.adjustment_service import AdjustmentService

        return AdjustmentService(
            store=self.adjustment_store,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            chain=self.adapters.wired(LedgerWiring).chain,
            wallets=self.adapters.wired(LedgerWiring).store,
            counties=self.adapters.wired(CountyWiring).counties,
            own_wallets=self.own_wallets,
            clock=self.adapters.now,
        )

    @cached_property
    def bulk_grants(self) -> "BulkGrants":
        from chalicelib.approvals.bulk_grant_service import BulkGrants
        from chalicelib.approvals.queue import GrantQueue

        return BulkGrants(
            store=self.bulk_grant_store,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            queue=GrantQueue(self.adapters.queue(self.adapters.settings.grant_queue_url)),
            counties=self.adapters.wired(CountyWiring).counties,
            own_wallets=self.own_wallets,
            clock=self.adapters.now,
        )

    @cached_property
    def setting_proposal_store(self) -> "SettingProposalStore":
        from chalicelib.approvals.setting_proposal_store import SettingProposalStore

        return SettingProposalStore(self.adapters.table)

    @cached_property
    def setting_proposals(self) -> "SettingProposals":
        from chalicelib.approvals.setting_proposal_service import SettingProposals

        return SettingProposals(
            store=self.setting_proposal_store,
            counties=self.adapters.wired(CountyWiring).store,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            clock=self.adapters.now,
        )

    @cached_property
    def grant_runs(self) -> "GrantRuns":
        from chalicelib.approvals.grant_runs import GrantRuns

        return GrantRuns(
            self.bulk_grant_store,
            self.adapters.wired(LedgerWiring).chain,
            self.adapters.wired(LedgerWiring).store,
            self.adapters.wired(CountyWiring).counties,
            self.adapters.now,
        )
