"""Sale rounds as they are asked for and shown."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from chalicelib.core.values import AMOUNT_MAX, to_milliseconds
from chalicelib.http.call import Call, Shape
from chalicelib.http.shapes import Letters, OneLine, Time
from chalicelib.sales.lotteries import BUY_DAYS_MAX, Lottery, draw_id_of
from chalicelib.sales.rounds import (
    BUDGET_MAX,
    CHANNELS,
    DENOMINATIONS_MAX,
    DISCOUNT_PERCENT_MAX,
    TURNS_MAX,
    Channel,
    DiscountShares,
    RoundAvailability,
    RoundState,
)
from chalicelib.sales.turns import AGE_MAX, Turn

RoundName = Annotated[OneLine, Letters(60)]

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]
"""A moment far from the ends of the calendar: one near them has no day in another time zone."""


class DiscountSharesShape(Shape):
    """Who bears the discount, in percent of the face value."""

    state_percent: Annotated[int, Field(ge=0, le=DISCOUNT_PERCENT_MAX)]
    province_percent: Annotated[int, Field(ge=0, le=DISCOUNT_PERCENT_MAX)]
    county_percent: Annotated[int, Field(ge=0, le=DISCOUNT_PERCENT_MAX)]


class TurnShape(Shape):
    """Until `until` only these buy online: of the ages from and to, in completed years, and with
    `by_weekday` by the last digit of the birth year: 1 and 6 on Monday … 5 and 0 on Friday, all at
    weekends."""

    until: Moment
    by_weekday: bool = False
    age_from: Annotated[int, Field(ge=0, le=AGE_MAX)] | None = None
    age_to: Annotated[int, Field(ge=0, le=AGE_MAX)] | None = None


class TurnAnswer(Shape):
    until: Time
    by_weekday: bool
    age_from: int | None
    age_to: int | None


class LotteryShape(Shape):
    """Members apply from `opens_at` until before `applies_until`; lots are drawn by the first
    public value from `draws_at` on, twenty minutes later at the least. Who may buy has the rest of
    that day and `buy_days` more; then those follow who are next in the order."""

    applies_until: Moment
    draws_at: Moment
    buy_days: Annotated[int, Field(ge=1, le=BUY_DAYS_MAX)] = 3


class LotteryAnswer(Shape):
    """`draw_id`: where the list's hash, the public value, the order and who may buy are shown."""

    draw_id: str
    applies_until: Time
    draws_at: Time
    buy_days: int


class RoundAnswer(Shape):
    """Amounts in won of face value. `state` is `sold_out` only when the whole budget was seen
    empty; a purchase that is taken back, or not paid in time, before the close can open the round
    again. `denominations`: the only face values on offer; empty where any multiple of the county's
    step is. `discount_shares` is `null` where the county did not say; `lottery` where
    who comes first buys."""

    round_id: str
    name: str
    opens_at: Time
    closes_at: Time
    discount_percent: int
    budget_amount: int
    sold_amount: int
    remaining_amount: int
    state: RoundState
    mode: Literal["first_come", "lottery"]
    channels: list[Channel]
    denominations: list[int]
    discount_shares: DiscountSharesShape | None
    turns: list[TurnAnswer]
    lottery: LotteryAnswer | None


class RoundsAnswer(Shape):
    data: list[RoundAnswer]
    next_cursor: str | None


class StaffRoundsAnswer(Shape):
    """`carry_over_amount`: face value that came back after its round had closed."""

    data: list[RoundAnswer]
    next_cursor: str | None
    carry_over_amount: int


Channels = Annotated[list[Channel], Field(min_length=1, max_length=len(CHANNELS))]
Denominations = Annotated[
    list[Annotated[int, Field(ge=1, le=AMOUNT_MAX)]], Field(max_length=DENOMINATIONS_MAX)
]
Turns = Annotated[list[TurnShape], Field(max_length=TURNS_MAX)]


class RoundBody(Shape):
    name: RoundName
    name_en: RoundName
    opens_at: Moment
    closes_at: Moment
    budget_amount: Annotated[int, Field(ge=1, le=BUDGET_MAX)]
    discount_percent: Annotated[int, Field(ge=0, le=DISCOUNT_PERCENT_MAX)]
    channels: Channels = Field(default_factory=lambda: list(CHANNELS))
    denominations: Denominations = Field(default_factory=list)
    discount_shares: DiscountSharesShape | None = None
    turns: Turns = Field(default_factory=list)
    lottery: LotteryShape | None = None


class RoundChangesBody(Shape):
    """What is given is changed. Budget and discount are not: make another round."""

    name: RoundName | None = None
    name_en: RoundName | None = None
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    channels: Channels | None = None
    denominations: Denominations | None = None
    turns: Turns | None = None
    reason: Annotated[OneLine, Letters(200)]


def channels(wanted: list[Channel]) -> tuple[Channel, ...]:
    return tuple(channel for channel in CHANNELS if channel in wanted)


def denominations(wanted: list[int]) -> tuple[int, ...]:
    return tuple(sorted(set(wanted)))


def turns(wanted: list[TurnShape]) -> tuple[Turn, ...]:
    return tuple(
        Turn(
            until=to_milliseconds(turn.until),
            by_weekday=turn.by_weekday,
            age_from=turn.age_from,
            age_to=turn.age_to,
        )
        for turn in wanted
    )


def discount_shares(wanted: DiscountSharesShape | None) -> DiscountShares | None:
    if wanted is None:
        return None
    return DiscountShares(wanted.state_percent, wanted.province_percent, wanted.county_percent)


def lottery(wanted: LotteryShape | None) -> Lottery | None:
    if wanted is None:
        return None
    moments = (to_milliseconds(wanted.applies_until), to_milliseconds(wanted.draws_at))
    return Lottery(*moments, wanted.buy_days)


def round_answer(call: Call[Any], availability: RoundAvailability) -> RoundAnswer:
    round_ = availability.round
    return RoundAnswer(
        round_id=round_.round_id,
        name=round_.name_en if call.language == "en" else round_.name,
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        discount_percent=round_.discount_percent,
        budget_amount=round_.budget_amount,
        sold_amount=availability.sold,
        remaining_amount=availability.left,
        state=availability.state,
        mode="lottery" if round_.lottery else "first_come",
        channels=list(round_.channels),
        denominations=list(round_.denominations),
        discount_shares=None
        if (shares := round_.discount_shares) is None
        else DiscountSharesShape(
            state_percent=shares.state,
            province_percent=shares.province,
            county_percent=shares.county,
        ),
        turns=[
            TurnAnswer(
                until=turn.until,
                by_weekday=turn.by_weekday,
                age_from=turn.age_from,
                age_to=turn.age_to,
            )
            for turn in round_.turns
        ],
        lottery=None
        if (lots := round_.lottery) is None
        else LotteryAnswer(
            draw_id=draw_id_of(round_.round_id),
            applies_until=lots.applies_until,
            draws_at=lots.draws_at,
            buy_days=lots.buy_days,
        ),
    )
