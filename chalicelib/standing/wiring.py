"""Who suspends members and shops, and issues and ends keys."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from chalicelib.standing.member_search import MemberSearch
    from chalicelib.standing.merchant_service import StandingOfMerchants
    from chalicelib.standing.reveals import Reveals
    from chalicelib.standing.service import StandingOfMembers
    from chalicelib.standing.store import StandingStore


class StandingWiring(Wiring):
    @cached_property
    def store(self) -> "StandingStore":
        from chalicelib.standing.store import StandingStore

        return StandingStore(self.adapters.table)

    @cached_property
    def members(self) -> "StandingOfMembers":
        from chalicelib.standing.service import StandingOfMembers

        return StandingOfMembers(
            self.store, self.adapters.wired(MembersWiring).store, self.adapters.now
        )

    @cached_property
    def member_search(self) -> "MemberSearch":
        from chalicelib.standing.member_search import MemberSearch

        return MemberSearch(self.adapters.wired(MembersWiring).store, self.adapters.signer)

    @cached_property
    def reveals(self) -> "Reveals":
        from chalicelib.standing.reveals import Reveals

        counties = self.adapters.wired(CountyWiring).counties
        return Reveals(counties, self.adapters.wired(JoiningWiring).throttle)

    @cached_property
    def merchants(self) -> "StandingOfMerchants":
        from chalicelib.standing.merchant_service import StandingOfMerchants

        return StandingOfMerchants(
            store=self.store,
            merchants=self.adapters.wired(MerchantsWiring).store,
            signer=self.adapters.signer,
            is_live=self.adapters.settings.is_live,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            clock=self.adapters.now,
        )
