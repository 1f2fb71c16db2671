"""How a shop's phones and people look to those who may see them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.core import qr
from chalicelib.http.call import Call, Shape
from chalicelib.http.shapes import Time
from chalicelib.shops.devices import Device
from chalicelib.shops.invitation_service import NewInvitation
from chalicelib.shops.invitations import page_of
from chalicelib.shops.people import PIN_DIGITS, Role, ShopPerson
from chalicelib.shops.session_service import ShopSession

Pin = Annotated[
    str, Field(pattern=f"^[0-9]{{{PIN_DIGITS}}}$", description="Six digits of one person.")
]


class ShopPersonRow(Shape):
    """`person_id` stands in the `terminal_id` of the payments that the person took, after the
    phone's id: `d1.p2`."""

    person_id: str
    name: str
    role: Role
    may_cancel: bool
    is_active: bool


class ShopSessionAnswer(Shape):
    """`access_token` authenticates as a key does, until it expires."""

    access_token: str
    expires_at: Time
    person: ShopPersonRow


class DeviceRow(Shape):
    """`invited_by`: a person of the shop; `null` for the county."""

    device_id: str
    name: str
    opened_at: Time
    invited_by: str | None
    closed_at: Time | None
    status: Literal["open", "closed"]


class InvitationAnswer(Shape):
    """`code` is shown this once, and again for the same request; `qr_svg` is the address of the
    shop's page with it."""

    code: str
    qr_svg: str
    expires_at: Time


def person_row(call: Call[Any], person: ShopPerson) -> ShopPersonRow:
    return ShopPersonRow(
        person_id=person.person_id,
        name=person.name(call.adapters.cipher),
        role=person.role,
        may_cancel=person.may_cancel,
        is_active=person.is_active,
    )


def device_row(device: Device) -> DeviceRow:
    return DeviceRow(
        device_id=device.device_id,
        name=device.name,
        opened_at=device.opened_at,
        invited_by=device.invited_by,
        closed_at=device.closed_at,
        status="open" if device.is_open else "closed",
    )


def session_answer(call: Call[Any], session: ShopSession) -> ShopSessionAnswer:
    return ShopSessionAnswer(
        access_token=session.token,
        expires_at=session.expires_at,
        person=person_row(call, session.person),
    )


def invitation_answer(made: NewInvitation, base_url: str) -> InvitationAnswer:
    return InvitationAnswer(
        code=made.code,
        qr_svg=qr.svg(page_of(made.code, base_url)),
        expires_at=made.invitation.expires_at,
    )
