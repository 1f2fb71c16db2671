"""The registrations on the county's desk, to be gone through: who waits for what."""

from datetime import date
from typing import Any

from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery
from chalicelib.http.terms import MerchantCode, MerchantName, MerchantRef, NextCursor
from chalicelib.merchants.desk_routes import OFFICE
from chalicelib.merchants.merchants import Merchant, MerchantStatus
from chalicelib.merchants.registration import AccountState, HoldReason, Registration
from chalicelib.merchants.registration_lists import Waiting
from chalicelib.merchants.wiring import MerchantsWiring

routes = Operations(tag="merchants")


class RegistrationsQuery(PageQuery):
    waiting: Waiting | None = None
    """Only those to which nothing is paid (`held`), whose other account waits for a second person
    (`release`), or whose account the bank did not confirm yet (`account`)."""


class RegistrationRow(Shape):
    merchant_id: MerchantRef
    merchant_code: MerchantCode
    name: MerchantName
    status: MerchantStatus
    """Whether it may take payments now."""
    registered_on: date
    """The day of registration."""
    term_ends_on: date
    """The last day of the term, which renews by itself."""
    tax_status: str
    """What the tax office says of the business; `unknown` if it did not answer."""
    account_state: AccountState
    """What the bank says of the account's holder."""
    held_for: HoldReason | None
    """Why nothing is paid out now; null if it may be."""
    canceled_on: date | None
    """The day on which the registration was cancelled; null if it was not."""


class RegistrationsAnswer(Shape):
    data: list[RegistrationRow]
    """Registrations, by the shop's id."""
    next_cursor: NextCursor


@routes.operation(
    "GET",
    "/v1/staff/merchant-registrations",
    summary="Registered merchants, all or those that wait for something",
    audience="staff",
    roles=OFFICE,
    query=RegistrationsQuery,
    answer=RegistrationsAnswer,
)
def list_registrations(call: Call[None]) -> RegistrationsAnswer:
    page, waiting = call.page(), call.query.waiting
    lists = call.wired(MerchantsWiring).registration_lists
    found, cursor = page.read(
        lambda position: lists.page(
            call.county_id, waiting=waiting, limit=page.limit, position=position
        )
    )
    today = seoul_date(call.now())
    rows = [RegistrationRow(**_facts(own, shop, today)) for own, shop in found if shop]
    return RegistrationsAnswer(data=rows, next_cursor=cursor)


def _facts(own: Registration, shop: Merchant, today: date) -> dict[str, Any]:
    return {
        "merchant_id": own.merchant_id,
        "merchant_code": shop.merchant_code,
        "name": shop.name,
        "status": shop.status_on(today),
        "registered_on": own.registered_on,
        "term_ends_on": own.term_on(today)[1],
        "tax_status": own.look.status,
        "account_state": own.account_state,
        "held_for": own.hold,
        "canceled_on": own.canceled_on,
    }
