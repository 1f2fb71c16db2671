"""The book of fees of a sight and a day, also as a file, and its deposits."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.csv_rows import write_csv
from chalicelib.core.errors import InvalidRequestError, VersionConflictError
from chalicelib.core.values import AMOUNT_MAX, seoul_date
from chalicelib.http.call import Call, Document, Query, Shape, attachment
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Letters, OneLine
from chalicelib.http.terms import BusinessDay, FacilityRef
from chalicelib.settlement.day_routes import day_of_path
from chalicelib.staff.actor import person_of
from chalicelib.visits.answers import Reason
from chalicelib.visits.errors import (
    DepositTooHighError,
    FacilityNotFoundError,
    FeeDifferenceChangedError,
    OwnDepositError,
)
from chalicelib.visits.fee_book import FeeBook
from chalicelib.visits.fee_book_answers import FeeBookAnswer, fee_book_answer
from chalicelib.visits.gate_service import check_gate
from chalicelib.visits.wiring import VisitsWiring

routes = Operations(tag="visits")

SEERS = ("operator", "manager", "treasurer", "auditor", "gate")
PAYERS = ("operator", "manager", "treasurer")
EXPLAINERS = ("manager", "treasurer")
DAYS_MAX = 31


class BookQuery(Query):
    format: Literal["json", "csv"] = "json"
    """As JSON, or as a file for a spreadsheet."""


class BooksQuery(Query):
    from_on: Day
    """The first day."""
    to_on: Day
    """The last day."""
    format: Literal["json", "csv"] = "json"
    """As JSON, or as a file for a spreadsheet."""


class FeeBooksAnswer(Shape):
    """Amounts in won, of all the days together."""

    data: list[FeeBookAnswer]
    """All of them."""
    people: int
    """How many people."""
    collected_amount: int
    """What they had to pay, in won."""
    forgone_amount: int
    """What they were spared, in won."""
    given_back_amount: int
    """What they were given back as vouchers of the county's money, in won."""
    deposited_amount: int
    """What of it was paid in, in won."""


class FeeDepositBody(Shape):
    """`slip`: the number on the bank's slip."""

    amount: Annotated[int, Field(ge=1, le=AMOUNT_MAX)]
    """In won."""
    deposited_on: Day
    """The day on which it was paid in."""
    slip: Annotated[OneLine, Letters(60)]
    """The number on the bank's slip."""


class FeeDifferenceBody(Shape):
    """All that is left of the day, as the book shows it: another person than who paid in says what
    became of it."""

    amount: Annotated[int, Field(ge=-AMOUNT_MAX, le=AMOUNT_MAX)]
    """In won: what is missing; below nothing, what was paid in too much."""
    reason: Reason
    """Why, in words."""


@routes.operation(
    "GET",
    "/v1/staff/fee-books/{facility_id}/{on}",
    summary="The book of fees of a sight and a day: taken, forgone, paid in",
    audience="staff",
    roles=SEERS,
    scope="book",
    query=BookQuery,
    answer=FeeBookAnswer,
    errors=(FacilityNotFoundError,),
)
def show_fee_book(
    call: Call[None], facility_id: FacilityRef, on: BusinessDay
) -> FeeBookAnswer | Document:
    check_gate(call.actor(object), facility_id, "book")
    day = day_of_path(on)
    book = call.wired(VisitsWiring).fee_books.of(call.county_id, facility_id, day)
    if call.query.format == "csv":
        return _file(f"fees-{facility_id}-{on}.csv", [book])
    return fee_book_answer(facility_id, book)


@routes.operation(
    "GET",
    "/v1/staff/fee-books/{facility_id}",
    summary="The books of fees of a sight for several days, 31 at most",
    audience="staff",
    roles=("operator", "manager", "treasurer", "auditor"),
    query=BooksQuery,
    answer=FeeBooksAnswer,
    errors=(FacilityNotFoundError,),
)
def list_fee_books(call: Call[None], facility_id: FacilityRef) -> FeeBooksAnswer | Document:
    first, last = call.query.from_on, call.query.to_on
    if not 0 <= (last - first).days < DAYS_MAX:
        problem = ("31일까지 볼 수 있습니다", "at most 31 days can be seen")
        raise InvalidRequestError(param="to_on", problem=problem)
    books = list(call.wired(VisitsWiring).fee_books.days(call.county_id, facility_id, first, last))
    if call.query.format == "csv":
        return _file(f"fees-{facility_id}-{first}-{last}.csv", books)
    return FeeBooksAnswer(
        data=[fee_book_answer(facility_id, book) for book in books],
        people=sum(book.people for book in books),
        collected_amount=sum(book.collected for book in books),
        forgone_amount=sum(book.forgone for book in books),
        given_back_amount=sum(book.given_back for book in books),
        deposited_amount=sum(book.deposited for book in books),
    )


