"""What staff changed, for those who look over their shoulders."""

from typing import Annotated

from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Letters, PageQuery, Time, Wanted
from chalicelib.http.terms import NextCursor
from chalicelib.staff.audit import AuditAction, AuditFilter, AuditRecord
from chalicelib.staff.wiring import StaffWiring

routes = Operations(tag="audit")


class AuditQuery(PageQuery):
    """`by` is an account's name; `from_on` and `to_on` are days in Seoul, both included. A page
    may be shorter than `limit`, never empty, though `next_cursor` leads on."""

    action: AuditAction | None = None
    """Only what was done so."""
    target_id: Annotated[Wanted, Letters(64)] | None = None
    """Only what was done to this."""
    by: Annotated[Wanted, Letters(128)] | None = None
    """Only what this account did."""
    from_on: Day | None = None
    """From this day in Seoul."""
    to_on: Day | None = None
    """Up to this day, included."""


class AuditRow(Shape):
    """`before` and `after`: what is different of the target, in the API's own words."""

    audit_id: str
    """Names the record."""
    at: Time
    """When it was done."""
    by: str
    """The name that the account had then."""
    subject: str
    """The lasting id of the account."""
    action: AuditAction
    """What was done."""
    target_id: str
    """To what."""
    reason: str
    """Why, as was said."""
    before: dict[str, str | int | bool | list[str] | None]
    """What was different of it before."""
    after: dict[str, str | int | bool | list[str] | None]
    """The same after it."""


class AuditAnswer(Shape):
    data: list[AuditRow]
    """Records, the newest first."""
    next_cursor: NextCursor


@routes.operation(
    "GET",
    "/v1/staff/audit",
    summary="What staff changed of members, shops and keys, newest first",
    audience="staff",
    roles=("manager", "auditor"),
    query=AuditQuery,
    answer=AuditAnswer,
)
def list_audit_records(call: Call[None]) -> AuditAnswer:
    query, page = call.query, call.page()
    wanted = AuditFilter(
        action=query.action,
        target_id=query.target_id,
        username=query.by,
        from_on=query.from_on,
        to_on=query.to_on,
    )
    store = call.wired(StaffWiring).audit_store
    records, cursor = page.read(
        lambda position: store.page(call.county_id, wanted, limit=page.limit, before_id=position)
    )
    return AuditAnswer(data=[_row(record) for record in records], next_cursor=cursor)


def _row(record: AuditRecord) -> AuditRow:
    return AuditRow(
        audit_id=record.audit_id,
        at=record.at,
        by=record.by.username,
        subject=record.by.subject,
        action=record.action,
        target_id=record.target_id,
        reason=record.reason,
        before=dict(record.before),
        after=dict(record.after),
    )
