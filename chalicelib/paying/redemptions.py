"""Paying at a merchant, taking it back, and the net-cancel that may come first."""

from datetime import datetime, timedelta
from typing import Literal

from chalicelib.core.values import AMOUNT_MAX, seoul_date
from chalicelib.county.settings import CountySettings
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import (
    AmountOutOfRangeError,
    InsufficientBalanceError,
    VoucherExpiredError,
)
from chalicelib.ledger.lots import Lot
from chalicelib.paying.errors import (
    CancelAmountExceedsRemainingError,
    CancelWindowClosedError,
    ExpectedRemainingMismatchError,
    MerchantNotEligibleError,
)
from chalicelib.paying.merchants import Merchant

RedemptionStatus = Literal["captured", "partially_canceled", "canceled"]


def order_reference(merchant_id: str, order_id: str) -> str:
    return f"{merchant_id}/{order_id}"


def net_cancel_reference(merchant_id: str, order_id: str) -> str:
    return f"net/{merchant_id}/{order_id}"


def decide(
    head: Entry | None, *, amount: int, merchant: Merchant, settings: CountySettings, now: datetime
) -> Draft:
    """Pay `amount` won from the lots this merchant may take, earliest expiry first."""
    minimum, maximum = settings.redemption_minimum, settings.redemption_maximum
    if not minimum <= amount <= maximum:
        raise AmountOutOfRangeError(param="amount", minimum=minimum, maximum=maximum)
    merchant.check_can_accept()
    today = seoul_date(now)
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


def canceled_amount(head: Entry, redemption: Entry) -> int:
    """What the wallet's newest state says was taken back of `redemption`, in won."""
    return head.cancels.get(redemption.redemption_id or "", 0)


def decide_cancel(
    head: Entry,
    redemption: Entry,
    *,
    amount: int | None,
    expected_remaining_amount: int,
    reason: str,
    settings: CountySettings,
    now: datetime,
) -> Draft:
    """Take back `amount` won (all that remains if `None`), to the very lots it came from."""
    already = canceled_amount(head, redemption)
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
        canceled_amount=part,
        reason=reason,
    )


def decide_net_cancel(
    head: Entry,
    redemption: Entry | None,
    *,
    merchant: Merchant,
    settings: CountySettings,
    now: datetime,
) -> Draft:
    """Undo the order's payment whole, or forbid it if it has not come yet. Final either way."""
    remaining = 0
    if redemption is not None:
        remaining = -redemption.voucher_amount - canceled_amount(head, redemption)
    if redemption is None or remaining == 0:
        return Draft(kind="net_cancel", merchant=merchant.counterparty())
    return decide_cancel(
        head,
        redemption,
        amount=None,
        expected_remaining_amount=remaining,
        reason="net_cancel",
        settings=settings,
        now=now,
    )