@routes.operation(
    "POST",
    "/v1/staff/fee-books/{facility_id}/{on}/deposits",
    summary="Record that fees of a day were paid in to the county's treasury",
    audience="staff",
    roles=PAYERS,
    status=201,
    body=FeeDepositBody,
    answer=FeeBookAnswer,
    requires_idempotency_key=True,
    errors=(FacilityNotFoundError, DepositTooHighError, VersionConflictError),
)
def pay_in(call: Call[FeeDepositBody], facility_id: FacilityRef, on: BusinessDay) -> FeeBookAnswer:
    day = day_of_path(on)
    if not day <= call.body.deposited_on <= seoul_date(call.now()):
        problem = ("그날부터 오늘까지의 날이어야 합니다", "must be from that day until today")
        raise InvalidRequestError(param="deposited_on", problem=problem)
    book, is_repeated = call.wired(VisitsWiring).fee_books.pay_in(
        call.county_id,
        person_of(call),
        facility_id,
        day,
        amount=call.body.amount,
        deposited_on=call.body.deposited_on,
        slip=call.body.slip,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return fee_book_answer(facility_id, book)


@routes.operation(
    "POST",
    "/v1/staff/fee-books/{facility_id}/{on}/differences",
    summary="Say why what is left of a day's fees is not paid in, or more was",
    audience="staff",
    roles=EXPLAINERS,
    status=201,
    body=FeeDifferenceBody,
    answer=FeeBookAnswer,
    requires_idempotency_key=True,
    errors=(
        FacilityNotFoundError,
        OwnDepositError,
        FeeDifferenceChangedError,
        VersionConflictError,
    ),
)
def name_difference(
    call: Call[FeeDifferenceBody], facility_id: FacilityRef, on: BusinessDay
) -> FeeBookAnswer:
    if not call.body.amount:
        problem = ("0이 아니어야 합니다", "must not be 0")
        raise InvalidRequestError(param="amount", problem=problem)
    book, is_repeated = call.wired(VisitsWiring).fee_books.name_difference(
        call.county_id,
        person_of(call),
        facility_id,
        day_of_path(on),
        amount=call.body.amount,
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return fee_book_answer(facility_id, book)


_COLUMNS = (
    "on", "visitor_class", "is_group", "people", "fee_amount", "discount_amount",
    "collected_amount", "forgone_amount", "article", "given_back_amount",
)  # fmt: skip
_NO_PEOPLE = (None, None, None, None)
_NO_MORE = (None, None, None)


def _file(name: str, books: list[FeeBook]) -> Document:
    return attachment(name, write_csv(_COLUMNS, (row for book in books for row in _rows(book))))


def _rows(book: FeeBook) -> Iterator[tuple[str | int | None, ...]]:
    """A row for each class and charge, then what was paid in, what is explained and what is
    left."""
    on = book.on.isoformat()
    for line in book.lines:
        yield (
            on,
            line.visitor_class,
            "yes" if line.is_group else "no",
            line.people,
            line.charge.fee,
            line.charge.discount,
            line.collected,
            line.forgone,
            line.article,
            line.given_back,
        )
    taken = (book.collected, book.forgone, None, book.given_back)
    yield on, "total", None, book.people, None, None, *taken
    for deposit in book.deposits:
        yield on, f"deposit {deposit.slip}", *_NO_PEOPLE, -deposit.amount, *_NO_MORE
    for difference in book.differences:
        yield on, f"difference {difference.reason}", *_NO_PEOPLE, -difference.amount, *_NO_MORE
    yield on, "left", *_NO_PEOPLE, book.left, *_NO_MORE
