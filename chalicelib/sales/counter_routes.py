"""Selling at the counter: whose wallet it is, the sale itself, and the day's list."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from chalicelib.approvals.errors import (
    OwnWalletError,
    StaffNumberMissingError,
)
from chalicelib.core.errors import RateLimitedError
from chalicelib.core.values import seoul_date
from chalicelib.county.wiring import CountyWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Letters, MemberId, OneLine, PageQuery, Time
from chalicelib.http.terms import (
    EntryRef,
    MaskedName,
    MemberRef,
    NextCursor,
    PurchaseRef,
    RoundRef,
    VoucherRef,
)
from chalicelib.ledger.errors import (
    AmountOutOfRangeError,
    HoldingCapExceededError,
    IdentityRequiredError,
    MemberSuspendedError,
    MemberUnknownError,
    ReceivableOpenError,
    WalletFullError,
    naming_the_member,
)
from chalicelib.ledger.purchase_facts import PurchaseFact
from chalicelib.sales.counter_records import CounterSaleRecord, read_receipt
from chalicelib.sales.errors import (
    CounterSumExceededError,
    DenominationNotOfferedError,
    PurchaseLimitExceededError,
    PurchaseNotAMultipleError,
    ReceiptReferenceMissingError,
    ReceiptReferenceUsedError,
    RoundChannelClosedError,
    RoundNotFoundError,
    RoundNotOpenError,
    RoundSoldOutError,
)
from chalicelib.sales.limits_answer import PurchaseLimits, purchase_limits
from chalicelib.sales.wiring import SalesWiring
from chalicelib.staff.actor import person_of

if TYPE_CHECKING:
    from chalicelib.ledger.chain import Outcome

routes = Operations(tag="rounds")

SELLERS = ("operator", "treasurer", "booth")
SEERS = ("operator", "manager", "treasurer", "auditor", "booth")


class CounterSaleBody(Shape):
    """`receipt_reference`: the number on the receipt for the money; one sale's of a day."""

    member_id: MemberId
    round_id: Annotated[str, Field(min_length=1, max_length=64)]
    """The round to sell from."""
    amount: int
    """Won of face value to sell."""
    receipt_reference: Annotated[OneLine, Letters(40)] | None = None
    """The number on the receipt for the money; one sale's of a day."""

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "member_id": self.member_id,
            "round_id": self.round_id,
            "amount": self.amount,
            "receipt": read_receipt(self.receipt_reference),
        }


class PurchaseAnswer(Shape):
    """`price_amount` is what the buyer pays for vouchers of `face_amount`."""

    purchase_id: PurchaseRef
    voucher_id: VoucherRef
    round_id: RoundRef
    face_amount: int
    """Won of vouchers that were sold."""
    price_amount: int
    """Won that the buyer paid for them."""
    expires_on: date
    """The last day of the voucher."""
    entry_id: EntryRef
    at: Time
    """When it was sold."""
    purchase_limits: PurchaseLimits
    """What the member may still buy."""


class PreviewAnswer(Shape):
    """`price_amount` is what the buyer is to pay; `needs_receipt`: the sale takes a receipt's
    number, `needs_approval`: it is beyond what the seller may sell alone today."""

    member_name_masked: MaskedName
    price_amount: int
    """Won that the buyer is to pay."""
    needs_receipt: bool
    """Whether the sale takes a receipt's number."""
    needs_approval: bool
    """Whether another person must approve it."""


class CounterSaleRow(Shape):
    """`request_id`: of a sale that another person approved."""

    entry_id: EntryRef
    member_id: MemberRef
    round_id: RoundRef
    face_amount: int
    """Won of vouchers that were sold."""
    price_amount: int
    """Won that the buyer paid for them."""
    at: Time
    """When it was sold."""
    sold_by: str
    """The account that sold it."""
    receipt_reference: str | None
    """The number on the receipt; null if the sale took none."""
    request_id: str | None
    """The request that another person approved; null if none was needed."""


class CounterSalesAnswer(Shape):
    on: date
    """The day in Seoul."""
    data: list[CounterSaleRow]
    """The sales of the day."""
    next_cursor: NextCursor


class CounterSalesQuery(PageQuery):
    """The sales of a business day, today's if none is named; the one that a receipt is for."""

    on: Day | None = None
    """A business day in Seoul; today if left out."""
    receipt_reference: Annotated[OneLine, Letters(40)] | None = None
    """Only the sale that this receipt is for."""


