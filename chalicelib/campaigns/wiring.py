"""What the desk of campaigns is made of."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from chalicelib.campaigns.proposal_service import CampaignProposals
    from chalicelib.campaigns.service import CampaignDesk
    from chalicelib.campaigns.store import CampaignDeskStore


class CampaignsWiring(Wiring):
    @cached_property
    def store(self) -> "CampaignDeskStore":
        from chalicelib.campaigns.store import CampaignDeskStore

        return CampaignDeskStore(self.adapters.table)

    @cached_property
    def desk(self) -> "CampaignDesk":
        from chalicelib.campaigns.service import CampaignDesk

        return CampaignDesk(
            self.store, self.adapters.wired(JoiningWiring).campaign_store, self.adapters.now
        )

    @cached_property
    def proposals(self) -> "CampaignProposals":
        from chalicelib.campaigns.proposal_service import CampaignProposals

        return CampaignProposals(
            store=self.store,
            campaigns=self.adapters.wired(JoiningWiring).campaign_store,
            facilities=self.adapters.wired(CountyWiring).facilities,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            clock=self.adapters.now,
        )
