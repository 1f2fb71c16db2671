"""What looks like misuse, at the desk."""

from datetime import date
from typing import Annotated

from chalicelib.fraud.errors import (
    FraudCaseChangedError,
    FraudCaseNotFoundError,
    FraudSpanTooLongError,
)
from chalicelib.fraud.service import Case
from chalicelib.fraud.signals import Signal
from chalicelib.fraud.store import CaseState
from chalicelib.fraud.wiring import FraudWiring
from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Letters, OneLine, Time
from chalicelib.http.terms import MemberRef, MerchantName, MerchantRef, Term
from chalicelib.staff.actor import person_of

routes = Operations(tag="fraud")

JUDGES = ("operator", "manager")
CaseRef = Annotated[str, Term("The case.")]


class FraudCasesQuery(Query):
    """Days in Seoul, both included, seven at most."""

    from_on: Day
    """The first day."""
    to_on: Day
    """The last day."""


class FraudCaseAnswer(Shape):
    """A signal of one day, and the last that staff said of it. It is no verdict."""

    case_id: CaseRef
    on: date
    """The day in Seoul that it is of."""
    signal: Signal
    """`one_wallet_again`: five payments or more of one wallet; `round_sums`: ten payments or more,
    four of five in whole ten thousands of won; `paid_and_taken_back`: five payments or more, half
    of the day's, taken back; `reported_shop`: three members or more say that it takes no
    vouchers."""
    merchant_id: MerchantRef
    merchant_name: MerchantName
    member_id: MemberRef | None
    """Of a signal that is one wallet's."""
    count: int
    """How many payments, cancels or members were counted."""
    amount: int
    """Their sum in won; 0 of reports."""
    state: CaseState
    """`open`: nobody said anything yet; `looked_at`: somebody is at it; `closed`."""
    note: str
    """What was said last; empty of one that is open."""
    by: str | None
    """The account that said so."""
    at: Time | None
    """When."""


class FraudCasesAnswer(Shape):
    data: list[FraudCaseAnswer]
    """The newest day first."""


class FraudCaseBody(Shape):
    state: CaseState
    """How the case stands from now on."""
    note: Annotated[OneLine, Letters(200)]
    """What was found, or why it is closed."""


@routes.operation(
    "GET",
    "/v1/staff/fraud-cases",
    summary="What looks like misuse in the payments and reports of some days",
    audience="staff",
    roles=("operator", "manager", "auditor"),
    query=FraudCasesQuery,
    answer=FraudCasesAnswer,
    errors=(FraudSpanTooLongError,),
)
def list_fraud_cases(call: Call[None]) -> FraudCasesAnswer:
    cases = call.wired(FraudWiring).cases
    found = cases.between(call.county_id, call.query.from_on, call.query.to_on)
    return FraudCasesAnswer(data=[_answer(case) for case in found])


@routes.operation(
    "PUT",
    "/v1/staff/fraud-cases/{case_id}",
    summary="Say how a case stands; on record",
    audience="staff",
    roles=JUDGES,
    body=FraudCaseBody,
    answer=FraudCaseAnswer,
    errors=(FraudCaseNotFoundError, FraudCaseChangedError),
)
def judge_fraud_case(call: Call[FraudCaseBody], case_id: CaseRef) -> FraudCaseAnswer:
    case = call.wired(FraudWiring).cases.say(
        call.county_id, person_of(call), case_id, state=call.body.state, note=call.body.note
    )
    return _answer(case)


def _answer(case: Case) -> FraudCaseAnswer:
    found, word = case.found, case.word
    return FraudCaseAnswer(
        case_id=found.case_id,
        on=found.on,
        signal=found.signal,
        merchant_id=found.merchant_id,
        merchant_name=found.name,
        member_id=found.member_id or None,
        count=found.count,
        amount=found.amount,
        state=case.state,
        note=word.note if word else "",
        by=word.by if word else None,
        at=word.at if word else None,
    )
