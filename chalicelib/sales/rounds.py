"""Sale rounds: a window in which vouchers are sold at a discount, out of a fixed budget.

A round's budget (face value, in won) lies in shards, so that many can buy at once; what is left is
the sum of the shards. A purchase takes from one shard, or from several when none holds enough.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import seoul_date
from chalicelib.ledger.budget import spread_over
from chalicelib.sales.errors import (
    DenominationNotOfferedError,
    DiscountSharesWrongError,
    DiscountTooHighError,
    RoundBudgetNotAMultipleError,
    RoundChannelClosedError,
    RoundFixedError,
    RoundNotOpenError,
    RoundSoldOutError,
    RoundWindowInvalidError,
)
from chalicelib.sales.lotteries import Lottery
from chalicelib.sales.turns import Turn

SHARDS_MAX = 50
"""One purchase may take from all of them in one transaction, of 100 items at most."""
SHARDS_LEAST = 10
SHARD_BUDGET = 250_000_000
"""Won of a budget for each shard more: a line serves about twelve buyers a second, so the larger a
round, the more lines it needs to be over as soon (docs/load.md, "A sale opening")."""
BUDGET_MAX = 100_000_000_000
"""Ten times the largest issue of a year that a county of this size has had, in won."""
DISCOUNT_PERCENT_MAX = 99
DAYS_MAX = 366
DENOMINATIONS_MAX = 10
TURNS_MAX = 5

RoundState = Literal["upcoming", "open", "sold_out", "closed"]
Channel = Literal["online", "counter", "paper"]
"""`paper`: as notes, which agents sell."""
CHANNELS: tuple[Channel, ...] = get_args(Channel)
USUAL_CHANNELS: tuple[Channel, ...] = ("online", "counter")
"""Of a round that names none: paper is sold where a county says so."""


class DiscountShares(Struct, frozen=True):
    """Who bears the discount, in percent of the face value."""

    state: int
    province: int
    county: int

    @property
    def total(self) -> int:
        return self.state + self.province + self.county


def shard_count_for(budget: int) -> int:
    """How many shards, and so lines, a round of this budget gets."""
    return max(SHARDS_LEAST, min(SHARDS_MAX, budget // SHARD_BUDGET))


class Round(Struct, frozen=True, kw_only=True):
    """Open from `opens_at` until before `closes_at`. `discount_percent` of the face value is borne
    by the budget of the county, the State and the province, as `discount_shares` say; the
    ordinance bounds it.

    `denominations`: the face values that are offered, in won; empty where any multiple of the
    county's step is. `turns`: who may buy online until when, the others later. With `lottery` lots
    say who may buy, once each. A round of release 1.0.0 has no `version`, which is 0 here: it was
    sold at the counter, and is never changed.
    """

    county_id: str
    round_id: str
    name: str
    name_en: str
    opens_at: datetime
    closes_at: datetime
    budget_amount: int
    discount_percent: int
    shard_count: int
    channels: tuple[Channel, ...] = USUAL_CHANNELS
    denominations: tuple[int, ...] = ()
    discount_shares: DiscountShares | None = None
    turns: tuple[Turn, ...] = ()
    lottery: Lottery | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.shard_count <= SHARDS_MAX:
            raise ValueError(f"a round has 1 to {SHARDS_MAX} shards")
        if not 0 <= self.discount_percent <= DISCOUNT_PERCENT_MAX:
            raise ValueError("a discount is 0 to 99 percent")
        if self.opens_at >= self.closes_at or self.budget_amount < 0:
            raise ValueError("a round opens before it closes, with a budget of zero or more")

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at

    def check_sells(self, face: int, channel: Channel, now: datetime) -> None:
        """Whether `face` won can be asked for there and then. Raises `RoundNotOpenError`,
        `RoundChannelClosedError`, `DenominationNotOfferedError`."""
        if not self.is_open(now):
            raise RoundNotOpenError
        if channel not in self.channels:
            raise RoundChannelClosedError
        if self.denominations and face not in self.denominations:
            offered = ", ".join(f"{value:,}" for value in self.denominations)
            raise DenominationNotOfferedError(param="amount", offered=offered)

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


def check_new(round_: Round, *, step: int, now: datetime) -> None:
    """Whether the county may open this round; vouchers are sold in multiples of `step` won. Raises
    `RoundWindowInvalidError`, `RoundBudgetNotAMultipleError`."""
    if seoul_date(round_.opens_at) < seoul_date(now):
        raise RoundWindowInvalidError(param="opens_at")
    if round_.closes_at <= now or round_.closes_at - round_.opens_at > timedelta(days=DAYS_MAX):
        raise RoundWindowInvalidError(param="closes_at")
    if round_.budget_amount % step:
        raise RoundBudgetNotAMultipleError(param="budget_amount", limit=step)


def check_discount(round_: Round, maximum: int) -> None:
    """`maximum` in percent, by ordinance (Gangjin 2785 art. 11: 10 %), the lowest of the days on
    which the round sells. Raises `DiscountTooHighError`; `DiscountSharesWrongError` unless what
    each bears comes to the discount."""
    if round_.discount_percent > maximum:
        raise DiscountTooHighError(param="discount_percent", limit=maximum)
    shares = round_.discount_shares
    if shares is not None and shares.total != round_.discount_percent:
        raise DiscountSharesWrongError(param="discount_shares", limit=round_.discount_percent)


def check_change(before: Round, wanted: Round, now: datetime) -> None:
    """Whether a round may still be changed like this. A closed one is settled, and never is; one
    that is on sale keeps when it opened, and ends from now on, not before. Budget and discount
    never change: what was promised is bought at it, so another round is made. Of a lottery only the
    names do: its draw was announced with it.

    Raises `RoundFixedError`, `RoundWindowInvalidError`.
    """
    is_other_lottery = before.lottery is not None and wanted != replace(
        before, name=wanted.name, name_en=wanted.name_en
    )
    if now >= before.closes_at or not before.version or is_other_lottery:
        raise RoundFixedError
    is_too_late = now >= before.opens_at or seoul_date(wanted.opens_at) < seoul_date(now)
    if wanted.opens_at != before.opens_at and is_too_late:
        raise RoundWindowInvalidError(param="opens_at")
    if wanted.closes_at != before.closes_at and wanted.closes_at < now:
        raise RoundWindowInvalidError(param="closes_at")
    if wanted.closes_at - wanted.opens_at > timedelta(days=DAYS_MAX):
        raise RoundWindowInvalidError(param="closes_at")


def spread(amount: int, left: Mapping[int, int]) -> dict[int, int]:
    """From which shards to take `amount`, the fullest first. Raises `RoundSoldOutError`."""
    available = sum(left.values())
    if available < amount:
        raise RoundSoldOutError(param="amount", remaining=available)
    return spread_over(amount, left)
