"""Suspending and re-opening members."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.errors import VersionConflictError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, Time
from chalicelib.http.terms import MaskedName, MemberRef
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.ledger.profile import Profile
from chalicelib.staff.actor import person_of
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


class StaffMemberAnswer(Shape):
    """A member as staff see one: masked."""

    member_id: MemberRef
    name_masked: MaskedName
    status: Literal["active", "suspended", "left"]
    """How the member stands."""
    joined_at: Time
    """When the member joined."""


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
    return _answer(call.wired(StandingWiring).members.of(call.county_id, member_id))


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
    return _answer(changed)


def _answer(profile: Profile) -> StaffMemberAnswer:
    return StaffMemberAnswer(
        member_id=profile.member_id,
        name_masked=profile.name_masked,
        status=profile.status,
        joined_at=profile.joined_at,
    )
