"""What a cashback campaign is to the people who make and close it."""

from datetime import datetime, timedelta
from typing import Literal

from chalicelib.approvals.approvals import DECISION, Steps
from chalicelib.cashbacks.errors import CashbackNotRunningError, CashbackWindowInvalidError
from chalicelib.cashbacks.offers import CashbackTerms

BUDGET_MAX = 100_000_000_000
RATE_PERCENT_MAX = 30
"""Of one payment: more is a mistyped rate."""
SHOPS_MAX, CATEGORIES_MAX, AREAS_MAX = 200, 20, 20
DAYS_MAX = 366

CampaignState = Literal["proposed", "rejected", "upcoming", "open", "over", "closed"]


class CashbackCampaign(CashbackTerms, frozen=True, kw_only=True):
    """It gives until `budget_amount` won are gone. `steps` and `closing`: who proposed and decided
    to have it, and to close it early.
    """

    name: str
    name_en: str
    budget_amount: int
    steps: Steps = ()
    closing: Steps = ()
    version: int = 1

    @property
    def is_approved(self) -> bool:
        return _is(self.steps, "approved")

    @property
    def is_closed(self) -> bool:
        return _is(self.closing, "approved")

    def state(self, now: datetime) -> CampaignState:
        if not self.is_approved:
            return "rejected" if _is(self.steps, "rejected") else "proposed"
        if self.is_closed:
            return "closed"
        if now < self.opens_at:
            return "upcoming"
        return "open" if now < self.closes_at else "over"

    def shards(self) -> dict[int, int]:
        """The budget as it is laid out at first."""
        share, rest = divmod(self.budget_amount, self.shard_count)
        return {n: share + (1 if n < rest else 0) for n in range(self.shard_count)}


def check_new(campaign: CashbackCampaign, now: datetime) -> None:
    """Raises `CashbackWindowInvalidError`."""
    is_long = campaign.closes_at - campaign.opens_at > timedelta(days=DAYS_MAX)
    if campaign.closes_at <= max(campaign.opens_at, now) or is_long:
        raise CashbackWindowInvalidError(param="closes_at")


def check_can_close(campaign: CashbackCampaign, now: datetime) -> None:
    """Raises `CashbackNotRunningError`."""
    if campaign.state(now) not in ("upcoming", "open"):
        raise CashbackNotRunningError


def _is(steps: Steps, decision: str) -> bool:
    return len(steps) >= DECISION and steps[DECISION - 1].name == decision
