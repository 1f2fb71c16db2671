"""A member as staff see one."""

from typing import Literal

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import MaskedName, MemberRef
from chalicelib.ledger.profile import Profile, Relation


class StaffMemberAnswer(Shape):
    """Masked. `region_code` is where the member said to live, `identified_at` since when it is
    verified who it is."""

    member_id: MemberRef
    name_masked: MaskedName
    status: Literal["active", "suspended", "left"]
    """How the member stands."""
    joined_at: Time
    """When the member joined."""
    region_code: str
    """Where the member said to live: five digits of a district."""
    relation: Relation
    """What the member said to have to do with the county."""
    identified_at: Time | None
    """Since when it is verified who it is; null before."""


def member_answer(profile: Profile) -> StaffMemberAnswer:
    return StaffMemberAnswer(
        member_id=profile.member_id,
        name_masked=profile.name_masked,
        status=profile.status,
        joined_at=profile.joined_at,
        region_code=profile.region_code,
        relation=profile.relation,
        identified_at=profile.identified_at,
    )