@routes.operation(
    "POST",
    "/v1/staff/purchases",
    summary="Sell vouchers at the counter to a member who showed an ID and paid there",
    audience="staff",
    roles=SELLERS,
    status=201,
    body=CounterSaleBody,
    answer=PurchaseAnswer,
    requires_idempotency_key=True,
    errors=(
        MemberUnknownError,
        IdentityRequiredError,
        MemberSuspendedError,
        OwnWalletError,
        StaffNumberMissingError,
        CounterSumExceededError,
        ReceiptReferenceMissingError,
        ReceiptReferenceUsedError,
        RoundNotFoundError,
        RoundNotOpenError,
        RoundChannelClosedError,
        DenominationNotOfferedError,
        RoundSoldOutError,
        AmountOutOfRangeError,
        PurchaseNotAMultipleError,
        PurchaseLimitExceededError,
        HoldingCapExceededError,
        ReceivableOpenError,
        WalletFullError,
    ),
)
def sell_at_counter(call: Call[CounterSaleBody]) -> PurchaseAnswer:
    with naming_the_member():
        outcome = call.wired(SalesWiring).counter_sales.sell(
            call.county_id,
            person_of(call),
            **call.body.facts,
            idempotency_key=call.idempotency_key,
        )
    call.mark_replayed(outcome.replayed)
    return _sold(call, outcome)


def _sold(call: Call[CounterSaleBody], outcome: "Outcome") -> PurchaseAnswer:
    entry = outcome.entry
    fact = entry.purchase or PurchaseFact("", "", 0, None)
    (lot,) = entry.allocations
    return PurchaseAnswer(
        purchase_id=fact.purchase_id,
        voucher_id=lot.lot_id,
        round_id=fact.round_id,
        face_amount=lot.face,
        price_amount=fact.price_amount,
        expires_on=lot.expires_on or date.max,
        entry_id=entry.entry_id,
        at=entry.at,
        purchase_limits=purchase_limits(
            entry, call.wired(CountyWiring).counties.on(call.county_id, entry.on), entry.on
        ),
    )


@routes.operation(
    "POST",
    "/v1/staff/purchases/validate",
    summary="Whose wallet it is, masked, and what is to be paid; counted, and nothing is sold",
    audience="staff",
    roles=SELLERS,
    body=CounterSaleBody,
    answer=PreviewAnswer,
    errors=(
        MemberUnknownError,
        IdentityRequiredError,
        MemberSuspendedError,
        OwnWalletError,
        StaffNumberMissingError,
        ReceiptReferenceUsedError,
        RoundNotFoundError,
        AmountOutOfRangeError,
        PurchaseNotAMultipleError,
        RateLimitedError,
    ),
)
def preview_counter_sale(call: Call[CounterSaleBody]) -> PreviewAnswer:
    with naming_the_member():
        seen = call.wired(SalesWiring).counter_sales.preview(
            call.county_id, person_of(call), **call.body.facts
        )
    return PreviewAnswer(
        member_name_masked=seen.name_masked,
        price_amount=seen.price,
        needs_receipt=seen.needs_receipt,
        needs_approval=seen.needs_approval,
    )


@routes.operation(
    "GET",
    "/v1/staff/purchases",
    summary="The counter sales of a day with their receipts, or the one that a receipt is for",
    audience="staff",
    roles=SEERS,
    query=CounterSalesQuery,
    answer=CounterSalesAnswer,
)
def list_counter_sales(call: Call[None]) -> CounterSalesAnswer:
    day = call.query.on or seoul_date(call.now())
    page = call.page(on=day)
    sales = call.wired(SalesWiring).counter_sales
    receipt = read_receipt(call.query.receipt_reference)
    found, cursor = page.read(
        lambda position: sales.page(
            call.county_id, day, receipt=receipt, limit=page.limit, position=position
        )
    )
    return CounterSalesAnswer(on=day, data=[_row(one) for one in found], next_cursor=cursor)


def _row(record: CounterSaleRecord) -> CounterSaleRow:
    return CounterSaleRow(
        entry_id=record.entry_id,
        member_id=record.member_id,
        round_id=record.round_id,
        face_amount=record.face_amount,
        price_amount=record.price_amount,
        at=record.at,
        sold_by=record.sold_by.username,
        receipt_reference=record.receipt,
        request_id=record.request_id,
    )
