"""The daily match, purchase money by day, and debts that are paid at the desk."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.approvals.errors import OwnWalletError, StaffNumberMissingError
from chalicelib.core.errors import IdempotencyKeyReusedError, InvalidRequestError
from chalicelib.core.values import AMOUNT_MAX
from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, PageQuery, Time
from chalicelib.http.terms import EntryRef, MemberRef, NextCursor, PurchaseRef
from chalicelib.ledger.errors import AmountOutOfRangeError, MemberUnknownError
from chalicelib.payments.matches import DifferenceKind
from chalicelib.payments.purchase_money import DAYS_MAX
from chalicelib.payments.wiring import PaymentsWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="payments")

SEERS = ("operator", "manager", "treasurer", "auditor")
TAKERS = ("operator", "treasurer")


class MatchDifferenceRow(Shape):
    """`provider_amount` and `book_amount` in won: what moved that day there and here."""

    kind: DifferenceKind
    """How the two differ."""
    purchase_id: PurchaseRef
    provider_amount: int
    """Won that moved at the provider that day."""
    book_amount: int
    """Won that moved by our book that day."""
    ledger_amount: int | None
    """Price in won of the purchase in the ledger, 0 if it has none; null of what differs between
    the provider and our book."""


class PaymentMatchRow(Shape):
    """`paid_amount` came and `back_amount` went back that day, in won, by our book."""

    on: date
    """The day in Seoul."""
    matched_at: Time
    """When it was matched."""
    is_clean: bool
    """Whether nothing differs."""
    paid_amount: int
    """Won that came that day, by our book."""
    back_amount: int
    """Won that went back that day, by our book."""
    transaction_count: int
    """How many movements the provider lists."""
    differences: list[MatchDifferenceRow]
    """What differs, purchase by purchase."""


class PaymentMatchesAnswer(Shape):
    data: list[PaymentMatchRow]
    """Days, the newest first."""
    next_cursor: NextCursor


class MoneyQuery(Query):
    from_on: Day
    """The first day."""
    to_on: Day
    """The last day, included."""


class MoneyDayRow(Shape):
    on: date
    """The day in Seoul."""
    online_paid_amount: int
    """Won that buyers paid online that day."""
    online_given_back_amount: int
    """Won that went back to them."""
    online_reversed_amount: int
    """Won that a bank took back."""
    sold_price_amount: int | None
    """The price of what was sold, online and at the counter; null while the day's totals are not
    made."""
    repaid_price_amount: int | None
    """The price of what was taken back; null before that."""
    outstanding_amount: int | None
    """Won of vouchers in all wallets at the day's end; null before that."""


class MoneyAnswer(Shape):
    data: list[MoneyDayRow]
    """A row for each day."""


class ReceivableAnswer(Shape):
    """`owed_amount` in won, 0 if nothing is owed."""

    member_id: MemberRef
    owed_amount: int
    """Won that the member owes the county; 0 if nothing."""


class ReceivablePaymentBody(Shape):
    amount: Annotated[int, Field(ge=1, le=AMOUNT_MAX)]
    """Won that the member paid."""


class ReceivablePaymentAnswer(Shape):
    entry_id: EntryRef
    paid_amount: int
    """Won that were taken."""
    owed_amount: int
    """Won that are still owed."""


@routes.operation(
    "GET",
    "/v1/staff/payment-matches",
    summary="The provider's list of each day against our book, newest first; differences named",
    audience="staff",
    roles=SEERS,
    query=PageQuery,
    answer=PaymentMatchesAnswer,
)
def list_payment_matches(call: Call[None]) -> PaymentMatchesAnswer:
    page = call.page()
    store = call.wired(PaymentsWiring).match_store
    found, cursor = page.read(
        lambda position: store.page(call.staff.county_id, limit=page.limit, before=position)
    )
    rows = [
        PaymentMatchRow(
            on=day.on,
            matched_at=day.matched_at,
            is_clean=not day.differences,
            paid_amount=day.paid_amount,
            back_amount=day.back_amount,
            transaction_count=day.transaction_count,
            differences=[
                MatchDifferenceRow(
                    kind=one.kind,
                    purchase_id=one.purchase_id,
                    provider_amount=one.provider_amount,
                    book_amount=one.book_amount,
                    ledger_amount=one.ledger_amount,
                )
                for one in day.differences
            ],
        )
        for day in found
    ]
    return PaymentMatchesAnswer(data=rows, next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/purchase-money",
    summary="Purchase money and what is outstanding, by day: for the account and the half-year",
    audience="staff",
    roles=SEERS,
    query=MoneyQuery,
    answer=MoneyAnswer,
)
def list_purchase_money(call: Call[None]) -> MoneyAnswer:
    first, last = call.query.from_on, call.query.to_on
    if not 0 <= (last - first).days < DAYS_MAX:
        problem = (f"{DAYS_MAX}일까지 볼 수 있습니다", f"must be within {DAYS_MAX} days")
        raise InvalidRequestError(param="to_on", problem=problem)
    days = call.wired(PaymentsWiring).purchase_money.between(call.staff.county_id, first, last)
    return MoneyAnswer(
        data=[
            MoneyDayRow(
                on=day.on,
                online_paid_amount=day.online_paid_amount,
                online_given_back_amount=day.online_given_back_amount,
                online_reversed_amount=day.online_reversed_amount,
                sold_price_amount=day.sold_price_amount,
                repaid_price_amount=day.repaid_price_amount,
                outstanding_amount=day.outstanding_amount,
            )
            for day in days
        ]
    )


@routes.operation(
    "GET",
    "/v1/staff/members/{member_id}/receivable",
    summary="What a member owes the county",
    audience="staff",
    roles=SEERS,
    answer=ReceivableAnswer,
    errors=(MemberUnknownError,),
)
def show_receivable(call: Call[None], member_id: MemberRef) -> ReceivableAnswer:
    head = call.wired(PaymentsWiring).receivable_desk.head(call.staff.county_id, member_id)
    return ReceivableAnswer(member_id=member_id, owed_amount=head.owed_amount)


@routes.operation(
    "POST",
    "/v1/staff/members/{member_id}/receivable-payments",
    summary="Record that a member paid what is owed, or a part, at the desk",
    audience="staff",
    roles=TAKERS,
    status=201,
    body=ReceivablePaymentBody,
    answer=ReceivablePaymentAnswer,
    requires_idempotency_key=True,
    errors=(
        MemberUnknownError,
        AmountOutOfRangeError,
        OwnWalletError,
        StaffNumberMissingError,
        IdempotencyKeyReusedError,
    ),
)
def take_receivable_payment(
    call: Call[ReceivablePaymentBody], member_id: MemberRef
) -> ReceivablePaymentAnswer:
    outcome = call.wired(PaymentsWiring).receivable_desk.take(
        call.staff.county_id,
        person_of(call),
        member_id,
        amount=call.body.amount,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(outcome.replayed)
    return ReceivablePaymentAnswer(
        entry_id=outcome.entry.entry_id,
        paid_amount=call.body.amount,
        owed_amount=outcome.entry.owed_amount,
    )
