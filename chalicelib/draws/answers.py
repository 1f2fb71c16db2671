"""Draws and their places, as they are shown."""

from datetime import datetime
from typing import Any

from pydantic import Field

from chalicelib.draws.beacon_rounds import QUICKNET
from chalicelib.draws.draws import Draw, DrawStatus, PlacePrizeKind
from chalicelib.draws.places import PassReason, Place, PlaceState
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import DrawRef, EntrantRef, RoundRef


class PrizeAnswer(Shape):
    name: str
    """What the prize is called."""
    kind: PlacePrizeKind
    """Whether it is a voucher, goods, or the right to buy in a sale round."""
    count: int
    """How many pieces there are."""
    amount: int = Field(description="What one piece is worth, in won.")


class PlaceAnswer(Shape):
    """`number` counts winners and reserves in one; `prize` is what came to this place, from the
    place `after` if that passed."""

    number: int
    """The place: winners and reserves are counted in one."""
    entrant_id: EntrantRef
    is_reserve: bool
    """Whether the place is that of a reserve."""
    state: PlaceState
    """How the person of this place stands."""
    prize: str | None
    """The prize that came to this place; null if none did."""
    after: int | None
    """The place whose passing brought it here; null for a winner."""
    answer_by: Time | None
    """Until when the person may answer; null if nobody is asked."""
    reason: PassReason | None
    """Why it was passed on; null if it was not."""


class DrawFacts(Shape):
    """`round` and `fallback_round` were named when the draw was announced; `drawn_round` is the one
    it was drawn by. `dropped`: rows of the files that are not in the list, by reason. `round_id`:
    the sale round whose buyers are drawn: then a place is `offered` until its `answer_by`."""

    draw_id: DrawRef
    round_id: RoundRef | None
    """The sale round whose buyers are drawn; null for a draw of prizes."""
    title: str
    """What is drawn."""
    post_url: str | None
    """The county's post under which members comment to enter; null of a draw without."""
    legal_basis: str
    """The article that lets the county give prizes."""
    status: DrawStatus
    """How far the draw has come."""
    announced_at: Time
    """When it was announced; its rounds are named since then."""
    closes_at: Time
    """When the list of entrants closes."""
    round: int
    """The round of the public randomness that decides."""
    round_at: Time
    """When that round comes."""
    fallback_round: int
    """The round that decides if the first never came."""
    fallback_round_at: Time
    """When that round comes."""
    prizes: list[PrizeAnswer]
    """What can be won."""
    prize_count: int
    """How many winners there are."""
    reserve_count: int
    """How many reserves are drawn after them."""
    frozen_at: Time | None
    """When the list was frozen; null before that."""
    frozen_round: int | None
    """The newest round at the freezing; null before that."""
    list_hash: str | None
    """SHA-256 of the frozen list, in hex; null before that."""
    entrant_count: int | None
    """How many are in the frozen list; null before that."""
    dropped: dict[str, int]
    """How many rows were left out, by the reason."""
    drawn_at: Time | None
    """When lots were drawn; null before that."""
    drawn_round: int | None
    """The round whose randomness decided; null before that."""
    signature: str | None
    """The signature of that round, in hex; null before that."""
    randomness: str | None
    """The randomness of that round, in hex; null before that."""


def draw_facts(draw: Draw, now: datetime) -> dict[str, Any]:
    """The fields of `DrawFacts`."""
    frozen, drawn = draw.frozen, draw.drawn
    return {
        "draw_id": draw.draw_id,
        "round_id": draw.round_id,
        "title": draw.title,
        "post_url": draw.post_url,
        "legal_basis": draw.legal_basis,
        "status": draw.status(now),
        "announced_at": draw.announced_at,
        "closes_at": draw.closes_at,
        "round": draw.round,
        "round_at": QUICKNET.time_of(draw.round),
        "fallback_round": draw.fallback_round,
        "fallback_round_at": QUICKNET.time_of(draw.fallback_round),
        "prizes": [
            PrizeAnswer(name=p.name, kind=p.kind, count=p.count, amount=p.amount)
            for p in draw.prizes
        ],
        "prize_count": draw.prize_count,
        "reserve_count": draw.reserve_count,
        "frozen_at": frozen.at if frozen else None,
        "frozen_round": frozen.round if frozen else None,
        "list_hash": frozen.list_hash if frozen else None,
        "entrant_count": frozen.entrant_count if frozen else None,
        "dropped": dict(frozen.dropped) if frozen else {},
        "drawn_at": drawn.at if drawn else None,
        "drawn_round": drawn.round if drawn else None,
        "signature": drawn.signature if drawn else None,
        "randomness": drawn.randomness if drawn else None,
    }


def place_answers(places: list[Place]) -> list[PlaceAnswer]:
    return [
        PlaceAnswer(
            number=place.number,
            entrant_id=place.entrant_id,
            is_reserve=place.is_reserve,
            state=place.state,
            prize=place.prize.name if place.prize else None,
            after=place.after,
            answer_by=place.answer_by,
            reason=place.reason,
        )
        for place in places
    ]
