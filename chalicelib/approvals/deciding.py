"""What two people do to one request: a proposal sent twice is one, and one decision stands."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from chalicelib.approvals.approvals import (
    DECISION,
    Decision,
    Step,
    Steps,
    check_decision,
    check_may_decide,
)
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.person import Person


class ApprovalRequest(Protocol):
    @property
    def steps(self) -> Steps: ...


RequestT = TypeVar("RequestT", bound=ApprovalRequest)


def decide(
    read: Callable[[], RequestT],
    put: Callable[[RequestT, int, Step], bool],
    decision: Decision,
    *,
    person: Person,
    reason: str | None,
    at: datetime,
) -> RequestT:
    """The request with this decision, whoever wrote it down first.

    Raises `ApproverIsProposerError`, and `AlreadyDecidedError` if it was decided otherwise.
    """
    request = read()
    check_may_decide(request.steps, person)
    check_decision(request.steps, decision)
    if len(request.steps) < DECISION:
        put(request, DECISION, Step(decision, at, by=person, reason=reason))
        request = read()
        check_decision(request.steps, decision)
    return request


def bind_approval(
    keys: IdempotencyKeys,
    county_id: str,
    person: Person,
    request_id: str,
    *,
    reason: str | None,
    idempotency_key: str,
) -> bool:
    """Whether this person sent this very approval before. Raises `IdempotencyKeyReusedError`."""
    asked = {"matter_id": request_id, "reason": reason}
    return keys.bind(county_id, "approval", person.subject, idempotency_key, asked)
