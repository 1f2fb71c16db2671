"""How a settlement looks to the shop, and in a file for a spreadsheet."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from chalicelib.http.call import Shape
from chalicelib.http.terms import (
    CancelRef,
    NextCursor,
    OrderRef,
    RedemptionRef,
    SettlementRef,
    TerminalRef,
)
from chalicelib.settlement.fees import FeeBearer
from chalicelib.settlement.invoice_answers import ShopInvoice, shop_invoice
from chalicelib.settlement.outcomes import Settlement, SettlementStatus
from chalicelib.settlement.shop_days import SaleKind
from chalicelib.settlement.statements import Row

COLUMNS = (
    "settlement_id", "on", "status", "payout_on", "gross_amount", "fee_amount", "net_amount",
    "carried_in_amount", "payout_amount", "carried_out_amount", "row_count", "failed_reason",
    "hash",
)  # fmt: skip
ROW_COLUMNS = (
    "kind", "at", "redemption_id", "cancel_id", "order_id", "terminal_id", "amount", "fee_amount",
    "net_amount", "explanation",
)  # fmt: skip


class SettlementSummary(Shape):
    """`gross_amount` less `fee_amount` is `net_amount`. With `carried_in_amount`, what the shop
    owed before (0 or minus), it is `payout_amount`, or `carried_out_amount` if that is minus: then
    it goes into the next one, or is invoiced on `invoice_on`. What vouchers that were bought paid
    is `sale_amount`, what others did `policy_amount`."""

    settlement_id: SettlementRef
    on: date
    """The business day whose sales it settles, in Seoul."""
    status: SettlementStatus
    """How the payout stands."""
    payout_on: date | None = Field(description="The day of the payout; null if nothing is paid.")
    gross_amount: int
    """Won of payments less cancels."""
    sale_amount: int
    """The part of it that bought vouchers paid."""
    policy_amount: int
    """The part of it that given vouchers paid."""
    fee_amount: int
    """Won of fees that the shop bears."""
    county_fee_amount: int = Field(description="The fee, where the county bears it.")
    net_amount: int
    """`gross_amount` less `fee_amount`."""
    carried_in_amount: int
    """What the shop owed from before: 0 or minus."""
    payout_amount: int
    """Won that are paid out."""
    carried_out_amount: int
    """What it owes from now on: 0 or minus."""
    invoice_on: date | None
    """From when on what the shop owes is invoiced, no more carried on; null if it owes nothing."""
    invoice: ShopInvoice | None
    """The invoice of what this settlement, the last before its day, carried on; else null."""
    row_count: int
    """How many payments and cancels."""
    failed_reason: str | None = Field(description="What the bank said of a payout that failed.")
    hash: str = Field(description="SHA-256 over the canonical JSON of the kept statement.")
    previous: str = Field(description="The hash of the shop's statement before.")


class SettlementRow(Shape):
    """A payment, or a cancel with minus amounts. What is left of the payment goes `before_amount` →
    `after_amount`; the fee is that of what is left after it less that of before, each rounded
    down, at the rate that held on the payment's day."""

    kind: SaleKind
    """Whether it is a payment or a cancel."""
    at: str
    """When it happened."""
    on: date
    """The day in Seoul."""
    redemption_id: RedemptionRef
    cancel_id: CancelRef | None
    """The cancel; null for a payment."""
    order_id: OrderRef
    terminal_id: TerminalRef | None
    amount: int
    """Won: plus for a payment, minus for a cancel."""
    before_amount: int
    """What was left of the payment before it."""
    after_amount: int
    """What is left of the payment after it."""
    sale_amount: int
    """The part that bought vouchers paid."""
    fee_amount: int
    """Won of the fee that the shop bears."""
    county_fee_amount: int
    """Won of the fee that the county bears."""
    net_amount: int
    """`amount` less `fee_amount`."""
    fee_basis_points: int = Field(description="The rate, of ten thousand.")
    fee_bearer: FeeBearer
    """Who bears the fee."""
    rate_since: date | None = Field(description="Since when this rate holds, by its version.")
    explanation: str
    """How the fee was worked out, in words."""
    source: Literal["wallet", "paper"] = "wallet"
    """Paid out of a wallet, or with notes that were brought to an agent: then both ids are the
    exchange's."""


