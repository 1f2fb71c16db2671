"""Applying to a round whose buyers are drawn, and what a place of its draw lets one do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from chalicelib.buying.errors import ApplicationsOverError, PlaceOverError
from chalicelib.buying.tickets import REVERSED, TAKEN_BACK, Ending, Standing
from chalicelib.draws.draws import Draw
from chalicelib.draws.offers import Offer, offer_of
from chalicelib.sales.errors import RoundNotOpenError
from chalicelib.sales.rounds import Round

PREFIX = "apl"
"""Of the ids of applications: none is a purchase, which has an id of the day it is bought on."""


class Application(Struct, frozen=True, kw_only=True):
    """Of one member to one round, for `amount` won of face value. `purchase_id`: what was asked for
    last by its place."""

    county_id: str
    application_id: str
    member_id: str
    round_id: str
    amount: int
    price: int
    at: datetime
    purchase_id: str | None = None


class Chance(Struct, frozen=True):
    """How an application stands. `place` in the order of the draw, counted through winners and
    reserves; `ahead`: reserves before it; `until`: it may be bought before that. `entrant_id`: the
    member in the frozen list."""

    status: Literal["applied", "awaiting_payment", "rejected", "not_drawn"]
    place: int | None = None
    ahead: int | None = None
    until: datetime | None = None
    entrant_id: str | None = None


class Applied(Struct, frozen=True):
    """An application as its member sees it."""

    application: Application
    chance: Chance


_USED = (TAKEN_BACK, REVERSED)


def is_application(purchase_id: str) -> bool:
    return purchase_id.startswith(f"{PREFIX}_")


def check_applies(round_: Round, now: datetime) -> None:
    """Raises `RoundNotOpenError`, `ApplicationsOverError`."""
    if not round_.is_open(now):
        raise RoundNotOpenError
    if round_.lottery is None or now >= round_.lottery.applies_until:
        raise ApplicationsOverError


def place_of(draw: Draw, entrant_id: str | None) -> int | None:
    """`None` for who has no place among winners and reserves."""
    if draw.drawn is None or entrant_id is None:
        return None
    for number, each in enumerate((*draw.drawn.winners, *draw.drawn.reserves), 1):
        if each == entrant_id:
            return number
    return None


def chance(
    round_: Round, draw: Draw | None, place: int | None, offers: Sequence[Offer], now: datetime
) -> Chance:
    """`place` is that of `place_of`."""
    is_open = now < round_.closes_at
    if draw is None or draw.drawn is None:
        may_be_drawn = is_open and draw is not None and draw.status(now) != "lapsed"
        return Chance("applied" if may_be_drawn else "not_drawn")
    if place is None:
        return Chance("not_drawn")
    offer = offer_of(offers, place)
    if offer is None:
        if not is_open:
            return Chance("not_drawn", place)
        offered = offers[-1].last_place if offers else 0
        return Chance("applied", place, ahead=place - offered - 1)
    is_live = is_open and now < offer.until
    return Chance("awaiting_payment" if is_live else "rejected", place, until=offer.until)


def came_to_nothing(standing: Standing) -> bool:
    """Whether a purchase by a place may be asked for again. A place is for one purchase: what was
    bought may not, also when it was taken back."""
    ending = standing.ending
    return ending is not None and ending.status != "completed" and ending not in _USED


def over(chance: Chance) -> Ending | None:
    """The ending of who might have bought and did not."""
    return Ending("rejected", PlaceOverError.code) if chance.status == "rejected" else None
