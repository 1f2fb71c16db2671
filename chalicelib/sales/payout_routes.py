"""Refunds in money: what is owed, and handing it over at a counter, once."""

import re

from chalicelib.approvals.errors import OwnWalletError, StaffNumberMissingError
from chalicelib.core.errors import InvalidRequestError
from chalicelib.core.observability import logger
from chalicelib.core.values import ID_FORM, seoul_date
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, MemberId, PageQuery, Time
from chalicelib.http.terms import EntryRef, MemberRef, NextCursor
from chalicelib.ledger.kinds import EntryKind
from chalicelib.sales.errors import (
    PayerIsRecorderError,
    RefundAlreadyPaidError,
    RefundNotFoundError,
)
from chalicelib.sales.payouts import PayoutStatus, Refund, owed
from chalicelib.sales.wiring import SalesWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="payouts")

SEERS = ("operator", "manager", "treasurer", "auditor", "booth")
PAYERS = ("operator", "treasurer", "booth")
"""Those who sell at the counter: they took the money in."""

_ENTRY_ID = re.compile(f"ent_{ID_FORM}")


class RefundsQuery(PageQuery):
    """A member's refunds by `member_id`, or those of a business day by `on`; today's by neither.

    A page of a member's may be shorter than `limit`, never empty, though `next_cursor` leads on.
    """

    member_id: MemberId | None = None
    """Only this member's."""
    on: Day | None = None
    """Those of this business day in Seoul; today's if neither this nor a member is named."""
    status: PayoutStatus | None = None
    """Whether they are still owed, or paid; all if left out."""


class RefundRow(Shape):
    """`refund_amount`, in won, is what the member is owed; `paid_at` and `paid_by`, the account of
    staff, say that it was handed over."""

    entry_id: EntryRef
    member_id: MemberRef
    kind: EntryKind
    """What kind of entry owes it."""
    refund_amount: int
    """Won that the member is owed."""
    at: Time
    """Since when."""
    paid_at: Time | None
    """When it was paid; null while it is owed."""
    paid_by: str | None
    """The account that paid it; null while it is owed."""


class RefundsAnswer(Shape):
    data: list[RefundRow]
    """Refunds, the newest first."""
    next_cursor: NextCursor


class PayoutBody(Shape):
    member_id: MemberId


@routes.operation(
    "GET",
    "/v1/staff/refunds",
    summary="Refunds owed in money, of a member or of a day, newest first",
    audience="staff",
    roles=SEERS,
    query=RefundsQuery,
    answer=RefundsAnswer,
)
def list_refunds(call: Call[None]) -> RefundsAnswer:
    query = call.query
    payouts = call.wired(SalesWiring).payouts
    if query.member_id is None:
        day = query.on or seoul_date(call.now())
        page = call.page(on=day)
        found, cursor = page.read(
            lambda position: payouts.on(
                call.county_id, day, status=query.status, limit=page.limit, position=position
            )
        )
    elif query.on is not None:
        problem = ("member_id와 on 가운데 하나만 보냅니다", "send either member_id or on")
        raise InvalidRequestError(param="on", problem=problem)
    else:
        page, member_id = call.page(), query.member_id
        found, cursor = page.read(
            lambda position: payouts.of_member(
                call.county_id, member_id, status=query.status, limit=page.limit, position=position
            )
        )
    return RefundsAnswer(data=[refund_row(refund) for refund in found], next_cursor=cursor)


@routes.operation(
    "POST",
    "/v1/staff/refunds/{entry_id}/payouts",
    summary="Record that a refund was handed over in money; each is paid once",
    audience="staff",
    roles=PAYERS,
    status=201,
    body=PayoutBody,
    answer=RefundRow,
    requires_idempotency_key=True,
    errors=(
        RefundNotFoundError,
        RefundAlreadyPaidError,
        PayerIsRecorderError,
        OwnWalletError,
        StaffNumberMissingError,
    ),
)
def pay_refund(call: Call[PayoutBody], entry_id: EntryRef) -> RefundRow:
    # What is typed in place of an id may be a name or a phone number: no log may have it.
    if not _ENTRY_ID.fullmatch(entry_id):
        raise RefundNotFoundError
    refund, is_repeated = call.wired(SalesWiring).payouts.pay(
        call.county_id,
        person_of(call),
        entry_id,
        member_id=call.body.member_id,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    logger.info(
        "refund_paid", staff=call.staff.subject, county_id=call.county_id, entry_id=entry_id
    )
    return refund_row(refund)


def refund_row(refund: Refund) -> RefundRow:
    entry, payout = refund.entry, refund.payout
    return RefundRow(
        entry_id=entry.entry_id,
        member_id=entry.member_id,
        kind=entry.kind,
        refund_amount=owed(entry),
        at=entry.at,
        paid_at=payout.at if payout else None,
        paid_by=payout.by.username if payout else None,
    )
