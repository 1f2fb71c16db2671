"""The public directories, and a merchant's own record and keys."""

from datetime import date
from typing import Annotated

from chalicelib.core import qr
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, PageQuery, Wanted
from chalicelib.http.terms import MerchantCode, MerchantRef, NextCursor
from chalicelib.merchants.actors import MerchantActor
from chalicelib.merchants.answers import KeyRow, key_facts
from chalicelib.merchants.errors import (
    MerchantKeyEndedError,
    MerchantKeyLimitError,
    MerchantNotFoundError,
)
from chalicelib.merchants.merchants import Merchant, MerchantKey, MerchantStatus
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.standing_codes import (
    PosterState,
    judge,
    poster_text,
    standing_address,
)
from chalicelib.merchants.wiring import MerchantsWiring

routes = Operations(tag="merchants")


class DirectoryQuery(PageQuery):
    category: Annotated[Wanted, Letters(40)] | None = None
    """Those of this trade, in words."""
    q: Annotated[Wanted, Letters(40)] | None = None
    """Those whose name has this."""


class DirectoryRow(Shape):
    merchant_id: MerchantRef
    merchant_code: MerchantCode
    name: str
    """What the shop is called."""
    category: str
    """The trade in words."""
    address: str
    """Where the shop is."""
    accepts_sale_vouchers: bool
    """Whether it takes vouchers that were bought; every shop takes those that were given."""
    status: MerchantStatus
    """Whether it takes payments now."""
    phone: str
    """The shop's number; empty if it gave none."""
    hours: str
    """When it is open, in its own words; empty if it said nothing."""
    latitude: float | None
    """Degrees north; null if unknown."""
    longitude: float | None
    """Degrees east; null if unknown."""
    last_paid_on: date | None
    """The last day on which somebody paid there; null if long ago."""


class ScannedQuery(Query):
    poster: Annotated[Wanted, Letters(40)] | None = None
    """What the QR code says as its `poster`, or `none` if it says nothing; left out for a code that
    was typed."""


class ScannedAnswer(DirectoryRow):
    """With what is to be said of the QR code that was scanned: one that is `old` was replaced, one
    that is `unsigned` or `foreign` is none of the county's."""

    poster: PosterState | None
    """How the poster stands; null if none was asked for, or the shop has no signed one."""


class DirectoryAnswer(Shape):
    data: list[DirectoryRow]
    """Shops."""
    next_cursor: NextCursor


class MerchantAnswer(Shape):
    merchant_id: MerchantRef
    merchant_code: MerchantCode
    name: str
    """What the shop is called."""
    category: str
    """The trade in words."""
    address: str
    """Where the shop is."""
    status: MerchantStatus
    """Whether it may take payments now."""
    over_sales_cap: bool
    """Whether its sales are above the line where bought vouchers are barred."""
    qr_svg: str
    """The standing QR, which customers scan to pay, as SVG."""


class KeyAnswer(Shape):
    api_key: str
    """The new key. It is shown this once; keep it as you keep money."""
    scopes: list[str]
    """What it may do: those of the key that asked."""


class OwnKeyRow(KeyRow):
    """`is_in_use`: the key that asks."""

    is_in_use: bool
    """Whether it is the key that asks."""


class KeysAnswer(Shape):
    data: list[OwnKeyRow]
    """The valid keys."""


@routes.operation(
    "GET",
    "/v1/merchants",
    summary="Shops where vouchers are taken",
    audience="anyone",
    query=DirectoryQuery,
    answer=DirectoryAnswer,
)
def list_merchants(call: Call[None]) -> DirectoryAnswer:
    page = call.page()
    directory = call.wired(MerchantsWiring).merchants.directory
    category, words = call.query.category, call.query.q
    merchants, cursor = page.read(
        lambda position: directory(
            call.county_id, limit=page.limit, position=position, category=category, words=words
        )
    )
    paid_on = call.wired(MerchantsWiring).last_paid.of(
        call.county_id, [merchant.merchant_id for merchant in merchants]
    )
    today = seoul_date(call.now())
    rows = [_row(m, today, paid_on.get(m.merchant_id)) for m in merchants]
    return DirectoryAnswer(data=rows, next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/merchants/{merchant_code}",
    summary="One shop, by the code of its standing QR",
    audience="anyone",
    query=ScannedQuery,
    answer=ScannedAnswer,
    errors=(MerchantNotFoundError,),
)
def find_merchant(call: Call[None], merchant_code: MerchantCode) -> ScannedAnswer:
    merchants = call.wired(MerchantsWiring)
    merchant = merchants.merchants.by_code(call.county_id, merchant_code)
    paid_on = merchants.last_paid.of(call.county_id, [merchant.merchant_id])
    row = _row(merchant, seoul_date(call.now()), paid_on.get(merchant.merchant_id))
    return ScannedAnswer(**dict(row), poster=_poster_state(call, merchant))


