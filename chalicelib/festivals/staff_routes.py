"""What a place of a campaign shows to those who visit it."""

from typing import Annotated

from pydantic import Field

from chalicelib.approvals.answers import Reason
from chalicelib.core.errors import TryAgainError
from chalicelib.festivals.errors import (
    NotReferredError,
    ReferralNotRewardedError,
    VisitPlaceNotFoundError,
)
from chalicelib.festivals.visit_codes import VisitCode
from chalicelib.festivals.wiring import FestivalsWiring
from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.http.terms import CampaignRef, EntryRef, MemberRef
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.staff.actor import person_of

routes = Operations(tag="staff")

SHOWERS = ("operator", "manager", "booth")


class VisitCodesQuery(Query):
    booth: Annotated[str, Field(max_length=64)]
    """The code of the booth."""


class VisitCodeAnswer(Shape):
    url: str
    """What its QR code says: the wallet opens there."""
    shown_from: Time | None
    """From when the screen shows it; null of a printed one."""
    shown_until: Time | None
    """Until when, the next one from then on; null of a printed one."""


class VisitCodesAnswer(Shape):
    """The codes of the next two hours, so that a screen goes on that long without a net; it fetches
    others before."""

    now: Time
    """The moment by the server's clock, by which a screen sets its own."""
    codes: list[VisitCodeAnswer]
    """One after the other; the one of a printed sign alone."""


@routes.operation(
    "GET",
    "/v1/staff/campaigns/{campaign_id}/visit-codes",
    summary="What a booth's screen, or its printed sign, shows to those who visit",
    audience="staff",
    roles=SHOWERS,
    query=VisitCodesQuery,
    answer=VisitCodesAnswer,
    errors=(CampaignNotFoundError, VisitPlaceNotFoundError),
)
def show_visit_codes(call: Call[None], campaign_id: CampaignRef) -> VisitCodesAnswer:
    codes = call.wired(FestivalsWiring).visits.places(call.county_id, campaign_id, call.query.booth)
    return VisitCodesAnswer(now=call.now(), codes=[_answer(call.base_url, one) for one in codes])


class ReferralReturnBody(Shape):
    reason: Reason


class ReturnedEntry(Shape):
    entry_id: EntryRef
    member_id: MemberRef
    mileage_amount: int
    """Points that it took, with a minus; what was no longer there is owed."""


class ReferralReturnAnswer(Shape):
    data: list[ReturnedEntry]
    """What was taken back, of the new member and of whose link it was."""


@routes.operation(
    "POST",
    "/v1/staff/members/{member_id}/referral-return",
    summary="Take back what both were given for a referral that was not honest",
    audience="staff",
    roles=("manager",),
    body=ReferralReturnBody,
    answer=ReferralReturnAnswer,
    errors=(NotReferredError, ReferralNotRewardedError, TryAgainError),
)
def take_back_referral(
    call: Call[ReferralReturnBody], member_id: MemberRef
) -> ReferralReturnAnswer:
    entries = call.wired(FestivalsWiring).returns.take_back(
        call.county_id, person_of(call), member_id, reason=call.body.reason
    )
    return ReferralReturnAnswer(
        data=[
            ReturnedEntry(
                entry_id=each.entry_id,
                member_id=each.member_id,
                mileage_amount=each.mileage_amount,
            )
            for each in entries
        ]
    )


def _answer(base_url: str, code: VisitCode) -> VisitCodeAnswer:
    return VisitCodeAnswer(
        # Behind the sign it is sent to nobody, and stands in no log.
        url=f"{base_url}/wallet/visit#{code.text}",
        shown_from=code.shown_from,
        shown_until=code.shown_until,
    )
