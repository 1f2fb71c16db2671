"""Joining: the campaign, the proven phone, the sign-up, the session."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.errors import (
    SignupNotFoundError,
    VerificationTokenInvalidError,
)
from chalicelib.county.wiring import CountyWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Name, RegionCode, Time, Token
from chalicelib.identity.errors import IdentityMismatchError
from chalicelib.joining.errors import (
    CampaignClosedError,
    CampaignNotFoundError,
    GuardianChildrenExceededError,
    GuardianIsChildError,
    GuardianIsMinorError,
    GuardianNotNeededError,
    IdentityPhoneMissingError,
)
from chalicelib.joining.signups import Application, Guardian
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.ledger.errors import IdentityRequiredError
from chalicelib.ledger.profile import GuardianRelation, Relation
from chalicelib.members.errors import (
    BirthDateInvalidError,
    ConsentRequiredError,
    GuardianRequiredError,
    RegionUnknownError,
)
from chalicelib.members.ticket import RejectionReason

routes = Operations(tag="joining")


class Term(Shape):
    kind: Literal["terms", "privacy", "marketing"]
    version: str
    required: bool


class CampaignAnswer(Shape):
    code: str
    name: str
    signup_mileage: int
    opens_at: Time
    closes_at: Time
    is_open: bool
    booth: str | None
    terms: list[Term]


class ConsentsBody(Shape):
    terms: bool
    privacy: bool
    marketing: bool


class GuardianBody(Shape):
    """Who consents for a child under 14, with the token of a verification of purpose `guardian`
    that was sent to the guardian's own number."""

    verification_token: Token
    name: Name
    relation: GuardianRelation


class SignupBody(Shape):
    """`guardian`: of who is under 14, and of nobody else."""

    verification_token: Token
    name: Name
    birth_on: Day
    region_code: RegionCode
    relation: Relation
    campaign_code: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    consents: ConsentsBody
    guardian: GuardianBody | None = None


class SignupAnswer(Shape):
    signup_id: str
    status: Literal["queued"]
    status_url: str


class SignupStatusAnswer(Shape):
    status: Literal["queued", "completed", "rejected"]
    member_id: str | None
    already_member: bool | None
    granted_mileage: int | None
    reason: RejectionReason | None = None


@routes.operation(
    "GET",
    "/v1/campaigns/{code}",
    summary="A campaign, by its own code or a booth's",
    audience="anyone",
    answer=CampaignAnswer,
    errors=(CampaignNotFoundError,),
)
def show_campaign(call: Call[None], code: str) -> CampaignAnswer:
    campaign = call.wired(JoiningWiring).campaigns.by_code(call.county_id, code)
    county = call.wired(CountyWiring).counties.county(call.county_id)
    booth = campaign.booth(code)
    return CampaignAnswer(
        code=code,
        name=campaign.name_en if call.language == "en" else campaign.name,
        signup_mileage=campaign.signup_mileage,
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        is_open=campaign.is_open(call.now()),
        booth=booth.name if booth else None,
        terms=[
            Term(kind="terms", version=county.terms_version, required=True),
            Term(kind="privacy", version=county.privacy_version, required=True),
            Term(kind="marketing", version=county.privacy_version, required=False),
        ],
    )


@routes.operation(
    "POST",
    "/v1/signups",
    summary="Sign up; finished through a queue",
    audience="anyone",
    status=202,
    body=SignupBody,
    answer=SignupAnswer,
    errors=(
        VerificationTokenInvalidError,
        IdentityRequiredError,
        IdentityMismatchError,
        IdentityPhoneMissingError,
        ConsentRequiredError,
        GuardianRequiredError,
        GuardianNotNeededError,
        GuardianIsChildError,
        GuardianIsMinorError,
        GuardianChildrenExceededError,
        BirthDateInvalidError,
        RegionUnknownError,
        CampaignNotFoundError,
        CampaignClosedError,
    ),
    takes_idempotency_key=True,
)
def sign_up(call: Call[SignupBody]) -> SignupAnswer:
    body = call.body
    signup_id, is_repeated = call.wired(JoiningWiring).signups.accept(
        call.county_id,
        Application(
            verification_token=body.verification_token,
            name=body.name,
            birth_on=body.birth_on,
            region_code=body.region_code,
            relation=body.relation,
            campaign_code=body.campaign_code,
            terms=body.consents.terms,
            privacy=body.consents.privacy,
            marketing=body.consents.marketing,
            guardian=Guardian(**body.guardian.model_dump()) if body.guardian else None,
        ),
        idempotency_key=call.idempotency_key or None,
        is_simulated=call.adapters.clock.is_simulated,
    )
    call.mark_replayed(is_repeated)
    return SignupAnswer(
        signup_id=signup_id,
        status="queued",
        status_url=f"{call.base_url}/v1/signups/{signup_id}",
    )


@routes.operation(
    "GET",
    "/v1/signups/{signup_id}",
    summary="How a sign-up stands",
    audience="anyone",
    answer=SignupStatusAnswer,
    errors=(SignupNotFoundError,),
)
def show_signup(call: Call[None], signup_id: str) -> SignupStatusAnswer:
    status = call.wired(JoiningWiring).signups.status(call.county_id, signup_id)
    return SignupStatusAnswer(
        status=status.status,
        member_id=status.member_id,
        already_member=status.already_member,
        granted_mileage=status.granted_mileage,
        reason=status.reason,
    )
