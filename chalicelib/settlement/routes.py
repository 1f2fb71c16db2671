"""A shop's settlements: the list, one with its rows, and its own list beside it."""

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.approvals.errors import CsvInvalidError
from chalicelib.approvals.sent_files import sent_file
from chalicelib.core.csv_rows import write_csv
from chalicelib.http.call import Call, Document, Shape, attachment
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, PageQuery
from chalicelib.http.terms import OrderRef, SettlementRef
from chalicelib.merchants.actors import MerchantActor
from chalicelib.merchants.errors import SettlementsOfOwnerError
from chalicelib.settlement.answers import (
    COLUMNS,
    ROW_COLUMNS,
    SettlementAnswer,
    SettlementsAnswer,
    answer,
    summary,
)
from chalicelib.settlement.comparing import DifferenceKind, compare
from chalicelib.settlement.day_routes import FormatQuery
from chalicelib.settlement.errors import SettlementNotFoundError, ShopListInvalidError
from chalicelib.settlement.wiring import SettlementWiring

routes = Operations(tag="settlements")

FILE_ROWS_MAX = 400
"""Days of a file: a year and a month."""
LIST_BYTES_MAX = 512 * 1024


class SettlementsQuery(PageQuery):
    """Those of some days, both included, or all. `format=csv` answers every one of these days as a
    file for a spreadsheet, 400 at most, the newest."""

    from_on: Day | None = None
    """The first day."""
    to_on: Day | None = None
    """The last day, included."""
    format: Literal["json", "csv"] = "json"
    """`csv` for every payment and cancel of these days as a file."""


class OwnListBody(Shape):
    """`csv`: a first line that names `order_id` (or 주문번호) and `amount` (or 금액), and a line
    for each payment or cancel, whose amount is minus. Or `csv_base64`: the very bytes of the file,
    in UTF-8 or CP949."""

    csv: Annotated[str, Field(min_length=1, max_length=LIST_BYTES_MAX)] | None = None
    """The shop's own list: `order_id` and `amount` in the first line, an order in each other."""
    csv_base64: Annotated[str, Field(min_length=1, max_length=2 * LIST_BYTES_MAX)] | None = None
    """The file's bytes in base64, in UTF-8 or CP949."""


class DifferenceAnswer(Shape):
    """`missing_here`: the shop's list has the order, the settlement does not; `missing_there`: the
    other way round. Won of all lines of the order together."""

    kind: DifferenceKind
    """How the two differ."""
    order_id: OrderRef
    own_amount: int | None
    """Won by the shop's list; null if it does not have the order."""
    settled_amount: int | None
    """Won by the settlement; null if it does not have the order."""


class OwnListAnswer(Shape):
    """What was understood of the shop's list: the two columns that were read, as the file names
    them, and how many orders of how many won they say, cancels taken off."""

    order_column: str
    """The column that was read as the order's number."""
    amount_column: str
    """The column that was read as the amount."""
    order_count: int
    """How many orders the list has."""
    amount: int
    """Won of all of them."""


class SettledListAnswer(Shape):
    """The settlement's side of the same: orders of wallets; notes are no order of a till."""

    order_count: int
    """How many orders the settlement has."""
    amount: int
    """Won of all of them, cancels taken off, before the fee."""


class ComparisonAnswer(Shape):
    settlement_id: SettlementRef
    is_equal: bool
    """Whether nothing differs."""
    own: OwnListAnswer
    """What was understood of the shop's list."""
    settled: SettledListAnswer
    """What it was compared with."""
    differences: list[DifferenceAnswer]
    """What differs, order by order."""


@routes.operation(
    "GET",
    "/v1/settlements",
    summary="My shop's settlements, a day each, newest first",
    audience="merchant",
    scope="read",
    query=SettlementsQuery,
    answer=SettlementsAnswer,
    errors=(SettlementsOfOwnerError,),
)
def list_settlements(call: Call[None]) -> SettlementsAnswer | Document:
    settlements = call.wired(SettlementWiring).settlements
    merchant_id = _own_shop(call)
    query: SettlementsQuery = call.query
    page = call.page()
    days = {"first": query.from_on, "last": query.to_on}
    if query.format == "csv":
        found, _ = settlements.page(
            call.county_id, merchant_id, **days, limit=FILE_ROWS_MAX, position=None
        )
        rows = (summary(each).model_dump(mode="json") for each in found)
        listed = write_csv(COLUMNS, ([row[name] for name in COLUMNS] for row in rows))
        return attachment("onmin-settlements.csv", listed)
    found, cursor = page.read(
        lambda position: settlements.page(
            call.county_id, merchant_id, **days, limit=page.limit, position=position
        )
    )
    return SettlementsAnswer(data=[summary(each) for each in found], next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/settlements/{settlement_id}",
    summary="One settlement: a row a payment, a minus row a cancel, each explained",
    audience="merchant",
    scope="read",
    query=FormatQuery,
    answer=SettlementAnswer,
    errors=(SettlementNotFoundError, SettlementsOfOwnerError),
)
def show_settlement(call: Call[None], settlement_id: SettlementRef) -> SettlementAnswer | Document:
    merchant_id = _own_shop(call)
    settlements = call.wired(SettlementWiring).settlements
    found = answer(settlements.by_id(call.county_id, merchant_id, settlement_id), call.language)
    if call.query.format == "csv":
        rows = (row.model_dump(mode="json") for row in found.data)
        listed = write_csv(ROW_COLUMNS, ([row[name] for name in ROW_COLUMNS] for row in rows))
        return attachment(f"onmin-{found.on}.csv", listed)
    return found


@routes.operation(
    "POST",
    "/v1/settlements/{settlement_id}/comparisons",
    summary="My own list beside a settlement: what differs. Nothing is kept of it",
    audience="merchant",
    scope="read",
    body=OwnListBody,
    answer=ComparisonAnswer,
    body_bytes_max=2 * LIST_BYTES_MAX,
    errors=(
        SettlementNotFoundError,
        SettlementsOfOwnerError,
        ShopListInvalidError,
        CsvInvalidError,
    ),
)
def compare_settlement(call: Call[OwnListBody], settlement_id: SettlementRef) -> ComparisonAnswer:
    merchant_id = _own_shop(call)
    settlements = call.wired(SettlementWiring).settlements
    found = settlements.by_id(call.county_id, merchant_id, settlement_id)
    _, text = sent_file(call.body.csv, call.body.csv_base64)
    compared = compare(text, found.statement.rows)
    return ComparisonAnswer(
        settlement_id=settlement_id,
        is_equal=not compared.differences,
        own=OwnListAnswer(
            order_column=compared.own.order_column,
            amount_column=compared.own.amount_column,
            order_count=compared.own_count,
            amount=compared.own_amount,
        ),
        settled=SettledListAnswer(
            order_count=compared.settled_count, amount=compared.settled_amount
        ),
        differences=[
            DifferenceAnswer(
                kind=each.kind,
                order_id=each.order_id,
                own_amount=each.own_amount,
                settled_amount=each.settled_amount,
            )
            for each in compared.differences
        ],
    )


def _own_shop(call: Call[Any]) -> str:
    """Of whoever may see what it is paid. Raises `SettlementsOfOwnerError`."""
    actor = call.actor(MerchantActor)
    actor.check_sees_settlements()
    return actor.merchant.merchant_id
