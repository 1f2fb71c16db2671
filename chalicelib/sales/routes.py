"""Sale rounds: what everybody may see of them, and what staff make and sell."""

from typing import Any

from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import to_milliseconds
from chalicelib.http.call import Call
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery
from chalicelib.http.terms import RoundRef
from chalicelib.sales import round_shapes
from chalicelib.sales.errors import (
    DiscountSharesWrongError,
    DiscountTooHighError,
    LotteryInvalidError,
    RoundBudgetNotAMultipleError,
    RoundFixedError,
    RoundNotFoundError,
    RoundWindowInvalidError,
)
from chalicelib.sales.round_shapes import (
    RoundAnswer,
    RoundBody,
    RoundChangesBody,
    RoundsAnswer,
    StaffRoundsAnswer,
    round_answer,
)
from chalicelib.sales.rounds import Round
from chalicelib.sales.wiring import SalesWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="rounds")

SEERS = ("operator", "manager", "treasurer", "auditor")
MAKERS = ("manager", "treasurer")
SELLERS = ("operator", "treasurer", "booth")


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
def show_round(call: Call[None], round_id: RoundRef) -> RoundAnswer:
    return round_answer(call, call.wired(SalesWiring).rounds.availability(call.county_id, round_id))


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
    summary="Make a sale round; its budget and discount are never changed afterwards",
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
        DiscountSharesWrongError,
        LotteryInvalidError,
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
        channels=round_shapes.channels(body.channels),
        denominations=round_shapes.denominations(body.denominations),
        discount_shares=round_shapes.discount_shares(body.discount_shares),
        turns=round_shapes.turns(body.turns),
        lottery=round_shapes.lottery(body.lottery),
    )
    made, is_repeated = call.wired(SalesWiring).rounds.create(
        wanted, person_of(call), idempotency_key=call.idempotency_key
    )
    call.mark_replayed(is_repeated)
    return round_answer(call, made)


@routes.operation(
    "PATCH",
    "/v1/staff/rounds/{round_id}",
    summary="Change a sale round that is not over: names, window, channels, values, turns",
    audience="staff",
    roles=MAKERS,
    body=RoundChangesBody,
    answer=RoundAnswer,
    errors=(
        RoundNotFoundError,
        RoundFixedError,
        RoundWindowInvalidError,
        DiscountTooHighError,
        VersionConflictError,
    ),
)
def change_round(call: Call[RoundChangesBody], round_id: RoundRef) -> RoundAnswer:
    body = call.body
    wanted: dict[str, Any] = {
        "name": body.name,
        "name_en": body.name_en,
        "opens_at": body.opens_at and to_milliseconds(body.opens_at),
        "closes_at": body.closes_at and to_milliseconds(body.closes_at),
        "channels": None if body.channels is None else round_shapes.channels(body.channels),
        "denominations": None
        if body.denominations is None
        else round_shapes.denominations(body.denominations),
        "turns": None if body.turns is None else round_shapes.turns(body.turns),
    }
    changed = call.wired(SalesWiring).rounds.change(
        call.county_id,
        person_of(call),
        round_id,
        {name: value for name, value in wanted.items() if value is not None},
        reason=body.reason,
    )
    return round_answer(call, changed)


def _page(call: Call[None]) -> tuple[list[RoundAnswer], str | None]:
    page = call.page()
    rounds = call.wired(SalesWiring).rounds
    found, cursor = page.read(
        lambda position: rounds.page(call.county_id, limit=page.limit, position=position)
    )
    return [round_answer(call, availability) for availability in found], cursor
