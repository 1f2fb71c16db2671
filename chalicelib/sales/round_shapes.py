"""Sale rounds as they are asked for and shown."""

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.core.values import AMOUNT_MAX, to_milliseconds
from chalicelib.http.call import Call, Shape
from chalicelib.http.shapes import Letters, Moment, OneLine, Time
from chalicelib.http.terms import DrawRef, NextCursor, RoundRef
from chalicelib.sales.lotteries import BUY_DAYS_MAX, Lottery, draw_id_of
from chalicelib.sales.rounds import (
    BUDGET_MAX,
    CHANNELS,
    DENOMINATIONS_MAX,
    DISCOUNT_PERCENT_MAX,
    TURNS_MAX,
    USUAL_CHANNELS,
    Channel,
    DiscountShares,
    RoundAvailability,
    RoundState,
)
from chalicelib.sales.turns import AGE_MAX, Turn

RoundName = Annotated[OneLine, Letters(60)]


class DiscountSharesShape(Shape):
    """Who bears the discount, in percent of the face value."""

    state_percent: Annotated[int, Field(ge=0, le=DISCOUNT_PERCENT_MAX)]
    """Percent that the state bears."""
    province_percent: Annotated[int, Field(ge=0, le=DISCOUNT_PERCENT_MAX)]
    """Percent that the province bears."""
    county_percent: Annotated[int, Field(ge=0, le=DISCOUNT_PERCENT_MAX)]
    """Percent that the county bears."""


class TurnShape(Shape):
    """Until `until` only these buy online: of the ages from and to, in completed years, and with
    `by_weekday` by the last digit of the birth year: 1 and 6 on Monday … 5 and 0 on Friday, all at
    weekends."""

    until: Moment
    """Until when only these buy online."""
    by_weekday: bool = False
    """Whether each only on the weekday of the last digit of the year of birth."""
    age_from: Annotated[int, Field(ge=0, le=AGE_MAX)] | None = None
    """From this age, in completed years; any if left out."""
    age_to: Annotated[int, Field(ge=0, le=AGE_MAX)] | None = None
    """Up to this age, included; any if left out."""


class TurnAnswer(Shape):
    until: Time
    """Until when only these buy online."""
    by_weekday: bool
    """Whether each only on the weekday of the last digit of the year of birth."""
    age_from: int | None
    """From this age, in completed years; null for any."""
    age_to: int | None
    """Up to this age, included; null for any."""


class LotteryShape(Shape):
    """Members apply from `opens_at` until before `applies_until`; lots are drawn by the first
    public value from `draws_at` on, twenty minutes later at the least. Who may buy has the rest of
    that day and `buy_days` more; then those follow who are next in the order."""

    applies_until: Moment
    """Until when members may apply."""
    draws_at: Moment
    """When lots are drawn."""
    buy_days: Annotated[int, Field(ge=1, le=BUY_DAYS_MAX)] = 3
    """How many days more than the rest of the day a place may be bought by."""


class LotteryAnswer(Shape):
    """`draw_id`: where the list's hash, the public value, the order and who may buy are shown."""

    draw_id: DrawRef
    """The draw of the round."""
    applies_until: Time
    """Until when members may apply."""
    draws_at: Time
    """When lots are drawn."""
    buy_days: int
    """How many days more than the rest of the day a place may be bought by."""


class RoundAnswer(Shape):
    """Amounts in won of face value. `state` is `sold_out` only when the whole budget was seen
    empty; a purchase that is taken back, or not paid in time, before the close can open the round
    again. `denominations`: the only face values on offer; empty where any multiple of the county's
    step is. `discount_shares` is `null` where the county did not say; `lottery` where
    who comes first buys."""

    round_id: RoundRef
    name: str
    """What the round is called."""
    opens_at: Time
    """From when it sells."""
    closes_at: Time
    """Until when it does."""
    discount_percent: int
    """Percent of the face value that a buyer saves."""
    budget_amount: int
    """Won of face value to sell."""
    sold_amount: int
    """Won of it that are sold."""
    remaining_amount: int
    """Won of it that are left."""
    state: RoundState
    """Whether it sells now; `sold_out` is final."""
    mode: Literal["first_come", "lottery"]
    """Who buys: whoever comes first, or who is drawn by lot."""
    channels: list[Channel]
    """Where it sells."""
    denominations: list[int]
    """The face values that can be bought, in won; any if empty."""
    discount_shares: DiscountSharesShape | None
    """Who bears the discount; null if nobody said."""
    turns: list[TurnAnswer]
    """Who buys first."""
    lottery: LotteryAnswer | None
    """How buyers are drawn; null where who comes first buys."""


class RoundsAnswer(Shape):
    data: list[RoundAnswer]
    """Rounds, the newest first."""
    next_cursor: NextCursor


class StaffRoundsAnswer(Shape):
    """`carry_over_amount`: face value that came back after its round had closed."""

    data: list[RoundAnswer]
    """Rounds, the newest first."""
    next_cursor: NextCursor
    carry_over_amount: int
    """Won of face value that came back after its round had closed."""


Channels = Annotated[list[Channel], Field(min_length=1, max_length=len(CHANNELS))]
Denominations = Annotated[
    list[Annotated[int, Field(ge=1, le=AMOUNT_MAX)]], Field(max_length=DENOMINATIONS_MAX)
]
Turns = Annotated[list[TurnShape], Field(max_length=TURNS_MAX)]


class RoundBody(Shape):
    name: RoundName
    """What the round is called, in Korean."""
    name_en: RoundName
    """The same in English."""
    opens_at: Moment
    """From when it sells."""
    closes_at: Moment
    """Until when it does."""
    budget_amount: Annotated[int, Field(ge=1, le=BUDGET_MAX)]
    """Won of face value to sell."""
    discount_percent: Annotated[int, Field(ge=0, le=DISCOUNT_PERCENT_MAX)]
    """Percent of the face value that a buyer saves."""
    channels: Channels = Field(default_factory=lambda: list(USUAL_CHANNELS))
    """Where it sells; online and at the counter if left out. `paper`: as notes, at agents."""
    denominations: Denominations = Field(default_factory=list)
    """The face values that can be bought, in won; any if empty."""
    discount_shares: DiscountSharesShape | None = None
    """Who bears the discount."""
    turns: Turns = Field(default_factory=list)
    """Who buys first; nobody if empty."""
    lottery: LotteryShape | None = None
    """How buyers are drawn; left out where who comes first buys."""


class RoundChangesBody(Shape):
    """What is given is changed. Budget and discount are not: make another round."""

    name: RoundName | None = None
    """The new name, in Korean."""
    name_en: RoundName | None = None
    """The same in English."""
    opens_at: Moment | None = None
    """The new beginning."""
    closes_at: Moment | None = None
    """The new end."""
    channels: Channels | None = None
    """Where it sells."""
    denominations: Denominations | None = None
    """The face values that can be bought, in won."""
    turns: Turns | None = None
    """Who buys first."""
    reason: Annotated[OneLine, Letters(200)]
    """Why, for the record."""


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
