"""Cashback campaigns that are approved, for tests of what they do."""

from chalicelib.cashbacks.campaigns import CashbackCampaign
from tests.worlds import World


def start_cashback(world: World, campaign: CashbackCampaign) -> None:
    world.cashback_store.lay_out(campaign)
    world.cashback_store.create(campaign)
    world.cashbacks.known.forget(campaign.county_id)
