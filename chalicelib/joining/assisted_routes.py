"""Joining at the desk, for who has no smartphone."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.errors import VerificationTokenInvalidError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Birth, Day, MemberId, Name, RegionCode, Token
from chalicelib.joining.assisted_service import NAMESAKES_MAX, Shown
from chalicelib.joining.errors import (
    CampaignClosedError,
    CampaignNotFoundError,
    DeskJoinsUsedUpError,
    PossibleDuplicateError,
)
from chalicelib.joining.routes import ConsentsBody, SignupAnswer
from chalicelib.joining.signups import Application
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.ledger.profile import Relation
from chalicelib.members.errors import (
    BirthDateInvalidError,
    ConsentRequiredError,
    GuardianRequiredError,
    RegionUnknownError,
)
from chalicelib.staff.actor import person_of

routes = Operations(tag="joining")

JOINERS = ("booth", "operator", "manager")
Document = Literal[
    "resident_card", "driver_license", "passport", "residence_card", "welfare_card", "other"
]


class AssistedSignupBody(Shape):
    """Of who stands at the desk. No number of a document is sent: it is looked at, and no more."""

    name: Name
    """The name on the document."""
    birth_on: Birth
    """The birth date on it."""
    region_code: RegionCode
    relation: Relation
    """What binds the person to the county."""
    campaign_code: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    """Of the booth, or of the campaign."""
    consents: ConsentsBody
    """What the person agreed to on paper."""
    consents_signed_on: Day
    """The day on which the paper was signed."""
    document_kind: Document
    """Which document with a picture was shown."""
    verification_token: Token | None = None
    """Of a verification of purpose `signup`, whose code was read aloud; left out for who has no
    mobile number."""
    other_people: Annotated[list[MemberId], Field(max_length=NAMESAKES_MAX)] = Field(
        default_factory=list
    )
    """Members of the same name and birth date who are somebody else: all that the refusal
    `possible_duplicate` named. The mileage for joining is then held back."""


@routes.operation(
    "POST",
    "/v1/staff/signups",
    summary="Sign up somebody who stands at the desk, with consents on paper; on record",
    audience="staff",
    roles=JOINERS,
    status=202,
    body=AssistedSignupBody,
    answer=SignupAnswer,
    requires_idempotency_key=True,
    errors=(
        VerificationTokenInvalidError,
        PossibleDuplicateError,
        DeskJoinsUsedUpError,
        ConsentRequiredError,
        GuardianRequiredError,
        BirthDateInvalidError,
        RegionUnknownError,
        CampaignNotFoundError,
        CampaignClosedError,
    ),
)
def sign_up_at_desk(call: Call[AssistedSignupBody]) -> SignupAnswer:
    body = call.body
    signup_id, is_repeated = call.wired(JoiningWiring).assisted.accept(
        call.county_id,
        person_of(call),
        Application(
            verification_token=body.verification_token or "",
            name=body.name,
            birth_on=body.birth_on,
            region_code=body.region_code,
            relation=body.relation,
            campaign_code=body.campaign_code,
            terms=body.consents.terms,
            privacy=body.consents.privacy,
            marketing=body.consents.marketing,
        ),
        Shown(
            document_kind=body.document_kind,
            signed_on=body.consents_signed_on,
            others=tuple(body.other_people),
        ),
        idempotency_key=call.idempotency_key,
        is_simulated=call.adapters.clock.is_simulated,
    )
    call.mark_replayed(is_repeated)
    return SignupAnswer(
        signup_id=signup_id,
        status="queued",
        status_url=f"{call.base_url}/v1/signups/{signup_id}",
    )
