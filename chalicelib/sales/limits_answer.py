"""How much more a member may buy this month and this year."""

from datetime import date

from chalicelib.county.settings import CountySettings
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.ledger.entries import Entry
from chalicelib.sales import purchases


class LimitAnswer(Shape):
    limit: int | None
    used: int
    remaining: int | None
    resets_at: Time


class PurchaseLimits(Shape):
    month: LimitAnswer
    year: LimitAnswer


def purchase_limits(head: Entry, settings: CountySettings, today: date) -> PurchaseLimits:
    """As they stand after the entry `head`."""
    return PurchaseLimits(
        month=_limit(purchases.month(head.purchases, settings, today)),
        year=_limit(purchases.year(head.purchases, settings, today)),
    )


def _limit(use: purchases.LimitUse) -> LimitAnswer:
    return LimitAnswer(
        limit=use.limit,
        used=use.used,
        remaining=use.remaining,
        resets_at=use.resets_at,
    )
