"""A member's profile, as the person reads it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from chalicelib.county.wiring import CountyWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import MemberRef
from chalicelib.ledger.profile import Consent, ConsentKind

if TYPE_CHECKING:
    from chalicelib.members.service import OpenProfile


class IdentityAnswer(Shape):
    verified_at: Time
    """When the identity was verified."""


class MeAnswer(Shape):
    """`identity` is `null` until the person is verified."""

    member_id: MemberRef
    name: str
    """The member's name."""
    phone: str
    """The member's mobile number."""
    birth_on: date
    """The member's birth date."""
    region_code: str
    """Where the member lives: five digits of the legal-district code."""
    relation: str
    """What binds the member to the county."""
    county_name: str
    """The county."""
    programme: str
    """What the county calls its online residents."""
    joined_at: Time
    """When the member joined."""
    identity: IdentityAnswer | None = None
    """When the person was verified; null until then."""


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


class ConsentAnswer(Shape):
    kind: ConsentKind
    """To what."""
    given: bool
    """Whether it is given."""
    version: str | None
    """To which version of the text; null if it was never given."""
    at: Time
    """Since when it stands so."""


def consent_answer(consent: Consent) -> ConsentAnswer:
    return ConsentAnswer(
        kind=consent.kind,
        given=consent.version is not None,
        version=consent.version,
        at=consent.at,
    )
