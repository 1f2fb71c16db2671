"""What who joins is promised, and entry 1 of the wallet that keeps the promise, out of a budget."""

from contextlib import suppress

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.joining import granting
from chalicelib.joining.campaign_service import Campaigns
from chalicelib.joining.signups import Signup, reference_of
from chalicelib.ledger.appending import append
from chalicelib.ledger.budget import (
    CAMPAIGN_SHARDS,
    BudgetChange,
    BudgetShortError,
    own_shard,
    spread_over,
)
from chalicelib.ledger.entries import Entry, Origin
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.ledger.ports import WalletStore
from chalicelib.members.ticket import WhyNothing


class Promise(Struct, frozen=True):
    """`mileage` in points; `why_nothing` where an election forbids it. `budget`: the campaign out
    of whose budget it is taken, if it has one."""

    mileage: int
    why_nothing: WhyNothing | None = None
    budget: str | None = None


class Grant(Struct, frozen=True):
    """`is_own`: whether this sign-up made the entry; then `mileage` is what it granted."""

    is_own: bool
    mileage: int = 0


class CampaignGrants(Struct, frozen=True):
    wallets: WalletStore
    campaigns: Campaigns
    counties: Counties
    clock: Clock

    def promised(self, signup: Signup) -> Promise:
        """What the campaign, or the county without one, granted when the sign-up was accepted."""
        self.counties.county(signup.county_id)
        accepted_on = seoul_date(signup.accepted_at)
        if signup.campaign_id is None:
            return Promise(self.counties.on(signup.county_id, accepted_on).mileage_signup)
        campaign = self.campaigns.kept(signup.county_id, signup.campaign_id)
        mileage = campaign.mileage_at(signup.accepted_at)
        periods = self.campaigns.election_periods(signup.county_id)
        if mileage and campaign.is_locked(signup.accepted_at, accepted_on, periods):
            return Promise(0, "election_period")
        # Terms hold minutes after they are approved: what is remembered of a budget is so by then.
        budget = None if campaign.budget is None else campaign.campaign_id
        return Promise(mileage, budget=budget)

    def grant(self, signup: Signup, member_id: str, mileage: int, budget: str | None) -> Grant:
        """Entry 1 of the wallet, which can exist once. Where the budget holds too little it grants
        nothing: people join all the same."""
        entry = self._entry(signup, member_id, mileage)
        # By the moment of the entry: what is taken is what its day counts.
        if mileage and budget is not None and self._is_counted(signup, budget, entry):
            first = own_shard(member_id, CAMPAIGN_SHARDS)
            for n in range(CAMPAIGN_SHARDS):
                shard = (first + n) % CAMPAIGN_SHARDS
                try:
                    change = BudgetChange(budget, {shard: -mileage})
                    if self.wallets.append_with_budget(entry, change):
                        return Grant(True, mileage)
                except BudgetShortError:
                    continue
                return self._found(signup, member_id)
            # Visits take other sums: what no shard has alone, some may have together.
            left = self.campaigns.shards(self.campaigns.kept(signup.county_id, budget))
            if sum(left.values()) >= mileage:
                with suppress(BudgetShortError):
                    change = BudgetChange(budget, spread_over(mileage, left))
                    if self.wallets.append_with_budget(entry, change):
                        return Grant(True, mileage)
                    return self._found(signup, member_id)
            mileage = 0
            entry = self._entry(signup, member_id, 0)
        if self.wallets.append(entry):
            return Grant(True, mileage)
        return self._found(signup, member_id)

    def _is_counted(self, signup: Signup, campaign_id: str, entry: Entry) -> bool:
        campaign = self.campaigns.kept(signup.county_id, campaign_id)
        return campaign.takes_from_budget(entry.at)

    def _found(self, signup: Signup, member_id: str) -> Grant:
        first = self.wallets.first_entry(signup.county_id, member_id)
        if first is None or first.reference != reference_of(signup.signup_id):
            return Grant(False)
        return Grant(True, first.mileage_amount)

    def _entry(self, signup: Signup, member_id: str, mileage: int) -> Entry:
        now = signup.simulated_at or self.clock()
        reference = reference_of(signup.signup_id)
        draft = granting.decide_signup(
            mileage=mileage,
            origin=Origin(
                signup.region_code,
                signup.relation,
                signup.campaign_id,
                signup.booth_code,
                signup.channel,
            ),
            settings=self.counties.on(signup.county_id, seoul_date(now)),
            now=now,
        )
        return append(
            None,
            draft,
            county_id=signup.county_id,
            member_id=member_id,
            keys=CommandKeys(reference=reference, fingerprint=digest(reference)),
            now=now,
        )
