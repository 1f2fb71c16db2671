"""Suspending and re-opening members."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.errors import VersionConflictError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine
from chalicelib.http.terms import MemberRef
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.staff.actor import person_of
from chalicelib.standing.answers import StaffMemberAnswer, member_answer
from chalicelib.standing.wiring import StandingWiring

routes = Operations(tag="standing")

OFFICE = ("operator", "manager", "treasurer", "auditor")
DECIDERS = ("manager",)
Reason = Annotated[
    OneLine,
    Letters(200),
    Field(description="Why. No personal data: it stays in the record for good."),
]


class MemberStatusBody(Shape):
    status: Literal["active", "suspended"]
    """How the member shall stand."""
    reason: Reason


@routes.operation(
    "GET",
    "/v1/staff/members/{member_id}",
    summary="A member, masked, and whether they may act",
    audience="staff",
    roles=OFFICE,
    answer=StaffMemberAnswer,
    errors=(MemberNotFoundError,),
)
def show_member_to_staff(call: Call[None], member_id: MemberRef) -> StaffMemberAnswer:
    return member_answer(call.wired(StandingWiring).members.of(call.county_id, member_id))


@routes.operation(
    "PUT",
    "/v1/staff/members/{member_id}/status",
    summary="Suspend a member or let them act again; who is suspended is logged out everywhere",
    audience="staff",
    roles=DECIDERS,
    body=MemberStatusBody,
    answer=StaffMemberAnswer,
    errors=(MemberNotFoundError, VersionConflictError),
)
def change_member_status(call: Call[MemberStatusBody], member_id: MemberRef) -> StaffMemberAnswer:
    changed = call.wired(StandingWiring).members.change(
        call.county_id, person_of(call), member_id, call.body.status, reason=call.body.reason
    )
    return member_answer(changed)
