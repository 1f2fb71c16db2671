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
from chalicelib.http.shapes import Birth, Name, RegionCode, Time, Token
from chalicelib.http.terms import JoinCode, MemberRef, SignupRef, StatusUrl
from chalicelib.identity.errors import IdentityMismatchError
from chalicelib.joining.campaigns import VisitLimit
from chalicelib.joining.channels import CODE_CHARACTERS_MAX
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
from chalicelib.members.ticket import RejectionReason, WhyNothing

routes = Operations(tag="joining")


class Term(Shape):
    kind: Literal["terms", "privacy", "marketing"]
    """Which text."""
    version: str
    """Which version of it."""
    required: bool
    """Whether one can join only by agreeing to it."""


class CampaignAnswer(Shape):
    code: str
    """The campaign's code, or that of one of its booths, as asked for."""
    name: str
    """What the campaign is called."""
    signup_mileage: int
    """Points for joining by it."""
    visit_mileage: int = 0
    """Points for a visit that a booth's screen proves; 0 for none."""
    visits_once_a: VisitLimit = "day"
    """How often a person is given them."""
    printed_visit_mileage: int = 0
    """Points, once, for a visit by a printed sign; 0 for none."""
    why_nothing: WhyNothing | None
    """Why nobody is given them now, though one can join; null if people are."""
    opens_at: Time
    """From when one can join by it."""
    closes_at: Time
    """Until when one can."""
    is_open: bool
    """Whether one can now."""
    booth: str | None
    """The booth whose code it is; null for the campaign's own."""
    terms: list[Term]
    """The texts that one agrees to by joining."""


class ConsentsBody(Shape):
    terms: bool
    """To the terms of use, without which nobody can join."""
    privacy: bool
    """To the use of personal data, without which nobody can join."""
    marketing: bool
    """To news of the county; as one likes."""


class GuardianBody(Shape):
    """Who consents for a child under 14, with the token of a verification of purpose `guardian`
    that was sent to the guardian's own number."""

    verification_token: Token
    """Of a verification of purpose `guardian`."""
    name: Name
    """The guardian's name."""
    relation: GuardianRelation
    """What the guardian is to the child."""


class SignupBody(Shape):
    """`guardian`: of who is under 14, and of nobody else."""

    verification_token: Token
    """Of a verification of purpose `signup`, or of an identity verification."""
    name: Name
    """The person's name."""
    birth_on: Birth
    """The birth date; under 14 a guardian consents."""
    region_code: RegionCode
    relation: Relation
    """What binds the person to the county."""
    campaign_code: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    """Of the poster that was scanned."""
    channel: Annotated[str, Field(max_length=CODE_CHARACTERS_MAX)] | None = None
    """What the link had after `c=`, by which the person came; one that is none of ours counts for
    nothing."""
    consents: ConsentsBody
    """What the person agrees to."""
    guardian: GuardianBody | None = None
    """Who consents for a child under 14; nobody else has one."""


class SignupAnswer(Shape):
    signup_id: SignupRef
    status: Literal["queued"]
    """It is queued: ask at `status_url`."""
    status_url: StatusUrl


class SignupStatusAnswer(Shape):
    status: Literal["queued", "completed", "rejected"]
    """How it stands."""
    member_id: MemberRef | None
    """The new membership, or the one that the person has already; null before."""
    already_member: bool | None
    """Whether the person was a member before; null while it is queued."""
    granted_mileage: int | None
    """Points given for joining; null while it is queued."""
    reason: RejectionReason | None = None
    """Why it was refused; null if it was not."""
    why_nothing: WhyNothing | None = None
    """Why no points were given although the campaign gives some; null else."""


@routes.operation(
    "GET",
    "/v1/campaigns/{code}",
    summary="A campaign, by its own code or a booth's",
    audience="anyone",
    answer=CampaignAnswer,
    errors=(CampaignNotFoundError,),
)
def show_campaign(call: Call[None], code: JoinCode) -> CampaignAnswer:
    campaigns = call.wired(JoiningWiring).campaigns
    campaign = campaigns.by_code(call.county_id, code)
    county = call.wired(CountyWiring).counties.county(call.county_id)
    booth = campaign.booth(code)
    now = call.now()
    visits = campaign.visits_at(now)
    return CampaignAnswer(
        code=code,
        name=campaign.name_en if call.language == "en" else campaign.name,
        signup_mileage=campaign.mileage_at(now),
        visit_mileage=visits.mileage,
        visits_once_a=visits.once_a,
        printed_visit_mileage=visits.printed_mileage,
        why_nothing=campaigns.why_nothing(campaign, now),
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        is_open=campaign.is_open(now) and not (booth and booth.is_closed),
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
            channel_code=body.channel,
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
def show_signup(call: Call[None], signup_id: SignupRef) -> SignupStatusAnswer:
    status = call.wired(JoiningWiring).signups.status(call.county_id, signup_id)
    return SignupStatusAnswer(
        status=status.status,
        member_id=status.member_id,
        already_member=status.already_member,
        granted_mileage=status.granted_mileage,
        reason=status.reason,
        why_nothing=status.why_nothing,
    )
