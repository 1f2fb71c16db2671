"""Sights: what everybody may see of them, and what staff set for days to come."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Letters, OneLine, PageQuery
from chalicelib.http.terms import FacilityRef, NextCursor
from chalicelib.visits.answers import (
    BenefitRow,
    DayAnswer,
    FacilityRow,
    FeeRow,
    FeeShareRow,
    Minutes,
    Reason,
    Source,
    benefit_rows,
    day_answer,
    facility_row,
    fee_rows,
    fee_share_row,
)
from chalicelib.visits.errors import (
    FacilityNotFoundError,
)
from chalicelib.visits.facility_file import record_from_terms
from chalicelib.visits.facility_service import KnownFacility
from chalicelib.visits.facility_terms import FacilityTerms, in_force
from chalicelib.visits.opening import OpenDay
from chalicelib.visits.wiring import VisitsWiring

routes = Operations(tag="visits")

DAYS_SHOWN = 14
SEERS = ("operator", "manager", "treasurer", "auditor", "gate")
MAKERS = ("operator", "manager")

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:00"])]
Weekday = Annotated[int, Field(ge=0, le=6)]
ClosedDate = Annotated[str, Field(pattern=r"^(\d\d-\d\d|설날|추석)$", examples=["01-01", "설날"])]


class FacilitiesAnswer(Shape):
    data: list[FacilityRow]
    """All that have not closed down."""
    next_cursor: NextCursor


class FacilityAnswer(FacilityRow):
    """`days`: the next two weeks."""

    days: list[DayAnswer]
    """The next two weeks."""


class TermsBody(Shape):
    """Of times `HH:MM` in Seoul. `closed_weekdays`: 0 is Monday."""

    effective_on: Day
    """From which day on it holds."""
    opens_at: Clock
    """When it opens."""
    closes_at: Clock
    """When it closes."""
    early_minutes: Minutes = 30
    """So many minutes before it opens people are let in."""
    last_entry_minutes: Minutes = 30
    """So many minutes before it closes the last one is let in."""
    closed_weekdays: Annotated[list[Weekday], Field(max_length=6)]
    """Weekdays on which it is closed; 0 is Monday."""
    closed_dates: Annotated[list[ClosedDate], Field(max_length=20)]
    """Days of the year, and feasts, on which it is closed."""
    group_from: Annotated[int, Field(ge=2, le=1000)] = 20
    """From how many paying people on a group is one."""
    group_article: Annotated[OneLine, Letters(200)] | None = None
    """The article that the fees of groups rest on; null where `source` says it."""
    fees: Annotated[list[FeeRow], Field(max_length=5)]
    """What one of each age pays, in won."""
    benefits: Annotated[list[BenefitRow], Field(max_length=20)]
    """Who pays less, and why."""
    fee_share: FeeShareRow | None = None
    """What is given back of a fee as a voucher; null where nothing is."""
    source: Source
    """The ordinance or rule that says so."""
    reason: Reason
    """Why, in words."""


class TermsAnswer(Shape):
    effective_on: date
    """From which day on it holds."""
    opens_at: str
    """When it opens."""
    closes_at: str
    """When it closes."""
    early_minutes: int
    """So many minutes before it opens people are let in."""
    last_entry_minutes: int
    """So many minutes before it closes the last one is let in."""
    closed_weekdays: list[int]
    """Weekdays on which it is closed; 0 is Monday."""
    closed_dates: list[str]
    """Days of the year, and feasts, on which it is closed."""
    group_from: int
    """From how many paying people on a group is one."""
    group_article: str | None = None
    """The article that the fees of groups rest on; null where `source` says it."""
    fees: list[FeeRow]
    """What one of each age pays, in won."""
    benefits: list[BenefitRow]
    """Who pays less, and why."""
    fee_share: FeeShareRow | None = None
    """What is given back of a fee as a voucher; null where nothing is."""
    source: str
    """The ordinance or rule that says so."""


class AllTermsAnswer(Shape):
    data: list[TermsAnswer]
    """All of them."""


@routes.operation(
    "GET",
    "/v1/facilities",
    summary="Sights with a benefit for members: hours of today, fees, who pays less",
    audience="anyone",
    query=PageQuery,
    answer=FacilitiesAnswer,
)
def list_facilities(call: Call[None]) -> FacilitiesAnswer:
    known = call.wired(VisitsWiring).facilities.all(call.county_id)
    rows = [_row(call, each) for each in known if each.facility.closure is None]
    shown, next_cursor = call.page().of(rows, lambda row: row.facility_id)
    return FacilitiesAnswer(data=shown, next_cursor=next_cursor)


@routes.operation(
    "GET",
    "/v1/facilities/{facility_id}",
    summary="One sight, and whether it is open in the next two weeks",
    audience="anyone",
    answer=FacilityAnswer,
    errors=(FacilityNotFoundError,),
)
def show_facility(call: Call[None], facility_id: FacilityRef) -> FacilityAnswer:
    known = call.wired(VisitsWiring).facilities.one(call.county_id, facility_id)
    today = seoul_date(call.now())
    days = [_day(call, known, today + timedelta(days=n)) for n in range(DAYS_SHOWN)]
    row = _row(call, known)
    return FacilityAnswer(**dict(row), days=[day_answer(day, call.language) for day in days if day])


@routes.operation(
    "GET",
    "/v1/staff/facilities/{facility_id}/terms",
    summary="Every version of a sight's hours, fees and benefits, oldest first",
    audience="staff",
    roles=SEERS,
    answer=AllTermsAnswer,
    errors=(FacilityNotFoundError,),
)
def list_terms(call: Call[None], facility_id: FacilityRef) -> AllTermsAnswer:
    versions = call.wired(VisitsWiring).facilities.versions(call.county_id, facility_id)
    return AllTermsAnswer(data=[terms_answer(terms) for terms in versions])


def _row(call: Call[None], known: KnownFacility) -> FacilityRow:
    today = seoul_date(call.now())
    terms = in_force(known.versions, today)
    return facility_row(known, terms, _day(call, known, today), call.language)


def _day(call: Call[None], known: KnownFacility, on: date) -> OpenDay | None:
    """`None` where no hours are known for the day."""
    if in_force(known.versions, on) is None:
        return None
    return known.day(on, known_at=call.now())


def terms_answer(terms: FacilityTerms) -> TermsAnswer:
    record = record_from_terms(terms)
    return TermsAnswer(
        **record
        | {
            "effective_on": terms.effective_on,
            "fees": fee_rows(terms),
            "benefits": benefit_rows(terms),
            "fee_share": fee_share_row(terms),
        }
    )
