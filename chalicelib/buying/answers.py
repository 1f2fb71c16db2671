"""A purchase online as its buyer is shown it."""

from datetime import datetime
from functools import cache
from typing import Any, Literal

from pydantic import Field

from chalicelib.buying.applications import Applied
from chalicelib.buying.errors import PlaceOverError
from chalicelib.buying.service import Shown
from chalicelib.buying.tickets import PurchaseStatus, poll_after_seconds
from chalicelib.core.errors import DomainError, all_refusals
from chalicelib.core.values import parse_time
from chalicelib.http.call import Call, Shape
from chalicelib.http.shapes import Time

AnyStatus = PurchaseStatus | Literal["applied", "not_drawn"]


class TicketAnswer(Shape):
    purchase_id: str
    status: AnyStatus
    status_url: str = Field(description="Where to ask how it stands; relative to this address.")


class OnlinePurchaseAnswer(Shape):
    """In won. `ahead` counts those before it in its line, and `poll_after_seconds` says when it is
    worth asking again; `pay_by_at` and `payment_url` while it awaits payment; `voucher_id` once it
    is completed. A `reason` is a code of the list of refusals, `detail` its sentence, and with it
    come the limit that refused.

    In a lottery round it is `applied` until lots are drawn, and then with `ahead` for a reserve
    whose turn may come; `place` in the order of the draw, `entrant_id` in its list. With
    `has_place` it may be bought until `pay_by_at`: ask for a purchase in the round again, on the
    page of `payment_url` or by `POST`.
    """

    purchase_id: str
    round_id: str
    status: AnyStatus
    face_amount: int
    price_amount: int
    asked_at: Time
    ahead: int | None
    poll_after_seconds: int | None
    pay_by_at: Time | None
    payment_url: str | None
    voucher_id: str | None
    reason: str | None
    detail: str | None
    limit: int | None
    used: int | None
    remaining: int | None
    resets_at: Time | None
    place: int | None = None
    has_place: bool = False
    entrant_id: str | None = None


class OnlinePurchasesAnswer(Shape):
    data: list[OnlinePurchaseAnswer]
    next_cursor: str | None


def ticket_answer(shown: Shown | Applied) -> TicketAnswer:
    purchase_id: str
    status: AnyStatus
    if isinstance(shown, Applied):
        purchase_id, status = shown.application.application_id, shown.chance.status
    else:
        purchase_id, status = shown.ticket.purchase_id, shown.standing.status
    return TicketAnswer(
        purchase_id=purchase_id,
        status=status,
        status_url=f"/v1/me/purchases/{purchase_id}",
    )


def purchase_answer(call: Call[Any], shown: Shown, *, payment_url: str) -> OnlinePurchaseAnswer:
    ticket, standing = shown.ticket, shown.standing
    ending = standing.ending
    values = dict(ending.values) if ending else {}
    refusal = _refusals().get(ending.reason) if ending and ending.reason else None
    held = standing.reservation
    is_queued = standing.status == "queued"
    return OnlinePurchaseAnswer(
        purchase_id=ticket.purchase_id,
        round_id=ticket.round_id,
        status=standing.status,
        face_amount=ticket.amount,
        price_amount=ticket.price,
        asked_at=ticket.at,
        ahead=shown.ahead if is_queued else None,
        poll_after_seconds=poll_after_seconds(standing, shown.ahead),
        pay_by_at=held.pay_by if held else None,
        payment_url=payment_url if held else None,
        voucher_id=ticket.voucher_id if standing.status == "completed" else None,
        reason=refusal.code if refusal else None,
        detail=_sentence(refusal, values, call.language) if refusal else None,
        limit=_number(values.get("limit")),
        used=_number(values.get("used")),
        remaining=_number(values.get("remaining")),
        resets_at=_moment(values.get("resets_at")),
    )


def application_answer(call: Call[Any], applied: Applied, *, buy_url: str) -> OnlinePurchaseAnswer:
    application, chance = applied.application, applied.chance
    has_place = chance.status == "awaiting_payment"
    is_over = chance.status == "rejected"
    return OnlinePurchaseAnswer(
        purchase_id=application.application_id,
        round_id=application.round_id,
        status=chance.status,
        face_amount=application.amount,
        price_amount=application.price,
        asked_at=application.at,
        ahead=chance.ahead,
        poll_after_seconds=None,
        pay_by_at=chance.until if has_place else None,
        payment_url=buy_url if has_place else None,
        voucher_id=None,
        reason=PlaceOverError.code if is_over else None,
        detail=PlaceOverError().detail(call.language) if is_over else None,
        limit=None,
        used=None,
        remaining=None,
        resets_at=None,
        place=chance.place,
        has_place=has_place,
        entrant_id=chance.entrant_id,
    )


@cache
def _refusals() -> dict[str, type[DomainError]]:
    return {refusal.code: refusal for refusal in all_refusals()}


def _sentence(refusal: type[DomainError], values: dict[str, Any], language: str) -> str:
    return refusal(**values).detail(language)


def _number(value: int | str | None) -> int | None:
    return value if isinstance(value, int) else None


def _moment(value: int | str | None) -> datetime | None:
    return parse_time(value) if isinstance(value, str) else None
