"""Changes that shops ask for, on the county's desk: the list by due day, one beside what is
registered now, and the decision."""

from typing import Any

from chalicelib.core.errors import VersionConflictError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery, Time
from chalicelib.http.terms import ChangeRef, MerchantCode, MerchantName, MerchantRef, NextCursor
from chalicelib.merchants.applications import SalesClass
from chalicelib.merchants.banks import BANKS
from chalicelib.merchants.change_answers import (
    PlaceAnswer,
    ShopChangeAnswer,
    change_facts,
    is_overdue,
    place_answer,
)
from chalicelib.merchants.desk_routes import OFFICE, DecisionBody
from chalicelib.merchants.errors import (
    ChangeDecidedError,
    ChangeNotFoundError,
    MerchantNotFoundError,
    OwnApplicationError,
    RegistrationNotFoundError,
    ShopEndedError,
    TradeBarredError,
)
from chalicelib.merchants.registration_routes import RELEASERS
from chalicelib.merchants.sealing import tail_of
from chalicelib.merchants.shop_changes import ChangeStatus, ShopChange
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="merchants")

PATH = "/v1/staff/merchant-changes"
NOT_THERE = (ChangeNotFoundError, MerchantNotFoundError, RegistrationNotFoundError)


class ShopChangesQuery(PageQuery):
    status: ChangeStatus | None = None
    """Those that stand so; all if left out."""


class ShopChangeRow(ShopChangeAnswer):
    """What a shop asks for."""

    merchant_id: MerchantRef
    merchant_name: MerchantName
    is_overdue: bool
    """Whether seven days went by without a decision."""


class ShopChangesAnswer(Shape):
    data: list[ShopChangeRow]
    """What shops asked for, the newest first."""
    next_cursor: NextCursor


class RegisteredNow(Shape):
    """What the registration says now of what may change."""

    name: str
    """What the shop is called."""
    category: str
    """The trade in words."""
    address: str
    """Where the shop is."""
    place: PlaceAnswer | None
    """Where it is on a map; null if nobody said."""
    sales_class: SalesClass
    """The business's yearly sales."""
    owner_name: str
    """The owner's name."""
    contact_tail: str
    """The last digits of the contact's number."""
    bank: str
    """The bank of the account."""
    account_tail: str
    """The last digits of the account."""
    account_holder: str
    """In whose name the account is."""


class StaffShopChangeAnswer(ShopChangeRow):
    merchant_code: MerchantCode
    registered: RegisteredNow
    """What is registered now, to be compared."""
    holder_differs: bool
    """Whether the account asked for is in another name than the owner's or the shop's."""
    asked_by: str
    """Who of the shop asked: its code and the person there."""
    decided_by: str | None
    """The account that decided; null before that."""
    told_at: Time | None
    """When the contact was told; null before that."""


@routes.operation(
    "GET",
    PATH,
    summary="Changes that shops ask for, newest first",
    audience="staff",
    roles=OFFICE,
    query=ShopChangesQuery,
    answer=ShopChangesAnswer,
)
def list_shop_changes(call: Call[None]) -> ShopChangesAnswer:
    page, status = call.page(), call.query.status
    changes = call.wired(MerchantsWiring).shop_changes
    found, cursor = page.read(
        lambda position: changes.page(
            call.county_id, status=status, limit=page.limit, position=position
        )
    )
    return ShopChangesAnswer(
        data=[ShopChangeRow(**_row(call, each)) for each in found], next_cursor=cursor
    )


@routes.operation(
    "GET",
    PATH + "/{change_id}",
    summary="One change, beside what is registered now",
    audience="staff",
    roles=OFFICE,
    answer=StaffShopChangeAnswer,
    errors=NOT_THERE,
)
def show_shop_change(call: Call[None], change_id: ChangeRef) -> StaffShopChangeAnswer:
    return _whole(call, call.wired(MerchantsWiring).shop_changes.of(call.county_id, change_id))


@routes.operation(
    "POST",
    PATH + "/{change_id}/approve",
    summary="Change the registration as the shop asked, and send word of it",
    audience="staff",
    roles=RELEASERS,
    body=DecisionBody,
    answer=StaffShopChangeAnswer,
    errors=(
        *NOT_THERE,
        ChangeDecidedError,
        OwnApplicationError,
        ShopEndedError,
        TradeBarredError,
        VersionConflictError,
    ),
)
def approve_shop_change(call: Call[DecisionBody], change_id: ChangeRef) -> StaffShopChangeAnswer:
    merchants = call.wired(MerchantsWiring)
    decided = merchants.shop_change_decisions.approve(
        call.county_id, person_of(call), change_id, reason=call.body.reason
    )
    return _whole(call, decided)


@routes.operation(
    "POST",
    PATH + "/{change_id}/refuse",
    summary="Leave the registration as it is, with the reason, which the shop is told",
    audience="staff",
    roles=RELEASERS,
    body=DecisionBody,
    answer=StaffShopChangeAnswer,
    errors=(*NOT_THERE, ChangeDecidedError, OwnApplicationError, VersionConflictError),
)
def refuse_shop_change(call: Call[DecisionBody], change_id: ChangeRef) -> StaffShopChangeAnswer:
    decided = call.wired(MerchantsWiring).shop_change_decisions.refuse(
        call.county_id, person_of(call), change_id, reason=call.body.reason
    )
    return _whole(call, decided)


def _row(call: Call[Any], change: ShopChange) -> dict[str, Any]:
    shop = call.wired(MerchantsWiring).store.by_id(call.county_id, change.merchant_id)
    return change_facts(call, change) | {
        "merchant_id": change.merchant_id,
        "merchant_name": shop.name if shop else "",
        "is_overdue": is_overdue(call, change),
    }


def _whole(call: Call[Any], change: ShopChange) -> StaffShopChangeAnswer:
    registrations = call.wired(MerchantsWiring).registrations
    merchant, registration = registrations.of(call.county_id, change.merchant_id)
    decision = change.decision

    def opened(name: str) -> str:
        return registration.sealed.open(call.adapters.cipher, name)

    holder = change.sealed.open(call.adapters.cipher, "account_holder")
    return StaffShopChangeAnswer(
        **_row(call, change),
        merchant_code=merchant.merchant_code,
        registered=RegisteredNow(
            name=merchant.name,
            category=merchant.category,
            address=merchant.address,
            place=place_answer(merchant.latitude_e6, merchant.longitude_e6),
            sales_class=registration.sales_class,
            owner_name=opened("owner_name"),
            contact_tail=tail_of(opened("contact_phone")),
            bank=BANKS.get(registration.bank_code, registration.bank_code),
            account_tail=tail_of(opened("account_number")),
            account_holder=opened("account_holder"),
        ),
        holder_differs=registrations.changing.is_anothers(holder, merchant, registration),
        asked_by=change.asked_by.username,
        decided_by=decision.by.username if decision else None,
        told_at=decision.told_at if decision else None,
    )
