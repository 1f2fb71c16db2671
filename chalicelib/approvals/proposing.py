"""What two people do to one matter: a proposal sent twice is one, and one decision stands."""

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
from chalicelib.staff.person import Person


class Matter(Protocol):
    @property
    def steps(self) -> Steps: ...


MatterT = TypeVar("MatterT", bound=Matter)


def decide(
    read: Callable[[], MatterT],
    put: Callable[[MatterT, int, Step], bool],
    decision: Decision,
    *,
    person: Person,
    reason: str | None,
    at: datetime,
) -> MatterT:
    """The matter with this decision, whoever wrote it down first.

    Raises `ApproverIsProposerError`, and `AlreadyDecidedError` if it was decided otherwise.
    """
    matter = read()
    check_may_decide(matter.steps, person)
    check_decision(matter.steps, decision)
    if len(matter.steps) < DECISION:
        put(matter, DECISION, Step(decision, at, by=person, reason=reason))
        matter = read()
        check_decision(matter.steps, decision)
    return matter
