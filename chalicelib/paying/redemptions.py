"""Paying at a merchant, taking it back, and the net-cancel that may come first."""

from datetime import datetime, timedelta
from typing import Literal

from chalicelib.core.values import AMOUNT_MAX, seoul_date
from chalicelib.county.settings import CountySettings
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.entries import OWN_ORDER, Entry
from chalicelib.ledger.errors import (
    AmountOutOfRangeError,
    InsufficientBalanceError,
    VoucherExpiredError,
)
from chalicelib.ledger.idempotency import digest
from chalicelib.ledger.lots import Lot
from chalicelib.merchants.merchants import Merchant
from chalicelib.paying.errors import (
    CancelAmountExceedsRemainingError,
    CancelWindowClosedError,
    ExpectedRemainingMismatchError,
    MerchantNotEligibleError,
    NetCancelLimitExceededError,
)

RedemptionStatus = Literal["captured", "partially_canceled", "canceled"]
TEST_CODE = "test_"
"""How the pay code of a test customer begins: see `paying/lessons.py`."""
VOIDS_MAX = 5
"""How often a shop can forbid a payment that has not come, for one code that its customer showed:
more than any till needs, and all that a stranger can write to a wallet that moved nothing."""


def order_reference(merchant_id: str, order_id: str) -> str:
    """Of an order that a till numbered."""
    return f"{merchant_id}/{order_id}"


def own_order_reference(merchant_id: str, order_id: str) -> str:
    """Of an order that the member numbered, at the shop's standing QR."""
    return f"{merchant_id}/{OWN_ORDER}{order_id}"


def net_cancel_reference(merchant_id: str, order_id: str) -> str:
    return f"net/{merchant_id}/{order_id}"


def decide(
    head: Entry | None, *, amount: int, merchant: Merchant, settings: CountySettings, now: datetime
) -> Draft:
    """Pay `amount` won from the lots this merchant may take, earliest expiry first."""
    minimum, maximum = settings.redemption_minimum, settings.redemption_maximum
    if not minimum <= amount <= maximum:
        raise AmountOutOfRangeError(param="amount", minimum=minimum, maximum=maximum)
    today = seoul_date(now)
    merchant.check_can_accept(today)
    vouchers = [lot for lot in (head.lots if head else ()) if lot.kind != "mileage"]
    live = [lot for lot in vouchers if lot.is_live(today)]
    usable = [lot for lot in live if merchant.accepts(lot, settings)]
    balance = lot_rules.total(usable)
    if amount > balance:
        raise _refusal(amount, balance, vouchers, live, usable)
    return Draft(
        kind="redemption",
        allocations=lot_rules.take(usable, amount),
        merchant=merchant.counterparty(),
    )


def left_after(payment: Entry) -> int:
    """What the customer can still spend right after a payment and its cashback."""
    given = payment.cashback.amount if payment.cashback else 0
    return payment.live_vouchers(payment.on) + given


def _refusal(
    amount: int, balance: int, vouchers: list[Lot], live: list[Lot], usable: list[Lot]
) -> InsufficientBalanceError | MerchantNotEligibleError | VoucherExpiredError:
    """Why `balance` is not enough: the merchant's bar, an expiry, or simply too little money."""
    if lot_rules.total(live) >= amount:
        barred = [lot for lot in live if lot not in usable]
        return MerchantNotEligibleError(
            balance=balance,
            barred=[
                {"voucher_id": x.lot_id, "kind": x.kind, "amount": x.remaining} for x in barred
            ],
        )
    if lot_rules.total(vouchers) >= amount:
        return VoucherExpiredError(balance=balance)
    return InsufficientBalanceError(balance=balance)


def decide_cancel(
    redemption: Entry,
    *,
    already: int,
    amount: int | None,
    expected_remaining_amount: int,
    reason: str,
    settings: CountySettings,
    now: datetime,
) -> Draft:
    """Take back `amount` won (all that remains if `None`), to the very lots it came from.
    `already` of it came back before. `settings` are those of the day of the payment: the window
    that held then is a promise to shop and customer."""
    remaining = -redemption.voucher_amount - already
    last_day = redemption.on + timedelta(days=settings.redemption_cancel_days)
    if seoul_date(now) > last_day:
        raise CancelWindowClosedError(limit=settings.redemption_cancel_days)
    if expected_remaining_amount != remaining:
        raise ExpectedRemainingMismatchError(param="expected_remaining_amount", remaining=remaining)
    if amount is not None and amount <= 0:
        raise AmountOutOfRangeError(param="amount", minimum=1, maximum=AMOUNT_MAX)
    if remaining == 0 or (amount is not None and amount > remaining):
        raise CancelAmountExceedsRemainingError(param="amount", remaining=remaining)
    part = remaining if amount is None else amount
    return Draft(
        kind="cancellation",
        allocations=lot_rules.give_back(redemption.allocations, already=already, amount=part),
        merchant=redemption.merchant,
        of_redemption_id=redemption.redemption_id,
        canceled_before=already,
        canceled_amount=part,
        reason=reason,
    )


def decide_void(head: Entry, *, merchant: Merchant, code_id: str) -> Draft:
    """Forbid an order that was not paid, or no longer is. Raises `NetCancelLimitExceededError`."""
    for number in range(VOIDS_MAX):
        slot = digest("void", code_id, merchant.merchant_id, str(number))
        # A false alarm costs the shop one of its voids, no more.
        if not head.recent.carried_over(head.at).may_have_used(slot):
            return Draft(kind="net_cancel", merchant=merchant.counterparty(), pay_code_id=slot)
    raise NetCancelLimitExceededError(limit=VOIDS_MAX)
