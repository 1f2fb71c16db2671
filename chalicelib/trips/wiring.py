"""Half-price trips over the table."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from chalicelib.trips.decision_service import TripDecisions
    from chalicelib.trips.service import Trips
    from chalicelib.trips.store import TripStore


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
            clock=self.adapters.now,
            pause=self.adapters.pause,
        )

    @cached_property
    def decisions(self) -> "TripDecisions":
        from chalicelib.trips.decision_service import TripDecisions

        return TripDecisions(
            store=self.store,
            own_wallets=self.adapters.wired(ApprovalsWiring).own_wallets,
            cipher=self.adapters.cipher,
            clock=self.adapters.now,
            pause=self.adapters.pause,
        )
