"""Applications on the county's desk: the list by due day, one with the tax office's answer, and the
decision."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, PageQuery, Time
from chalicelib.http.terms import ApplicationRef, MerchantRef, NextCursor
from chalicelib.merchants import business_numbers
from chalicelib.merchants.answers import LookAnswer, look_answer
from chalicelib.merchants.applications import Application, ApplicationStatus, SalesClass
from chalicelib.merchants.banks import BANKS
from chalicelib.merchants.businesses import MerchantKind
from chalicelib.merchants.errors import (
    ApplicationDecidedError,
    ApplicationNotFoundError,
    OwnApplicationError,
    RegistrationBannedError,
    TradeBarredError,
)
from chalicelib.merchants.sealing import tail_of
from chalicelib.merchants.trades import TRADES, Trade
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="merchants")

OFFICE = ("operator", "manager", "treasurer", "auditor")
DECIDERS = ("manager",)
ASKERS = ("operator", "manager")
Reason = Annotated[
    OneLine,
    Letters(200),
    Field(description="The applicant is told why it was refused. It stays in the record."),
]


class ApplicationsQuery(PageQuery):
    status: ApplicationStatus | None = None
    """Those that stand so; all if left out."""


class ApplicationRow(Shape):
    """`is_overdue`: not decided within seven days."""

    application_id: ApplicationRef
    status: ApplicationStatus
    """How it stands."""
    name: str
    """What the shop is called."""
    trade: Trade
    """The trade."""
    category: str
    """The trade in words."""
    kind: MerchantKind
    """Whether it is for one festival only."""
    received_at: Time
    """When it came."""
    decide_by_on: date
    """The day by which it is to be decided."""
    is_overdue: bool
    """Whether seven days went by without a decision."""
    tax_status: str
    """What the tax office says of the business."""
    authenticity: str
    """Whether number, owner and day of opening belong together, by the tax office."""


class ApplicationsAnswer(Shape):
    data: list[ApplicationRow]
    """Applications, the newest first."""
    next_cursor: NextCursor


class StaffApplicationAnswer(ApplicationRow):
    """Phone and account by their last digits."""

    business_number: str
    """The business registration number."""
    owner_name: str
    """The owner's name."""
    opened_on: date
    """The day of opening."""
    outlet: str
    """Which outlet; empty if the business has one."""
    address: str
    """Where the shop is."""
    phone: str
    """The shop's number, by its last digits."""
    event_name: str
    """The festival of a temporary shop; else empty."""
    event_ends_on: date | None
    """Its last day; else null."""
    sales_class: SalesClass
    """The business's yearly sales."""
    bank: str
    """The bank of the account."""
    account_tail: str
    """The last digits of the account."""
    account_holder: str
    """In whose name the account is."""
    contact_tail: str
    """The last digits of the contact's number."""
    is_phone_proven: bool
    """Whether that number was verified."""
    look: LookAnswer
    """What the tax office said."""
    decided_by: str | None
    """The account that decided; null before that."""
    decided_at: Time | None
    """When; null before that."""
    told_at: Time | None
    """When the contact was told; null before that."""
    reason: str | None
    """Why it was refused; null if it was not."""
    merchant_id: MerchantRef | None
    """The shop that came of it; null before that."""


class DecisionBody(Shape):
    reason: Reason


@routes.operation(
    "GET",
    "/v1/staff/merchant-applications",
    summary="Applications, newest first",
    audience="staff",
    roles=OFFICE,
    query=ApplicationsQuery,
    answer=ApplicationsAnswer,
)
def list_applications(call: Call[None]) -> ApplicationsAnswer:
    page, status = call.page(), call.query.status
    decisions = call.wired(MerchantsWiring).decisions
    found, cursor = page.read(
        lambda position: decisions.page(
            call.county_id, status=status, limit=page.limit, position=position
        )
    )
    rows = [ApplicationRow(**_row(call, application)) for application in found]
    return ApplicationsAnswer(data=rows, next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/merchant-applications/{application_id}",
    summary="One application with what the tax office said",
    audience="staff",
    roles=OFFICE,
    answer=StaffApplicationAnswer,
    errors=(ApplicationNotFoundError,),
)
def show_application_to_staff(
    call: Call[None], application_id: ApplicationRef
) -> StaffApplicationAnswer:
    found = call.wired(MerchantsWiring).decisions.of(call.county_id, application_id)
    return _whole(call, found)


