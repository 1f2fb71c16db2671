"""Counter sales beyond a seller's day: one person asks for one, another decides."""

from typing import Any

from chalicelib.approvals.answers import (
    DECIDERS,
    ApprovalBody,
    RefusalAnswer,
    RejectionBody,
    RequestsQuery,
    StepsTaken,
    approve,
    listed,
    may_decide,
    refusal_answer,
    reject,
    step_answers,
)
from chalicelib.approvals.approvals import StepName
from chalicelib.approvals.errors import (
    AlreadyDecidedError,
    ApproverIsProposerError,
    OwnWalletError,
    StaffNumberMissingError,
)
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.terms import (
    CounterRequestRef,
    EntryRef,
    MaskedName,
    MayDecide,
    MemberRef,
    NextCursor,
    RoundRef,
)
from chalicelib.ledger.errors import (
    AmountOutOfRangeError,
    IdentityRequiredError,
    MemberSuspendedError,
    MemberUnknownError,
    naming_the_member,
)
from chalicelib.sales.counter_records import CounterRequest
from chalicelib.sales.counter_routes import SEERS, SELLERS, CounterSaleBody
from chalicelib.sales.errors import (
    CounterRequestNotFoundError,
    DenominationNotOfferedError,
    PurchaseNotAMultipleError,
    ReceiptReferenceUsedError,
    RoundChannelClosedError,
    RoundNotFoundError,
    RoundNotOpenError,
)
from chalicelib.sales.wiring import SalesWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="counter_sale_requests")


class CounterRequestAnswer(Shape):
    """`approved` and no `entry_id`: not sold yet; to approve it again sells it.
    `member_name_masked`: of one that is asked for by its id; `null` in lists."""

    request_id: str
    """Names the request."""
    status: StepName
    """How far it has come."""
    member_id: MemberRef
    member_name_masked: MaskedName | None
    round_id: RoundRef
    amount: int
    """Won of face value to sell."""
    receipt_reference: str | None
    """The number on the receipt for the money; null if the sale takes none."""
    entry_id: EntryRef | None
    """The entry of the sale; null until it is sold."""
    refusal: RefusalAnswer | None
    """Why it could not be sold; null if nothing refused it."""
    may_decide: MayDecide
    steps: StepsTaken


class CounterRequestsAnswer(Shape):
    data: list[CounterRequestAnswer]
    """Requests, the newest first."""
    next_cursor: NextCursor


@routes.operation(
    "POST",
    "/v1/staff/counter-sale-requests",
    summary="Ask for a sale beyond the seller's day; another person approves it",
    audience="staff",
    roles=SELLERS,
    status=201,
    body=CounterSaleBody,
    answer=CounterRequestAnswer,
    requires_idempotency_key=True,
    errors=(
        MemberUnknownError,
        IdentityRequiredError,
        MemberSuspendedError,
        OwnWalletError,
        StaffNumberMissingError,
        ReceiptReferenceUsedError,
        RoundNotFoundError,
        RoundNotOpenError,
        RoundChannelClosedError,
        DenominationNotOfferedError,
        AmountOutOfRangeError,
        PurchaseNotAMultipleError,
    ),
)
def request_counter_sale(call: Call[CounterSaleBody]) -> CounterRequestAnswer:
    with naming_the_member():
        made, is_repeated = call.wired(SalesWiring).counter_requests.propose(
            call.county_id,
            person_of(call),
            **call.body.facts,
            idempotency_key=call.idempotency_key,
        )
    call.mark_replayed(is_repeated)
    return _request(call, made)


@routes.operation(
    "GET",
    "/v1/staff/counter-sale-requests",
    summary="Requests for counter sales, newest first",
    audience="staff",
    roles=SEERS,
    query=RequestsQuery,
    answer=CounterRequestsAnswer,
)
def list_counter_requests(call: Call[None]) -> CounterRequestsAnswer:
    found, cursor = listed(call, call.wired(SalesWiring).counter_requests)
    return CounterRequestsAnswer(
        data=[_request(call, one, is_listed=True) for one in found],
        next_cursor=cursor,
    )


@routes.operation(
    "GET",
    "/v1/staff/counter-sale-requests/{request_id}",
    summary="One request with whose wallet it is, masked, and who did what",
    audience="staff",
    roles=SEERS,
    answer=CounterRequestAnswer,
    errors=(CounterRequestNotFoundError,),
)
def show_counter_request(call: Call[None], request_id: CounterRequestRef) -> CounterRequestAnswer:
    requests = call.wired(SalesWiring).counter_requests
    return _request(call, requests.by_id(call.county_id, request_id))


@routes.operation(
    "POST",
    "/v1/staff/counter-sale-requests/{request_id}/approve",
    summary="Approve and sell; again, if it was approved but not sold",
    audience="staff",
    roles=DECIDERS,
    body=ApprovalBody,
    answer=CounterRequestAnswer,
    requires_idempotency_key=True,
    errors=(
        CounterRequestNotFoundError,
        ApproverIsProposerError,
        AlreadyDecidedError,
        OwnWalletError,
        StaffNumberMissingError,
    ),
)
def approve_counter_sale(
    call: Call[ApprovalBody], request_id: CounterRequestRef
) -> CounterRequestAnswer:
    return _request(call, approve(call, call.wired(SalesWiring).counter_requests, request_id))


@routes.operation(
    "POST",
    "/v1/staff/counter-sale-requests/{request_id}/reject",
    summary="Reject; final",
    audience="staff",
    roles=DECIDERS,
    body=RejectionBody,
    answer=CounterRequestAnswer,
    errors=(CounterRequestNotFoundError, ApproverIsProposerError, AlreadyDecidedError),
)
def reject_counter_sale(
    call: Call[RejectionBody], request_id: CounterRequestRef
) -> CounterRequestAnswer:
    return _request(call, reject(call, call.wired(SalesWiring).counter_requests, request_id))


def _request(
    call: Call[Any], one: CounterRequest, *, is_listed: bool = False
) -> CounterRequestAnswer:
    requests = call.wired(SalesWiring).counter_requests
    return CounterRequestAnswer(
        request_id=one.request_id,
        status=one.status,
        member_id=one.member_id,
        member_name_masked=None if is_listed else requests.masked_name(one),
        round_id=one.round_id,
        amount=one.amount,
        receipt_reference=one.receipt,
        entry_id=one.entry_id,
        refusal=refusal_answer(one.refusal, call.language),
        may_decide=may_decide(call, one.steps),
        steps=step_answers(one.steps),
    )
