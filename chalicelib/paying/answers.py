"""How a payment looks to those who may see it."""

from datetime import date
from typing import TYPE_CHECKING

from msgspec import structs

from chalicelib.core.values import TaxClass
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import (
    CancelRef,
    MaskedName,
    OrderRef,
    RedemptionRef,
    TerminalRef,
    VoucherKind,
    VoucherRef,
)
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.given_back_answer import GivenBackAnswer, given_back_answer
from chalicelib.ledger.lots import Allocation
from chalicelib.merchants.merchants import Merchant
from chalicelib.paying.redemptions import RedemptionStatus, left_after
from chalicelib.paying.slips import CashReceipt, slip_of

if TYPE_CHECKING:
    from chalicelib.paying.records import Redemption
    from chalicelib.paying.service import RedemptionResult


class AllocationAnswer(Shape):
    voucher_id: VoucherRef
    kind: VoucherKind
    amount: int
    """Won taken from this voucher."""


class SlipAnswer(Shape):
    """What a receipt says beside amount and time."""

    approval_number: str
    """Eight digits for the receipt; with shop, day and amount they name one payment or cancel."""
    tax_class: TaxClass | None
    """How the shop was taxed on the day of the payment; null if nobody knew."""
    supply_amount: int | None
    """Won of the supply, of a general taxpayer; else null."""
    vat_amount: int | None
    """Won of the tax in it, 0 of an exempt shop; null where no receipt shows it."""
    tax_free_amount: int
    """Won free of the tax, of an exempt shop."""
    cash_receipt: CashReceipt
    """Whether the shop issues a cash receipt when the customer asks: due now that the voucher is
    used, not when it was bought."""


class RedemptionAnswer(Shape):
    redemption_id: RedemptionRef
    order_id: OrderRef
    terminal_id: TerminalRef | None
    amount: int
    """What was paid, in won."""
    status: RedemptionStatus
    """`captured`: the money is yours."""
    member_name_masked: MaskedName
    remaining_balance_amount: int
    """Won that the customer can still spend; of the first answer, if it is replayed."""
    at: Time
    """When it was paid."""
    allocations: list[AllocationAnswer]
    """The vouchers that paid, the one that ends first before the others."""
    cashback_amount: int
    """Won that the customer got back at once by a cashback campaign, as a voucher."""
    receipt: SlipAnswer
    """What the receipt says of approval and tax."""


class CancelAnswer(Shape):
    cancel_id: CancelRef
    amount: int
    """What was given back, in won."""
    reason: str
    """Why, as the shop said."""
    at: Time
    """When."""
    given_back: GivenBackAnswer
    """What went back to where."""
    cashback_taken_back_amount: int
    """Won of the payment's cashback that this took back."""
    receipt: SlipAnswer
    """What the cancel's own receipt says of approval and tax."""


class RedemptionDetail(Shape):
    redemption_id: RedemptionRef
    order_id: OrderRef
    terminal_id: TerminalRef | None
    amount: int
    """What was paid, in won."""
    remaining_amount: int
    """What is not cancelled of it: send it as `expected_remaining_amount`."""
    status: RedemptionStatus
    """Whether some of it or all was cancelled; it never runs back."""
    at: Time
    """When it was paid."""
    allocations: list[AllocationAnswer]
    """The vouchers that paid."""
    cashback_amount: int
    """Won that the customer got back at once by a cashback campaign."""
    cancels: list[CancelAnswer]
    """Its cancels, the oldest first."""
    receipt: SlipAnswer
    """What the receipt of the payment says of approval and tax."""


def captured(payment: "RedemptionResult", merchant: Merchant) -> RedemptionAnswer:
    """The answer to a payment, the same at the first time and at every replay."""
    entry = payment.redemption.entry
    return RedemptionAnswer(
        redemption_id=entry.redemption_id or "",
        order_id=entry.order_id or "",
        terminal_id=entry.terminal_id,
        amount=payment.redemption.amount,
        status="captured",
        member_name_masked=payment.name_masked,
        remaining_balance_amount=left_after(entry),
        at=entry.at,
        allocations=allocations_answer(entry.allocations),
        cashback_amount=_cashback(entry),
        receipt=_slip(entry.redemption_id, merchant, entry.on, 0, payment.redemption.amount),
    )


def allocations_answer(allocations: tuple[Allocation, ...]) -> list[AllocationAnswer]:
    return [
        AllocationAnswer(
            voucher_id=a.lot_id, kind="sale" if a.kind == "sale" else "policy", amount=abs(a.amount)
        )
        for a in allocations
    ]


def detail(redemption: "Redemption", merchant: Merchant, language: str) -> RedemptionDetail:
    entry, cancels, left = redemption.entry, [], redemption.amount
    for each in redemption.cancellations:
        after = left - each.voucher_amount
        receipt = _slip(each.cancel_id, merchant, entry.on, left, after)
        cancels.append(_cancel(each, receipt, language))
        left = after
    return RedemptionDetail(
        redemption_id=entry.redemption_id or "",
        order_id=entry.order_id or "",
        terminal_id=entry.terminal_id,
        amount=redemption.amount,
        remaining_amount=redemption.remaining_amount,
        status=redemption.status,
        at=entry.at,
        allocations=allocations_answer(entry.allocations),
        cashback_amount=_cashback(entry),
        cancels=cancels,
        receipt=_slip(entry.redemption_id, merchant, entry.on, 0, redemption.amount),
    )


def _cancel(entry: Entry, receipt: SlipAnswer, language: str) -> CancelAnswer:
    return CancelAnswer(
        cancel_id=entry.cancel_id or "",
        amount=entry.voucher_amount,
        reason=entry.reason or "",
        at=entry.at,
        given_back=given_back_answer(entry, language),
        cashback_taken_back_amount=-_cashback(entry),
        receipt=receipt,
    )


def _slip(
    identifier: str | None, merchant: Merchant, paid_on: date, before: int, after: int
) -> SlipAnswer:
    slip = slip_of(identifier or "", merchant, paid_on, before=before, after=after)
    return SlipAnswer(**structs.asdict(slip))


def _cashback(entry: Entry) -> int:
    return entry.cashback.amount if entry.cashback else 0
