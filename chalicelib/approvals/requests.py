"""What every kind of request has in common that one member of staff makes and another decides.

What may be proposed, and what an approval does, is of each kind's own service.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Generic

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.approvals.approvals import (
    DECISION,
    OUTCOME,
    PROPOSAL,
    Decision,
    Refusal,
    RequestStore,
    RequestT,
    Step,
    check_decision,
    check_may_decide,
)
from chalicelib.approvals.matters import MatterKind
from chalicelib.core.clock import Clock
from chalicelib.core.errors import DomainError, NotFoundError, TryAgainError
from chalicelib.core.values import new_id
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.staff.idempotency_keys import IdempotencyKeys, propose_once
from chalicelib.staff.person import IdempotencyRecord, Person

TRIES_MAX = 8


class ApprovalRequests(Struct, Generic[RequestT], frozen=True, kw_only=True):
    """Requests of one kind. `carry_out` does what an approval is for, once, and writes the outcome
    with it."""

    MATTER: ClassVar[MatterKind]
    """As which they stand in the inbox and in the mail of the morning."""
    PREFIX: ClassVar[str]
    """Of their ids."""
    PURPOSE: ClassVar[str]
    """What an Idempotency-Key of theirs is for."""
    NOT_FOUND: ClassVar[type[NotFoundError]]
    SETTLED: ClassVar[int] = OUTCOME
    """The step from which on an approval that is sent again is only a repeat."""

    store: RequestStore[RequestT]
    idempotency_keys: IdempotencyKeys
    clock: Clock

    def by_id(self, county_id: str, request_id: str) -> RequestT:
        """Raises the kind's `NOT_FOUND`."""
        request = self.store.by_id(county_id, request_id)
        if request is None:
            raise self.NOT_FOUND
        return request

    def page(
        self, county_id: str, *, status: str | None, limit: int, position: str | None
    ) -> tuple[list[RequestT], str | None]:
        """Newest first, and where the next page begins."""
        return self.store.page(county_id, status=status, limit=limit, before_id=position)

    def approve(
        self, county_id: str, person: Person, request_id: str, *, reason: str | None
    ) -> RequestT:
        """Approve and carry out. To approve again finishes what was cut off, and does nothing
        twice.

        Raises the kind's `NOT_FOUND`, `ApproverIsProposerError`, `AlreadyDecidedError`, and what
        `check_approver` does. A rule that forbids it by now is kept as the outcome, not raised.
        """
        self.check_approver(county_id, person, request_id)
        request = self.decide(county_id, person, request_id, "approved", reason)
        for _ in range(TRIES_MAX):
            if len(request.steps) >= OUTCOME:
                return request
            self.carry_out(request)
            request = self.by_id(county_id, request_id)
        raise TryAgainError(retry_after_seconds=1)

    def approve_once(
        self,
        county_id: str,
        person: Person,
        request_id: str,
        *,
        reason: str | None,
        idempotency_key: str,
    ) -> tuple[RequestT, bool]:
        """(the request, whether this very approval had settled it before).

        Raises `IdempotencyKeyReusedError`, and what `approve` does.
        """
        is_repeated = bind_approval(
            self.idempotency_keys,
            county_id,
            person,
            request_id,
            reason=reason,
            idempotency_key=idempotency_key,
        )
        was_settled = is_repeated and len(self.by_id(county_id, request_id).steps) >= self.SETTLED
        return self.approve(county_id, person, request_id, reason=reason), was_settled

    def reject(
        self, county_id: str, person: Person, request_id: str, *, reason: str | None
    ) -> RequestT:
        """Raises the kind's `NOT_FOUND`, `ApproverIsProposerError`, `AlreadyDecidedError`."""
        return self.decide(county_id, person, request_id, "rejected", reason)

    def decide(
        self,
        county_id: str,
        person: Person,
        request_id: str,
        decision: Decision,
        reason: str | None,
    ) -> RequestT:
        """The request with this decision, whoever wrote it down first.

        Raises the kind's `NOT_FOUND`, `ApproverIsProposerError`, `AlreadyDecidedError`, and
        `TryAgainError` if it could not be written, because others were at it."""
        request = self.by_id(county_id, request_id)
        check_may_decide(request.steps, person)
        check_decision(request.steps, decision)
        if len(request.steps) < DECISION:
            step = Step(decision, self.clock(), by=person, reason=reason)
            self.put_decision(request, step)
            request = self.by_id(county_id, request_id)
            if len(request.steps) < DECISION:
                raise TryAgainError(retry_after_seconds=1)
            check_decision(request.steps, decision)
        return request

    def put_decision(self, request: RequestT, step: Step) -> None:
        """Nothing if it was decided already, by whomever, or others were at it."""
        self.store.put_step(request, DECISION, step)

    def check_approver(self, county_id: str, person: Person, request_id: str) -> None:
        """Raises if this person may not approve it for another reason than having proposed it."""

    def carry_out(self, request: RequestT) -> None:
        """Write what was approved together with its outcome; `refuse` if a rule forbids it now.
        Nothing if somebody else was first: then it is asked again."""
        raise NotImplementedError

    def refuse(self, request: RequestT, error: DomainError) -> None:
        """The rule that said no is the outcome."""
        refused = Step("refused", self.clock(), refusal=Refusal.of(error))
        self.store.put_step(request, OUTCOME, refused)

    def propose_once(
        self,
        county_id: str,
        person: Person,
        idempotency_key: str,
        asked: Mapping[str, Any],
        check: Callable[[], object],
    ) -> tuple[str, bool]:
        """(the id of the request, whether it was proposed before). `check` refuses what may not be
        proposed; a repeat is not judged again. Raises `IdempotencyKeyReusedError`."""
        now = self.clock()
        wanted = IdempotencyRecord(
            county_id=county_id,
            digest=digest(self.PURPOSE, person.subject, idempotency_key),
            resource_id=new_id(self.PREFIX, now),
            fingerprint=fingerprint(asked),
        )
        return propose_once(self.idempotency_keys.idempotency_store, wanted, check, now=now)

    def as_proposed(self, county_id: str, request_id: str) -> RequestT:
        """As it was at first, whatever has become of it since."""
        stored = self.by_id(county_id, request_id)
        return replace(stored, steps=stored.steps[:PROPOSAL])  # type: ignore[type-var]


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
