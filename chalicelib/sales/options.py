"""What the holder of a bought lot may do with it today, by the rules that decide when asked."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from msgspec import Struct

from chalicelib.core.errors import RuleViolationError
from chalicelib.core.values import seoul_date, sibling_id
from chalicelib.county.settings import CountySettings
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.lots import Lot, SaleTerms
from chalicelib.sales import purchases
from chalicelib.sales.errors import ChangeRefundNotReachedError


class PurchaseOptions(Struct, frozen=True):
    """In won. `cancel_until`: the last day on which the purchase can be taken back; `None` if it
    no longer can. `change_refund`: what is paid back for the rest; `None` before the promised
    share is spent, and then `spend_more` is how much is lacking."""

    purchase_id: str
    bought_on: date
    terms: SaleTerms
    cancel_until: date | None
    change_refund: int | None
    spend_more: int | None


def of(
    head: Entry, lot: Lot, *, settings_on: Callable[[date], CountySettings], now: datetime
) -> PurchaseOptions | None:
    """`None` for a lot that was not bought."""
    if lot.terms is None:
        return None
    settings = settings_on(purchases.bought_day(lot))
    change_refund, spend_more = _change_refund(head, lot, now)
    return PurchaseOptions(
        purchase_id=sibling_id("pur", lot.lot_id),
        bought_on=purchases.bought_day(lot),
        terms=lot.terms,
        cancel_until=_cancel_until(lot, settings, now),
        change_refund=change_refund,
        spend_more=spend_more,
    )


def _cancel_until(lot: Lot, settings: CountySettings, now: datetime) -> date | None:
    try:
        purchases.check_can_cancel(lot, settings, seoul_date(now))
    except RuleViolationError:
        return None
    return purchases.bought_day(lot) + timedelta(days=settings.purchase_cancel_days)


def _change_refund(head: Entry, lot: Lot, now: datetime) -> tuple[int | None, int | None]:
    try:
        draft = purchases.decide_change_refund(head, lot.lot_id, now=now)
    except ChangeRefundNotReachedError as refused:
        return None, refused.values["remaining"]
    except RuleViolationError:
        return None, None
    return (-draft.purchase.price_amount if draft.purchase else 0), None
