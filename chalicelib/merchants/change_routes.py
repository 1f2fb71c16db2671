"""What a shop's owner sees and changes of the shop's own registration."""

from typing import Annotated, Any

from chalicelib.core.errors import RateLimitedError, VersionConflictError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, ShopName, Wanted
from chalicelib.http.terms import ChangeRef, MerchantRef
from chalicelib.joining.errors import PhoneInvalidError
from chalicelib.merchants import business_numbers
from chalicelib.merchants.actors import MerchantActor
from chalicelib.merchants.application_routes import MILLION, AccountBody, PlaceBody
from chalicelib.merchants.applications import SalesClass
from chalicelib.merchants.banks import BANKS
from chalicelib.merchants.change_answers import ShopChangeAnswer, change_answer
from chalicelib.merchants.changing import Changes, Kept
from chalicelib.merchants.errors import (
    AccountNumberInvalidError,
    ChangeDecidedError,
    ChangeNotFoundError,
    ChangeOpenError,
    MerchantNotFoundError,
    NothingToChangeError,
    RegistrationNotFoundError,
    ShopEndedError,
    TradeBarredError,
)
from chalicelib.merchants.paper_service import person_of_shop
from chalicelib.merchants.registration import AccountState, HoldReason
from chalicelib.merchants.sealing import tail_of
from chalicelib.merchants.shop_change_service import Wish
from chalicelib.merchants.shop_changes import Wished
from chalicelib.merchants.trades import Trade
from chalicelib.merchants.wiring import MerchantsWiring

routes = Operations(tag="merchants")

NOT_THERE = (MerchantNotFoundError, RegistrationNotFoundError)


class DetailsAnswer(Shape):
    """`held_for`: why nothing is paid out now. `change`: what the shop asked for last, being
    decided or not."""

    merchant_id: MerchantRef
    name: str
    """What the shop is called."""
    category: str
    """The trade in words."""
    address: str
    """Where the shop is."""
    phone: str
    """The shop's number, for the directory; empty if it gave none."""
    hours: str
    """When it is open, in its own words; empty if it said nothing."""
    business_number: str
    """The business registration number."""
    owner_name: str
    """The owner's name."""
    sales_class: SalesClass
    """The business's yearly sales."""
    contact_tail: str
    """The last digits of the number at which the county reaches the shop."""
    bank: str
    """The bank of the account."""
    account_tail: str
    """The last digits of the account."""
    account_holder: str
    """In whose name the account is."""
    account_state: AccountState
    """What the bank says of that."""
    held_for: HoldReason | None
    """Why nothing is paid out now; null if it may be."""
    change: ShopChangeAnswer | None
    """What the shop asked for last; null if it never did."""


class DetailsBody(Shape):
    """What is left out stays as it is; an empty text takes it away."""

    phone: Annotated[Wanted, Letters(20)] | None = None
    """The shop's number, for the directory."""
    hours: Annotated[Wanted, Letters(80)] | None = None
    """When it is open, in its own words."""


class ShopChangeBody(Shape):
    """What is to be different; what is left out stays as it is. The county decides within seven
    days; while another account is asked for, nothing is paid out."""

    name: ShopName | None = None
    """The new name."""
    trade: Trade | None = None
    """The new trade."""
    address: Annotated[OneLine, Letters(120)] | None = None
    """The new address."""
    place: PlaceBody | None = None
    """Where the shop is on a map."""
    sales_class: SalesClass | None = None
    """The business's yearly sales."""
    contact_phone: Annotated[OneLine, Letters(32)] | None = None
    """Where the county reaches the shop from then on."""
    account: AccountBody | None = None
    """The new account."""
    note: Annotated[OneLine, Letters(200)] | None = None
    """What there is to say of it."""


@routes.operation(
    "GET",
    "/v1/merchant/details",
    summary="What the county keeps of my shop, and the change that I asked for. For the owner",
    audience="merchant",
    scope="owner",
    answer=DetailsAnswer,
    errors=NOT_THERE,
)
def show_shop_details(call: Call[None]) -> DetailsAnswer:
    shop = call.actor(MerchantActor).merchant
    merchants = call.wired(MerchantsWiring)
    return _details(call, merchants.registrations.of(call.county_id, shop.merchant_id))


