"""Finding a member at the desk, and seeing who it is for a stated reason."""

from datetime import date
from typing import Annotated

from chalicelib.core.errors import VerificationTokenInvalidError, VersionConflictError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Birth, Letters, OneLine, Token
from chalicelib.http.terms import MemberRef
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError
from chalicelib.members.errors import NumberKnownError, PhoneInUseError
from chalicelib.members.wiring import MembersWiring
from chalicelib.staff.actor import person_of
from chalicelib.staff.wiring import StaffWiring
from chalicelib.standing.answers import StaffMemberAnswer, member_answer
from chalicelib.standing.errors import RevealsUsedUpError, SearchUnclearError
from chalicelib.standing.member_search import NAMED_MAX
from chalicelib.standing.routes import OFFICE, Reason
from chalicelib.standing.wiring import StandingWiring

routes = Operations(tag="standing")

SERVERS = ("operator", "manager", "treasurer")
"""Who serves people at the desk; an auditor sees what they did."""


class MemberSearchBody(Shape):
    """`q` is a mobile number, the member number as it stands on the card, or a whole name."""

    q: Annotated[OneLine, Letters(40)]
    """A mobile number, the member number as it stands on the card, or a whole name."""
    birth_on: Birth | None = None
    """Of a name: only those born on this day."""


class MembersFoundAnswer(Shape):
    data: list[StaffMemberAnswer]
    """Those who are members now; none if number or name are nobody's. A name is found a moment
    after its member joined."""
    has_more: bool
    """Whether there are more of the name than are shown: ask with the birth date."""


class RevealBody(Shape):
    reason: Reason


class FirstNumberBody(Shape):
    verification_token: Token
    """Of a verification of the number, whose code was read aloud."""
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
    summary="Find a member by mobile number, member number or name, masked; on record",
    audience="staff",
    roles=OFFICE,
    body=MemberSearchBody,
    answer=MembersFoundAnswer,
    errors=(SearchUnclearError,),
)
def search_members(call: Call[MemberSearchBody]) -> MembersFoundAnswer:
    search = call.wired(StandingWiring).member_search
    by, found = search.find(call.county_id, call.body.q, birth_on=call.body.birth_on)
    # A search that finds nobody is on record too: so it shows who tries numbers.
    call.wired(StaffWiring).audit_trail.note(
        call.county_id,
        person_of(call),
        "members_searched",
        found[0].member_id if len(found) == 1 else "",
        facts={"by": by, "found": len(found)},
    )
    shown = [member_answer(profile) for profile in found[:NAMED_MAX]]
    return MembersFoundAnswer(data=shown, has_more=len(found) > NAMED_MAX)


@routes.operation(
    "POST",
    "/v1/staff/members/{member_id}/reveal",
    summary="A member's name, number and birth date, for a stated reason; on record",
    audience="staff",
    roles=SERVERS,
    body=RevealBody,
    answer=RevealedMemberAnswer,
    errors=(MemberNotFoundError, RevealsUsedUpError),
)
def reveal_member(call: Call[RevealBody], member_id: MemberRef) -> RevealedMemberAnswer:
    profile = call.wired(StandingWiring).members.of(call.county_id, member_id)
    call.wired(StandingWiring).reveals.check(call.county_id, person_of(call))
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


@routes.operation(
    "PUT",
    "/v1/staff/members/{member_id}/number",
    summary="The first mobile number of a member who joined at the desk without one; on record",
    audience="staff",
    roles=("manager", "operator"),
    body=FirstNumberBody,
    answer=StaffMemberAnswer,
    errors=(
        MemberNotFoundError,
        MemberSuspendedError,
        NumberKnownError,
        PhoneInUseError,
        VerificationTokenInvalidError,
        VersionConflictError,
    ),
)
def set_first_number(call: Call[FirstNumberBody], member_id: MemberRef) -> StaffMemberAnswer:
    trail, by, reason = call.wired(StaffWiring).audit_trail, person_of(call), call.body.reason
    changed = call.wired(MembersWiring).number_change.set_first(
        call.county_id,
        member_id,
        call.body.verification_token,
        lambda: trail.note(call.county_id, by, "member_number_set", member_id, reason=reason),
    )
    return member_answer(changed.profile)
