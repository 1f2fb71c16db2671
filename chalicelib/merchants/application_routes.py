"""Applying to become a merchant, and how the application stands: for anyone."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.core.errors import (
    RateLimitedError,
    VerificationTokenInvalidError,
    VersionConflictError,
)
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Holder, Letters, Name, OneLine, ShopName, Time, Token
from chalicelib.http.terms import ApplicationRef, MerchantCode
from chalicelib.joining.errors import PhoneInvalidError
from chalicelib.merchants.application_service import Account, Form
from chalicelib.merchants.applications import (
    Application,
    ApplicationStatus,
    SalesClass,
    Shop,
)
from chalicelib.merchants.banks import BANKS
from chalicelib.merchants.businesses import MerchantKind
from chalicelib.merchants.errors import (
    AccountNumberInvalidError,
    ApplicationNotFoundError,
    ApplicationNotPossibleError,
    BusinessNumberInvalidError,
    ConsentMissingError,
    EventInvalidError,
    OpeningDateInvalidError,
    TradeBarredError,
)
from chalicelib.merchants.trades import Trade
from chalicelib.merchants.wiring import MerchantsWiring

routes = Operations(tag="merchants")

MILLION = 1_000_000
BankCode = Annotated[str, Field(pattern=f"^({'|'.join(BANKS)})$", examples=["011"])]


class AccountBody(Shape):
    """`bank_code`: the three-digit clearing code."""

    bank_code: BankCode
    """The bank, by its three digits of the clearing house."""
    number: Annotated[str, Field(min_length=1, max_length=40, examples=["302-1234-5678-91"])]
    """The account's number; hyphens do not matter."""
    holder: Holder
    """In whose name the account is."""


class EventBody(Shape):
    """The festival at which a temporary merchant sells."""

    name: Annotated[OneLine, Letters(60)]
    """What the festival is called."""
    ends_on: Day
    """Its last day, and that of the shop."""


class PlaceBody(Shape):
    """Where the shop is on a map."""

    latitude: Annotated[float, Field(ge=33, le=39, allow_inf_nan=False)]
    """Degrees north."""
    longitude: Annotated[float, Field(ge=124, le=132, allow_inf_nan=False)]
    """Degrees east."""


class PrivacyConsentBody(Shape):
    """To the use of the personal data in this form, without which nobody can apply."""

    privacy: bool
    """Must be `true`."""


class ApplicationBody(Shape):
    """As on the business certificate. Who decided is told to the contact: either by the
    `verification_token` of a proven phone, or at `contact_phone`, which staff then call."""

    business_number: Annotated[str, Field(min_length=1, max_length=40, examples=["214-86-39239"])]
    """The business registration number; hyphens do not matter."""
    owner_name: Name
    """The owner's name."""
    opened_on: Day
    """The day of opening."""
    name: ShopName
    """What the shop is called."""
    trade: Trade
    """The trade."""
    address: Annotated[OneLine, Letters(120)]
    """Where the shop is."""
    outlet: Annotated[OneLine, Letters(40)] | None = None
    """Which outlet, where a business has several."""
    phone: Annotated[OneLine, Letters(20)] | None = None
    """The shop's number, for the directory."""
    place: PlaceBody | None = None
    """Where the shop is on a map."""
    account: AccountBody
    """Where it is paid."""
    sales_class: SalesClass
    """The business's yearly sales."""
    kind: MerchantKind = "regular"
    """`temporary` for a shop of one festival."""
    event: EventBody | None = None
    """The festival, of a temporary shop."""
    verification_token: Token | None = None
    """Of a verification of the contact's number; instead of `contact_phone`."""
    contact_phone: Annotated[str, Field(min_length=4, max_length=32)] | None = None
    """Where the decision is told; instead of `verification_token`."""
    consents: PrivacyConsentBody
    """To the use of the personal data in this form."""


class ReceivedAnswer(Shape):
    application_id: ApplicationRef
    status: ApplicationStatus
    """How it stands."""
    decide_by_on: date
    """The day by which it is decided."""


class ApplicationAnswer(ReceivedAnswer):
    """`reason`: why it was refused. `merchant_code`: of the shop that came of it."""

    name: str
    """What the shop is called."""
    kind: Literal["regular", "temporary"]
    """Whether it is for one festival only."""
    received_at: Time
    """When it came."""
    decided_at: Time | None
    """When it was decided; null before that."""
    reason: str | None
    """Why it was refused; null if it was not."""
    merchant_code: MerchantCode | None
    """Of the shop that came of it; null before that."""


@routes.operation(
    "POST",
    "/v1/merchant-applications",
    summary="Apply to become a merchant; decided within seven days",
    audience="anyone",
    status=201,
    body=ApplicationBody,
    answer=ReceivedAnswer,
    errors=(
        BusinessNumberInvalidError,
        AccountNumberInvalidError,
        PhoneInvalidError,
        OpeningDateInvalidError,
        EventInvalidError,
        ConsentMissingError,
        VerificationTokenInvalidError,
        TradeBarredError,
        ApplicationNotPossibleError,
        VersionConflictError,
        RateLimitedError,
    ),
)
def apply_as_merchant(call: Call[ApplicationBody]) -> ReceivedAnswer:
    if not call.body.consents.privacy:
        raise ConsentMissingError(param="consents.privacy")
    application, is_repeated = call.wired(MerchantsWiring).applications.apply(
        call.county_id, _form(call.body), source=call.source
    )
    call.mark_replayed(is_repeated)
    return ReceivedAnswer(**_received(application))


@routes.operation(
    "GET",
    "/v1/merchant-applications/{application_id}",
    summary="How an application stands, for whoever has its number",
    audience="anyone",
    answer=ApplicationAnswer,
    errors=(ApplicationNotFoundError,),
)
def show_application(call: Call[None], application_id: ApplicationRef) -> ApplicationAnswer:
    merchants = call.wired(MerchantsWiring)
    application = merchants.applications.by_id(call.county_id, application_id)
    decision, merchant_id = application.decision, application.merchant_id
    merchant = merchants.store.by_id(call.county_id, merchant_id) if merchant_id else None
    is_refused = decision is not None and application.status == "refused"
    return ApplicationAnswer(
        **_received(application),
        name=application.shop.name,
        kind=application.shop.kind,
        received_at=application.received_at,
        decided_at=decision.at if decision else None,
        reason=decision.reason if decision and is_refused else None,
        merchant_code=merchant.merchant_code if merchant else None,
    )


def _received(application: Application) -> dict[str, Any]:
    return {
        "application_id": application.application_id,
        "status": application.status,
        "decide_by_on": application.decide_by_on,
    }


def _form(body: ApplicationBody) -> Form:
    event, place = body.event, body.place
    return Form(
        business_number=body.business_number,
        owner_name=body.owner_name,
        opened_on=body.opened_on,
        shop=Shop(
            name=body.name,
            trade=body.trade,
            address=body.address,
            outlet=body.outlet or "",
            phone=body.phone or "",
            latitude_e6=round(place.latitude * MILLION) if place else None,
            longitude_e6=round(place.longitude * MILLION) if place else None,
            sales_class=body.sales_class,
            kind=body.kind,
            event_name=event.name if event else "",
            event_ends_on=event.ends_on if event else None,
        ),
        account=Account(body.account.bank_code, body.account.number, body.account.holder),
        contact_phone=body.contact_phone or "",
        verification_token=body.verification_token or "",
    )