@routes.operation(
    "PATCH",
    "/v1/merchant/details",
    summary="Change what my shop says of itself: phone and hours. At once; for the owner",
    audience="merchant",
    scope="owner",
    body=DetailsBody,
    answer=DetailsAnswer,
    errors=(*NOT_THERE, ShopEndedError, VersionConflictError),
)
def change_shop_details(call: Call[DetailsBody]) -> DetailsAnswer:
    actor, body = call.actor(MerchantActor), call.body
    kept = call.wired(MerchantsWiring).shop_changes.set_details(
        call.county_id,
        person_of_shop(actor),
        actor.merchant.merchant_id,
        Changes(phone=body.phone, hours=body.hours),
    )
    return _details(call, kept)


@routes.operation(
    "POST",
    "/v1/merchant/changes",
    summary="Ask the county to change my shop's registration or account. For the owner",
    audience="merchant",
    scope="owner",
    status=201,
    body=ShopChangeBody,
    answer=ShopChangeAnswer,
    errors=(
        *NOT_THERE,
        ShopEndedError,
        ChangeOpenError,
        NothingToChangeError,
        TradeBarredError,
        AccountNumberInvalidError,
        PhoneInvalidError,
        RateLimitedError,
        VersionConflictError,
    ),
)
def ask_for_shop_change(call: Call[ShopChangeBody]) -> ShopChangeAnswer:
    actor, body = call.actor(MerchantActor), call.body
    place, account = body.place, body.account
    wish = Wish(
        wished=Wished(
            name=body.name,
            trade=body.trade,
            address=body.address,
            place_e6=(round(place.latitude * MILLION), round(place.longitude * MILLION))
            if place
            else None,
            sales_class=body.sales_class,
        ),
        contact_phone=body.contact_phone,
        account=(account.bank_code, account.number, account.holder) if account else None,
        note=body.note or "",
    )
    change, is_repeated = call.wired(MerchantsWiring).shop_changes.ask(
        call.county_id, person_of_shop(actor), actor.merchant.merchant_id, wish
    )
    call.mark_replayed(is_repeated)
    return change_answer(call, change)


@routes.operation(
    "POST",
    "/v1/merchant/changes/{change_id}/withdraw",
    summary="Take back a change that is being decided. For the owner",
    audience="merchant",
    scope="owner",
    answer=ShopChangeAnswer,
    errors=(*NOT_THERE, ChangeNotFoundError, ChangeDecidedError, VersionConflictError),
)
def withdraw_shop_change(call: Call[None], change_id: ChangeRef) -> ShopChangeAnswer:
    actor = call.actor(MerchantActor)
    change = call.wired(MerchantsWiring).shop_changes.withdraw(
        call.county_id, person_of_shop(actor), actor.merchant.merchant_id, change_id
    )
    return change_answer(call, change)


def _details(call: Call[Any], kept: Kept) -> DetailsAnswer:
    merchant, registration = kept

    def opened(name: str) -> str:
        return registration.sealed.open(call.adapters.cipher, name)

    newest = call.wired(MerchantsWiring).shop_changes.newest(registration)
    return DetailsAnswer(
        merchant_id=merchant.merchant_id,
        name=merchant.name,
        category=merchant.category,
        address=merchant.address,
        phone=merchant.phone,
        hours=merchant.hours,
        business_number=business_numbers.shown(opened("business_number")),
        owner_name=opened("owner_name"),
        sales_class=registration.sales_class,
        contact_tail=tail_of(opened("contact_phone")),
        bank=BANKS.get(registration.bank_code, registration.bank_code),
        account_tail=tail_of(opened("account_number")),
        account_holder=opened("account_holder"),
        account_state=registration.account_state,
        held_for=registration.hold,
        change=change_answer(call, newest) if newest else None,
    )
