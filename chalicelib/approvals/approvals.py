"""What one member of staff proposes and another decides: the steps, and who may take which.

A request's history is its list of steps. Each step is written once, under its number, and never
changed: whoever writes number two first has decided, and no one can unsay who did what, when and
why.
"""

from datetime import datetime
from typing import Literal, Protocol, TypeVar

from msgspec import Struct

from chalicelib.approvals.errors import AlreadyDecidedError, ApproverIsProposerError
from chalicelib.core.errors import DomainError
from chalicelib.staff.person import Person

StepName = Literal["proposed", "approved", "rejected", "applied", "refused", "completed"]
Decision = Literal["approved", "rejected"]
OutcomeWrite = Literal["written", "place_taken", "outcome_exists"]
"""How it went to write an entry with its outcome. `place_taken`: another entry was first, so decide
again; `outcome_exists`: the request has its outcome already. In both nothing was written."""

PROPOSAL, DECISION, OUTCOME = 1, 2, 3
"""The numbers of a request's steps."""


class Refusal(Struct, frozen=True):
    """The rule that said no, in its own words as they were then."""

    code: str
    ko: str
    en: str

    @classmethod
    def of(cls, error: DomainError) -> "Refusal":
        return cls(error.code, error.detail("ko"), error.detail("en"))


class Step(Struct, frozen=True):
    """`by` is the person who took it; an outcome has none, as it follows from the approval."""

    name: StepName
    at: datetime
    by: Person | None = None
    reason: str | None = None
    entry_id: str | None = None
    refusal: Refusal | None = None


Steps = tuple[Step, ...]
"""Proposal first; at most three."""


class SteppedRequest(Struct, frozen=True, kw_only=True):
    """What requests of most kinds have alike. `approved` means: not carried out yet; to approve it
    again carries it out."""

    county_id: str
    steps: Steps

    @property
    def status(self) -> StepName:
        return self.steps[-1].name

    @property
    def entry_id(self) -> str | None:
        """The entry that came of it; `None` if none did so far."""
        return self.steps[-1].entry_id

    @property
    def refusal(self) -> Refusal | None:
        """Why it could not be carried out."""
        return self.steps[-1].refusal


class ApprovalRequest(Protocol):
    @property
    def county_id(self) -> str: ...

    @property
    def request_id(self) -> str: ...

    @property
    def status(self) -> str: ...

    @property
    def steps(self) -> Steps: ...


RequestT = TypeVar("RequestT", bound=ApprovalRequest)


class RequestStore(Protocol[RequestT]):
    def by_id(self, county_id: str, request_id: str) -> RequestT | None: ...

    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[list[RequestT], str | None]: ...

    def put_step(self, request: RequestT, number: int, step: Step) -> bool: ...


def check_may_decide(steps: Steps, person: Person) -> None:
    """Raises `ApproverIsProposerError`: two people, by their accounts' ids and by their names."""
    proposer = steps[PROPOSAL - 1].by
    if proposer is None or proposer.may_be(person):
        raise ApproverIsProposerError


def check_decision(steps: Steps, wanted: Decision) -> None:
    """Raises `AlreadyDecidedError` if it was decided otherwise. The same decision again is fine:
    it finishes what the first began."""
    if len(steps) >= DECISION and steps[DECISION - 1].name != wanted:
        raise AlreadyDecidedError(decided=steps[DECISION - 1].name)
