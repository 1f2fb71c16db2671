"""What members do at a campaign, and what they are rewarded for."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.visits.wiring import VisitsWiring

if TYPE_CHECKING:
    from chalicelib.festivals.activity_service import Activities
    from chalicelib.festivals.referral_service import Referrals
    from chalicelib.festivals.return_service import Returns
    from chalicelib.festivals.service import Visits
    from chalicelib.festivals.store import StampStore, VisitStore
    from chalicelib.festivals.tour_service import Tours


class FestivalsWiring(Wiring):
    @cached_property
    def visit_store(self) -> "VisitStore":
        from chalicelib.festivals.store import VisitStore

        return VisitStore(self.adapters.table)

    @cached_property
    def visits(self) -> "Visits":
        from chalicelib.festivals.service import Visits

        ledger = self.adapters.wired(LedgerWiring)
        return Visits(
            chain=ledger.chain,
            wallets=ledger.store,
            store=self.visit_store,
            campaigns=self.adapters.wired(JoiningWiring).campaigns,
            counties=self.adapters.wired(CountyWiring).counties,
            signer=self.adapters.signer,
            clock=self.adapters.now,
        )

    @cached_property
    def stamps(self) -> "StampStore":
        from chalicelib.festivals.store import StampStore

        return StampStore(self.adapters.table)

    @cached_property
    def tours(self) -> "Tours":
        from chalicelib.festivals.tour_service import Tours

        return Tours(
            visits=self.visits,
            stamps=self.stamps,
            sights=self.adapters.wired(CountyWiring).facilities,
            admissions=self.adapters.wired(VisitsWiring).admission_store,
        )

    @cached_property
    def activities(self) -> "Activities":
        from chalicelib.festivals.activity_service import Activities

        return Activities(self.visits.rewards, self.adapters.now)

    @cached_property
    def referrals(self) -> "Referrals":
        from chalicelib.festivals.referral_service import Referrals

        return Referrals(
            rewards=self.visits.rewards,
            wallets=self.adapters.wired(LedgerWiring).store,
            members=self.adapters.wired(MembersWiring).store,
            signer=self.adapters.signer,
            clock=self.adapters.now,
        )

    @cached_property
    def returns(self) -> "Returns":
        from chalicelib.festivals.return_service import Returns

        return Returns(self.referrals, self.adapters.now)
