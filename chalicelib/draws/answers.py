"""Draws and their places, as they are shown."""

from datetime import datetime
from typing import Any

from pydantic import Field

from chalicelib.draws.beacon_rounds import QUICKNET
from chalicelib.draws.draws import Draw, DrawStatus, PlacePrizeKind
from chalicelib.draws.places import PassReason, Place, PlaceState
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time


class PrizeAnswer(Shape):
    name: str
    kind: PlacePrizeKind
    count: int
    amount: int = Field(description="What one piece is worth, in won.")


class PlaceAnswer(Shape):
    """`number` counts winners and reserves in one; `prize` is what came to this place, from the
    place `after` if that passed."""

    number: int
    entrant_id: str
    is_reserve: bool
    state: PlaceState
    prize: str | None
    after: int | None
    answer_by: Time | None
    reason: PassReason | None


class DrawFacts(Shape):
    """`round` and `fallback_round` were named when the draw was announced; `drawn_round` is the one
    it was drawn by. `dropped`: rows of the files that are not in the list, by reason. `round_id`:
    the sale round whose buyers are drawn: then a place is `offered` until its `answer_by`."""

    draw_id: str
    round_id: str | None
    title: str
    legal_basis: str
    status: DrawStatus
    announced_at: Time
    closes_at: Time
    round: int
    round_at: Time
    fallback_round: int
    fallback_round_at: Time
    prizes: list[PrizeAnswer]
    prize_count: int
    reserve_count: int
    frozen_at: Time | None
    frozen_round: int | None
    list_hash: str | None
    entrant_count: int | None
    dropped: dict[str, int]
    drawn_at: Time | None
    drawn_round: int | None
    signature: str | None
    randomness: str | None


def draw_facts(draw: Draw, now: datetime) -> dict[str, Any]:
    """The fields of `DrawFacts`."""
    frozen, drawn = draw.frozen, draw.drawn
    return {
        "draw_id": draw.draw_id,
        "round_id": draw.round_id,
        "title": draw.title,
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
