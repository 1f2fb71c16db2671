"""A member's own wallet."""

from datetime import date

from chalicelib.core import qr
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery, Time
from chalicelib.http.terms import EntryRef, NextCursor, VoucherRef
from chalicelib.ledger.answers import EntryAnswer, entry_answer
from chalicelib.ledger.errors import (
    HoldingCapExceededError,
    IdentityRequiredError,
    InsufficientMileageError,
    MemberNotFoundError,
    MemberSuspendedError,
    WalletFullError,
)
from chalicelib.paying.wiring import PayingWiring
from chalicelib.wallets.answers import WalletAnswer, wallet_answer
from chalicelib.wallets.errors import ConversionBelowMinimumError, ConversionNotAMultipleError
from chalicelib.wallets.wiring import WalletsWiring

routes = Operations(tag="wallets")


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
    return wallet_answer(call.wired(WalletsWiring).wallets.balance(call.member))


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
