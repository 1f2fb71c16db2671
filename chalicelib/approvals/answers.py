"""What adjustments and bulk grants share: who may do what, and the steps as staff see them."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from chalicelib.approvals.adjustments import REASON_LETTERS_MAX
from chalicelib.approvals.approvals import PROPOSAL, Refusal, RequestT, StepName, Steps
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import APPROVERS
from chalicelib.http.shapes import Letters, OneLine, PageQuery, Time
from chalicelib.staff.actor import person_of

if TYPE_CHECKING:
    from chalicelib.approvals.requests import ApprovalRequests

PROPOSERS = ("operator", "manager", "treasurer")
DECIDERS = APPROVERS
READERS = ("operator", "manager", "treasurer", "auditor")


Reason = Annotated[
    OneLine,
    Letters(REASON_LETTERS_MAX),
    Field(description="Why. No personal data: it stays in the ledger for good."),
]


class ApprovalBody(Shape):
    reason: Reason | None = None


class RejectionBody(Shape):
    reason: Reason


class RequestsQuery(PageQuery):
    status: StepName | None = None
    """Those that have come this far; all if left out."""


class StepAnswer(Shape):
    """`by` is the account's name then, `subject` its lasting id; an outcome has neither."""

    step: StepName
    """What was done."""
    at: Time
    """When it was done."""
    by: str | None
    """The name that the account had then; null for an outcome."""
    subject: str | None
    """The lasting id of the account; null for an outcome."""
    reason: str | None
    """What was said to it; null if nothing."""


StepsTaken = Annotated[
    list[StepAnswer], Field(description="What was done with it and by whom, in order.")
]


class RefusalAnswer(Shape):
    code: str
    """The code of the refusal, as of a problem document."""
    detail: str
    """The same as a sentence for people."""


def approve(
    call: Call[ApprovalBody], requests: "ApprovalRequests[RequestT]", request_id: str
) -> RequestT:
    """The request, approved by whoever calls; a repeat is marked as one in the answer."""
    approved, is_repeated = requests.approve_once(
        call.county_id,
        person_of(call),
        request_id,
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return approved


def reject(
    call: Call[RejectionBody], requests: "ApprovalRequests[RequestT]", request_id: str
) -> RequestT:
    """The request, rejected by whoever calls."""
    return requests.reject(call.county_id, person_of(call), request_id, reason=call.body.reason)


def listed(
    call: Call[None], requests: "ApprovalRequests[RequestT]"
) -> tuple[list[RequestT], str | None]:
    """The page that is asked for by a `RequestsQuery`, and the cursor that leads on."""
    page, status = call.page(), call.query.status
    return page.read(
        lambda position: requests.page(
            call.county_id, status=status, limit=page.limit, position=position
        )
    )


def may_decide(call: Call[Any], steps: Steps) -> bool:
    """Whether the reader is one who may still decide this, or finish what was approved."""
    proposer = steps[PROPOSAL - 1].by
    return (
        steps[-1].name in ("proposed", "approved")
        and proposer is not None
        and not proposer.may_be(person_of(call))
        and not call.staff.roles.isdisjoint(DECIDERS)
    )


def step_answers(steps: Steps) -> list[StepAnswer]:
    return [
        StepAnswer(
            step=step.name,
            at=step.at,
            by=step.by.username if step.by else None,
            subject=step.by.subject if step.by else None,
            reason=step.reason,
        )
        for step in steps
    ]


def refusal_answer(refusal: Refusal | None, language: str) -> RefusalAnswer | None:
    if refusal is None:
        return None
    return RefusalAnswer(code=refusal.code, detail=refusal.en if language == "en" else refusal.ko)
