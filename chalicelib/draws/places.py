"""After the draw: who holds which prize, as winners accept or pass and reserves follow in order.

The order is never drawn again. Whose turn it is follows from the draw and from what was recorded of
each place, so that anybody can work it out.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from chalicelib.core.values import format_time
from chalicelib.draws.draws import Draw, Prize
from chalicelib.draws.errors import (
    AnswerStillOpenError,
    AnswerTooLateError,
    DrawNotDrawnError,
    PlaceHasNoPrizeError,
    PlaceNotFoundError,
    PlaceSettledError,
    PrizeTaxUnsettledError,
    WinnerMemberMissingError,
)
from chalicelib.draws.offers import Offer, offer_of
from chalicelib.staff.person import Person

TAX_PERCENT = 22
"""Of a prize above the limit: 20 % income tax and 2 % of it local (Income Tax Act, art. 129)."""

PassReason = Literal["declined", "no_answer", "not_eligible", "withdrawn"]
PlaceState = Literal["asked", "accepted", "passed", "waiting", "offered"]
"""`offered`: a place of a sale round, whose entrant may buy, or might have."""


class Answer(Struct, frozen=True, kw_only=True):
    """What was recorded of a place, once: `reason` of one that passed."""

    place: int
    kind: Literal["accepted", "passed"]
    at: datetime
    by: Person
    reason: PassReason | None = None


class Place(Struct, frozen=True, kw_only=True):
    """A winner or reserve, counted from 1 through both. `prize` is held, or was by who passed;
    `after` is the place that passed it on; `answer_by` is asked of who holds one."""

    number: int
    entrant_id: str
    is_reserve: bool
    state: PlaceState
    prize: Prize | None = None
    after: int | None = None
    answer_by: datetime | None = None
    reason: PassReason | None = None


class _Turn(Struct, frozen=True):
    prize: Prize
    since: datetime
    after: int | None = None


def places(draw: Draw, answers: Mapping[int, Answer]) -> list[Place]:
    """Every winner and reserve as it stands. Raises `DrawNotDrawnError`."""
    if draw.drawn is None:
        raise DrawNotDrawnError
    turns = _turns(draw, answers)
    ids = (*draw.drawn.winners, *draw.drawn.reserves)
    return [
        _place(draw, number, entrant_id, turns.get(number), answers.get(number))
        for number, entrant_id in enumerate(ids, 1)
    ]


def offered_places(draw: Draw, offers: Sequence[Offer]) -> list[Place]:
    """Of a sale round's draw: who may buy until when. Who bought is nobody else's business. Raises
    `DrawNotDrawnError`."""
    if draw.drawn is None:
        raise DrawNotDrawnError
    ids = (*draw.drawn.winners, *draw.drawn.reserves)
    return [
        Place(
            number=number,
            entrant_id=entrant_id,
            is_reserve=number > len(draw.drawn.winners),
            state="offered" if offer else "waiting",
            prize=draw.prize_of(1) if offer else None,
            answer_by=offer.until if offer else None,
        )
        for number, entrant_id in enumerate(ids, 1)
        for offer in (offer_of(offers, number),)
    ]


def place_at(draw: Draw, answers: Mapping[int, Answer], number: int) -> Place:
    """Raises `DrawNotDrawnError`, `PlaceNotFoundError`."""
    found = places(draw, answers)
    if not 1 <= number <= len(found):
        raise PlaceNotFoundError
    return found[number - 1]


def is_taxed(prize: Prize, tax_free_maximum: int) -> bool:
    return prize.amount > tax_free_maximum


def check_accept(
    place: Place,
    *,
    has_member: bool,
    is_tax_settled: bool,
    tax_free_maximum: int,
    now: datetime,
) -> None:
    """Raises `PlaceSettledError`, `PlaceHasNoPrizeError`, `AnswerTooLateError`,
    `WinnerMemberMissingError`, `PrizeTaxUnsettledError`."""
    if place.state in ("accepted", "passed"):
        raise PlaceSettledError
    if place.prize is None or place.answer_by is None:
        raise PlaceHasNoPrizeError
    if now >= place.answer_by:
        raise AnswerTooLateError
    if place.prize.kind == "voucher" and not has_member:
        raise WinnerMemberMissingError(param="member_id")
    if is_taxed(place.prize, tax_free_maximum) and not is_tax_settled:
        raise PrizeTaxUnsettledError(param="is_tax_settled", maximum=tax_free_maximum)


def check_pass(place: Place, reason: PassReason, now: datetime) -> None:
    """A reserve may withdraw before its turn. Raises `PlaceSettledError`, `PlaceHasNoPrizeError`,
    `AnswerStillOpenError`."""
    if place.state in ("accepted", "passed"):
        raise PlaceSettledError
    if place.answer_by is None:
        if reason != "withdrawn":
            raise PlaceHasNoPrizeError
    elif reason == "no_answer" and now < place.answer_by:
        raise AnswerStillOpenError(answer_by=format_time(place.answer_by))


def _turns(draw: Draw, answers: Mapping[int, Answer]) -> dict[int, _Turn]:
    """By place, the prize that came to it: each that is passed goes to the next reserve who has not
    withdrawn by then."""
    assert draw.drawn is not None
    winner_count = len(draw.drawn.winners)
    turns = {
        number: _Turn(prize, draw.drawn.at)
        for number in range(1, winner_count + 1)
        if (prize := draw.prize_of(number))
    }
    passed = sorted(_passed(answers.values()), key=lambda answer: (answer.at, answer.place))
    gone_at = {answer.place: answer.at for answer in passed}
    reserves = iter(range(winner_count + 1, winner_count + len(draw.drawn.reserves) + 1))
    for answer in passed:
        turn = turns.get(answer.place)
        if turn is None:
            continue
        for number in reserves:
            if number not in gone_at or gone_at[number] > answer.at:
                turns[number] = _Turn(turn.prize, answer.at, after=answer.place)
                break
    return turns


def _passed(answers: Iterable[Answer]) -> Iterable[Answer]:
    return (answer for answer in answers if answer.kind == "passed")


def _place(
    draw: Draw, number: int, entrant_id: str, turn: _Turn | None, answer: Answer | None
) -> Place:
    assert draw.drawn is not None
    return Place(
        number=number,
        entrant_id=entrant_id,
        is_reserve=number > len(draw.drawn.winners),
        state=answer.kind if answer else ("asked" if turn else "waiting"),
        prize=turn.prize if turn else None,
        after=turn.after if turn else None,
        answer_by=turn.since + timedelta(days=draw.answer_days) if turn else None,
        reason=answer.reason if answer else None,
    )
