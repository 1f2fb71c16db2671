"""A report: the figures of a county over whole days, frozen, the same whenever it is made.

It holds no time of making and no order that depends on how the entries were read, so the same
ledger, published record and reconciliations give the same bytes. It counts use, not issue alone:
which members converted or paid.
Amounts are in won, mileage in points, shares in basis points (1/100 of a percent).
"""

import json
from typing import Any

from msgspec import Struct, to_builtins

from chalicelib.reporting.uses import CampaignUse, UseFigures
from chalicelib.settlement.period_figures import PeriodFigures
from chalicelib.totals.continuity import Continuity
from chalicelib.totals.flows import TrialBalance

VERSION = 1


class CountyFacts(Struct, frozen=True):
    """`region_code` is the county's own residence code; who lives there is a resident."""

    county_id: str
    name: str
    region_code: str


class MemberFigures(Struct, frozen=True):
    """People who ever joined: before the period, in it, after it."""

    opening: int
    joined: int
    closing: int


class CampaignCount(Struct, frozen=True):
    campaign_id: str | None
    name: str | None
    count: int


class BoothCount(Struct, frozen=True):
    campaign_id: str | None
    booth_code: str | None
    name: str | None
    count: int


class ChannelCount(Struct, frozen=True):
    """By which link people came: `channel` is `None` for who came by none."""

    campaign_id: str | None
    channel: str | None
    name: str
    count: int


class DayCount(Struct, frozen=True):
    on: str
    count: int


class RegionCount(Struct, frozen=True):
    """`code` is `None` for the part that holds the merged small cells of its province, or, when
    `province_code` is `None` too, of small provinces."""

    province_code: str | None
    code: str | None
    name: str | None
    count: int


class RelationCount(Struct, frozen=True):
    """`relation` is `None` for the merged small cells."""

    relation: str | None
    count: int


class Residence(Struct, frozen=True):
    """All `None` when showing them would tell a small cell."""

    inside: int | None
    outside: int | None
    outside_share_bps: int | None


class SignupFigures(Struct, frozen=True):
    """`by_hour`: 24 counts, Seoul time. Regions and relations are without small cells."""

    total: int
    by_campaign: tuple[CampaignCount, ...]
    by_booth: tuple[BoothCount, ...]
    by_channel: tuple[ChannelCount, ...]
    by_hour: tuple[int, ...]
    by_day: tuple[DayCount, ...]
    by_province: tuple[RegionCount, ...]
    by_region: tuple[RegionCount, ...]
    by_relation: tuple[RelationCount, ...]
    residence: Residence


class MileageFigures(Struct, frozen=True):
    """opening + granted + adjusted_up − adjusted_down − converted − expired = outstanding."""

    opening: int
    granted: int
    adjusted_up: int
    adjusted_down: int
    converted: int
    expired: int
    outstanding: int


class VoucherFigures(Struct, frozen=True):
    """opening + issued + sold + adjusted_up − adjusted_down − spent + canceled_back
    − sale_canceled − change_refunded − expired = outstanding; all of face value.

    `received` is what buyers paid for what was sold, `repaid` what cancels and refunds owe back.
    """

    opening_amount: int
    issued_amount: int
    sold_amount: int
    adjusted_up_amount: int
    adjusted_down_amount: int
    spent_amount: int
    canceled_back_amount: int
    sale_canceled_amount: int
    change_refunded_amount: int
    expired_amount: int
    outstanding_amount: int
    received_amount: int
    repaid_amount: int


class NoteFigures(Struct, frozen=True):
    """Notes in circulation at the end of the last day: sold, and neither exchanged, given back,
    void nor past their last day; and the won that the county still owes for them."""

    held: int
    held_amount: int


class SalesRow(Struct, frozen=True):
    """Of a merchant (`key` is its id), a category (`key` is its name) or all (`key` is empty)."""

    key: str
    name: str
    category: str
    count: int
    gross_amount: int
    cancel_count: int
    canceled_amount: int
    net_amount: int


class RedemptionFigures(Struct, frozen=True):
    total: SalesRow
    by_merchant: tuple[SalesRow, ...]
    by_category: tuple[SalesRow, ...]


class Comparison(Struct, frozen=True):
    """The period before, by the same measures."""

    first_on: str
    last_on: str
    joined: int
    converted: int
    payment_count: int
    net_amount: int


class LedgerCheck(Struct, frozen=True):
    """How the nightly reconciliations of the period's days came out."""

    days: int
    days_checked: int
    difference_count: int


class PublishedDay(Struct, frozen=True):
    """The day record of the period's last day. Through `previous` it fixes every day before."""

    on: str
    entry_count: int
    merkle_root: str
    previous: str
    hash: str


class Report(Struct, frozen=True):
    version: int
    county: CountyFacts
    kind: str
    period: str
    first_on: str
    last_on: str
    small_cell_min: int
    members: MemberFigures
    signups: SignupFigures
    mileage: MileageFigures
    vouchers: VoucherFigures
    notes: NoteFigures | None
    """`None` where none was ever sold."""
    redemptions: RedemptionFigures
    active: UseFigures
    campaign: CampaignUse | None
    previous: Comparison | None
    trial_balance: TrialBalance
    continuity: Continuity
    published_day: PublishedDay | None
    """`None` while the day is not published."""
    ledger_check: LedgerCheck
    settlement: PeriodFigures | None = None
    """Of a month, what was settled with shops for its days; `None` if nothing was."""

    @property
    def is_sound(self) -> bool:
        """The trial balance is zero, every wallet's entries follow one another, no nightly
        reconciliation found a difference, and no won was lost in settling with shops."""
        agrees = self.trial_balance.is_zero and self.continuity.broken_count == 0
        return agrees and self.ledger_check.difference_count == 0 and not self.settlement_difference

    @property
    def is_all_settled(self) -> bool:
        settled = self.settlement
        return settled is not None and f"{settled.settled_through}" == self.last_on

    @property
    def settlement_difference(self) -> int:
        """Won; 0 while some of the days are not settled yet, as nothing can be said then."""
        is_known = self.settlement is not None and self.is_all_settled
        return self.settlement.difference_amount if self.settlement and is_known else 0

    def to_record(self) -> dict[str, Any]:
        """JSON types, with the two judgments spelled out."""
        record: dict[str, Any] = to_builtins(self)
        record["trial_balance"]["is_zero"] = self.trial_balance.is_zero
        record["is_sound"] = self.is_sound
        if self.settlement:
            record["settlement"] |= {
                "net_amount": self.settlement.net_amount,
                "policy_amount": self.settlement.policy_amount,
                "waiting_amount": self.settlement.waiting_amount,
                "difference_amount": self.settlement_difference,
                "is_complete": self.is_all_settled,
            }
        return record

    def to_json(self) -> bytes:
        """Canonical: sorted names, two spaces, UTF-8, a newline at the end."""
        text = json.dumps(self.to_record(), ensure_ascii=False, sort_keys=True, indent=2)
        return f"{text}\n".encode()


def share_bps(part: int, whole: int) -> int:
    """`part / whole` in basis points, rounded half up; 0 of nothing."""
    return (part * 20_000 + whole) // (2 * whole) if whole else 0
