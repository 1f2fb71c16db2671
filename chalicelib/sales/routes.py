"""Sale rounds: what everybody may see of them, and what staff make and sell."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AwareDatetime, Field

from chalicelib.core.values import to_milliseconds
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, PageQuery, Time
from chalicelib.sales.errors import (
    DiscountTooHighError,
    RoundBudgetNotAMultipleError,
    RoundNotFoundError,
    RoundWindowInvalidError,
)
from chalicelib.sales.rounds import (
    BUDGET_MAX,
    DISCOUNT_PERCENT_MAX,
    Round,
    RoundAvailability,
    RoundState,
)
from chalicelib.sales.wiring import SalesWiring
from chalicelib.staff.actor import person_of

if TYPE_CHECKING:
    pass

routes = Operations(tag="rounds")

SEERS = ("operator", "manager", "treasurer", "auditor")
MAKERS = ("manager", "treasurer")
SELLERS = ("operator", "treasurer", "booth")

RoundName = Annotated[OneLine, Letters(60)]

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]
"""A moment far from the ends of the calendar: one near them has no day in another time zone."""


class RoundAnswer(Shape):
    """Amounts in won of face value. `state` is `sold_out` only when the whole budget was seen
    empty; a purchase that is taken back before the close can open the round again."""

    round_id: str
    name: str
    opens_at: Time
    closes_at: Time
    discount_percent: int
    budget_amount: int
    sold_amount: int
    remaining_amount: int
    state: RoundState


class RoundsAnswer(Shape):
    data: list[RoundAnswer]
    next_cursor: str | None


class StaffRoundsAnswer(Shape):
    """`carry_over_amount`: face value that came back after its round had closed."""

    data: list[RoundAnswer]
    next_cursor: str | None
    carry_over_amount: int


class RoundBody(Shape):
    name: RoundName
    name_en: RoundName
    opens_at: Moment
    closes_at: Moment
    budget_amount: Annotated[int, Field(ge=1, le=BUDGET_MAX)]
    discount_percent: Annotated[int, Field(ge=0, le=DISCOUNT_PERCENT_MAX)]


@routes.operation(
    "GET",
    "/v1/rounds",
    summary="Sale rounds, newest first",
    audience="anyone",
    query=PageQuery,
    answer=RoundsAnswer,
)
def list_rounds(call: Call[None]) -> RoundsAnswer:
    data, cursor = _page(call)
    return RoundsAnswer(data=data, next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/rounds/{round_id}",
    summary="One sale round: budget, sold, remaining, state",
    audience="anyone",
    answer=RoundAnswer,
    errors=(RoundNotFoundError,),
)
def show_round(call: Call[None], round_id: str) -> RoundAnswer:
    return _answer(call, call.wired(SalesWiring).rounds.availability(call.county_id, round_id))


@routes.operation(
    "GET",
    "/v1/staff/rounds",
    summary="Sale rounds, newest first, and the carry-over account",
    audience="staff",
    roles=SEERS,
    query=PageQuery,
    answer=StaffRoundsAnswer,
)
def list_rounds_for_staff(call: Call[None]) -> StaffRoundsAnswer:
    data, cursor = _page(call)
    carried = call.wired(SalesWiring).rounds.carried_over(call.county_id)
    return StaffRoundsAnswer(data=data, next_cursor=cursor, carry_over_amount=carried)


@routes.operation(
    "POST",
    "/v1/staff/rounds",
    summary="Make a sale round; it is never changed afterwards",
    audience="staff",
    roles=MAKERS,
    status=201,
    body=RoundBody,
    answer=RoundAnswer,
    requires_idempotency_key=True,
    errors=(
        RoundWindowInvalidError,
        RoundBudgetNotAMultipleError,
        DiscountTooHighError,
    ),
)
def create_round(call: Call[RoundBody]) -> RoundAnswer:
    body = call.body
    if body.closes_at <= body.opens_at:
        raise RoundWindowInvalidError(param="closes_at")
    wanted = Round(
        county_id=call.county_id,
        round_id="",
        name=body.name,
        name_en=body.name_en,
        opens_at=to_milliseconds(body.opens_at),
        closes_at=to_milliseconds(body.closes_at),
        budget_amount=body.budget_amount,
        discount_percent=body.discount_percent,
        shard_count=1,
    )
    made, is_repeated = call.wired(SalesWiring).rounds.create(
        wanted, person_of(call), idempotency_key=call.idempotency_key
    )
    call.mark_replayed(is_repeated)
    return _answer(call, made)


def _page(call: Call[None]) -> tuple[list[RoundAnswer], str | None]:
    page = call.page()
    rounds = call.wired(SalesWiring).rounds
    found, cursor = page.read(
        lambda position: rounds.page(call.county_id, limit=page.limit, position=position)
    )
    return [_answer(call, availability) for availability in found], cursor


def _answer(call: Call[Any], availability: RoundAvailability) -> RoundAnswer:
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
    )
