"""A campaign whose terms reward all there is: a card of one sign, members' links; and who joins."""

from datetime import date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.joining.campaign_store import CampaignStore, budget_items, item_from_terms
from chalicelib.joining.campaigns import (
    Booth,
    Campaign,
    CampaignTerms,
    ReferralOffer,
    StampTour,
    spread,
)
from chalicelib.joining.channels import channel_code, read_channel
from chalicelib.joining.signups import Signup, member_id_of
from tests.builders import COUNTY
from tests.worlds import SIGNER, Holder, a_signup

MILEAGE = 700
LOGIN = 10


def a_campaign(table: Any, now: datetime, number: int, *, budget: int) -> Campaign:
    """In shards of which none holds what one reward is, as long as it is under four of them: so it
    doesn't matter which shard is whose."""
    code = f"w{number:08x}"
    sign = Booth(f"{code}-c", "가우도", False, "printed")
    campaign = Campaign(
        county_id=COUNTY, campaign_id=f"cmp_{number:016X}", code=code,
        name="갈대축제", name_en="Reed Festival", signup_mileage=0,
        opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9),
        booths=(sign,), version=1,
    )  # fmt: skip
    terms = CampaignTerms(
        number=1, holds_from=now - timedelta(days=1), signup_mileage=0, budget=budget,
        legal_basis="조례", gives_in_elections=False, proposal_id=f"cpr_{number:016X}",
        approved_by="second",
        tour=StampTour(places=(sign.code,), needed=1, mileage=MILEAGE),
        referral=ReferralOffer(
            referrer_mileage=MILEAGE, newcomer_mileage=MILEAGE, spending=0, friends_max=1
        ),
    )  # fmt: skip
    CampaignStore(table).put(campaign)
    for item in (item_from_terms(campaign, terms), *budget_items(campaign, spread(budget, 1))):
        table.put(item)
    return replace(campaign, terms=(terms,))


def rewarded_log_ins(table: Any) -> None:
    version = SettingVersion("activity.login", date(2026, 1, 1), LOGIN, "조례")
    CountyStore(table).put_setting(COUNTY, version)


def a_person(name: str, now: datetime, **changes: Any) -> Signup:
    """Who is identified at once, as nobody else is."""
    return a_signup(name, now=now, identity_key=f"person {name}", **changes)


def a_friend(campaign: Campaign, referrer: Holder, name: str, now: datetime) -> Signup:
    link = f"friend-{SIGNER.referral_names.seal(COUNTY, referrer.member_id)}"
    channel = read_channel(SIGNER, campaign, channel_code(SIGNER, campaign, link))
    return a_person(name, now, campaign_id=campaign.campaign_id, booth_code=None, channel=channel)


def holder_of(signup: Signup) -> Holder:
    return Holder(member_id_of(signup.signup_id))