@routes.operation(
    "POST",
    "/v1/staff/merchant-applications/{application_id}/look",
    summary="Ask the tax office again",
    audience="staff",
    roles=ASKERS,
    answer=StaffApplicationAnswer,
    errors=(ApplicationNotFoundError, VersionConflictError),
)
def look_at_application_again(
    call: Call[None], application_id: ApplicationRef
) -> StaffApplicationAnswer:
    found = call.wired(MerchantsWiring).decisions.look_again(call.county_id, application_id)
    return _whole(call, found)


@routes.operation(
    "POST",
    "/v1/staff/merchant-applications/{application_id}/approve",
    summary="Make the applicant a merchant, and send word of it",
    audience="staff",
    roles=DECIDERS,
    body=DecisionBody,
    answer=StaffApplicationAnswer,
    errors=(
        ApplicationNotFoundError,
        ApplicationDecidedError,
        OwnApplicationError,
        TradeBarredError,
        RegistrationBannedError,
        VersionConflictError,
    ),
)
def approve_application(
    call: Call[DecisionBody], application_id: ApplicationRef
) -> StaffApplicationAnswer:
    decided = call.wired(MerchantsWiring).decisions.approve(
        call.county_id, person_of(call), application_id, reason=call.body.reason
    )
    return _whole(call, decided)


@routes.operation(
    "POST",
    "/v1/staff/merchant-applications/{application_id}/refuse",
    summary="Refuse an application with the reason, which the applicant is told",
    audience="staff",
    roles=DECIDERS,
    body=DecisionBody,
    answer=StaffApplicationAnswer,
    errors=(
        ApplicationNotFoundError,
        ApplicationDecidedError,
        OwnApplicationError,
        VersionConflictError,
    ),
)
def refuse_application(
    call: Call[DecisionBody], application_id: ApplicationRef
) -> StaffApplicationAnswer:
    decided = call.wired(MerchantsWiring).decisions.refuse(
        call.county_id, person_of(call), application_id, reason=call.body.reason
    )
    return _whole(call, decided)


def _row(call: Call[Any], application: Application) -> dict[str, Any]:
    shop = application.shop
    return {
        "application_id": application.application_id,
        "status": application.status,
        "name": shop.name,
        "trade": shop.trade,
        "category": TRADES[shop.trade][call.language == "en"],
        "kind": shop.kind,
        "received_at": application.received_at,
        "decide_by_on": application.decide_by_on,
        "is_overdue": application.is_overdue(seoul_date(call.now())),
        "tax_status": application.look.status,
        "authenticity": application.look.authenticity,
    }


def _whole(call: Call[Any], application: Application) -> StaffApplicationAnswer:
    shop, decision = application.shop, application.decision

    def opened(name: str) -> str:
        return application.sealed.open(call.adapters.cipher, name)

    return StaffApplicationAnswer(
        **_row(call, application),
        business_number=business_numbers.shown(opened("business_number")),
        owner_name=opened("owner_name"),
        opened_on=application.opened_on,
        outlet=shop.outlet,
        address=shop.address,
        phone=shop.phone,
        event_name=shop.event_name,
        event_ends_on=shop.event_ends_on,
        sales_class=shop.sales_class,
        bank=BANKS.get(application.bank_code, application.bank_code),
        account_tail=tail_of(opened("account_number")),
        account_holder=opened("account_holder"),
        contact_tail=tail_of(opened("contact_phone")),
        is_phone_proven=application.is_phone_proven,
        look=look_answer(application.look),
        decided_by=decision.by.username if decision else None,
        decided_at=decision.at if decision else None,
        told_at=decision.told_at if decision else None,
        reason=decision.reason if decision else None,
        merchant_id=application.merchant_id,
    )
