"""A member's profile, as the person reads it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from chalicelib.county.wiring import CountyWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.shapes import Time

if TYPE_CHECKING:
    from chalicelib.members.service import OpenProfile


class IdentityAnswer(Shape):
    verified_at: Time


class MeAnswer(Shape):
    """`identity` is `null` until the person is verified."""

    member_id: str
    name: str
    phone: str
    birth_on: date
    region_code: str
    relation: str
    county_name: str
    programme: str
    joined_at: Time
    identity: IdentityAnswer | None = None


def me_answer(call: Call[Any], own: "OpenProfile") -> MeAnswer:
    county = call.wired(CountyWiring).counties.county(call.county_id)
    is_english = call.language == "en"
    profile = own.profile
    return MeAnswer(
        member_id=profile.member_id,
        name=own.name,
        phone=own.phone,
        birth_on=own.birth_on,
        region_code=profile.region_code,
        relation=profile.relation,
        county_name=county.name_en if is_english else county.name,
        programme=county.programme_en if is_english else county.programme,
        joined_at=profile.joined_at,
        identity=IdentityAnswer(verified_at=profile.identified_at)
        if profile.identified_at
        else None,
    )
