"""A member's link: who is a new person, what both are given, and how often."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from chalicelib.county.settings import CountySettings
from chalicelib.festivals import keys
from chalicelib.festivals.rewarding import Reward, names_of
from chalicelib.joining.campaigns import Campaign, ReferralOffer
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.receivables import decide_owing

JOINED = "joined"
ASKED_FOR = timedelta(days=60)
"""How long after the campaign's end it may be asked for: what must be spent may take its time."""
OWED_FOR = "referral"
NIGHTS = 14
"""For so many nights it is looked at whether the referrer was rewarded too."""


class Referral(Struct, frozen=True, kw_only=True):
    """That `newcomer_id` joined by the link of `referrer_id`; `offer`: as it was then."""

    campaign: Campaign
    offer: ReferralOffer
    newcomer_id: str
    referrer_id: str
    joined_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.campaign.closes_at + ASKED_FOR


def settled_spending(entries: Iterable[Entry], on: date, settings: CountySettings) -> int:
    """Won spent, less what was taken back; payments that a shop can still cancel do not count yet.
    `entries` in any order."""
    spent: dict[str, int] = {}
    back: dict[str, int] = {}
    for entry in entries:
        if entry.kind == "redemption" and entry.redemption_id:
            last = entry.on + timedelta(days=settings.redemption_cancel_days)
            if last < on:
                spent[entry.redemption_id] = -entry.voucher_amount
        elif entry.kind == "cancellation" and entry.of_redemption_id:
            back[entry.of_redemption_id] = (
                back.get(entry.of_redemption_id, 0) + entry.voucher_amount
            )
    return sum(amount - back.get(name, 0) for name, amount in spent.items())


def newcomer_reward(referral: Referral) -> Reward:
    return Reward(
        kind="referral_grant",
        scope=referral.campaign.campaign_id,
        turn=JOINED,
        mileage=referral.offer.newcomer_mileage,
        names=names_of(referral.campaign),
        campaign=referral.campaign,
        is_followed=True,
    )


def referrer_reward(
    referral: Referral,
    *,
    year: int,
    had: int,
    had_in_year: int,
    last: Sequence[int],
    settings: CountySettings,
) -> Reward | None:
    """`had`: for how many friends of the campaign the member was rewarded; `None` where that is as
    many as its terms, or the county in a year, allow. `last`: the highest numbers that are taken in
    the campaign and in the year, also by who had the member's phone number before."""
    if had >= referral.offer.friends_max or had_in_year >= settings.referral_year_maximum:
        return None
    campaign = referral.campaign
    return Reward(
        kind="referral_grant",
        scope=campaign.campaign_id,
        turn=referral.newcomer_id,
        mileage=referral.offer.referrer_mileage,
        names=names_of(campaign),
        campaign=campaign,
        others=(
            f"{keys.friends_of(campaign.campaign_id)}{last[0] + 1:04d}",
            f"{keys.friends_in(year)}{last[1] + 1:04d}",
        ),
    )


def decide_return(
    head: Entry, given: Entry, *, settings: CountySettings, reason: str, on: date
) -> Draft:
    """What is still there of the points of `given`; what was turned into vouchers is owed in won.
    What expired is neither."""
    lot_id = given.allocations[0].lot_id
    lot = next((each for each in head.lots if each.lot_id == lot_id), None)
    expires_on = given.allocations[0].expires_on
    gone = given.mileage_amount - (lot.remaining if lot else 0)
    if expires_on is not None and expires_on < on:
        gone = 0
    owed = gone * settings.mileage_won_per_point
    return Draft(
        kind="referral_return",
        allocations=(lot_rules.close(lot),) if lot and lot.remaining else (),
        reason=reason,
        followed_by=decide_owing(cause=OWED_FOR, amount=owed) if owed else None,
    )
