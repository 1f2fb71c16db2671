"""A report: the figures of a county over whole days, frozen, the same whenever it is made.

It holds no time of making and no order that depends on how the entries were read, so the same
ledger, published record and reconciliations give the same bytes. It counts use, not issue alone:
which members converted or paid.
Amounts are in won, mileage in points, shares in basis points (1/100 of a percent).
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from chalicelib.totals.continuity import Continuity
from chalicelib.totals.flows import TrialBalance

VERSION = 1


@dataclass(frozen=True, slots=True)
class CountyFacts:
    """`region_code` is the county's own residence code; who lives there is a resident."""

    county_id: str
    name: str
    region_code: str


@dataclass(frozen=True, slots=True)
class MemberFigures:
    """People who ever joined: before the period, in it, after it."""

    opening: int
    joined: int
    closing: int


@dataclass(frozen=True, slots=True)
class CampaignCount:
    campaign_id: str | None
    name: str | None
    count: int


@dataclass(frozen=True, slots=True)
class BoothCount:
    campaign_id: str | None
    booth_code: str | None
    name: str | None
    count: int


@dataclass(frozen=True, slots=True)
class DayCount:
    on: str
    count: int


@dataclass(frozen=True, slots=True)
class RegionCount:
    """`code` is `None` for the part that holds the merged small cells of its province, or, when
    `province_code` is `None` too, of small provinces."""

    province_code: str | None
    code: str | None
    name: str | None
    count: int


@dataclass(frozen=True, slots=True)
class RelationCount:
    """`relation` is `None` for the merged small cells."""

    relation: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Residence:
    """All `None` when showing them would tell a small cell."""

    inside: int | None
    outside: int | None
    outside_share_bps: int | None


@dataclass(frozen=True, slots=True)
class SignupFigures:
    """`by_hour`: 24 counts, Seoul time. Regions and relations are without small cells."""

    total: int
    by_campaign: tuple[CampaignCount, ...]
    by_booth: tuple[BoothCount, ...]
    by_hour: tuple[int, ...]
    by_day: tuple[DayCount, ...]
    by_province: tuple[RegionCount, ...]
    by_region: tuple[RegionCount, ...]
    by_relation: tuple[RelationCount, ...]
    residence: Residence


@dataclass(frozen=True, slots=True)
class MileageFigures:
    """opening + granted + adjusted_up − adjusted_down − converted − expired = outstanding."""

    opening: int
    granted: int
    adjusted_up: int
    adjusted_down: int
    converted: int
    expired: int
    outstanding: int


@dataclass(frozen=True, slots=True)
class VoucherFigures:
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


@dataclass(frozen=True, slots=True)
class SalesRow:
    """Of a merchant (`key` is its id), a category (`key` is its name) or all (`key` is empty)."""

    key: str
    name: str
    category: str
    count: int
    gross_amount: int
    cancel_count: int
    canceled_amount: int
    net_amount: int


@dataclass(frozen=True, slots=True)
class RedemptionFigures:
    total: SalesRow
    by_merchant: tuple[SalesRow, ...]
    by_category: tuple[SalesRow, ...]


@dataclass(frozen=True, slots=True)
class UseFigures:
    """Different members who did so in the period; the share is of `base`."""

    base: int
    converted: int
    paid: int
    active: int
    active_share_bps: int


@dataclass(frozen=True, slots=True)
class CampaignUse:
    """What those who joined through the campaign did in its days after joining."""

    campaign_id: str
    name: str
    use: UseFigures
    spent_amount: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The period before, by the same measures."""

    first_on: str
    last_on: str
    joined: int
    converted: int
    payment_count: int
    net_amount: int


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """How the nightly reconciliations of the period's days came out."""

    days: int
    days_checked: int
    difference_count: int


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """The day record of the period's last day. Through `previous` it fixes every day before."""

    on: str
    entry_count: int
    merkle_root: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Report:
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
    redemptions: RedemptionFigures
    active: UseFigures
    campaign: CampaignUse | None
    previous: Comparison | None
    trial_balance: TrialBalance
    continuity: Continuity
    published_day: PublishedDay | None
    """`None` while the day is not published."""
    ledger_check: LedgerCheck

    @property
    def is_sound(self) -> bool:
        """The trial balance is zero, every wallet's entries follow one another, and no nightly
        reconciliation found a difference."""
        agrees = self.trial_balance.is_zero and self.continuity.broken_count == 0
        return agrees and self.ledger_check.difference_count == 0

    def to_record(self) -> dict[str, Any]:
        """JSON types, with the two judgments spelled out."""
        record = asdict(self)
        record["trial_balance"]["is_zero"] = self.trial_balance.is_zero
        record["is_sound"] = self.is_sound
        return record

    def to_json(self) -> bytes:
        """Canonical: sorted names, two spaces, UTF-8, a newline at the end."""
        text = json.dumps(self.to_record(), ensure_ascii=False, sort_keys=True, indent=2)
        return f"{text}\n".encode()


def share_bps(part: int, whole: int) -> int:
    """`part / whole` in basis points, rounded half up; 0 of nothing."""
    return (part * 20_000 + whole) // (2 * whole) if whole else 0
