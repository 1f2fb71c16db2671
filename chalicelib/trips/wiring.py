"""Half-price trips over the table."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.payments.wiring import PaymentsWiring
from chalicelib.staff.wiring import StaffWiring
from chalicelib.uploads.wiring import UploadsWiring
from chalicelib.visits.wiring import VisitsWiring

if TYPE_CHECKING:
    from chalicelib.trips.budget_service import TripBudgets
    from chalicelib.trips.claim_service import Claims
    from chalicelib.trips.claim_store import ClaimStore
    from chalicelib.trips.companion_service import Companions
    from chalicelib.trips.decision_service import TripDecisions
    from chalicelib.trips.effect_service import TripEffects
    from chalicelib.trips.evidence import Evidence
    from chalicelib.trips.grant_service import Grants
    from chalicelib.trips.review_service import Reviews
    from chalicelib.trips.service import Trips
    from chalicelib.trips.store import TripStore
    from chalicelib.trips.withdrawal_service import Withdrawals


class TripsWiring(Wiring):
    @cached_property
    def store(self) -> "TripStore":
        from chalicelib.trips.store import TripStore

        return TripStore(self.adapters.table)

    @cached_property
    def trips(self) -> "Trips":
        from chalicelib.trips.service import Trips

        return Trips(
            store=self.store,
            members=self.adapters.wired(MembersWiring).store,
            counties=self.adapters.wired(CountyWiring).counties,
            idempotency_store=self.adapters.wired(StaffWiring).idempotency_store,
            cipher=self.adapters.cipher,
            hashes=self.adapters.signer,
            images=self.adapters.wired(UploadsWiring).uploads,
            clock=self.adapters.now,
            pause=self.adapters.pause,
        )

    @cached_property
    def withdrawals(self) -> "Withdrawals":
        from chalicelib.trips.withdrawal_service import Withdrawals

        return Withdrawals(
            store=self.store,
            members=self.adapters.wired(MembersWiring).store,
            images=self.adapters.wired(UploadsWiring).uploads,
            clock=self.adapters.now,
            pause=self.adapters.pause,
        )

    @cached_property
    def companions(self) -> "Companions":
        from chalicelib.trips.companion_service import Companions

        return Companions(
            store=self.store,
            members=self.adapters.wired(MembersWiring).store,
            counties=self.adapters.wired(CountyWiring).counties,
            cipher=self.adapters.cipher,
            signer=self.adapters.signer,
            clock=self.adapters.now,
            pause=self.adapters.pause,
        )

    @cached_property
    def budgets(self) -> "TripBudgets":
        from chalicelib.trips.budget_service import TripBudgets
        from chalicelib.trips.budget_store import BudgetStore

        return TripBudgets(
            store=BudgetStore(self.adapters.table),
            trips=self.store,
            counties=self.adapters.wired(CountyWiring).counties,
            clock=self.adapters.now,
        )

    @cached_property
    def effects(self) -> "TripEffects":
        from chalicelib.trips.effect_service import TripEffects
        from chalicelib.trips.effect_store import EffectStore

        return TripEffects(
            store=EffectStore(self.adapters.table),
            trips=self.store,
            claims=self.claim_store,
            evidence=self.evidence,
            wallets=self.adapters.wired(LedgerWiring).store,
            shops=self.adapters.wired(MerchantsWiring).store,
            clock=self.adapters.now,
        )

    @cached_property
    def claim_store(self) -> "ClaimStore":
        from chalicelib.trips.claim_store import ClaimStore

        return ClaimStore(self.adapters.table)

    @cached_property
    def evidence(self) -> "Evidence":
        from chalicelib.trips.evidence import Evidence

        return Evidence(
            wallets=self.adapters.wired(LedgerWiring).store,
            members=self.adapters.wired(MembersWiring).store,
            registry=self.adapters.wired(MerchantsWiring).registry,
            merchants=self.adapters.wired(MerchantsWiring).store,
            facilities=self.adapters.wired(VisitsWiring).facilities,
            admissions=self.adapters.wired(VisitsWiring).admission_store,
            hashes=self.adapters.signer,
        )

    @cached_property
    def claims(self) -> "Claims":
        from chalicelib.trips.claim_service import Claims

        return Claims(
            store=self.claim_store,
            trips=self.store,
            members=self.adapters.wired(MembersWiring).store,
            counties=self.adapters.wired(CountyWiring).counties,
            evidence=self.evidence,
            images=self.adapters.wired(UploadsWiring).uploads,
            hashes=self.adapters.signer,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            clock=self.adapters.now,
            pause=self.adapters.pause,
        )

    @cached_property
    def reviews(self) -> "Reviews":
        from chalicelib.trips.review_service import Reviews

        return Reviews(
            store=self.store,
            claims=self.claim_store,
            evidence=self.evidence,
            images=self.adapters.wired(UploadsWiring).uploads,
            counties=self.adapters.wired(CountyWiring).counties,
            own_wallets=self.adapters.wired(ApprovalsWiring).own_wallets,
            clock=self.adapters.now,
            pause=self.adapters.pause,
        )

    @cached_property
    def grants(self) -> "Grants":
        from chalicelib.trips.grant_service import Grants

        return Grants(
            store=self.store,
            claims=self.claim_store,
            evidence=self.evidence,
            members=self.adapters.wired(MembersWiring).store,
            counties=self.adapters.wired(CountyWiring).counties,
            wallets=self.adapters.wired(LedgerWiring).store,
            chain=self.adapters.wired(LedgerWiring).chain,
            receivables=self.adapters.wired(PaymentsWiring).receivables,
            own_wallets=self.adapters.wired(ApprovalsWiring).own_wallets,
            clock=self.adapters.now,
        )

    @cached_property
    def decisions(self) -> "TripDecisions":
        from chalicelib.trips.decision_service import TripDecisions

        return TripDecisions(
            store=self.store,
            members=self.adapters.wired(MembersWiring).store,
            own_wallets=self.adapters.wired(ApprovalsWiring).own_wallets,
            cipher=self.adapters.cipher,
            images=self.adapters.wired(UploadsWiring).uploads,
            clock=self.adapters.now,
            pause=self.adapters.pause,
        )
