"""Days on which a sight is closed by notice, or open after all."""

from datetime import date

from chalicelib.core.errors import VersionConflictError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Time
from chalicelib.http.terms import FacilityRef, NoticeRef
from chalicelib.staff.actor import person_of
from chalicelib.visits.answers import Reason
from chalicelib.visits.errors import (
    FacilityNotFoundError,
    NoticeBegunError,
    NoticeNotFoundError,
    NoticeTooLateError,
)
from chalicelib.visits.facility_routes import MAKERS, SEERS
from chalicelib.visits.opening import Notice
from chalicelib.visits.wiring import VisitsWiring

routes = Operations(tag="visits")

NOTICES = "/v1/staff/facilities/{facility_id}/notices"


class FacilityNoticeBody(Shape):
    """`is_open`: that days are open although the rule closes them. `is_urgent`: what cannot be
    known seven days ahead, such as a storm."""

    on: Day
    """The day, in Seoul; the first of several."""
    until: Day | None = None
    """The last of several days; left out of one day."""
    is_open: bool = False
    """Whether it is open on the day."""
    is_urgent: bool = False
    """Whether it can't wait for seven days' notice."""
    reason: Reason
    """Why, in words; visitors read it."""
    reason_en: Reason | None = None
    """The same in English; the Korean words if left out."""


class FacilityNoticeAnswer(Shape):
    notice_id: NoticeRef
    on: date
    """The day, in Seoul; the first of several."""
    until: date
    """The last day."""
    is_open: bool
    """Whether it is open on the day."""
    reason: str
    """Why, in words."""
    reason_en: str
    """The same in English; empty where the Korean words stand for both."""
    made_at: Time
    """When it was made."""
    taken_back_at: Time | None
    """When it was taken back; null while it holds."""
    may_take_back: bool
    """Whether its first day is still to come, and it was not taken back."""


class FacilityNoticesAnswer(Shape):
    data: list[FacilityNoticeAnswer]
    """Those that are not over yet, by their first day."""


class NoticeTakeBackBody(Shape):
    reason: Reason
    """Why, in words."""


@routes.operation(
    "GET",
    NOTICES,
    summary="Coming days on which a sight is closed by notice, or open after all",
    audience="staff",
    roles=SEERS,
    answer=FacilityNoticesAnswer,
    errors=(FacilityNotFoundError,),
)
def list_notices(call: Call[None], facility_id: FacilityRef) -> FacilityNoticesAnswer:
    found = call.wired(VisitsWiring).notices.coming(call.county_id, facility_id)
    return FacilityNoticesAnswer(data=[_answer(call, each) for each in found])


@routes.operation(
    "POST",
    NOTICES,
    summary="Announce that a sight is closed on days to come, or open after all",
    audience="staff",
    roles=MAKERS,
    status=201,
    body=FacilityNoticeBody,
    answer=FacilityNoticeAnswer,
    errors=(FacilityNotFoundError, NoticeTooLateError, VersionConflictError),
)
def announce(call: Call[FacilityNoticeBody], facility_id: FacilityRef) -> FacilityNoticeAnswer:
    body = call.body
    notice = Notice(
        county_id=call.county_id,
        facility_id=facility_id,
        notice_id="",
        on=body.on,
        until=body.until or body.on,
        is_open=body.is_open,
        reason=body.reason,
        reason_en=body.reason_en or "",
        made_at=call.now(),
    )
    made = call.wired(VisitsWiring).notices.announce(
        notice, person_of(call), is_urgent=body.is_urgent
    )
    return _answer(call, made)


@routes.operation(
    "POST",
    NOTICES + "/{notice_id}/take-back",
    summary="Take a notice back before its first day; the sight is as its terms say",
    audience="staff",
    roles=MAKERS,
    body=NoticeTakeBackBody,
    answer=FacilityNoticeAnswer,
    errors=(FacilityNotFoundError, NoticeNotFoundError, NoticeBegunError),
)
def take_notice_back(
    call: Call[NoticeTakeBackBody], facility_id: FacilityRef, notice_id: NoticeRef
) -> FacilityNoticeAnswer:
    notice = call.wired(VisitsWiring).notices.take_back(
        call.county_id, person_of(call), facility_id, notice_id, reason=call.body.reason
    )
    return _answer(call, notice)


def _answer(
    call: Call[None] | Call[FacilityNoticeBody] | Call[NoticeTakeBackBody], notice: Notice
) -> FacilityNoticeAnswer:
    return FacilityNoticeAnswer(
        notice_id=notice.notice_id,
        on=notice.on,
        until=notice.until,
        is_open=notice.is_open,
        reason=notice.reason,
        reason_en=notice.reason_en,
        made_at=notice.made_at,
        taken_back_at=notice.taken_back_at,
        may_take_back=notice.may_be_taken_back(call.now()),
    )
