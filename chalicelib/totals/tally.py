"""Counting the entries of a period, one at a time: people, merchants, use.

Nothing here depends on the order of different wallets' entries, only on the order within a wallet.
"""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.core import regions
from chalicelib.core.periods import Period
from chalicelib.core.values import SEOUL
from chalicelib.ledger.channels import heading_of
from chalicelib.ledger.entries import Counterparty, Entry
from chalicelib.totals.campaign_tally import CampaignTally
from chalicelib.totals.continuity import WalletLinks
from chalicelib.totals.day_totals import ClosingTotals, DayTotals
from chalicelib.totals.flows import FlowTally
from chalicelib.totals.funds import FundTally, plus
from chalicelib.totals.use_tally import AT_SHOPS, Sales, UseTally

HOURS = 24


class BoothKey(NamedTuple):
    """`None` where the sign-up came without a campaign or without a booth."""

    campaign_id: str | None
    booth_code: str | None


class ChannelKey(NamedTuple):
    """`channel` is `None` where the sign-up came by no link."""

    campaign_id: str | None
    channel: str | None


class SignupTally:
    """Sign-ups; with `campaign_id`, only those that came through that campaign."""

    def __init__(self, campaign_id: str | None = None) -> None:
        self._campaign_id = campaign_id
        self.total = 0
        self.by_booth: Counter[BoothKey] = Counter()
        self.by_channel: Counter[ChannelKey] = Counter()
        self.by_hour = [0] * HOURS
        self.by_day: Counter[date] = Counter()
        self.by_region: Counter[tuple[str, str]] = Counter()
        self.by_relation: Counter[str] = Counter()

    def add(self, entry: Entry, on: date) -> None:
        origin = entry.origin
        campaign_id = origin.campaign_id if origin else None
        if self._campaign_id is not None and campaign_id != self._campaign_id:
            return
        self.total += 1
        self.by_hour[entry.at.astimezone(SEOUL).hour] += 1
        self.by_day[on] += 1
        self.by_booth[BoothKey(campaign_id, origin.booth_code if origin else None)] += 1
        self.by_channel[
            ChannelKey(campaign_id, heading_of(origin.channel if origin else None))
        ] += 1
        region_code = regions.canonical(origin.region_code) if origin else ""
        self.by_region[region_code[:2], region_code] += 1
        self.by_relation[origin.relation if origin else "other"] += 1


class SalesTally:
    """Payments by merchant and by category, and in all."""

    def __init__(self) -> None:
        self.total = Sales()
        self.by_merchant: dict[str, Sales] = {}
        self.by_category: dict[str, Sales] = {}
        self._latest: dict[str, tuple[tuple[str, str], Counterparty]] = {}

    def add(self, entry: Entry) -> None:
        self.total.add(entry)
        merchant = entry.merchant
        if merchant is None:
            return
        self.by_merchant.setdefault(merchant.merchant_id, Sales()).add(entry)
        self.by_category.setdefault(merchant.category, Sales()).add(entry)
        # Merchants change their names; a report shows the last one of its period.
        stamp = (entry.at.isoformat(), entry.entry_id)
        latest = self._latest.get(merchant.merchant_id)
        if latest is None or stamp > latest[0]:
            self._latest[merchant.merchant_id] = (stamp, merchant)

    def merchant(self, merchant_id: str) -> Counterparty:
        """Name and category as of the merchant's last entry."""
        return self._latest[merchant_id][1]


class PeriodTally:
    """Everything a report is made of. Give it each day's entries, then `end_day`, in order."""

    def __init__(self, county_id: str, period: Period, opening: ClosingTotals, *,
                 campaign_id: str | None = None) -> None:  # fmt: skip
        self.county_id = county_id
        self.period = period
        self.opening = opening
        self.campaign_id = campaign_id
        self.signups = SignupTally(campaign_id)
        self.sales = SalesTally()
        self.use = UseTally()
        self.campaign = CampaignTally(campaign_id) if campaign_id else None
        self.links = WalletLinks()
        self.days: list[DayTotals] = []
        self._day_flows = FlowTally()
        self._day_funds = FundTally()
        self._day_movement = [0, 0]

    def add(self, entry: Entry) -> None:
        """`ValueError` for an entry of another county or day: the source is wrong."""
        on = self._today()
        if entry.on != on or entry.county_id != self.county_id:
            raise ValueError(f"{entry.entry_id} of {entry.county_id} is not of {on}")
        self._day_flows.add(entry)
        self._day_funds.add(entry)
        mileage, voucher = self.links.add(entry, on)
        self._day_movement[0] += mileage
        self._day_movement[1] += voucher
        if self.campaign:
            self.campaign.add(entry)
        if entry.kind == "signup":
            self.signups.add(entry, on)
        else:
            self.use.add(entry)
            if entry.kind in AT_SHOPS:
                self.sales.add(entry)

    def end_day(self) -> DayTotals:
        """The totals of the day whose entries were given last."""
        flows = self._day_flows.flows()
        before = self.days[-1].closing if self.days else self.opening
        closing = ClosingTotals(
            before.members + flows["signup"].count,
            before.mileage + self._day_movement[0],
            before.voucher + self._day_movement[1],
            plus(before.bought, self._day_funds.bought),
            plus(before.paper, self._day_funds.paper),
        )
        funds = self._day_funds
        totals = DayTotals(
            self.county_id,
            self._today(),
            closing,
            flows,
            funds.bought_spent,
            funds.discounts_by_round(),
        )
        self.days.append(totals)
        self._day_flows = FlowTally()
        self._day_funds = FundTally()
        self._day_movement = [0, 0]
        return totals

    def _today(self) -> date:
        return self.period.first_on + timedelta(days=len(self.days))
