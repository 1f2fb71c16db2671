"""A member's own wallet."""

from datetime import date
from typing import TYPE_CHECKING, Literal

from chalicelib.core import qr
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery, Time
from chalicelib.http.terms import EntryRef, NextCursor, PurchaseRef, VoucherKind, VoucherRef
from chalicelib.ledger.answers import EntryAnswer, entry_answer
from chalicelib.ledger.errors import (
    HoldingCapExceededError,
    IdentityRequiredError,
    InsufficientMileageError,
    MemberNotFoundError,
    MemberSuspendedError,
    WalletFullError,
)
from chalicelib.ledger.lots import Lot, LotKind
from chalicelib.paying.wiring import PayingWiring
from chalicelib.sales import options as purchase_options
from chalicelib.sales.limits_answer import PurchaseLimits, purchase_limits
from chalicelib.wallets.errors import ConversionBelowMinimumError, ConversionNotAMultipleError
from chalicelib.wallets.wiring import WalletsWiring

if TYPE_CHECKING:
    from chalicelib.wallets.service import Balance

routes = Operations(tag="wallets")


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


class EntriesAnswer(Shape):
    data: list[EntryAnswer]
    """Entries, the newest first."""
    next_cursor: NextCursor


class ConversionBody(Shape):
    mileage: int
    """Points to turn into vouchers."""


class ConversionAnswer(Shape):
    entry_id: EntryRef
    voucher_id: VoucherRef
    mileage_amount: int
    """Points that were turned."""
    voucher_amount: int
    """Won of vouchers that came."""
    expires_on: date
    """The last day of the voucher."""


class PayCodeBody(Shape):
    typed: bool = False
    """Whether digits shall be given, to be typed where nothing can be scanned."""


class PayCodeAnswer(Shape):
    pay_code: str
    """What the till reads, or its digits; good for one payment."""
    expires_at: Time
    """Until when it pays."""
    qr_svg: str
    """The same to be scanned, as SVG."""


@routes.operation(
    "GET",
    "/v1/me/wallet",
    summary="My balance, lots and limits",
    audience="member",
    answer=WalletAnswer,
    errors=(MemberNotFoundError, MemberSuspendedError),
)
def show_wallet(call: Call[None]) -> WalletAnswer:
    return _wallet(call.wired(WalletsWiring).wallets.balance(call.member))


@routes.operation(
    "GET",
    "/v1/me/entries",
    summary="My entries, newest first",
    audience="member",
    query=PageQuery,
    answer=EntriesAnswer,
    errors=(MemberNotFoundError, MemberSuspendedError),
)
def list_entries(call: Call[None]) -> EntriesAnswer:
    page = call.page()
    wallets = call.wired(WalletsWiring).wallets
    entries, cursor = page.read(
        lambda position: wallets.entries(call.member, limit=page.limit, position=position)
    )
    return EntriesAnswer(data=[entry_answer(e, call.language) for e in entries], next_cursor=cursor)


@routes.operation(
    "POST",
    "/v1/me/conversions",
    summary="Turn mileage into a voucher",
    audience="member",
    status=201,
    body=ConversionBody,
    answer=ConversionAnswer,
    requires_idempotency_key=True,
    errors=(
        IdentityRequiredError,
        InsufficientMileageError,
        ConversionBelowMinimumError,
        ConversionNotAMultipleError,
        HoldingCapExceededError,
        WalletFullError,
        MemberNotFoundError,
        MemberSuspendedError,
    ),
)
def convert_mileage(call: Call[ConversionBody]) -> ConversionAnswer:
    outcome = call.wired(WalletsWiring).wallets.convert(
        call.member, mileage=call.body.mileage, idempotency_key=call.idempotency_key
    )
    call.mark_replayed(outcome.replayed)
    entry = outcome.entry
    voucher = next(a for a in entry.allocations if a.kind == "policy")
    return ConversionAnswer(
        entry_id=entry.entry_id,
        voucher_id=voucher.lot_id,
        mileage_amount=-entry.mileage_amount,
        voucher_amount=entry.voucher_amount,
        expires_on=voucher.expires_on or date.max,
    )


@routes.operation(
    "POST",
    "/v1/me/pay-codes",
    summary="A pay code to show at a till, good for 180 seconds and one payment",
    audience="member",
    status=201,
    body=PayCodeBody,
    answer=PayCodeAnswer,
    errors=(MemberNotFoundError, MemberSuspendedError),
)
def show_pay_code(call: Call[PayCodeBody]) -> PayCodeAnswer:
    shown = call.wired(PayingWiring).pay_codes.show(call.member, is_typed=call.body.typed)
    return PayCodeAnswer(
        pay_code=shown.pay_code,
        expires_at=shown.expires_at,
        qr_svg=qr.svg(shown.pay_code),
    )


def _wallet(balance: "Balance") -> WalletAnswer:
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
