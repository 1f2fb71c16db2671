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
from chalicelib.ledger.errors import IdempotencyKeyReusedError
from chalicelib.staff.person import Person, ProposalClaim
from chalicelib.staff.ports import ProposalStore


def claim_once(
    store: ProposalStore, wanted: ProposalClaim, check: Callable[[], None], *, now: datetime
) -> tuple[str, bool]:
    """(the id of the matter, whether it was proposed before). `check` refuses what may not be
    proposed; a repeat is not judged again. Raises `IdempotencyKeyReusedError`."""
    made = store.find(wanted.county_id, wanted.digest)
    if made is None:
        check()
        made = store.claim(wanted, now=now)
    if made.fingerprint != wanted.fingerprint:
        raise IdempotencyKeyReusedError
    return made.matter_id, made.matter_id != wanted.matter_id


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
