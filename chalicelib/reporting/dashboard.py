"""A day's figures, today's so far, for staff and a booth's own screen: read from its entries."""

from collections import Counter
from datetime import date

from msgspec import Struct, field

from chalicelib.core.cache import TtlCache
from chalicelib.core.clock import Clock
from chalicelib.core.periods import PeriodInvalidError
from chalicelib.core.values import SEOUL, seoul_date
from chalicelib.joining.campaigns import Booth, Campaign
from chalicelib.joining.errors import BoothNotFoundError
from chalicelib.joining.ports import CampaignStore
from chalicelib.ledger.channels import heading_of
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.kinds import KINDS
from chalicelib.ledger.ports import WalletStore
from chalicelib.totals.tally import ChannelKey


class DayFigures(Struct):
    """Counts, and sums in points or won, of adjustments (bulk grants too) with their sign.
    `signups_by_hour` has 24 numbers, of Seoul's hours; so has each
    round's face value that was taken out of its budget, less what was given back."""

    on: date
    signups: int = 0
    signups_by_booth: Counter[str] = field(default_factory=Counter)
    signups_by_channel: Counter[ChannelKey] = field(default_factory=Counter)
    hours_by_booth: dict[str, list[int]] = field(default_factory=dict)
    signups_by_hour: list[int] = field(default_factory=lambda: [0] * 24)
    mileage_granted: int = 0
    mileage_converted: int = 0
    vouchers_issued: int = 0
    vouchers_sold: int = 0
    taken_by_round: dict[str, list[int]] = field(default_factory=dict)
    mileage_adjusted: int = 0
    vouchers_adjusted: int = 0
    redemptions: int = 0
    redeemed_amount: int = 0
    canceled_amount: int = 0


class Dashboard(Struct, frozen=True):
    wallets: WalletStore
    campaigns: CampaignStore
    clock: Clock
    kept: TtlCache[DayFigures] = field(default_factory=lambda: TtlCache(seconds_max=10))
    kept_past: TtlCache[DayFigures] = field(default_factory=TtlCache)
    """For a minute: what was decided before midnight may reach the table after it."""

    def today(self, county_id: str) -> DayFigures:
        """As it was at most ten seconds ago: many booth screens ask, and each reads the day."""
        return self.day(county_id, seoul_date(self.clock()))

    def day(self, county_id: str, on: date) -> DayFigures:
        """The same of any day. Raises `PeriodInvalidError` for one that has not begun."""
        today = seoul_date(self.clock())
        if on > today:
            raise PeriodInvalidError(param="on", period=on.isoformat())
        kept = self.kept if on == today else self.kept_past
        return kept.get((county_id, on), lambda: self._read(county_id, on))

    def _read(self, county_id: str, on: date) -> DayFigures:
        day = DayFigures(on)
        for entry in self.wallets.entries_on(county_id, on):
            _count_by_hour(day, entry)
            role = KINDS[entry.kind].role
            # By role, as a report of the day has them.
            if role == "issue":
                day.mileage_granted += entry.mileage_amount
            elif role == "adjustment":
                day.mileage_adjusted += entry.mileage_amount
                day.vouchers_adjusted += entry.voucher_amount
            elif role == "sale":
                day.vouchers_sold += entry.voucher_amount
            elif role == "conversion":
                day.mileage_converted -= entry.mileage_amount
                day.vouchers_issued += entry.voucher_amount
            elif role == "payment":
                day.redemptions += 1
                day.redeemed_amount -= entry.voucher_amount
            elif role == "payment_canceled":
                day.canceled_amount += entry.voucher_amount
        return day

    def booth(self, county_id: str, code: str) -> tuple[Campaign, Booth, DayFigures]:
        """A booth by its join code, and today's counts."""
        campaign = self.campaigns.by_code(county_id, code)
        booth = campaign.booth(code) if campaign else None
        if campaign is None or booth is None:
            raise BoothNotFoundError
        return campaign, booth, self.today(county_id)


def _count_by_hour(day: DayFigures, entry: Entry) -> None:
    hour = entry.at.astimezone(SEOUL).hour
    if entry.kind == "signup":
        day.signups += 1
        day.signups_by_hour[hour] += 1
        if entry.origin and entry.origin.channel:
            channel = heading_of(entry.origin.channel)
            day.signups_by_channel[ChannelKey(entry.origin.campaign_id, channel)] += 1
        if entry.origin and entry.origin.booth_code:
            booth = entry.origin.booth_code
            day.signups_by_booth[booth] += 1
            day.hours_by_booth.setdefault(booth, [0] * 24)[hour] += 1
    elif (fact := entry.purchase) and fact.budget == "round":
        hours = day.taken_by_round.setdefault(fact.round_id, [0] * 24)
        hours[hour] += entry.budget_amount
