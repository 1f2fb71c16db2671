"""A member as staff see one."""

from typing import Literal

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.ledger.profile import Profile, Relation


class StaffMemberAnswer(Shape):
    """Masked. `region_code` is where the member said to live, `identified_at` since when it is
    verified who it is."""

    member_id: str
    name_masked: str
    status: Literal["active", "suspended", "left"]
    joined_at: Time
    region_code: str
    relation: Relation
    identified_at: Time | None


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
