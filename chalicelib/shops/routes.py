"""Who works at a shop's phone: by a PIN, and as the owner keeps them."""

from typing import Annotated

from pydantic import Field

from chalicelib.core.errors import RateLimitedError, VersionConflictError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Name
from chalicelib.http.terms import PersonRef
from chalicelib.merchants.actors import MerchantActor
from chalicelib.shops.answers import (
    Pin,
    ShopPersonRow,
    ShopSessionAnswer,
    person_row,
    session_answer,
)
from chalicelib.shops.errors import (
    LastOwnerError,
    OwnersOnlyError,
    PinTooEasyError,
    PinWrongError,
    ShopPeopleLimitError,
    ShopPersonNotFoundError,
)
from chalicelib.shops.people import Role
from chalicelib.shops.wiring import ShopsWiring

routes = Operations(tag="shops")

PersonId = Annotated[str, Field(pattern="^p[1-9][0-9]{0,3}$")]


class ShopSessionBody(Shape):
    person_id: PersonId
    """Who begins to work."""
    pin: Pin
    """That person's PIN: six digits."""


class PeopleAnswer(Shape):
    data: list[ShopPersonRow]
    """The people of the shop."""
    device_id: str
    """The phone that asks."""


class NewPersonBody(Shape):
    name: Name
    """What the person is called in the shop."""
    role: Role
    """Owner or clerk."""
    may_cancel: bool
    """Whether a clerk may take back own payments of the day."""
    sees_settlements: bool = False
    """Whether a clerk may see what the shop is paid; an owner always may."""
    pin: Pin
    """The person's first PIN: six digits."""


class PersonBody(Shape):
    """`pin` only if it shall be another one."""

    name: Name
    """What the person is called in the shop."""
    role: Role
    """Owner or clerk."""
    may_cancel: bool
    """Whether a clerk may take back own payments of the day."""
    sees_settlements: bool | None = None
    """Whether a clerk may see what the shop is paid; as it was if left out."""
    is_active: bool
    """Whether the person may work."""
    pin: Pin | None = None
    """Another PIN, if it shall be one: six digits."""


class OwnPinBody(Shape):
    pin: Pin
    """The PIN until now: six digits."""
    new_pin: Pin
    """The PIN from now on: six digits."""


@routes.operation(
    "GET",
    "/v1/merchant/people",
    summary="Who works at the shop, or did",
    audience="merchant",
    scope="device",
    answer=PeopleAnswer,
)
def list_shop_people(call: Call[None]) -> PeopleAnswer:
    actor = call.actor(MerchantActor)
    people = call.wired(ShopsWiring).people.all(actor)
    return PeopleAnswer(data=[person_row(call, p) for p in people], device_id=actor.device_id)


@routes.operation(
    "POST",
    "/v1/merchant/sessions",
    summary="Begin to work at this phone, by one's PIN",
    audience="merchant",
    scope="device",
    status=201,
    body=ShopSessionBody,
    answer=ShopSessionAnswer,
    errors=(ShopPersonNotFoundError, PinWrongError, RateLimitedError),
)
def begin_shop_session(call: Call[ShopSessionBody]) -> ShopSessionAnswer:
    begun = call.wired(ShopsWiring).sessions.begin(
        call.actor(MerchantActor), call.body.person_id, call.body.pin
    )
    return session_answer(call, begun)


@routes.operation(
    "PUT",
    "/v1/merchant/pin",
    summary="Change one's own PIN; sessions of the one before end",
    audience="merchant",
    scope="device",
    body=OwnPinBody,
    answer=ShopSessionAnswer,
    errors=(
        OwnersOnlyError,
        ShopPersonNotFoundError,
        PinWrongError,
        PinTooEasyError,
        RateLimitedError,
        VersionConflictError,
    ),
)
def change_own_pin(call: Call[OwnPinBody]) -> ShopSessionAnswer:
    actor, shops = call.actor(MerchantActor), call.wired(ShopsWiring)
    person = shops.people.change_own_pin(actor, pin=call.body.pin, new_pin=call.body.new_pin)
    return session_answer(call, shops.sessions.of(person, actor.device_id))


@routes.operation(
    "POST",
    "/v1/merchant/people",
    summary="Add an owner or a clerk",
    audience="merchant",
    scope="owner",
    status=201,
    body=NewPersonBody,
    answer=ShopPersonRow,
    errors=(PinTooEasyError, ShopPeopleLimitError, VersionConflictError),
)
def add_shop_person(call: Call[NewPersonBody]) -> ShopPersonRow:
    body = call.body
    person = call.wired(ShopsWiring).people.add(
        call.actor(MerchantActor),
        name=body.name,
        role=body.role,
        may_cancel=body.may_cancel,
        sees_settlements=body.sees_settlements,
        pin=body.pin,
    )
    return person_row(call, person)


@routes.operation(
    "PUT",
    "/v1/merchant/people/{person_id}",
    summary="Change a person of the shop, or end their work; their PIN, if one is given",
    audience="merchant",
    scope="owner",
    body=PersonBody,
    answer=ShopPersonRow,
    errors=(ShopPersonNotFoundError, LastOwnerError, PinTooEasyError, VersionConflictError),
)
def change_shop_person(call: Call[PersonBody], person_id: PersonRef) -> ShopPersonRow:
    body = call.body
    person = call.wired(ShopsWiring).people.change(
        call.actor(MerchantActor),
        person_id,
        name=body.name,
        role=body.role,
        may_cancel=body.may_cancel,
        sees_settlements=body.sees_settlements,
        is_active=body.is_active,
        pin=body.pin,
    )
    return person_row(call, person)
