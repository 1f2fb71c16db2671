"""Today so far, for staff and for a booth's own screen: read from the day's entries."""

from collections import Counter
from datetime import date

from msgspec import Struct, field

from chalicelib.core.cache import TtlCache
from chalicelib.core.clock import Clock
from chalicelib.core.values import SEOUL, seoul_date
from chalicelib.joining.campaigns import Booth, Campaign
from chalicelib.joining.errors import BoothNotFoundError
from chalicelib.joining.ports import CampaignStore
from chalicelib.ledger.kinds import KINDS
from chalicelib.ledger.ports import WalletStore


class Today(Struct):
    """Counts, and sums in points or won, of adjustments (bulk grants too) with their sign.
    `signups_by_hour` has 24 numbers, of Seoul's hours."""

    on: date
    signups: int = 0
    signups_by_booth: Counter[str] = field(default_factory=Counter)
    hours_by_booth: dict[str, list[int]] = field(default_factory=dict)
    signups_by_hour: list[int] = field(default_factory=lambda: [0] * 24)
    mileage_granted: int = 0
    mileage_converted: int = 0
    vouchers_issued: int = 0
    vouchers_sold: int = 0
    mileage_adjusted: int = 0
    vouchers_adjusted: int = 0
    redemptions: int = 0
    redeemed_amount: int = 0
    canceled_amount: int = 0


class Dashboard(Struct, frozen=True):
    wallets: WalletStore
    campaigns: CampaignStore
    clock: Clock
    kept: TtlCache[Today] = field(default_factory=lambda: TtlCache(seconds_max=10))

    def today(self, county_id: str) -> Today:
        """As it was at most ten seconds ago: many booth screens ask, and each reads the day."""
        on = seoul_date(self.clock())
        return self.kept.get((county_id, on), lambda: self._read(county_id, on))

    def _read(self, county_id: str, on: date) -> Today:
        today = Today(on)
        for entry in self.wallets.entries_on(county_id, today.on):
            if entry.kind == "signup":
                today.signups += 1
                hour = entry.at.astimezone(SEOUL).hour
                today.signups_by_hour[hour] += 1
                if entry.origin and entry.origin.booth_code:
                    booth = entry.origin.booth_code
                    today.signups_by_booth[booth] += 1
                    today.hours_by_booth.setdefault(booth, [0] * 24)[hour] += 1
            role = KINDS[entry.kind].role
            # By role, as a report of the day has them.
            if role == "issue":
                today.mileage_granted += entry.mileage_amount
            elif role == "adjustment":
                today.mileage_adjusted += entry.mileage_amount
                today.vouchers_adjusted += entry.voucher_amount
            elif role == "sale":
                today.vouchers_sold += entry.voucher_amount
            elif role == "conversion":
                today.mileage_converted -= entry.mileage_amount
                today.vouchers_issued += entry.voucher_amount
            elif role == "payment":
                today.redemptions += 1
                today.redeemed_amount -= entry.voucher_amount
            elif role == "payment_canceled":
                today.canceled_amount += entry.voucher_amount
        return today

    def booth(self, county_id: str, code: str) -> tuple[Campaign, Booth, Today]:
        """A booth by its join code, and today's counts."""
        campaign = self.campaigns.by_code(county_id, code)
        booth = campaign.booth(code) if campaign else None
        if campaign is None or booth is None:
            raise BoothNotFoundError
        return campaign, booth, self.today(county_id)