@routes.operation(
    "GET",
    "/v1/merchant",
    summary="My shop and its standing QR",
    audience="merchant",
    scope="read",
    answer=MerchantAnswer,
)
def show_merchant(call: Call[None]) -> MerchantAnswer:
    merchant = call.actor(MerchantActor).merchant
    registration = _registration(call, merchant)
    poster = poster_text(call.adapters.signer, registration) if registration else ""
    return MerchantAnswer(
        merchant_id=merchant.merchant_id,
        merchant_code=merchant.merchant_code,
        name=merchant.name,
        category=merchant.category,
        address=merchant.address,
        status=merchant.status,
        over_sales_cap=merchant.over_sales_cap,
        qr_svg=qr.svg(standing_address(call.base_url, merchant.merchant_code, poster)),
    )


@routes.operation(
    "POST",
    "/v1/merchant/keys",
    summary="A new key; no other ends by it, and two can be valid at once",
    audience="merchant",
    scope="use",
    status=201,
    answer=KeyAnswer,
    takes_idempotency_key=True,
    errors=(
        MerchantNotFoundError,
        VersionConflictError,
        MerchantKeyLimitError,
        MerchantKeyEndedError,
    ),
)
def rotate_merchant_key(call: Call[None]) -> KeyAnswer:
    key, is_repeated = call.wired(MerchantsWiring).merchants.create_key(
        call.actor(MerchantActor), idempotency_key=call.idempotency_key
    )
    call.mark_replayed(is_repeated)
    return KeyAnswer(api_key=key, scopes=list(call.actor(MerchantActor).scopes))


@routes.operation(
    "GET",
    "/v1/merchant/keys",
    summary="The shop's valid keys",
    audience="merchant",
    scope="use",
    answer=KeysAnswer,
    errors=(MerchantNotFoundError,),
)
def list_merchant_keys(call: Call[None]) -> KeysAnswer:
    actor = call.actor(MerchantActor)
    return _keys(actor, call.wired(MerchantsWiring).merchants.keys(actor))


def _keys(actor: MerchantActor, keys: list[MerchantKey]) -> KeysAnswer:
    rows = [OwnKeyRow(**key_facts(key), is_in_use=key.key_hash == actor.key_hash) for key in keys]
    return KeysAnswer(data=rows)


def _registration(call: Call[None], merchant: Merchant) -> Registration | None:
    registry = call.wired(MerchantsWiring).registry
    return registry.registration(call.county_id, merchant.merchant_id)


def _poster_state(call: Call[None], merchant: Merchant) -> PosterState | None:
    if call.query.poster is None:
        return None
    return judge(call.adapters.signer, _registration(call, merchant), call.query.poster)


def _row(merchant: Merchant, today: date, last_paid_on: date | None) -> DirectoryRow:
    return DirectoryRow(
        merchant_id=merchant.merchant_id,
        merchant_code=merchant.merchant_code,
        name=merchant.name,
        category=merchant.category,
        address=merchant.address,
        accepts_sale_vouchers=not merchant.over_sales_cap,
        status=merchant.status_on(today),
        phone=merchant.phone,
        hours=merchant.hours,
        latitude=_degrees(merchant.latitude_e6),
        longitude=_degrees(merchant.longitude_e6),
        last_paid_on=last_paid_on,
    )


def _degrees(millionths: int | None) -> float | None:
    return None if millionths is None else millionths / 1_000_000
