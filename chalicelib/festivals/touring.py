"""Stamp cards: where their stamps are, and when a card is full."""

from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from chalicelib.core.codes import read_code
from chalicelib.festivals.rewarding import Reward, names_of
from chalicelib.joining.campaigns import Booth, Campaign, StampTour

TURN = "tour"


class Stamp(NamedTuple):
    """`place`: as `place_key` has it."""

    place: str
    at: datetime


class Place(NamedTuple):
    """`address`: of a sight, for a map; "" of a booth."""

    key: str
    name: str
    name_en: str
    address: str = ""
    is_sight: bool = False


class Card(Struct, frozen=True, kw_only=True):
    """What somebody has collected; `is_rewarded`: that its mileage was had."""

    campaign: Campaign
    tour: StampTour
    places: tuple[Place, ...]
    stamps: tuple[Stamp, ...]
    is_rewarded: bool = False

    @property
    def is_full(self) -> bool:
        return len(self.stamps) >= self.tour.needed


def place_key(place: str) -> str:
    """Of a booth, however its code was typed; of a sight, its id."""
    return place if place.startswith("fac_") else read_code(place)


def tour_of(campaign: Campaign, now: datetime) -> StampTour | None:
    """The tour that is open now."""
    terms = campaign.terms_at(now)
    return terms.tour if terms and campaign.is_open(now) else None


def is_on(tour: StampTour, booth: Booth) -> bool:
    return not booth.is_closed and read_code(booth.code) in map(place_key, tour.places)


def reward_of(card: Card) -> Reward:
    """For a full card, once a person. `places`: those that fill it."""
    return Reward(
        kind="tour_grant",
        scope=card.campaign.campaign_id,
        turn=TURN,
        mileage=card.tour.mileage,
        names=names_of(card.campaign),
        campaign=card.campaign,
        places=tuple(sorted(stamp.place for stamp in card.stamps)),
    )
