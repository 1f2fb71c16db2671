"""Finding a member at the desk, and seeing who it is for a stated reason."""

from datetime import date
from typing import Annotated

from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine
from chalicelib.http.terms import MemberRef
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.members.wiring import MembersWiring
from chalicelib.staff.actor import person_of
from chalicelib.staff.wiring import StaffWiring
from chalicelib.standing.answers import StaffMemberAnswer, member_answer
from chalicelib.standing.errors import SearchUnclearError
from chalicelib.standing.routes import OFFICE, Reason
from chalicelib.standing.wiring import StandingWiring

routes = Operations(tag="standing")

SERVERS = ("operator", "manager", "treasurer")
"""Who serves people at the desk; an auditor sees what they did."""


class MemberSearchBody(Shape):
    """`q` is a mobile number, or the member number as it stands on the card."""

    q: Annotated[OneLine, Letters(40)]
    """A mobile number, or the member number as it stands on the card."""


class MembersFoundAnswer(Shape):
    data: list[StaffMemberAnswer]
    """Those who are members now; none if the number is nobody's."""


class RevealBody(Shape):
    reason: Reason


class RevealedMemberAnswer(Shape):
    member_id: MemberRef
    name: str
    """The name, as the member wrote it."""
    phone: str
    """The mobile number, in E.164."""
    birth_on: date
    """The day of birth."""
    region_code: str
    """Where the member said to live: five digits of a district."""


@routes.operation(
    "POST",
    "/v1/staff/members/search",
    summary="Find a member by mobile number or member number, masked; on record",
    audience="staff",
    roles=OFFICE,
    body=MemberSearchBody,
    answer=MembersFoundAnswer,
    errors=(SearchUnclearError,),
)
def search_members(call: Call[MemberSearchBody]) -> MembersFoundAnswer:
    by, found = call.wired(StandingWiring).member_search.find(call.county_id, call.body.q)
    # A search that finds nobody is on record too: so it shows who tries numbers.
    call.wired(StaffWiring).audit_trail.note(
        call.county_id,
        person_of(call),
        "members_searched",
        found[0].member_id if found else "",
        facts={"by": by, "found": len(found)},
    )
    return MembersFoundAnswer(data=[member_answer(profile) for profile in found])


@routes.operation(
    "POST",
    "/v1/staff/members/{member_id}/reveal",
    summary="A member's name, number and birth date, for a stated reason; on record",
    audience="staff",
    roles=SERVERS,
    body=RevealBody,
    answer=RevealedMemberAnswer,
    errors=(MemberNotFoundError,),
)
def reveal_member(call: Call[RevealBody], member_id: MemberRef) -> RevealedMemberAnswer:
    profile = call.wired(StandingWiring).members.of(call.county_id, member_id)
    call.wired(StaffWiring).audit_trail.note(
        call.county_id, person_of(call), "member_revealed", member_id, reason=call.body.reason
    )
    person = call.wired(MembersWiring).members.opened(profile)
    return RevealedMemberAnswer(
        member_id=member_id,
        name=person.name,
        phone=person.phone,
        birth_on=person.birth_on,
        region_code=profile.region_code,
    )
