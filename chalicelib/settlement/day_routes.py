"""The close of a till's day."""

from datetime import date
from typing import Literal

from pydantic import Field, TypeAdapter, ValidationError

from chalicelib.core.csv_rows import write_csv
from chalicelib.core.errors import InvalidRequestError, SearchTooWideError
from chalicelib.core.values import TaxClass
from chalicelib.http.call import Call, Document, Query, Shape, attachment
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Time
from chalicelib.http.terms import (
    ApprovalNumber,
    BusinessDay,
    CancelRef,
    OrderRef,
    RedemptionRef,
    TerminalRef,
)
from chalicelib.merchants.actors import MerchantActor
from chalicelib.merchants.merchants import Merchant
from chalicelib.settlement.shop_days import Sale, SaleKind, SaleSum, SaleSums, ShopDay, TaxSums
from chalicelib.settlement.wiring import SettlementWiring

routes = Operations(tag="settlements")

_YEARS = range(2000, 2200)
_COLUMNS = (
    "kind", "at", "redemption_id", "cancel_id", "order_id", "terminal_id", "amount",
    "approval_number", "tax_class", "supply_amount", "vat_amount", "tax_free_amount",
)  # fmt: skip


class SumAnswer(Shape):
    count: int
    """How many."""
    amount: int
    """Won in all."""


class DayTaxAnswer(Shape):
    """Won of payments less cancels, split as the receipts split them, by how the shop was taxed on
    the day of each payment; minus where more was taken back. The four are the net amount."""

    supply_amount: int
    """Won of supplies, the tax not in it."""
    vat_amount: int
    """Won of the tax in it."""
    tax_free_amount: int
    """Won free of the tax, of an exempt shop."""
    unsplit_amount: int
    """Won of which no receipt shows the tax, or nobody knew how the shop was taxed."""


class TerminalAnswer(Shape):
    """`terminal_id` is `null` for payments that named no till, as those at the standing QR do."""

    terminal_id: TerminalRef | None
    payments: SumAnswer
    """Payments of this till."""
    cancels: SumAnswer
    """Cancels of payments of this till."""
    net_amount: int
    """Won of payments less cancels."""
    tax: DayTaxAnswer
    """The tax in `net_amount`."""


class SaleAnswer(Shape):
    """A cancel has the order and the till of its payment; its `amount` is minus."""

    kind: SaleKind
    """Whether it is a payment or a cancel."""
    redemption_id: RedemptionRef
    cancel_id: CancelRef | None
    """The cancel; null for a payment."""
    order_id: OrderRef
    terminal_id: TerminalRef | None
    amount: int
    """Won: plus for a payment, minus for a cancel."""
    at: Time
    """When it happened."""
    approval_number: ApprovalNumber
    tax_class: TaxClass | None
    """How the shop was taxed on the day of the payment; null if nobody knew."""
    supply_amount: int | None
    """Won of the supply, of a general taxpayer, minus for a cancel; else null."""
    vat_amount: int | None
    """Won of the tax in it, minus for a cancel; null where no receipt shows it."""
    tax_free_amount: int
    """Won free of the tax, of an exempt shop, minus for a cancel."""


class ShopDayAnswer(Shape):
    """Payments and cancels each by their own day, so that the sums of a day that is over never
    change. `net_amount` is `payments` less `cancels`, and may be minus."""

    on: date
    """The business day, in Seoul."""
    payments: SumAnswer
    """The day's payments."""
    cancels: SumAnswer
    """The day's cancels, of payments of any day."""
    net_amount: int
    """Won of payments less cancels: compare it with the till."""
    tax: DayTaxAnswer
    """The tax in `net_amount`."""
    by_terminal: list[TerminalAnswer]
    """The same by till."""
    data: list[SaleAnswer] = Field(description="Every payment and cancel, the oldest first.")


class FormatQuery(Query):
    """`format=csv` answers the same rows as a file for a spreadsheet."""

    format: Literal["json", "csv"] = "json"
    """`csv` for the same rows as a file for a spreadsheet."""


@routes.operation(
    "GET",
    "/v1/merchant/days/{on}",
    summary="The close of a day: payments and cancels, each by their own day",
    audience="merchant",
    scope="read",
    query=FormatQuery,
    answer=ShopDayAnswer,
    errors=(SearchTooWideError,),
)
def show_shop_day(call: Call[None], on: BusinessDay) -> ShopDayAnswer | Document:
    shop = call.actor(MerchantActor).merchant
    found = call.wired(SettlementWiring).shop_days.on(shop, day_of_path(on))
    rows = [_sale(sale, shop) for sale in found.sales]
    if call.query.format == "csv":
        return attachment(f"onmin-{on}.csv", write_csv(_COLUMNS, map(_cells, rows)))
    return _answer(found, rows)


def day_of_path(text: str) -> date:
    """Raises `InvalidRequestError`."""
    try:
        day = TypeAdapter(Day).validate_python(text)
    except ValidationError:
        day = None
    if day is None or day.year not in _YEARS:
        problem = ("2026-11-22처럼 적은 날짜여야 합니다", "must be a date, YYYY-MM-DD")
        raise InvalidRequestError(param="on", problem=problem)
    return day


def _answer(found: ShopDay, rows: list[SaleAnswer]) -> ShopDayAnswer:
    return ShopDayAnswer(
        on=found.on,
        payments=_sum(found.sums.payments),
        cancels=_sum(found.sums.cancels),
        net_amount=found.sums.net_amount,
        tax=_tax(found.sums.tax),
        by_terminal=[_terminal(sums) for sums in found.by_terminal],
        data=rows,
    )


def _terminal(sums: SaleSums) -> TerminalAnswer:
    return TerminalAnswer(
        terminal_id=sums.terminal_id,
        payments=_sum(sums.payments),
        cancels=_sum(sums.cancels),
        net_amount=sums.net_amount,
        tax=_tax(sums.tax),
    )


def _tax(of: TaxSums) -> DayTaxAnswer:
    return DayTaxAnswer(
        supply_amount=of.supply,
        vat_amount=of.vat,
        tax_free_amount=of.tax_free,
        unsplit_amount=of.unsplit,
    )


def _sum(of: SaleSum) -> SumAnswer:
    return SumAnswer(count=of.count, amount=of.amount)


def _sale(sale: Sale, shop: Merchant) -> SaleAnswer:
    slip, sign = sale.slip(shop), 1 if sale.kind == "payment" else -1
    supply, vat = slip.supply_amount, slip.vat_amount
    return SaleAnswer(
        kind=sale.kind,
        redemption_id=sale.redemption_id,
        cancel_id=sale.cancel_id,
        order_id=sale.order_id,
        terminal_id=sale.terminal_id,
        amount=sale.amount,
        at=sale.at,
        approval_number=slip.approval_number,
        tax_class=slip.tax_class,
        supply_amount=None if supply is None else sign * supply,
        vat_amount=None if vat is None else sign * vat,
        tax_free_amount=sign * slip.tax_free_amount,
    )


def _cells(sale: SaleAnswer) -> tuple[str | int | None, ...]:
    row = sale.model_dump(mode="json")
    return tuple(row[column] for column in _COLUMNS)