class SettlementAnswer(SettlementSummary):
    data: list[SettlementRow]
    """A row for each payment and each cancel."""


class SettlementsAnswer(Shape):
    data: list[SettlementSummary]
    """Settlements, the newest first."""
    next_cursor: NextCursor


def summary_facts(settlement: Settlement) -> dict[str, Any]:
    """The fields of a `SettlementSummary`."""
    made, last = settlement.statement, settlement.last
    return {
        "settlement_id": made.settlement_id,
        "on": made.on,
        "status": settlement.status,
        "payout_on": made.payout_on,
        "gross_amount": made.gross_amount,
        "sale_amount": made.sale_amount,
        "policy_amount": made.policy_amount,
        "fee_amount": made.fee_amount,
        "county_fee_amount": made.county_fee_amount,
        "net_amount": made.net_amount,
        "carried_in_amount": made.carried_in,
        "payout_amount": made.payout_amount,
        "carried_out_amount": made.carried_out,
        "invoice_on": made.invoice_on,
        "invoice": shop_invoice(settlement.invoice) if settlement.invoice else None,
        "row_count": made.row_count,
        "failed_reason": last.reason if last and last.result == "failed" else None,
        "hash": made.hash,
        "previous": made.previous,
    }


def summary(settlement: Settlement) -> SettlementSummary:
    return SettlementSummary(**summary_facts(settlement))


def answer(settlement: Settlement, language: str) -> SettlementAnswer:
    rows = [_row(row, language) for row in settlement.statement.rows]
    return SettlementAnswer(**summary_facts(settlement), data=rows)


def _row(row: Row, language: str) -> SettlementRow:
    return SettlementRow(
        kind=row.kind,
        at=row.at,
        on=row.on,
        redemption_id=row.redemption_id,
        cancel_id=row.cancel_id,
        order_id=row.order_id,
        terminal_id=row.terminal_id,
        amount=row.amount,
        before_amount=row.before,
        after_amount=row.after,
        sale_amount=row.sale_amount,
        fee_amount=row.fee_amount,
        county_fee_amount=row.county_fee_amount,
        net_amount=row.amount - row.fee_amount,
        fee_basis_points=row.basis_points,
        fee_bearer=row.bearer,
        rate_since=row.rate_since,
        explanation=explanation(row, language),
        source=row.source or "wallet",
    )


def explanation(row: Row, language: str) -> str:
    """In a sentence, how this row's fee came about."""
    english = language == "en"
    fee = row.fee_amount + row.county_fee_amount
    percent = f"{row.basis_points / 100:g}%"
    if row.kind == "payment":
        text = (
            f"{percent} of {row.after:,} won, rounded down, is {fee:,} won."
            if english
            else f"{row.after:,}원의 {percent}, 원 아래를 버리면 {fee:,}원입니다."
        )
    else:
        text = (
            f"{row.before:,} won of the payment were left, {row.after:,} are now: by {percent} "
            f"each, rounded down, {-fee:,} won of its fee are given back."
            if english
            else f"결제에서 남은 금액이 {row.before:,}원에서 {row.after:,}원이 되어, "
            f"각각의 {percent}(원 아래 버림)의 차이인 수수료 {-fee:,}원을 돌려드립니다."
        )
    if row.rate_since:
        text += (
            f" The rate holds since {row.rate_since}."
            if english
            else f" {_korean(row.rate_since)}부터의 요율입니다."
        )
    if row.bearer == "county" and row.basis_points:
        text += " The county bears it." if english else " 수수료는 군이 냅니다."
    return text


def _korean(on: date) -> str:
    return f"{on.year}년 {on.month}월 {on.day}일"
