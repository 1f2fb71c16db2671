"""What of a campaign a payment goes by, and what it gives and takes back.

It is for the part that vouchers bought at a price paid. What the county gave (`policy`) earns
nothing, so no cashback earns cashback; paper never comes here, as it is paid without a wallet.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.lots import Allocation
from chalicelib.merchants.merchants import Merchant

SHARDS = 10


class CashbackTerms(Struct, frozen=True, kw_only=True):
    """From `opens_at` until before `closes_at`, `rate_percent` of what bought vouchers paid comes
    back if that is `floor_amount` won at least, up to `ceiling_amount` won for a person in a month
    of Seoul. It is for the shops of `merchant_ids`, of the trades in `categories` and those whose
    address has a word of `areas`; for all, if none is named. The budget lies in `shard_count`.
    """

    county_id: str
    campaign_id: str
    rate_percent: int
    floor_amount: int
    ceiling_amount: int
    opens_at: datetime
    closes_at: datetime
    merchant_ids: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    shard_count: int = SHARDS

    def is_within(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at

    def is_at(self, merchant: Merchant) -> bool:
        """Whether payments there get it."""
        if not (self.merchant_ids or self.categories or self.areas):
            return True
        return (
            merchant.merchant_id in self.merchant_ids
            or merchant.category in self.categories
            or any(area in merchant.address.split() for area in self.areas)
        )

    def amount_of(self, bought: int, *, used: int, left: int | None) -> int:
        """Won for a payment of which bought vouchers paid `bought`; `used`: what the person got in
        this month; `left`: of the budget, `None` if it was not looked at. Fractions of a won are
        not given. The last payment gets what is left."""
        if bought < self.floor_amount:
            return 0
        amount = min(bought * self.rate_percent // 100, max(0, self.ceiling_amount - used))
        return amount if left is None else min(amount, left)


class Offer(NamedTuple):
    """What one campaign gives for one payment, in won."""

    campaign: CashbackTerms
    amount: int


def best_offer(
    campaigns: Iterable[CashbackTerms],
    merchant: Merchant,
    *,
    bought: int,
    used: Mapping[str, int],
    left: Mapping[str, int],
    now: datetime,
) -> Offer | None:
    """The most that one campaign gives; campaigns do not add up. `used` and `left` by campaign."""
    offers = [
        Offer(
            campaign,
            campaign.amount_of(
                bought,
                used=used.get(campaign.campaign_id, 0),
                left=left.get(campaign.campaign_id),
            ),
        )
        for campaign in campaigns
        if campaign.is_within(now) and campaign.is_at(merchant)
    ]
    best = max(offers, key=lambda offer: (offer.amount, offer.campaign.campaign_id), default=None)
    return best if best and best.amount else None


def bought_part(allocations: Iterable[Allocation]) -> int:
    """What bought vouchers paid or got back, in won."""
    return sum(abs(each.amount) for each in allocations if each.kind == "sale")


def taken_back(payment: Entry, *, canceled: int) -> int:
    """What of its cashback is taken back once `canceled` won of a payment are: the share of what
    bought vouchers paid that came back to them, without the fraction of a won."""
    fact = payment.cashback
    if fact is None:
        return 0
    returned = lot_rules.give_back(payment.allocations, already=0, amount=canceled)
    return fact.amount * bought_part(returned) // bought_part(payment.allocations)
