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


class ApplicationRow(Shape):
    """`is_overdue`: not decided within seven days."""

    application_id: str
    status: ApplicationStatus
    name: str
    trade: Trade
    category: str
    kind: MerchantKind
    received_at: Time
    decide_by_on: date
    is_overdue: bool
    tax_status: str
    authenticity: str


class ApplicationsAnswer(Shape):
    data: list[ApplicationRow]
    next_cursor: str | None


class StaffApplicationAnswer(ApplicationRow):
    """Phone and account by their last digits."""

    business_number: str
    owner_name: str
    opened_on: date
    outlet: str
    address: str
    phone: str
    event_name: str
    event_ends_on: date | None
    sales_class: SalesClass
    bank: str
    account_tail: str
    account_holder: str
    contact_tail: str
    is_phone_proven: bool
    look: LookAnswer
    decided_by: str | None
    decided_at: Time | None
    told_at: Time | None
    reason: str | None
    merchant_id: str | None


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
def show_application_to_staff(call: Call[None], application_id: str) -> StaffApplicationAnswer:
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
def look_at_application_again(call: Call[None], application_id: str) -> StaffApplicationAnswer:
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
def approve_application(call: Call[DecisionBody], application_id: str) -> StaffApplicationAnswer:
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
def refuse_application(call: Call[DecisionBody], application_id: str) -> StaffApplicationAnswer:
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
