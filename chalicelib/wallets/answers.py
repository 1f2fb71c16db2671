"""How a wallet looks: its balance, lots and limits."""

from datetime import date
from typing import TYPE_CHECKING, Literal

from chalicelib.http.call import Shape
from chalicelib.ledger.lots import Lot, LotKind
from chalicelib.sales import options as purchase_options
from chalicelib.sales.limits_answer import PurchaseLimits, purchase_limits

if TYPE_CHECKING:
    from chalicelib.wallets.service import Balance


class Expiring(Shape):
    amount: int
    expires_on: date


class MileageAnswer(Shape):
    balance: int
    expiring: list[Expiring]


class PurchaseOptionsAnswer(Shape):
    """What can be done with a bought voucher today, in won. `cancel_until_on` is `null` when the
    purchase can't be taken back; `change_refund_amount` is `null` until `spend_more_amount` more
    is spent."""

    purchase_id: str
    bought_on: date
    price_amount: int
    refund_percent: int
    cancel_until_on: date | None
    change_refund_amount: int | None
    spend_more_amount: int | None


class LotAnswer(Shape):
    voucher_id: str
    kind: Literal["sale", "policy"]
    source: str
    face_amount: int
    remaining_amount: int
    expires_on: date | None
    purchase: PurchaseOptionsAnswer | None


class VoucherAnswer(Shape):
    balance_amount: int
    lots: list[LotAnswer]


class WalletAnswer(Shape):
    mileage: MileageAnswer
    voucher: VoucherAnswer
    purchase_limits: PurchaseLimits


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
