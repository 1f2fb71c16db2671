"""A registered merchant on the desk: its papers, changes, the bank's and the tax office's word, and
the end of its registration."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, ShopName, Time
from chalicelib.http.terms import MerchantCode, MerchantRef
from chalicelib.merchants import business_numbers
from chalicelib.merchants.answers import LookAnswer, look_answer
from chalicelib.merchants.application_routes import MILLION, AccountBody, PlaceBody
from chalicelib.merchants.applications import SalesClass
from chalicelib.merchants.banks import BANKS
from chalicelib.merchants.businesses import Breach, MerchantKind
from chalicelib.merchants.changing import Changes
from chalicelib.merchants.desk_routes import DECIDERS, OFFICE
from chalicelib.merchants.errors import (
    AccountChangerReleasesError,
    AccountNumberInvalidError,
    MerchantNotFoundError,
    RegistrationCanceledError,
    RegistrationNotFoundError,
)
from chalicelib.merchants.merchants import Merchant, MerchantStatus
from chalicelib.merchants.registration import AccountState, HoldReason, Registration
from chalicelib.merchants.sealing import tail_of
from chalicelib.merchants.trades import Trade
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="merchants")

PATH = "/v1/staff/merchants/{merchant_id}/registration"
Reason = Annotated[OneLine, Letters(200)]
RELEASERS = ("manager", "treasurer")
NOT_THERE = (MerchantNotFoundError, RegistrationNotFoundError)


class RegistrationAnswer(Shape):
    """`held_for`: why nothing is paid out now. `holder_differs`: the account is in the name of
    neither the owner nor the shop. The term renews by itself. `barred_until_on`: the last day on
    which the business may not apply; null if it was never barred."""

    merchant_id: MerchantRef
    merchant_code: MerchantCode
    name: str
    """What the shop is called."""
    category: str
    """The trade in words."""
    address: str
    """Where the shop is."""
    phone: str
    """The shop's number."""
    status: MerchantStatus
    """Whether it may take payments now."""
    kind: MerchantKind
    """Whether it is a shop of one festival."""
    outlet: str
    """Which outlet; empty if the business has one."""
    business_number: str
    """The business registration number."""
    owner_name: str
    """The owner's name."""
    sales_class: SalesClass
    """The business's yearly sales."""
    registered_on: date
    """The day of registration."""
    term_begins_on: date
    """The first day of the term."""
    term_ends_on: date
    """The last day of the term."""
    look: LookAnswer
    """What the tax office said."""
    bank: str
    """The bank of the account."""
    account_tail: str
    """The last digits of the account."""
    account_holder: str
    """In whose name the account is, by the application."""
    account_state: AccountState
    """What the bank says of that."""
    account_verified_at: Time | None
    """When the bank was asked; null if it never answered."""
    holder_differs: bool
    """Whether the account is in another name than the owner's."""
    held_for: HoldReason | None
    """Why nothing is paid out now; null if it may be."""
    canceled_on: date | None
    """The day on which the registration was cancelled; null if it was not."""
    canceled_for: list[Breach]
    """What it was cancelled for."""
    barred_until_on: date | None
    """The last day on which the business may not apply; null if it was never barred."""
    version: Annotated[int, Field(ge=1, examples=[3])]
    """Of what is kept of it, one more with each change: whoever releases its account says which
    one was looked at."""


class ChangesBody(Shape):
    """What is different, and why; what is left out stays as it is."""

    name: ShopName | None = None
    """The new name."""
    trade: Trade | None = None
    """The new trade."""
    address: Annotated[OneLine, Letters(120)] | None = None
    """The new address."""
    phone: Annotated[OneLine, Letters(20)] | None = None
    """The new number."""
    place: PlaceBody | None = None
    """Where the shop is on a map."""
    sales_class: SalesClass | None = None
    """The business's yearly sales."""
    account: AccountBody | None = None
    """The new account; payouts wait until it is looked at."""
    reason: Reason
    """Why, for the record."""


class ReleaseBody(Shape):
    version: Annotated[int, Field(ge=1, examples=[3])]
    """Of the registration whose account was looked at; refused with `version_conflict` if it was
    changed since."""
    reason: Reason
    """Why payouts may go on, for the record."""


class CancellationBody(Shape):
    """`is_halved`: the bar is half as long, as the decree allows."""

    breaches: Annotated[list[Breach], Field(min_length=1, max_length=3)]
    """What was broken."""
    is_halved: bool = False
    """Whether the bar is half as long, as the decree allows."""
    reason: Reason
    """Why, for the record."""


class CancellationAnswer(RegistrationAnswer):
    barred_until_on: date
    """The last day on which the business cannot register again."""


