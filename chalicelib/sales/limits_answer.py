"""How much more a member may buy this month and this year."""

from datetime import date

from chalicelib.county.settings import CountySettings
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.ledger.entries import Entry
from chalicelib.sales import purchases


class LimitAnswer(Shape):
    limit: int | None
    """Won of face value that may be bought in the period; null for no limit."""
    used: int
    """Won bought in it so far."""
    remaining: int | None
    """Won that may still be bought; null for no limit."""
    resets_at: Time
    """When the next period begins."""


class PurchaseLimits(Shape):
    month: LimitAnswer
    """Of this month."""
    year: LimitAnswer
    """Of this year."""


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
