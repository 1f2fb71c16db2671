"""A member's own record and wallet."""

from datetime import date
from typing import Literal

from chalicelib import bootstrap
from chalicelib.api.blueprint import ApiBlueprint
from chalicelib.api.call import Call, Shape
from chalicelib.api.shapes import PageQuery, Time
from chalicelib.domain import errors, purchases
from chalicelib.domain.county_settings import CountySettings
from chalicelib.domain.entries import Entry, EntryKind
from chalicelib.domain.lots import LotKind
from chalicelib.services.wallets import Balance

routes = ApiBlueprint(__name__)

DESCRIPTIONS: dict[EntryKind, tuple[str, str]] = {
    "signup": ("가입 축하 마일리지", "Sign-up mileage"),
    "conversion": ("마일리지를 상품권으로 바꿈", "Mileage converted to a voucher"),
    "redemption": ("상품권 결제", "Payment"),
    "cancellation": ("결제 취소", "Payment canceled"),
    "net_cancel": ("망취소", "Net-cancel"),
    "adjustment": ("군청 조정", "Adjustment by the county"),
    "expiration": ("유효 기간 지남", "Expired"),
}


class MeAnswer(Shape):
    member_id: str
    name: str
    phone: str
    birth_on: date
    region_code: str
    relation: str
    county_name: str
    programme: str
    joined_at: Time


class Expiring(Shape):
    amount: int
    expires_on: date


class MileageAnswer(Shape):
    balance: int
    expiring: list[Expiring]


class LotAnswer(Shape):
    voucher_id: str
    kind: Literal["sale", "policy"]
    source: str
    face_amount: int
    remaining_amount: int
    expires_on: date | None


class VoucherAnswer(Shape):
    balance_amount: int
    lots: list[LotAnswer]


class LimitAnswer(Shape):
    limit: int | None
    used: int
    remaining: int | None
    resets_at: Time


class PurchaseLimits(Shape):
    month: LimitAnswer
    year: LimitAnswer


class WalletAnswer(Shape):
    mileage: MileageAnswer
    voucher: VoucherAnswer
    purchase_limits: PurchaseLimits


class CounterpartyAnswer(Shape):
    merchant_id: str
    name: str


class EntryAnswer(Shape):
    entry_id: str
    kind: EntryKind
    mileage_amount: int
    voucher_amount: int
    mileage_balance: int
    voucher_balance: int
    at: Time
    description: str
    counterparty: CounterpartyAnswer | None


class EntriesAnswer(Shape):
    data: list[EntryAnswer]
    next_cursor: str | None


class ConversionBody(Shape):
    mileage: int


class ConversionAnswer(Shape):
    entry_id: str
    voucher_id: str
    mileage_amount: int
    voucher_amount: int
    expires_on: date


class PayCodeBody(Shape):
    typed: bool = False


class PayCodeAnswer(Shape):
    pay_code: str
    expires_at: Time
    qr_svg: str


@routes.operation(
    "GET",
    "/v1/me",
    summary="My profile",
    who="member",
    answer=MeAnswer,
    errors=(errors.MemberNotFoundError, errors.MemberSuspendedError),
)
def show_me(call: Call[None]) -> MeAnswer:
    own = bootstrap.members().own(call.member)
    county = bootstrap.counties().county(call.county_id)
    is_english = call.language == "en"
    return MeAnswer(
        member_id=own.profile.member_id,
        name=own.name,
        phone=own.phone,
        birth_on=own.birth_on,
        region_code=own.profile.region_code,
        relation=own.profile.relation,
        county_name=county.name_en if is_english else county.name,
        programme=county.programme_en if is_english else county.programme,
        joined_at=own.profile.joined_at,
    )


@routes.operation(
    "GET",
    "/v1/me/wallet",
    summary="My balance, lots and limits",
    who="member",
    answer=WalletAnswer,
    errors=(errors.MemberNotFoundError, errors.MemberSuspendedError),
)
def show_wallet(call: Call[None]) -> WalletAnswer:
    return _wallet(bootstrap.wallets().balance(call.member))


@routes.operation(
    "GET",
    "/v1/me/entries",
    summary="My entries, newest first",
    who="member",
    query=PageQuery,
    answer=EntriesAnswer,
    errors=(errors.CursorInvalidError,),
)
def list_entries(call: Call[None]) -> EntriesAnswer:
    entries, cursor = bootstrap.wallets().entries(
        call.member, limit=call.query.limit, cursor=call.query.cursor
    )
    return EntriesAnswer(data=[_entry(e, call.language) for e in entries], next_cursor=cursor)


@routes.operation(
    "POST",
    "/v1/me/conversions",
    summary="Turn mileage into a voucher",
    who="member",
    status=201,
    body=ConversionBody,
    answer=ConversionAnswer,
    moves_value=True,
    errors=(
        errors.InsufficientMileageError,
        errors.ConversionBelowMinimumError,
        errors.ConversionNotAMultipleError,
        errors.HoldingCapExceededError,
        errors.WalletFullError,
        errors.MemberNotFoundError,
        errors.MemberSuspendedError,
    ),
)
def convert_mileage(call: Call[ConversionBody]) -> ConversionAnswer:
    outcome = bootstrap.wallets().convert(
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
    who="member",
    status=201,
    body=PayCodeBody,
    answer=PayCodeAnswer,
    errors=(errors.MemberNotFoundError, errors.MemberSuspendedError),
)
def show_pay_code(call: Call[PayCodeBody]) -> PayCodeAnswer:
    shown = bootstrap.pay_codes().show(call.member, is_typed=call.body.typed)
    return PayCodeAnswer(
        pay_code=shown.pay_code,
        expires_at=shown.expires_at,
        qr_svg=bootstrap.qr_svg()(shown.pay_code),
    )


def _wallet(balance: Balance) -> WalletAnswer:
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
                )
                for lot in lots
                if lot.kind != "mileage"
            ],
        ),
        purchase_limits=_purchase_limits(balance, balance.settings),
    )


def _purchase_limits(balance: Balance, settings: CountySettings) -> PurchaseLimits:
    counters = balance.head.purchases
    return PurchaseLimits(
        month=_limit(purchases.month(counters, settings, balance.today)),
        year=_limit(purchases.year(counters, settings, balance.today)),
    )


def _limit(standing: purchases.Standing) -> LimitAnswer:
    return LimitAnswer(
        limit=standing.limit,
        used=standing.used,
        remaining=standing.remaining,
        resets_at=standing.resets_at,
    )


def _voucher_kind(kind: LotKind) -> Literal["sale", "policy"]:
    return "sale" if kind == "sale" else "policy"


def _entry(entry: Entry, language: str) -> EntryAnswer:
    ko, en = DESCRIPTIONS[entry.kind]
    merchant = entry.merchant
    return EntryAnswer(
        entry_id=entry.entry_id,
        kind=entry.kind,
        mileage_amount=entry.mileage_amount,
        voucher_amount=entry.voucher_amount,
        mileage_balance=entry.mileage_balance,
        voucher_balance=entry.voucher_balance,
        at=entry.at,
        description=en if language == "en" else ko,
        counterparty=CounterpartyAnswer(merchant_id=merchant.merchant_id, name=merchant.name)
        if merchant
        else None,
    )
