"""Sale rounds: a window in which vouchers are sold at a discount, out of a fixed budget.

A round's budget (face value, in won) lies in shards, so that many can buy at once; what is left is
the sum of the shards. A purchase takes from one shard, or from several when none holds enough.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.sales.errors import (
    DiscountTooHighError,
    RoundBudgetNotAMultipleError,
    RoundNotOpenError,
    RoundSoldOutError,
    RoundWindowInvalidError,
)

SHARDS_MAX = 50
"""One purchase may take from all of them in one transaction, of 100 items at most."""
SHARDS_DEFAULT = 10
BUDGET_MAX = 100_000_000_000
DISCOUNT_PERCENT_MAX = 99
"""Ten times the largest issue of a year that a county of this size has had, in won."""
DAYS_MAX = 366

RoundState = Literal["upcoming", "open", "sold_out", "closed"]


class Round(Struct, frozen=True, kw_only=True):
    """Open from `opens_at` until before `closes_at`. `discount_percent` of the face value is borne
    by the budget of the county, the State and the province; the ordinance bounds it."""

    county_id: str
    round_id: str
    name: str
    name_en: str
    opens_at: datetime
    closes_at: datetime
    budget_amount: int
    discount_percent: int
    shard_count: int

    def __post_init__(self) -> None:
        if not 1 <= self.shard_count <= SHARDS_MAX:
            raise ValueError(f"a round has 1 to {SHARDS_MAX} shards")
        if not 0 <= self.discount_percent <= DISCOUNT_PERCENT_MAX:
            raise ValueError("a discount is 0 to 99 percent")
        if self.opens_at >= self.closes_at or self.budget_amount < 0:
            raise ValueError("a round opens before it closes, with a budget of zero or more")

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at

    def check_is_open(self, now: datetime) -> None:
        if not self.is_open(now):
            raise RoundNotOpenError

    def state(self, now: datetime, left: int) -> RoundState:
        """`left` is what all shards hold together: only when it is nothing is a round sold out."""
        if now < self.opens_at:
            return "upcoming"
        if now >= self.closes_at:
            return "closed"
        return "open" if left > 0 else "sold_out"

    def price(self, face: int) -> int:
        """What the buyer pays for `face` won. A fraction of a won is the buyer's gain."""
        return face * (100 - self.discount_percent) // 100

    def shards(self) -> dict[int, int]:
        """The budget as it is laid out at first."""
        share, rest = divmod(self.budget_amount, self.shard_count)
        return {n: share + (1 if n < rest else 0) for n in range(self.shard_count)}


class RoundAvailability(Struct, frozen=True):
    """A round and what is left of its budget, in won, as it was seen at one moment."""

    round: Round
    left: int
    state: RoundState

    @property
    def sold(self) -> int:
        return self.round.budget_amount - self.left


def check_new(round_: Round, *, discount_maximum: int, step: int, now: datetime) -> None:
    """Whether the county may open this round. `discount_maximum` in percent, by ordinance (Gangjin
    2785 art. 11: 10 %), the lowest of the days on which it sells; vouchers are sold in multiples
    of `step` won. Raises `RoundWindowInvalidError`, `RoundBudgetNotAMultipleError`,
    `DiscountTooHighError`."""
    if seoul_date(round_.opens_at) < seoul_date(now):
        raise RoundWindowInvalidError(param="opens_at")
    if round_.closes_at <= now or round_.closes_at - round_.opens_at > timedelta(days=DAYS_MAX):
        raise RoundWindowInvalidError(param="closes_at")
    if round_.budget_amount % step:
        raise RoundBudgetNotAMultipleError(param="budget_amount", limit=step)
    if round_.discount_percent > discount_maximum:
        raise DiscountTooHighError(param="discount_percent", limit=discount_maximum)


def spread(amount: int, left: Mapping[int, int]) -> dict[int, int]:
    """From which shards to take `amount`, the fullest first. Raises `RoundSoldOutError`."""
    available = sum(left.values())
    if available < amount:
        raise RoundSoldOutError(param="amount", remaining=available)
    parts: dict[int, int] = {}
    for shard, held in sorted(left.items(), key=lambda item: (-item[1], item[0])):
        part = min(amount, held)
        if part > 0:
            parts[shard] = -part
            amount -= part
    return parts
