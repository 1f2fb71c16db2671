"""What one who comes along on a half-price trip is asked, and what they say, by their own link."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.core.errors import TryAgainError, VerificationTokenInvalidError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Birth, Name, RegionCode, Token
from chalicelib.ledger.profile import GuardianRelation
from chalicelib.members.errors import BirthDateInvalidError, GuardianRequiredError
from chalicelib.trips.companions import (
    CONSENT_VERSION,
    AskedState,
    Companion,
    Consent,
    Guardian,
)
from chalicelib.trips.errors import (
    CompanionAnsweredError,
    CompanionIsApplicantError,
    CompanionLinkNotFoundError,
    CompanionsClosedError,
    CompanionTwiceError,
    TripNotForResidentsError,
    TripTimesExceededError,
)
from chalicelib.trips.wiring import TripsWiring

routes = Operations(tag="trips")


class CompanionLinkBody(Shape):
    code: Annotated[
        str,
        Field(
            min_length=1,
            max_length=80,
            examples=["trp_06BX3K9QZ7M2T4WA.1.5f0c2b9a7d3e8c1f6b4a"],
            description="What the link has behind its hash sign.",
        ),
    ]


class TripGuardianBody(Shape):
    """Who consents for a child under 14."""

    name: Name
    """The guardian's name."""
    relation: GuardianRelation
    """What the guardian is to the child."""


class CompanionConsentBody(CompanionLinkBody):
    """With a token of the companion's own phone; of a child under 14, of a guardian's."""

    name: Name
    """The companion's name."""
    birth_on: Birth
    """The companion's birth date; under 14 a guardian consents."""
    region_code: RegionCode
    """Where the companion lives: five digits."""
    verification_token: Token
    """Of a verification of purpose `companion`: of their own phone, or of their guardian's."""
    guardian: TripGuardianBody | None = None
    """Who consents for a child under 14; nobody else has one."""


class TripInvitationAnswer(Shape):
    asked_by: str
    """Who applied, masked."""
    starts_on: date
    """The trip's first day."""
    ends_on: date
    """Its last day."""
    state: AskedState
    """What was said by this link: nothing yet, or whether they consent."""
    is_open: bool
    """Whether it can be answered: until the trip is claimed."""
    claim_by_on: date
    """The last day to claim; what is said is erased when it is decided, or nobody claimed by
    then."""
    consent_version: str
    """Of the text that is consented to."""


def _answer(call: Call[CompanionLinkBody]) -> TripInvitationAnswer:
    seen = call.wired(TripsWiring).companions.look(call.county_id, call.body.code)
    return TripInvitationAnswer(
        asked_by=seen.asked_by,
        starts_on=seen.trip.starts_on,
        ends_on=seen.trip.ends_on,
        state=seen.asked.state,
        is_open=seen.is_open,
        claim_by_on=seen.trip.claim_by_on,
        consent_version=seen.asked.version or CONSENT_VERSION,
    )


@routes.operation(
    "POST",
    "/v1/trip-companions/look",
    summary="What one who comes along on a half-price trip is asked, by their link",
    audience="anyone",
    body=CompanionLinkBody,
    answer=TripInvitationAnswer,
    errors=(CompanionLinkNotFoundError,),
)
def look_at_invitation(call: Call[CompanionLinkBody]) -> TripInvitationAnswer:
    return _answer(call)


@routes.operation(
    "POST",
    "/v1/trip-companions/consent",
    summary="Consent to be counted on a half-price trip; erased when it is decided",
    audience="anyone",
    body=CompanionConsentBody,
    answer=TripInvitationAnswer,
    errors=(
        CompanionLinkNotFoundError,
        CompanionsClosedError,
        CompanionAnsweredError,
        CompanionIsApplicantError,
        CompanionTwiceError,
        GuardianRequiredError,
        BirthDateInvalidError,
        VerificationTokenInvalidError,
        TripNotForResidentsError,
        TripTimesExceededError,
        TryAgainError,
    ),
)
def consent_to_trip(call: Call[CompanionConsentBody]) -> TripInvitationAnswer:
    body = call.body
    given = Consent(
        who=Companion(body.name, body.birth_on, body.region_code),
        verification_token=body.verification_token,
        guardian=Guardian(body.guardian.name, body.guardian.relation) if body.guardian else None,
    )
    call.wired(TripsWiring).companions.consent(call.county_id, body.code, given)
    return _answer(call)  # type: ignore[arg-type]


@routes.operation(
    "POST",
    "/v1/trip-companions/refuse",
    summary="Not come along, or not any more: what was said is erased",
    audience="anyone",
    body=CompanionLinkBody,
    answer=TripInvitationAnswer,
    errors=(CompanionLinkNotFoundError, CompanionsClosedError, TryAgainError),
)
def refuse_trip(call: Call[CompanionLinkBody]) -> TripInvitationAnswer:
    call.wired(TripsWiring).companions.refuse(call.county_id, call.body.code)
    return _answer(call)
