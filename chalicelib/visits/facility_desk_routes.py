"""Sights at the desk: all of them, made, described, closed and opened again."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import seoul_date
from chalicelib.county.facilities import Facility, FacilityKind
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, PageQuery, Time
from chalicelib.http.terms import FacilityRef, NextCursor
from chalicelib.staff.actor import person_of
from chalicelib.visits.answers import Reason
from chalicelib.visits.errors import FacilityNameTakenError, FacilityNotFoundError
from chalicelib.visits.facility_desk import Draft
from chalicelib.visits.facility_routes import MAKERS, SEERS
from chalicelib.visits.facility_terms import in_force
from chalicelib.visits.wiring import VisitsWiring

routes = Operations(tag="visits")

CLOSERS = ("manager",)

FacilityName = Annotated[OneLine, Letters(40)]
Address = Annotated[OneLine, Letters(100)]
BenefitWords = Annotated[OneLine, Letters(60)]
Version = Annotated[int, Field(ge=0)]


class FacilityBody(Shape):
    name: FacilityName
    """What it is called in Korean; no other sight is."""
    name_en: FacilityName
    """What it is called in English."""
    address: Address
    """Where it is."""
    kind: FacilityKind
    """What kind of place it is."""
    benefit: BenefitWords = "free"
    """What online residents get there, in Korean; `free` if they pay nothing."""
    benefit_en: Annotated[OneLine, Letters(60)] | None = None
    """The same in English; the Korean words if left out."""
    reason: Reason
    """Why, in words."""

    def draft(self) -> Draft:
        return Draft(
            name=self.name,
            name_en=self.name_en,
            address=self.address,
            kind=self.kind,
            benefit=self.benefit,
            benefit_en=self.benefit_en or "",
        )


class FacilityChangeBody(Shape):
    """What is left out stays as it is."""

    version: Version
    """The version of the sight that was seen."""
    name: FacilityName | None = None
    """What it is called in Korean; no other sight is."""
    name_en: FacilityName | None = None
    """What it is called in English."""
    address: Address | None = None
    """Where it is."""
    kind: FacilityKind | None = None
    """What kind of place it is."""
    benefit: BenefitWords | None = None
    """What online residents get there, in Korean; `free` if they pay nothing."""
    benefit_en: BenefitWords | None = None
    """The same in English."""
    reason: Reason
    """Why, in words."""

    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True, exclude={"version", "reason"})


class FacilityStandingBody(Shape):
    version: Version
    """The version of the sight that was seen."""
    reason: Reason
    """Why, in words. Of one that is closed visitors read it."""


class ClosureAnswer(Shape):
    closed_at: Time
    """From when on nobody is let in."""
    reopened_at: Time | None
    """When it was opened again; null while it is closed."""
    reason: str
    """Why, as visitors read it."""


class StaffFacilityRow(Shape):
    facility_id: FacilityRef
    name: str
    """What it is called in Korean."""
    name_en: str
    """What it is called in English."""
    address: str
    """Where it is."""
    kind: FacilityKind
    """What kind of place it is."""
    benefit: str
    """What online residents get there, in Korean; `free` if they pay nothing."""
    benefit_en: str
    """The same in English; empty where the Korean words stand for both."""
    is_closed: bool
    """Whether it has closed down."""
    terms_from_on: date | None
    """Since when its terms hold, or from when on they will; null of one without: nobody is let
    in."""
    version: int
    """Of what is described here; a change names the one that was seen."""


class StaffFacilitiesAnswer(Shape):
    data: list[StaffFacilityRow]
    """All of them, those that have closed down last."""
    next_cursor: NextCursor


class StaffFacilityAnswer(StaffFacilityRow):
    closures: list[ClosureAnswer]
    """When it was closed, and why; oldest first."""


@routes.operation(
    "GET",
    "/v1/staff/facilities",
    summary="All sights, those that have closed down or have no terms yet too",
    audience="staff",
    roles=SEERS,
    query=PageQuery,
    answer=StaffFacilitiesAnswer,
)
def list_facilities_for_staff(call: Call[None]) -> StaffFacilitiesAnswer:
    found = call.wired(VisitsWiring).facility_desk.all(call.county_id)
    rows = [StaffFacilityRow(**_row(call, one)) for one in found]
    shown, next_cursor = call.page().of(rows, lambda row: row.facility_id)
    return StaffFacilitiesAnswer(data=shown, next_cursor=next_cursor)


@routes.operation(
    "POST",
    "/v1/staff/facilities",
    summary="Make a sight: it lets nobody in before its terms hold, which take two people",
    audience="staff",
    roles=MAKERS,
    status=201,
    body=FacilityBody,
    answer=StaffFacilityAnswer,
    requires_idempotency_key=True,
    errors=(FacilityNameTakenError,),
)
def make_facility(call: Call[FacilityBody]) -> StaffFacilityAnswer:
    made, is_repeated = call.wired(VisitsWiring).facility_desk.make(
        call.county_id,
        person_of(call),
        call.body.draft(),
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return _answer(call, made)


@routes.operation(
    "GET",
    "/v1/staff/facilities/{facility_id}",
    summary="One sight as it is described, and when it was closed",
    audience="staff",
    roles=SEERS,
    answer=StaffFacilityAnswer,
    errors=(FacilityNotFoundError,),
)
def show_facility_to_staff(call: Call[None], facility_id: FacilityRef) -> StaffFacilityAnswer:
    return _answer(call, call.wired(VisitsWiring).facility_desk.of(call.county_id, facility_id))


@routes.operation(
    "PATCH",
    "/v1/staff/facilities/{facility_id}",
    summary="Change how a sight is described; one person, with a record",
    audience="staff",
    roles=MAKERS,
    body=FacilityChangeBody,
    answer=StaffFacilityAnswer,
    errors=(FacilityNotFoundError, FacilityNameTakenError, VersionConflictError),
)
def change_facility(
    call: Call[FacilityChangeBody], facility_id: FacilityRef
) -> StaffFacilityAnswer:
    changed = call.wired(VisitsWiring).facility_desk.change(
        call.county_id,
        person_of(call),
        facility_id,
        call.body.changes(),
        version=call.body.version,
        reason=call.body.reason,
    )
    return _answer(call, changed)


@routes.operation(
    "POST",
    "/v1/staff/facilities/{facility_id}/close",
    summary="Close a sight down: within a minute no pass opens it; its history and book stay",
    audience="staff",
    roles=CLOSERS,
    body=FacilityStandingBody,
    answer=StaffFacilityAnswer,
    errors=(FacilityNotFoundError, VersionConflictError),
)
def close_facility(
    call: Call[FacilityStandingBody], facility_id: FacilityRef
) -> StaffFacilityAnswer:
    closed = call.wired(VisitsWiring).facility_desk.close(
        call.county_id,
        person_of(call),
        facility_id,
        version=call.body.version,
        reason=call.body.reason,
    )
    return _answer(call, closed)


@routes.operation(
    "POST",
    "/v1/staff/facilities/{facility_id}/reopen",
    summary="Open a sight again, with the terms that it has",
    audience="staff",
    roles=CLOSERS,
    body=FacilityStandingBody,
    answer=StaffFacilityAnswer,
    errors=(FacilityNotFoundError, VersionConflictError),
)
def reopen_facility(
    call: Call[FacilityStandingBody], facility_id: FacilityRef
) -> StaffFacilityAnswer:
    opened = call.wired(VisitsWiring).facility_desk.reopen(
        call.county_id,
        person_of(call),
        facility_id,
        version=call.body.version,
        reason=call.body.reason,
    )
    return _answer(call, opened)


def _row(call: Call[Any], one: Facility) -> dict[str, Any]:
    versions = call.wired(VisitsWiring).facilities.terms_of(one)
    holds = in_force(versions, seoul_date(call.now()))
    first = holds or min(versions, key=lambda each: each.effective_on, default=None)
    return {
        "facility_id": one.facility_id,
        "name": one.name,
        "name_en": one.name_en,
        "address": one.address,
        "kind": one.kind,
        "benefit": one.benefit,
        "benefit_en": one.benefit_en,
        "is_closed": one.closure is not None,
        "terms_from_on": first.effective_on if first else None,
        "version": one.version,
    }


def _answer(call: Call[Any], one: Facility) -> StaffFacilityAnswer:
    closures = [
        ClosureAnswer(closed_at=c.closed_at, reopened_at=c.reopened_at, reason=c.reason)
        for c in one.closures
    ]
    return StaffFacilityAnswer(**_row(call, one), closures=closures)
