"""A shop's phone: how it comes in, and what its owner sees of it."""

from typing import Annotated

from pydantic import Field

from chalicelib.core.errors import RateLimitedError, VersionConflictError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, Name, OneLine, Time
from chalicelib.http.terms import DeviceRef, MerchantCode
from chalicelib.merchants.actors import MerchantActor
from chalicelib.merchants.errors import MerchantNotFoundError, MerchantSuspendedError
from chalicelib.shops.answers import (
    DeviceRow,
    InvitationAnswer,
    Pin,
    ShopSessionAnswer,
    device_row,
    invitation_answer,
    session_answer,
)
from chalicelib.shops.errors import (
    DeviceLimitError,
    DeviceNotFoundError,
    InvitationEndedError,
    InvitationNotFoundError,
    OwnerMissingError,
    OwnersOnlyError,
    PinTooEasyError,
    ShopPersonNotFoundError,
)
from chalicelib.shops.wiring import ShopsWiring

routes = Operations(tag="shops")

Code = Annotated[str, Field(min_length=1, max_length=200)]
DeviceName = Annotated[OneLine, Letters(30)]
COMING_IN = (
    InvitationNotFoundError,
    InvitationEndedError,
    MerchantNotFoundError,
    MerchantSuspendedError,
    RateLimitedError,
)


class InvitationCodeBody(Shape):
    code: Code
    """The code of the invitation."""


class FoundInvitationAnswer(Shape):
    """`asks_for_owner`: whether the owner's name and PIN are chosen with it."""

    shop_name: str
    """The shop's name."""
    merchant_code: MerchantCode
    asks_for_owner: bool
    """Whether the owner's name and PIN are chosen with it."""
    expires_at: Time
    """Until when it can be used."""


class NewDeviceBody(Shape):
    """`owner_name` and `pin` go with an invitation of the county's."""

    code: Code
    """The code of the invitation."""
    name: DeviceName
    """What the phone is called in the shop."""
    owner_name: Name | None = None
    """The owner's name, with an invitation of the county's."""
    pin: Pin | None = None
    """The owner's PIN, six digits, with an invitation of the county's."""


class NewDeviceAnswer(Shape):
    """`device_token` is shown this once, and again for the same request."""

    device_token: str
    """What the phone proves itself by. It is shown this once."""
    device: DeviceRow
    """The phone."""
    shop_name: str
    """The shop's name."""
    session: ShopSessionAnswer | None
    """The owner's session, with an invitation of the county's; else null."""


class DevicesAnswer(Shape):
    data: list[DeviceRow]
    """The shop's phones."""


@routes.operation(
    "POST",
    "/v1/device-invitations/find",
    summary="Whose invitation a code is, before a phone comes in by it",
    audience="anyone",
    body=InvitationCodeBody,
    answer=FoundInvitationAnswer,
    errors=COMING_IN,
)
def find_invitation(call: Call[InvitationCodeBody]) -> FoundInvitationAnswer:
    invitation, merchant = call.wired(ShopsWiring).invitations.find(
        call.county_id, call.body.code, source=call.source
    )
    return FoundInvitationAnswer(
        shop_name=merchant.name,
        merchant_code=merchant.merchant_code,
        asks_for_owner=invitation.is_for_owner,
        expires_at=invitation.expires_at,
    )


@routes.operation(
    "POST",
    "/v1/devices",
    summary="Make this phone one of a shop's, by an invitation that is used up by it",
    audience="anyone",
    status=201,
    body=NewDeviceBody,
    answer=NewDeviceAnswer,
    requires_idempotency_key=True,
    errors=(
        *COMING_IN,
        OwnerMissingError,
        PinTooEasyError,
        DeviceLimitError,
        VersionConflictError,
    ),
)
def open_device(call: Call[NewDeviceBody]) -> NewDeviceAnswer:
    shops = call.wired(ShopsWiring)
    opened = shops.invitations.open(
        call.county_id,
        call.body.code,
        device_name=call.body.name,
        owner_name=call.body.owner_name,
        pin=call.body.pin,
        source=call.source,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(opened.is_repeated)
    session = None
    if opened.owner is not None:
        session = session_answer(call, shops.sessions.of(opened.owner, opened.device.device_id))
    return NewDeviceAnswer(
        device_token=opened.credential,
        device=device_row(opened.device),
        shop_name=opened.merchant.name,
        session=session,
    )


@routes.operation(
    "GET",
    "/v1/merchant/devices",
    summary="The shop's phones, those that were closed included",
    audience="merchant",
    scope="owner",
    answer=DevicesAnswer,
    errors=(MerchantNotFoundError,),
)
def list_devices(call: Call[None]) -> DevicesAnswer:
    merchant = call.actor(MerchantActor).merchant
    devices, _ = call.wired(ShopsWiring).devices.of(merchant.county_id, merchant.merchant_id)
    return DevicesAnswer(data=[device_row(d) for d in devices])


@routes.operation(
    "POST",
    "/v1/merchant/devices/{device_id}/close",
    summary="End one phone, within a minute",
    audience="merchant",
    scope="owner",
    answer=DeviceRow,
    errors=(DeviceNotFoundError, VersionConflictError),
)
def close_device(call: Call[None], device_id: DeviceRef) -> DeviceRow:
    merchant = call.actor(MerchantActor).merchant
    closed = call.wired(ShopsWiring).devices.close(
        merchant.county_id, merchant.merchant_id, device_id
    )
    return device_row(closed)


@routes.operation(
    "POST",
    "/v1/merchant/device-invitations",
    summary="Let one more phone of the shop in, within ten minutes",
    audience="merchant",
    scope="owner",
    status=201,
    answer=InvitationAnswer,
    requires_idempotency_key=True,
    errors=(MerchantNotFoundError, OwnersOnlyError, ShopPersonNotFoundError),
)
def invite_device(call: Call[None]) -> InvitationAnswer:
    shops = call.wired(ShopsWiring)
    owner = shops.people.me(call.actor(MerchantActor))
    made = shops.invitations.by_owner(owner, idempotency_key=call.idempotency_key)
    call.mark_replayed(made.is_repeated)
    return invitation_answer(made, call.base_url)