@routes.operation(
    "GET",
    PATH,
    summary="What is kept of a registered merchant",
    audience="staff",
    roles=OFFICE,
    answer=RegistrationAnswer,
    errors=NOT_THERE,
)
def show_registration(call: Call[None], merchant_id: MerchantRef) -> RegistrationAnswer:
    kept = call.wired(MerchantsWiring).registrations.of(call.county_id, merchant_id)
    return RegistrationAnswer(**_facts(call, *kept))


@routes.operation(
    "PATCH",
    PATH,
    summary="Change a merchant's data or account, as it asked",
    audience="staff",
    roles=DECIDERS,
    body=ChangesBody,
    answer=RegistrationAnswer,
    errors=(*NOT_THERE, AccountNumberInvalidError, VersionConflictError),
)
def change_registration(call: Call[ChangesBody], merchant_id: MerchantRef) -> RegistrationAnswer:
    body = call.body
    place, account = body.place, body.account
    changes = Changes(
        name=body.name,
        trade=body.trade,
        address=body.address,
        phone=body.phone,
        place_e6=(round(place.latitude * MILLION), round(place.longitude * MILLION))
        if place
        else None,
        sales_class=body.sales_class,
        account=(account.bank_code, account.number, account.holder) if account else None,
    )
    kept = call.wired(MerchantsWiring).registrations.change(
        call.county_id, person_of(call), merchant_id, changes, reason=body.reason
    )
    return RegistrationAnswer(**_facts(call, *kept))


@routes.operation(
    "POST",
    PATH + "/verify-account",
    summary="Ask the bank whose account it is",
    audience="staff",
    roles=("operator", "manager", "treasurer"),
    answer=RegistrationAnswer,
    errors=(*NOT_THERE, VersionConflictError),
)
def verify_account(call: Call[None], merchant_id: MerchantRef) -> RegistrationAnswer:
    merchants = call.wired(MerchantsWiring)
    merchants.accounts.verify(call.county_id, merchant_id)
    kept = merchants.registrations.of(call.county_id, merchant_id)
    return RegistrationAnswer(**_facts(call, *kept))


@routes.operation(
    "POST",
    PATH + "/release-account",
    summary="Release payouts to an account that somebody else changed",
    audience="staff",
    roles=RELEASERS,
    body=ReleaseBody,
    answer=RegistrationAnswer,
    errors=(*NOT_THERE, AccountChangerReleasesError, VersionConflictError),
)
def release_account(call: Call[ReleaseBody], merchant_id: MerchantRef) -> RegistrationAnswer:
    kept = call.wired(MerchantsWiring).registrations.release_account(
        call.county_id,
        person_of(call),
        merchant_id,
        version=call.body.version,
        reason=call.body.reason,
    )
    return RegistrationAnswer(**_facts(call, *kept))


@routes.operation(
    "POST",
    PATH + "/cancel",
    summary="Cancel a registration for breaches of the law; bars the business for a time",
    audience="staff",
    roles=DECIDERS,
    body=CancellationBody,
    answer=CancellationAnswer,
    errors=(*NOT_THERE, RegistrationCanceledError, VersionConflictError),
)
def cancel_registration(
    call: Call[CancellationBody], merchant_id: MerchantRef
) -> CancellationAnswer:
    body = call.body
    kept, until = call.wired(MerchantsWiring).registrations.cancel(
        call.county_id,
        person_of(call),
        merchant_id,
        body.breaches,
        is_halved=body.is_halved,
        reason=body.reason,
    )
    return CancellationAnswer(**_facts(call, *kept) | {"barred_until_on": until})


def _facts(call: Call[Any], merchant: Merchant, registration: Registration) -> dict[str, Any]:
    today = seoul_date(call.now())
    first, last = registration.term_on(today)
    business = call.wired(MerchantsWiring).registry.business(
        call.county_id, registration.business_key
    )

    def opened(name: str) -> str:
        return registration.sealed.open(call.adapters.cipher, name)

    return {
        "merchant_id": merchant.merchant_id,
        "merchant_code": merchant.merchant_code,
        "name": merchant.name,
        "category": merchant.category,
        "address": merchant.address,
        "phone": merchant.phone,
        "status": merchant.status_on(today),
        "kind": registration.kind,
        "outlet": registration.outlet,
        "business_number": business_numbers.shown(opened("business_number")),
        "owner_name": opened("owner_name"),
        "sales_class": registration.sales_class,
        "registered_on": registration.registered_on,
        "term_begins_on": first,
        "term_ends_on": last,
        "look": look_answer(registration.look),
        "bank": BANKS.get(registration.bank_code, registration.bank_code),
        "account_tail": tail_of(opened("account_number")),
        "account_holder": opened("account_holder"),
        "account_state": registration.account_state,
        "account_verified_at": registration.account_verified_at,
        "holder_differs": call.wired(MerchantsWiring).registrations.holder_differs(
            merchant, registration
        ),
        "held_for": registration.hold,
        "canceled_on": registration.canceled_on,
        "canceled_for": list(registration.canceled_for),
        "barred_until_on": business.barred_until_on,
        "version": registration.version,
    }
