"""A purchase online as its buyer is shown it."""

from datetime import datetime
from functools import cache
from typing import Any, Literal

from chalicelib.buying.applications import Applied
from chalicelib.buying.errors import PlaceOverError
from chalicelib.buying.service import Shown
from chalicelib.buying.tickets import PurchaseStatus, poll_after_seconds
from chalicelib.core.errors import DomainError, all_refusals
from chalicelib.core.values import parse_time
from chalicelib.http.call import Call, Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import NextCursor, PurchaseRef, RoundRef, StatusUrl, VoucherRef

AnyStatus = PurchaseStatus | Literal["applied", "not_drawn"]


class TicketAnswer(Shape):
    purchase_id: PurchaseRef
    status: Literal["queued", "applied"]
    """`queued`: it was put in line; `applied`: for the draw of a lottery round. How it stands since
    is told at `status_url`."""
    status_url: StatusUrl


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

    purchase_id: PurchaseRef
    round_id: RoundRef
    status: AnyStatus
    """How it stands."""
    face_amount: int
    """Won of vouchers."""
    price_amount: int
    """Won to pay for them."""
    asked_at: Time
    """When it was asked for."""
    ahead: int | None
    """How many are before it in its line; null once its turn has come."""
    poll_after_seconds: int | None
    """When to ask again; null if nothing will change by itself."""
    pay_by_at: Time | None
    """Until when it must be paid; null if it need not be."""
    payment_url: str | None
    """The page where it is paid; null if there is nothing to pay."""
    voucher_id: VoucherRef | None
    """The voucher that came of it; null before that."""
    reason: str | None
    """The code of what ended it; null if it goes on or is done."""
    detail: str | None
    """The same as a sentence for people."""
    limit: int | None
    """The limit that refused it, in won; null if none did."""
    used: int | None
    """What had been used of that limit."""
    remaining: int | None
    """What was left of it."""
    resets_at: Time | None
    """When it begins anew."""
    place: int | None = None
    """The place in the order of a lottery's draw; null without one."""
    has_place: bool = False
    """Whether it may be bought by that place now."""
    entrant_id: str | None = None
    """Who applied, as the frozen list names them; null before it is frozen."""


class OnlinePurchasesAnswer(Shape):
    data: list[OnlinePurchaseAnswer]
    """Own purchases, the newest first."""
    next_cursor: NextCursor


def ticket_answer(call: Call[Any], shown: Shown | Applied) -> TicketAnswer:
    """That it was taken, and nothing that changes: the same key gets the same answer again."""
    status: Literal["queued", "applied"]
    if isinstance(shown, Applied):
        purchase_id, status = shown.application.application_id, "applied"
    else:
        purchase_id, status = shown.ticket.purchase_id, "queued"
    return TicketAnswer(
        purchase_id=purchase_id,
        status=status,
        status_url=f"{call.base_url}/v1/me/purchases/{purchase_id}",
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
