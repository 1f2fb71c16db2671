"""The month's uses of personal data, for whoever looks over others' shoulders."""

from typing import Annotated

from pydantic import Field

from chalicelib.core.periods import PeriodInvalidError, PeriodNotOverError, parse
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, PageQuery, Time
from chalicelib.http.terms import NextCursor
from chalicelib.staff.actor import person_of
from chalicelib.staff.audit import AuditAction, AuditFilter, AuditRecord
from chalicelib.staff.data_uses import USES, reviewer_of
from chalicelib.staff.wiring import StaffWiring

routes = Operations(tag="audit")

REVIEWERS = ("manager", "auditor")
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$", examples=["2026-11"])]


class UsesQuery(PageQuery):
    """`period` is a month, of Seoul's clock."""

    period: Month
    """A month."""


class DataUseRow(Shape):
    """`reviewed_by` is somebody else than `by`, or nobody yet; `is_mine`: the reader's own use, for
    others to review."""

    audit_id: str
    """The record."""
    at: Time
    """When it was used."""
    by: str
    """The account that used it."""
    action: AuditAction
    """What was done."""
    target_id: str
    """Whose data, or of what."""
    reason: str
    """The reason that was stated; empty where none is asked for."""
    reviewed_by: str | None
    """The account of somebody else that reviewed it; null before."""
    is_mine: bool
    """Whether it is the reader's own use, for others to review."""


class DataUsesAnswer(Shape):
    data: list[DataUseRow]
    """Uses, the newest first."""
    next_cursor: NextCursor


class ReviewBody(Shape):
    period: Month
    """A month that is over."""
    note: Annotated[OneLine, Letters(200)]
    """What was found."""


class ReviewAnswer(Shape):
    period: str
    """The month."""
    by: str
    """The account that reviewed it."""
    at: Time
    """When that was recorded."""
    note: str
    """What was found."""


@routes.operation(
    "GET",
    "/v1/staff/personal-data-uses",
    summary="A month's uses of personal data in clear, their reasons, and who reviewed them",
    audience="staff",
    roles=REVIEWERS,
    query=UsesQuery,
    answer=DataUsesAnswer,
    errors=(PeriodInvalidError,),
)
def list_data_uses(call: Call[None]) -> DataUsesAnswer:
    period, page = call.query.period, call.page()
    month = parse("monthly", period)
    wiring, person = call.wired(StaffWiring), person_of(call)
    wanted = AuditFilter(actions=USES, from_on=month.first_on, to_on=month.last_on)
    records, cursor = page.read(
        lambda position: wiring.audit_store.page(
            call.county_id, wanted, limit=page.limit, before_id=position
        )
    )
    reviews = wiring.data_reviews.of(call.county_id, period)

    def row(record: AuditRecord) -> DataUseRow:
        reviewer = reviewer_of(record, reviews)
        return DataUseRow(
            audit_id=record.audit_id,
            at=record.at,
            by=record.by.username,
            action=record.action,
            target_id=record.target_id,
            reason=record.reason,
            reviewed_by=reviewer.username if reviewer else None,
            is_mine=person.may_be(record.by),
        )

    return DataUsesAnswer(data=[row(record) for record in records], next_cursor=cursor)


@routes.operation(
    "POST",
    "/v1/staff/personal-data-reviews",
    summary="Record that a month's uses by others were looked through, once it is over",
    audience="staff",
    roles=REVIEWERS,
    status=201,
    body=ReviewBody,
    answer=ReviewAnswer,
    errors=(PeriodInvalidError, PeriodNotOverError),
)
def review_data_uses(call: Call[ReviewBody]) -> ReviewAnswer:
    review = call.wired(StaffWiring).data_reviewing.review(
        call.county_id, call.body.period, person_of(call), note=call.body.note
    )
    return ReviewAnswer(period=review.period, by=review.by.username, at=review.at, note=review.note)
