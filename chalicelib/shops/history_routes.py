"""What a shop has taken: payments and sums by days, and both as a workbook."""

from datetime import timedelta
from typing import Annotated

from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call, Document, Query, Shape, attachment
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Letters, PageQuery, Wanted
from chalicelib.http.terms import NextCursor
from chalicelib.merchants.actors import MerchantActor
from chalicelib.paying.answers import RedemptionDetail, detail
from chalicelib.paying.records import Redemption
from chalicelib.shops import payment_file
from chalicelib.shops.errors import HistorySpanError
from chalicelib.shops.history import SUMMED_DAYS_MAX, DaySum, PaymentFilter, sums_of
from chalicelib.shops.wiring import ShopsWiring

routes = Operations(tag="shops")


class DaysQuery(Query):
    """Both days are included."""

    from_on: Day
    """The first day."""
    to_on: Day
    """The last day, included."""


class PaymentsQuery(PageQuery):
    """The last 31 days, if none are named. `q`: a part of an order's number, or the amount;
    `person_id`: who took the payment."""

    from_on: Day | None = None
    """The first day."""
    to_on: Day | None = None
    """The last day, included."""
    q: Annotated[Wanted, Letters(64)] | None = None
    """A part of the order's number, or the amount."""
    person_id: Annotated[Wanted, Letters(8)] | None = None
    """Only what this person took."""


class PaymentRow(RedemptionDetail):
    """`cancel_until`: the last day on which it can be taken back; `can_cancel`: whether whoever
    asks can do so now."""

    cancel_until: Day
    """The last day on which it can be taken back."""
    can_cancel: bool
    """Whether whoever asks may take it back now."""


class PaymentsAnswer(Shape):
    data: list[PaymentRow]
    """Payments, with what was taken back of them."""
    next_cursor: NextCursor


class PaymentSum(Shape):
    count: int
    """How many payments."""
    amount: int
    """Won paid."""
    canceled_amount: int
    """Won of these payments that were given back, whenever that was."""


class DayPaymentSum(PaymentSum):
    on: Day
    """The day in Seoul."""


class PaymentSumsAnswer(Shape):
    """`canceled_amount`: what was given back of these payments, whenever that was."""

    days: list[DayPaymentSum]
    """Each day that has payments."""
    total: PaymentSum
    """All days together."""


@routes.operation(
    "GET",
    "/v1/merchant/payments",
    summary="Payments of several days, of an order, an amount or a person",
    audience="merchant",
    scope="read",
    query=PaymentsQuery,
    answer=PaymentsAnswer,
    errors=(HistorySpanError,),
)
def list_shop_payments(call: Call[None]) -> PaymentsAnswer:
    history, query = call.wired(ShopsWiring).history, call.query
    merchant = call.actor(MerchantActor).merchant
    wanted = PaymentFilter(query.q or "", query.person_id or "")
    to_on = query.to_on or seoul_date(call.now())
    from_on = query.from_on or to_on - timedelta(days=SUMMED_DAYS_MAX - 1)
    page = call.page(from_on=from_on, to_on=to_on)
    found, cursor = page.read(
        lambda position: history.page(
            merchant, from_on, to_on, wanted, limit=page.limit, position=position
        )
    )
    return PaymentsAnswer(data=[_row(call, payment) for payment in found], next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/merchant/payment-sums",
    summary="What was taken on each of up to 31 days, and in all",
    audience="merchant",
    scope="read",
    query=DaysQuery,
    answer=PaymentSumsAnswer,
    errors=(HistorySpanError,),
)
def sum_shop_payments(call: Call[None]) -> PaymentSumsAnswer:
    days = sums_of(_all(call))
    return PaymentSumsAnswer(
        days=[_day(each) for each in days],
        total=PaymentSum(
            count=sum(each.count for each in days),
            amount=sum(each.amount for each in days),
            canceled_amount=sum(each.canceled_amount for each in days),
        ),
    )


@routes.operation(
    "GET",
    "/v1/merchant/payments/xlsx",
    summary="Payments of up to 31 days as a workbook",
    audience="merchant",
    scope="read",
    query=DaysQuery,
    errors=(HistorySpanError,),
)
def download_shop_payments(call: Call[None]) -> Document:
    people = call.wired(ShopsWiring).people.all(call.actor(MerchantActor))
    names = {person.person_id: person.name(call.adapters.cipher) for person in people}
    made_on = seoul_date(call.now())
    merchant = call.actor(MerchantActor).merchant
    workbook = payment_file.render(_all(call), names, call.language, made_on, merchant)
    name = f"onmin-{call.query.from_on}-{call.query.to_on}.xlsx"
    return attachment(name, workbook, payment_file.CONTENT_TYPE)


def _all(call: Call[None]) -> list[Redemption]:
    merchant = call.actor(MerchantActor).merchant
    return call.wired(ShopsWiring).history.all(merchant, call.query.from_on, call.query.to_on)


def _row(call: Call[None], payment: Redemption) -> PaymentRow:
    today = seoul_date(call.now())
    until = call.wired(ShopsWiring).history.cancel_until(payment)
    is_open = payment.remaining_amount > 0 and today <= until
    actor = call.actor(MerchantActor)
    is_allowed = actor.may_cancel(payment.entry, today)
    fields = dict(detail(payment, actor.merchant, call.language))
    return PaymentRow(**fields, cancel_until=until, can_cancel=is_open and is_allowed)


def _day(each: DaySum) -> DayPaymentSum:
    return DayPaymentSum(
        on=each.on, count=each.count, amount=each.amount, canceled_amount=each.canceled_amount
    )
