"""What may be claimed after a trip. Terms are those of the day on which it was applied for."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from chalicelib.core.values import seoul_date
from chalicelib.county.settings import CANCEL_DAYS_MAX, CountySettings
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.trades import is_barred, trade_of
from chalicelib.trips.errors import (
    ClaimTooEarlyError,
    ClaimTooLateError,
    ReceiptAlreadyUsedError,
    ReceiptOutsideTripError,
    SightsMissingError,
    TripNotClaimableError,
    TripSpentTooLittleError,
)
from chalicelib.trips.receipts import Claim, Receipt
from chalicelib.trips.trips import CLAIMABLE, Trip
from chalicelib.uploads.uploads import Kept

PHOTOS_MAX = 10
RECEIPTS_MAX = 20
PAYMENTS_MAX = 20
NEVER_COUNTED = ("jewelry",)
"""Goldsmiths, whatever the vouchers' own rule is (the programme's notice of 2024-04-26)."""
NIGHTS = timedelta(days=7)
"""So many nights may fail, and the last cancel of a payment is seen all the same."""
BARRED_TRADE, OVER_LINE = "barred_trade", "over_sales_cap"


def check_may_claim(trip: Trip, today: date) -> None:
    """Raises `TripNotClaimableError`, `ClaimTooEarlyError`, `ClaimTooLateError`."""
    if trip.status not in CLAIMABLE:
        raise TripNotClaimableError(state=trip.status)
    if today < trip.ends_on:
        raise ClaimTooEarlyError(param="trip_id", ends_on=trip.ends_on.isoformat())
    if today > trip.claim_by_on:
        raise ClaimTooLateError(claim_by_on=trip.claim_by_on.isoformat())


def check_paid(trip: Trip, paid_at: datetime, now: datetime, *, param: str) -> None:
    """Within the trip, and not in a time to come. Raises `ReceiptOutsideTripError`."""
    if paid_at > now or not trip.starts_on <= seoul_date(paid_at) <= trip.ends_on:
        raise ReceiptOutsideTripError(
            param=param, starts_on=trip.starts_on.isoformat(), ends_on=trip.ends_on.isoformat()
        )


def check_each_once(names: Sequence[str], *, param: str) -> None:
    """Raises `ReceiptAlreadyUsedError`."""
    for number, name in enumerate(names):
        if name in names[:number]:
            raise ReceiptAlreadyUsedError(param=f"{param}.{number}")


def check_sights(
    photos: Collection[Kept], facilities: Collection[str], settings: CountySettings
) -> None:
    """Pictures are different by their bytes; of what they show, staff judge. Raises
    `SightsMissingError`."""
    seen = len({photo.sha256 for photo in photos}) + len(set(facilities))
    if seen < settings.trip_sights:
        raise SightsMissingError(
            limit=settings.trip_sights, used=seen, remaining=settings.trip_sights - seen
        )


def check_spent(trip: Trip, spent: int, settings: CountySettings) -> None:
    """Raises `TripSpentTooLittleError`."""
    minimum = least_spent(trip, settings)
    if spent < minimum:
        raise TripSpentTooLittleError(limit=minimum, used=spent, remaining=minimum - spent)


def least_spent(trip: Trip, settings: CountySettings) -> int:
    """In won, below which nothing is given."""
    return settings.trip_team_minimum if trip.team_count else settings.trip_person_minimum


def most_given(trip: Trip, settings: CountySettings) -> int:
    """In won. A team of which nobody consented is a person alone, whatever was held for it."""
    if trip.team_count or not trip.asked_count:
        return trip.reserved_amount
    return min(trip.reserved_amount, settings.trip_person_cap)


def payback(trip: Trip, spent: int, settings: CountySettings) -> int:
    """Won given for `spent` won that count: a share of it, up to what was promised, rounded down to
    the won; nothing below the least."""
    if spent < least_spent(trip, settings):
        return 0
    return min(spent * settings.trip_rate_percent // 100, most_given(trip, settings))


def bar_of(shops: Sequence[Merchant], settings: CountySettings) -> str:
    """Why a business of ours does not count, if no shop of it does: its trade, or its sales."""
    bars = [_bar(shop, settings) for shop in shops]
    return bars[0] if bars and all(bars) else ""


def _bar(shop: Merchant, settings: CountySettings) -> str:
    trade = trade_of(shop.category)
    if trade is not None and (trade in NEVER_COUNTED or is_barred(trade, settings)):
        return BARRED_TRADE
    return OVER_LINE if shop.over_sales_cap else ""


def held_until(receipts: Collection[Receipt], settings: CountySettings) -> date | None:
    """The last day on which a card of these slips may still be cancelled; `None` without slips."""
    last = max((each.on for each in receipts), default=None)
    return date.fromordinal(last.toordinal() + settings.trip_hold_days) if last else None


def watched_until(claim: Claim) -> date | None:
    """The last day on which a payment of ours in it can be cancelled, and the nights that may see
    it; `None` without such payments."""
    last = max((each.on for each in claim.payments), default=None)
    return last + timedelta(days=CANCEL_DAYS_MAX) + NIGHTS if last else None
