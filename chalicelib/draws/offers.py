"""The places of a sale round's draw: offered in their order, some at a time, each until a moment.

Nobody chooses who is offered what: the winners are first, and once their time is over as many of
those next in the order as there is budget left for. So reserves follow without being asked.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.core.values import day_start, seoul_date

OFFERS_MAX = 100
"""Of one draw. Each lasts a day at the least, a round sixty."""
OFFER_LEAST = timedelta(hours=20)
"""Nothing is offered for less time than that before the round closes."""
SETTLING = timedelta(minutes=5)
"""After an offer is over: what was asked for in its last second has reached the ledger by then."""


class Offer(Struct, frozen=True, kw_only=True):
    """From `first_place` to `last_place`, counted through winners and reserves, who may buy before
    `until`. `left`: won of the round's budget when it was made, which it is measured by."""

    number: int
    first_place: int
    last_place: int
    left: int
    since: datetime
    until: datetime


def next_offer(
    offers: Sequence[Offer],
    *,
    left: int,
    face: int,
    place_count: int,
    days: int,
    closes_at: datetime,
    now: datetime,
) -> Offer | None:
    """The offer that follows those there are; `None` while one lasts, when all places had theirs,
    when `left` won are not enough for one, or when too little time is left.

    Each lasts until the end of the day in Seoul that is `days` after it is made.
    """
    if offers and now < offers[-1].until + SETTLING:
        return None
    first = offers[-1].last_place + 1 if offers else 1
    count = min(left // face, place_count - first + 1)
    until = min(day_start(seoul_date(now) + timedelta(days=days + 1)), closes_at)
    if count <= 0 or len(offers) >= OFFERS_MAX or until - now < OFFER_LEAST:
        return None
    return Offer(
        number=len(offers) + 1,
        first_place=first,
        last_place=first + count - 1,
        left=left,
        since=now,
        until=until,
    )


def offer_of(offers: Sequence[Offer], place: int) -> Offer | None:
    """The one in which a place is or was offered."""
    return next((each for each in offers if each.first_place <= place <= each.last_place), None)
