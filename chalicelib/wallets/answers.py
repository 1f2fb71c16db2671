"""How a wallet looks: its balance, lots and limits."""

from datetime import date
from typing import TYPE_CHECKING, Literal

from chalicelib.http.call import Shape
from chalicelib.http.terms import PurchaseRef, VoucherKind, VoucherRef
from chalicelib.ledger.lots import Lot, LotKind
from chalicelib.sales import options as purchase_options
from chalicelib.sales.limits_answer import PurchaseLimits, purchase_limits

if TYPE_CHECKING:
    from chalicelib.wallets.service import Balance


class Expiring(Shape):
    amount: int
    """Points."""
    expires_on: date
    """Their last day."""


class MileageAnswer(Shape):
    balance: int
    """Points that can be used today."""
    expiring: list[Expiring]
    """The same by the last day, the first to end first."""


class PurchaseOptionsAnswer(Shape):
    """What can be done with a bought voucher today, in won. `cancel_until_on` is `null` when the
    purchase can't be taken back; `change_refund_amount` is `null` until `spend_more_amount` more
    is spent."""

    purchase_id: PurchaseRef
    bought_on: date
    """The day of the purchase."""
    price_amount: int
    """Won that were paid for it."""
    refund_percent: int
    """Percent to spend before the rest is paid back in money."""
    cancel_until_on: date | None
    """The last day to take the purchase back; null if it cannot be."""
    change_refund_amount: int | None
    """Won that are paid for the rest; null until enough is spent."""
    spend_more_amount: int | None
    """Won to spend until then; null if it is reached."""


class LotAnswer(Shape):
    voucher_id: VoucherRef
    kind: VoucherKind
    source: str
    """Where it came from, in words."""
    face_amount: int
    """Won that it was issued for."""
    remaining_amount: int
    """Won that are left of it."""
    expires_on: date | None
    """Its last day; null if it has none."""
    purchase: PurchaseOptionsAnswer | None
    """What can be done with a bought one; null for one that was given."""


class VoucherAnswer(Shape):
    balance_amount: int
    """Won that can be spent today."""
    lots: list[LotAnswer]
    """The vouchers, the one that ends first before the others."""


class WalletAnswer(Shape):
    mileage: MileageAnswer
    """Points."""
    voucher: VoucherAnswer
    """Vouchers."""
    purchase_limits: PurchaseLimits
    """What may still be bought."""
    owed_amount: int
    """Won that the member owes the county, 0 if nothing: until it is paid at the county's office
    nothing can be bought, and nothing is granted."""


def wallet_answer(balance: "Balance") -> WalletAnswer:
    lots = balance.head.live_lots(balance.today)
    mileage = [lot for lot in lots if lot.kind == "mileage"]
    return WalletAnswer(
        mileage=MileageAnswer(
            balance=sum(lot.remaining for lot in mileage),
            expiring=[
                Expiring(amount=lot.remaining, expires_on=lot.expires_on)
                for lot in mileage
                if lot.expires_on is not None
            ],
        ),
        voucher=VoucherAnswer(
            balance_amount=balance.head.live_vouchers(balance.today),
            lots=[
                LotAnswer(
                    voucher_id=lot.lot_id,
                    kind=_voucher_kind(lot.kind),
                    source=lot.source,
                    face_amount=lot.face,
                    remaining_amount=lot.remaining,
                    expires_on=lot.expires_on,
                    purchase=_options(balance, lot),
                )
                for lot in lots
                if lot.kind != "mileage"
            ],
        ),
        purchase_limits=purchase_limits(balance.head, balance.settings, balance.today),
        owed_amount=balance.head.owed_amount,
    )


def _options(balance: "Balance", lot: Lot) -> PurchaseOptionsAnswer | None:
    options = purchase_options.of(
        balance.head, lot, settings_on=balance.settings_on, now=balance.now
    )
    if options is None:
        return None
    return PurchaseOptionsAnswer(
        purchase_id=options.purchase_id,
        bought_on=options.bought_on,
        price_amount=options.terms.price,
        refund_percent=options.terms.refund_percent,
        cancel_until_on=options.cancel_until,
        change_refund_amount=options.change_refund,
        spend_more_amount=options.spend_more,
    )


def _voucher_kind(kind: LotKind) -> Literal["sale", "policy"]:
    return "sale" if kind == "sale" else "policy"
