"""The statutory calendar at the desk."""

from datetime import date
from typing import Annotated

from chalicelib.duties.duties import DutyKind, DutyState
from chalicelib.duties.errors import (
    DutyChangedError,
    DutyDoneByDecisionError,
    DutyDoneByDepositError,
    DutyDoneByReviewError,
    DutyNotDoneError,
    DutyNotFoundError,
    DutyNotOverError,
)
from chalicelib.duties.service import Standing
from chalicelib.duties.wiring import DutiesWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Letters, OneLine, Time
from chalicelib.http.terms import AgentRef, FacilityRef, Term
from chalicelib.staff.actor import person_of
from chalicelib.visits.fee_dues import FeeDue

routes = Operations(tag="duties")

OFFICE = ("operator", "manager", "treasurer", "auditor")
KEEPERS = ("operator", "manager")
DutyRef = Annotated[str, Term("The duty.", "issue_report-2026-H1")]


class DutySendingAnswer(Shape):
    """That it was sent or published."""

    sent_on: date
    """The day on which it was."""
    recipient: str
    """To whom, or where."""
    note: str
    """What was said of it."""
    by: str
    """The account that wrote it down."""
    at: Time
    """When."""


class DutyAgentAnswer(Shape):
    """An agent of the quarter."""

    agent_id: AgentRef
    name: str
    """What it is called."""


class DutyFeesAnswer(Shape):
    """A day of a sight whose fees are to be paid in; amounts in won."""

    facility_id: FacilityRef
    name: str
    """What the sight is called."""
    on: date
    """The day, in Seoul."""
    collected_amount: int
    """What the people of the day had to pay."""
    left_amount: int
    """What is neither paid in yet nor explained; below nothing, more was paid in than taken."""


class DutyAnswer(Shape):
    """What a law or ordinance wants by a day, and how it stands today."""

    duty_id: DutyRef
    kind: DutyKind
    """`agent_report`: what agents sold and hold; `fund_publication` and `register_publication`: of
    a half-year; `issue_report`: of the half-year's vouchers; `merchant_decision`: an application
    that waits; `fee_deposit`: a day of a sight whose fees are to be paid in; `data_review`: that
    somebody else looks through a month's uses of personal data."""
    period: str
    """As 2026-H1, 2026-Q3 or 2026-11; of a `merchant_decision` the application's id, of a
    `fee_deposit` the day and the sight's id."""
    law: str
    """The law or ordinance."""
    article: str
    """Its article; empty where it is not known."""
    is_own_day: bool
    """The law names the period and no day; the county keeps to the end of the month after it."""
    over_on: date
    """The last day of the period."""
    due_on: date
    """The last day for it."""
    work_by_on: date | None
    """The last working day until then; null in a year whose holidays are not known yet."""
    days_left: int
    """Until the last day; below nothing once it is overdue."""
    state: DutyState
    """`upcoming`; `due` from seven days before its last day on; `overdue`; `done`."""
    sending: DutySendingAnswer | None
    """Null until it is marked sent; of a `data_review` always, as the review is on record."""
    files: list[str]
    """Addresses below this API's root of the files to be sent, where there are any; of an
    `agent_report` one of each of `agents`."""
    agents: list[DutyAgentAnswer]
    """Whose quarter is ready, of an `agent_report`; else none."""
    fees: DutyFeesAnswer | None
    """What is to be paid in, of a `fee_deposit`; else null."""
    merchant_name: str | None
    """What the shop is called, of a `merchant_decision`; else null."""


class DutiesAnswer(Shape):
    data: list[DutyAnswer]
    """By the last day, the oldest first."""


class DutySendingBody(Shape):
    sent_on: Day
    """The day on which it was sent, received or published: after the period, not after today."""
    recipient: Annotated[OneLine, Letters(80)]
    """To whom, or where it was published."""
    note: Annotated[OneLine, Letters(200)]
    """The number of the letter, or what else finds it again."""


class DutyTakeBackBody(Shape):
    reason: Annotated[OneLine, Letters(200)]
    """Why it was not done after all; on record."""


@routes.operation(
    "GET",
    "/v1/staff/duties",
    summary="What law and ordinance want by a day, and what of it is done",
    audience="staff",
    roles=OFFICE,
    answer=DutiesAnswer,
)
def list_duties(call: Call[None]) -> DutiesAnswer:
    found = call.wired(DutiesWiring).duties.all(call.county_id)
    return DutiesAnswer(data=[_answer(one, call.language) for one in found])


@routes.operation(
    "PUT",
    "/v1/staff/duties/{duty_id}/sending",
    summary="Mark a duty as done; on record",
    audience="staff",
    roles=KEEPERS,
    body=DutySendingBody,
    answer=DutyAnswer,
    errors=(
        DutyNotFoundError,
        DutyDoneByDecisionError,
        DutyDoneByDepositError,
        DutyDoneByReviewError,
        DutyNotOverError,
        DutyChangedError,
    ),
)
def mark_duty_sent(call: Call[DutySendingBody], duty_id: DutyRef) -> DutyAnswer:
    body = call.body
    standing = call.wired(DutiesWiring).duties.mark_sent(
        call.county_id,
        person_of(call),
        duty_id,
        sent_on=body.sent_on,
        recipient=body.recipient,
        note=body.note,
    )
    return _answer(standing, call.language)


@routes.operation(
    "POST",
    "/v1/staff/duties/{duty_id}/take-back",
    summary="Take back that a duty was done; on record",
    audience="staff",
    roles=KEEPERS,
    body=DutyTakeBackBody,
    answer=DutyAnswer,
    errors=(
        DutyNotFoundError,
        DutyDoneByDecisionError,
        DutyDoneByDepositError,
        DutyDoneByReviewError,
        DutyNotDoneError,
        DutyChangedError,
    ),
)
def take_duty_back(call: Call[DutyTakeBackBody], duty_id: DutyRef) -> DutyAnswer:
    duties = call.wired(DutiesWiring).duties
    person, reason = person_of(call), call.body.reason
    standing = duties.take_back(call.county_id, person, duty_id, reason=reason)
    return _answer(standing, call.language)


def _answer(one: Standing, language: str) -> DutyAnswer:
    duty, rule, sending = one.duty, one.duty.rule, one.sending
    return DutyAnswer(
        duty_id=duty.duty_id,
        kind=duty.kind,
        period=duty.period,
        law=rule.law,
        article=rule.article,
        is_own_day=rule.is_own_day,
        over_on=duty.over_on,
        due_on=duty.due_on,
        work_by_on=one.work_by_on,
        days_left=one.days_left,
        state=one.state,
        sending=DutySendingAnswer(
            sent_on=sending.sent_on,
            recipient=sending.recipient,
            note=sending.note,
            by=sending.by,
            at=sending.at,
        )
        if sending
        else None,
        files=list(one.files),
        agents=[DutyAgentAnswer(agent_id=agent.agent_id, name=agent.name) for agent in one.agents],
        fees=_fees_answer(one.fees, language) if one.fees else None,
        merchant_name=one.merchant_name,
    )


def _fees_answer(due: FeeDue, language: str) -> DutyFeesAnswer:
    return DutyFeesAnswer(
        facility_id=due.facility_id,
        name=due.name_en if language == "en" else due.name,
        on=due.book.on,
        collected_amount=due.book.collected,
        left_amount=due.book.left,
    )
