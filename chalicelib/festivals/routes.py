"""A member's visits to a campaign."""

from typing import Annotated

from pydantic import Field

from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import sibling_id
from chalicelib.festivals.errors import (
    AlreadyVisitedError,
    AlreadyVisitedTodayError,
    VisitBudgetSpentError,
    VisitCodeExpiredError,
    VisitCodeInvalidError,
    VisitElectionPeriodError,
    VisitNotOpenError,
)
from chalicelib.festivals.wiring import FestivalsWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.terms import EntryRef
from chalicelib.ledger.answers import entry_answer
from chalicelib.ledger.errors import (
    IdentityRequiredError,
    MemberNotFoundError,
    MemberSuspendedError,
    WalletFullError,
)

routes = Operations(tag="visits")


class VisitBody(Shape):
    code: Annotated[
        str,
        Field(
            min_length=1,
            max_length=40,
            pattern=r"^.+\..+$",
            examples=["reed26-a.7K3M9QXZ"],
            description="The code at the end of what the place's QR says.",
        ),
    ]


class VisitAnswer(Shape):
    visit_id: Annotated[str, Field(description="The visit.", examples=["vis_06BX3K9QZ7M2T4WA"])]
    entry_id: EntryRef
    granted_mileage: int
    """Points for it."""
    mileage_balance: int
    """Points in the wallet after it."""
    description: str
    """What it was, in words."""


@routes.operation(
    "POST",
    "/v1/me/visits",
    summary="Be rewarded for being at a campaign's place, by the code that it shows",
    audience="member",
    status=201,
    body=VisitBody,
    answer=VisitAnswer,
    requires_idempotency_key=True,
    errors=(
        VisitCodeInvalidError,
        VisitCodeExpiredError,
        VisitNotOpenError,
        VisitElectionPeriodError,
        AlreadyVisitedTodayError,
        AlreadyVisitedError,
        VisitBudgetSpentError,
        IdentityRequiredError,
        MemberNotFoundError,
        MemberSuspendedError,
        WalletFullError,
        TryAgainError,
    ),
)
def visit(call: Call[VisitBody]) -> VisitAnswer:
    outcome = call.wired(FestivalsWiring).visits.visit(
        call.member, call.body.code, idempotency_key=call.idempotency_key
    )
    call.mark_replayed(outcome.replayed)
    entry = outcome.entry
    return VisitAnswer(
        visit_id=sibling_id("vis", entry.entry_id),
        entry_id=entry.entry_id,
        granted_mileage=entry.mileage_amount,
        mileage_balance=entry.mileage_balance,
        description=entry_answer(entry, call.language).description,
    )
