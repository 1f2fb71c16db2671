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
    """The person, as in `terminal_id` of payments after the phone's id."""
    name: str
    """What the person is called in the shop."""
    role: Role
    """Owner or clerk."""
    may_cancel: bool
    """Whether a clerk may take back own payments of the day."""
    sees_settlements: bool
    """Whether a clerk may see what the shop is paid; an owner always may."""
    is_active: bool
    """Whether the person may work now."""


class ShopSessionAnswer(Shape):
    """`access_token` authenticates as a key does, until it expires."""

    access_token: str
    """Authenticates as a key does."""
    expires_at: Time
    """Until when it does."""
    person: ShopPersonRow
    """Who works at the phone now."""


class DeviceRow(Shape):
    """`invited_by`: a person of the shop; `null` for the county."""

    device_id: str
    """The phone, as in `terminal_id` of payments."""
    name: str
    """What the phone is called in the shop."""
    opened_at: Time
    """When it came in."""
    invited_by: str | None
    """The person of the shop who invited it; null for the county."""
    closed_at: Time | None
    """When it was shut out; null if it is open."""
    status: Literal["open", "closed"]
    """Whether it may be used."""


class InvitationAnswer(Shape):
    """`code` is shown this once, and again for the same request; `qr_svg` is the address of the
    shop's page with it."""

    code: str
    """What is typed at the new phone."""
    qr_svg: str
    """What it scans instead, as SVG."""
    expires_at: Time
    """Until when it can be used."""


def person_row(call: Call[Any], person: ShopPerson) -> ShopPersonRow:
    return ShopPersonRow(
        person_id=person.person_id,
        name=person.name(call.adapters.cipher),
        role=person.role,
        may_cancel=person.may_cancel,
        sees_settlements=person.sees_settlements,
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
