"""What staff changed, for those who look over their shoulders."""

from typing import Annotated

from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Letters, PageQuery, Time, Wanted
from chalicelib.staff.audit import AuditAction, AuditFilter, AuditRecord
from chalicelib.staff.wiring import StaffWiring

routes = Operations(tag="audit")


class AuditQuery(PageQuery):
    """`by` is an account's name; `from_on` and `to_on` are days in Seoul, both included. A page
    may be shorter than `limit`, never empty, though `next_cursor` leads on."""

    action: AuditAction | None = None
    target_id: Annotated[Wanted, Letters(64)] | None = None
    by: Annotated[Wanted, Letters(128)] | None = None
    from_on: Day | None = None
    to_on: Day | None = None


class AuditRow(Shape):
    """`before` and `after`: what is different of the target, in the API's own words."""

    audit_id: str
    at: Time
    by: str
    subject: str
    action: AuditAction
    target_id: str
    reason: str
    before: dict[str, str | int | bool | list[str] | None]
    after: dict[str, str | int | bool | list[str] | None]


class AuditAnswer(Shape):
    data: list[AuditRow]
    next_cursor: str | None


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
