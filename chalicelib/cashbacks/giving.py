"""Cashback beside a payment, in its transaction, and taking it back beside a cancel.

A payment is never refused for a campaign: what cannot be given is not given. Where no campaign is
open at a shop a payment reads and writes what it would without campaigns.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from chalicelib.cashbacks.offers import CashbackTerms, best_offer, bought_part, taken_back
from chalicelib.cashbacks.ports import CashbackTermsStore
from chalicelib.core.cache import TtlCache
from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date, sibling_id
from chalicelib.county.settings import CountySettings
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, new_entry_id
from chalicelib.ledger.budget import BudgetChange, BudgetShortError, own_shard, spread_over
from chalicelib.ledger.cashback_facts import CashbackFact
from chalicelib.ledger.chain import Outcome
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.lots import LOTS_MAX, Lot
from chalicelib.ledger.owing import ReceivableFact
from chalicelib.ledger.vouchers import voucher_expiry
from chalicelib.merchants.merchants import Merchant

TRIES_MAX = 10
"""How often the shards are looked at anew while others are paid out of them too; whoever loses so
often at the very end of a budget is paid without."""
EMPTY_FOR = timedelta(minutes=1)
"""So long a campaign that has nothing left is not asked: what is taken back may be given again."""
RETURN_SHARD = 0
"""Where what is taken back goes: every campaign has it, and whoever finds too little looks at
all."""


class Giving(Struct, frozen=True):
    """What may be given for one payment; `left` of each campaign that was looked at, by shard."""

    campaigns: tuple[CashbackTerms, ...]
    merchant: Merchant
    left: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    def added(self, draft: Draft, head: Entry, settings: CountySettings, now: datetime) -> Draft:
        """The payment `draft` with its cashback; as it is if there is none."""
        if not self.campaigns or len(head.lots) >= LOTS_MAX:
            return draft
        month = seoul_date(now).strftime("%Y-%m")
        counters = head.cashbacks
        offer = best_offer(
            self.campaigns,
            self.merchant,
            bought=bought_part(draft.allocations),
            used=counters.amounts if counters and counters.month == month else {},
            left={name: sum(shards.values()) for name, shards in self.left.items()},
            now=now,
        )
        if offer is None:
            return draft
        campaign, amount = offer
        entry_id = new_entry_id(now)
        lot = Lot(
            lot_id=_lot_id(entry_id),
            kind="policy",
            source=campaign.campaign_id,
            face=amount,
            remaining=amount,
            expires_on=voucher_expiry("policy", seoul_date(now), settings),
        )
        fact = CashbackFact(campaign.campaign_id, amount)
        return replace(
            draft,
            entry_id=entry_id,
            cashback=fact,
            budget=BudgetChange(
                None, self._parts(campaign, head.member_id, amount), campaign.campaign_id
            ),
            followed_by=Draft(
                kind="cashback",
                allocations=(lot_rules.put_in(lot),),
                cashback=fact,
                of_redemption_id=sibling_id("rdm", entry_id),
            ),
        )

    def _parts(self, campaign: CashbackTerms, member_id: str, amount: int) -> dict[int, int]:
        seen = self.left.get(campaign.campaign_id)
        if seen is None:
            return {own_shard(member_id, campaign.shard_count): -amount}
        return spread_over(amount, seen)


def with_return(
    draft: Draft, payment: Entry, head: Entry, settings: CountySettings, now: datetime
) -> Draft:
    """The cancel `draft` of `payment`, and with it what of its cashback is taken back: out of its
    own lot as far as that holds, and what is spent is owed from now on. Once the lot has expired
    nothing is: what is gone of it need not have been spent. `settings`: of the day of the
    payment."""
    fact, today = payment.cashback, seoul_date(now)
    if fact is None or voucher_expiry("policy", payment.on, settings) < today:
        return draft
    before = draft.canceled_before
    amount = taken_back(payment, canceled=before + draft.canceled_amount)
    amount -= taken_back(payment, canceled=before)
    if not amount:
        return draft
    lot_id = _lot_id(payment.entry_id)
    held = next((x for x in head.lots if x.lot_id == lot_id), None)
    taken = min(amount, held.remaining) if held else 0
    back = CashbackFact(fact.campaign_id, -amount)
    return replace(
        draft,
        cashback=back,
        budget=BudgetChange(None, {RETURN_SHARD: taken}, fact.campaign_id) if taken else None,
        followed_by=Draft(
            kind="cashback_return",
            allocations=(lot_rules.change(held, -taken),) if held else (),
            cashback=back,
            of_redemption_id=payment.redemption_id,
            receivable=ReceivableFact("cashback", amount - taken) if amount > taken else None,
        ),
    )


class Cashbacks(Struct, frozen=True):
    """The open campaigns as this process knows them, for a minute; so long after one was closed
    another process may still give of it, never more than its budget."""

    store: CashbackTermsStore
    clock: Clock
    known: TtlCache[tuple[CashbackTerms, ...]] = field(default_factory=TtlCache)
    empty_since: dict[str, datetime] = field(default_factory=dict)

    def paying(self, merchant: Merchant, pay: Callable[[Giving], Outcome | None]) -> Outcome | None:
        """What `pay` wrote, with what the campaigns of the shop give."""
        giving = self.open_at(merchant)
        for _ in range(TRIES_MAX):
            try:
                return pay(giving)
            except BudgetShortError:
                giving = self._looked_at(giving)
        return pay(Giving((), merchant))

    def open_at(self, merchant: Merchant) -> Giving:
        county_id, now = merchant.county_id, self.clock()
        campaigns = self.known.get(county_id, lambda: tuple(self.store.running(county_id, now)))
        return Giving(
            tuple(
                each
                for each in campaigns
                if each.is_within(now) and each.is_at(merchant) and not self._is_empty(each)
            ),
            merchant,
        )

    def _looked_at(self, giving: Giving) -> Giving:
        """With all shards read; a campaign that has nothing left is not asked for a minute."""
        left = {each.campaign_id: self.store.left(each) for each in giving.campaigns}
        rest = []
        for campaign in giving.campaigns:
            if any(left[campaign.campaign_id].values()):
                rest.append(campaign)
            else:
                self.empty_since[campaign.campaign_id] = self.clock()
        return replace(giving, campaigns=tuple(rest), left=left)

    def _is_empty(self, campaign: CashbackTerms) -> bool:
        seen_at = self.empty_since.get(campaign.campaign_id)
        return seen_at is not None and self.clock() - seen_at < EMPTY_FOR


def _lot_id(entry_id: str) -> str:
    """The lot of a payment's cashback, named by the payment, so that its cancel finds it."""
    return sibling_id("vch", entry_id)
