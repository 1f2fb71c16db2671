"""A shop's phones, as the county's staff let them in and close them."""

from typing import Annotated

from pydantic import Field

from chalicelib.core.errors import VersionConflictError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine
from chalicelib.http.terms import DeviceRef, MerchantRef
from chalicelib.merchants.errors import MerchantNotFoundError
from chalicelib.shops.answers import (
    DeviceRow,
    InvitationAnswer,
    ShopPersonRow,
    device_row,
    invitation_answer,
    person_row,
)
from chalicelib.shops.errors import DeviceNotFoundError
from chalicelib.shops.wiring import ShopsWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="shops")

OFFICE = ("operator", "manager", "treasurer", "auditor")
INVITERS = ("operator", "manager")
Reason = Annotated[
    OneLine, Letters(200), Field(description="Why. No personal data: it stays for good.")
]


class ShopInvitationBody(Shape):
    reason: Reason


class DeviceCloseBody(Shape):
    reason: Reason


class ShopDevicesAnswer(Shape):
    data: list[DeviceRow]
    """The shop's phones."""
    people: list[ShopPersonRow]
    """The people of the shop."""


@routes.operation(
    "GET",
    "/v1/staff/merchants/{merchant_id}/devices",
    summary="A shop's phones and people",
    audience="staff",
    roles=OFFICE,
    answer=ShopDevicesAnswer,
    errors=(MerchantNotFoundError,),
)
def list_shop_devices(call: Call[None], merchant_id: MerchantRef) -> ShopDevicesAnswer:
    devices, people = call.wired(ShopsWiring).devices.of(call.county_id, merchant_id)
    return ShopDevicesAnswer(
        data=[device_row(d) for d in devices], people=[person_row(call, p) for p in people]
    )


@routes.operation(
    "POST",
    "/v1/staff/merchants/{merchant_id}/invitations",
    summary="Invite the owner's phone, for three days; takes the place of the invitation before",
    audience="staff",
    roles=INVITERS,
    status=201,
    body=ShopInvitationBody,
    answer=InvitationAnswer,
    requires_idempotency_key=True,
    errors=(MerchantNotFoundError,),
)
def invite_shop(call: Call[ShopInvitationBody], merchant_id: MerchantRef) -> InvitationAnswer:
    made = call.wired(ShopsWiring).invitations.by_county(
        call.county_id,
        person_of(call),
        merchant_id,
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(made.is_repeated)
    return invitation_answer(made, call.base_url)


@routes.operation(
    "POST",
    "/v1/staff/merchants/{merchant_id}/devices/{device_id}/close",
    summary="End one phone of a shop, within a minute",
    audience="staff",
    roles=INVITERS,
    body=DeviceCloseBody,
    answer=DeviceRow,
    errors=(DeviceNotFoundError, VersionConflictError),
)
def close_shop_device(
    call: Call[DeviceCloseBody], merchant_id: MerchantRef, device_id: DeviceRef
) -> DeviceRow:
    closed = call.wired(ShopsWiring).devices.close(
        call.county_id, merchant_id, device_id, by=person_of(call), reason=call.body.reason
    )
    return device_row(closed)
