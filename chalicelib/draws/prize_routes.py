"""Draws at the desk after the draw: each place accepts or passes on, and the vouchers' file."""

from typing import Annotated

from pydantic import Field

from chalicelib.approvals.answers import DECIDERS, PROPOSERS
from chalicelib.core.errors import InvalidRequestError
from chalicelib.draws.errors import (
    AnswerStillOpenError,
    AnswerTooLateError,
    DrawNotDrawnError,
    DrawNotFoundError,
    DrawOfRoundError,
    PlaceHasNoPrizeError,
    PlaceNotFoundError,
    PlaceSettledError,
    PrizeTaxUnsettledError,
    WinnerMemberMissingError,
    WinnerMemberWrongError,
)
from chalicelib.draws.places import PassReason
from chalicelib.draws.staff_answers import StaffDrawAnswer, staff_answer
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.http.call import Call, Document, Shape, attachment
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, MemberId, OneLine
from chalicelib.http.terms import DrawRef, PlaceNumber
from chalicelib.staff.actor import person_of

routes = Operations(tag="draws")


class AcceptBody(Shape):
    """The winner agreed to be contacted; `member_id` gets the voucher. Both are erased with the
    draw's personal data. `is_tax_settled`: the tax of a prize above the limit was paid."""

    has_consent: Annotated[bool, Field(description="The winner's own; without it, pass on.")]
    member_id: MemberId | None = None
    contact: Annotated[OneLine, Letters(100)] | None = None
    """How the winner is reached, for goods."""
    is_tax_settled: bool = False
    """Whether the tax on the prize was paid, where one is due."""


class PassBody(Shape):
    reason: PassReason
    """Why the prize goes on to the next."""


@routes.operation(
    "POST",
    "/v1/staff/draws/{draw_id}/places/{number}/accept",
    summary="Record that a winner takes the prize and agreed to be contacted",
    audience="staff",
    roles=PROPOSERS,
    body=AcceptBody,
    answer=StaffDrawAnswer,
    errors=(
        DrawNotFoundError,
        DrawOfRoundError,
        DrawNotDrawnError,
        PlaceNotFoundError,
        PlaceSettledError,
        PlaceHasNoPrizeError,
        AnswerTooLateError,
        WinnerMemberMissingError,
        WinnerMemberWrongError,
        PrizeTaxUnsettledError,
    ),
)
def accept_prize(call: Call[AcceptBody], draw_id: DrawRef, number: PlaceNumber) -> StaffDrawAnswer:
    body = call.body
    if not body.has_consent:
        problem = ("당첨자가 동의해야 합니다", "the winner must have agreed")
        raise InvalidRequestError(param="has_consent", problem=problem)
    draw = call.wired(DrawsWiring).prizes.accept(
        call.county_id,
        person_of(call),
        draw_id,
        _place(number),
        member_id=body.member_id,
        contact=body.contact,
        is_tax_settled=body.is_tax_settled,
    )
    return staff_answer(call, draw)


@routes.operation(
    "POST",
    "/v1/staff/draws/{draw_id}/places/{number}/pass",
    summary="Record that a place passed, and why: the next reserve follows",
    audience="staff",
    roles=DECIDERS,
    body=PassBody,
    answer=StaffDrawAnswer,
    errors=(
        DrawNotFoundError,
        DrawOfRoundError,
        DrawNotDrawnError,
        PlaceNotFoundError,
        PlaceSettledError,
        PlaceHasNoPrizeError,
        AnswerStillOpenError,
    ),
)
def pass_prize(call: Call[PassBody], draw_id: DrawRef, number: PlaceNumber) -> StaffDrawAnswer:
    draw = call.wired(DrawsWiring).prizes.pass_on(
        call.county_id, person_of(call), draw_id, _place(number), reason=call.body.reason
    )
    return staff_answer(call, draw)


@routes.operation(
    "GET",
    "/v1/staff/draws/{draw_id}/grants.csv",
    summary="Vouchers of those who accepted, as the file of a bulk grant",
    audience="staff",
    roles=PROPOSERS,
    errors=(DrawNotFoundError, DrawOfRoundError, DrawNotDrawnError),
)
def show_grants(call: Call[None], draw_id: DrawRef) -> Document:
    content = call.wired(DrawsWiring).prizes.grants_csv(call.county_id, draw_id)
    return attachment(f"onmin-{draw_id}-grants.csv", content)


def _place(number: str) -> int:
    if not (number.isascii() and number.isdigit() and len(number) <= 5):
        raise PlaceNotFoundError
    return int(number)
