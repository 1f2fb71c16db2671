"""Mileage coming and going without a purchase: sign-up, adjustment, expiry."""

from datetime import date, datetime

from chalicelib.domain import lots as lot_rules
from chalicelib.domain.county_settings import CountySettings
from chalicelib.domain.entries import Entry, Origin
from chalicelib.domain.errors import AmountOutOfRangeError, InsufficientMileageError
from chalicelib.domain.lots import Allocation, Lot
from chalicelib.domain.values import AMOUNT_MAX, add_months, seoul_date, sibling_id
from chalicelib.domain.wallet import Draft, new_entry_id


def decide_signup(
    *, mileage: int, origin: Origin, settings: CountySettings, now: datetime
) -> Draft:
    """Entry 1 of a wallet. A campaign may grant nothing; then it only records the joining."""
    entry_id = new_entry_id(now)
    lots = _mileage_lot(entry_id, mileage, source="signup", settings=settings, now=now)
    return Draft(
        kind="signup",
        allocations=tuple(lot_rules.put_in(lot) for lot in lots),
        origin=origin,
        entry_id=entry_id,
    )


def decide_adjustment(
    head: Entry, *, mileage: int, reason: str, settings: CountySettings, now: datetime
) -> Draft:
    """Staff add (plus) or take (minus) mileage, in points, with a reason."""
    if mileage == 0 or abs(mileage) > AMOUNT_MAX:
        raise AmountOutOfRangeError(param="mileage", minimum=-AMOUNT_MAX, maximum=AMOUNT_MAX)
    today = seoul_date(now)
    entry_id = new_entry_id(now)
    if mileage > 0:
        lots = _mileage_lot(entry_id, mileage, source="adjustment", settings=settings, now=now)
        allocations = tuple(lot_rules.put_in(lot) for lot in lots)
    else:
        balance = head.live_mileage(today)
        if -mileage > balance:
            raise InsufficientMileageError(balance=balance)
        live = (lot for lot in head.live_lots(today) if lot.kind == "mileage")
        allocations = lot_rules.take(live, -mileage)
    return Draft(kind="adjustment", allocations=allocations, reason=reason, entry_id=entry_id)


def decide_expiration(head: Entry, *, today: date) -> Draft | None:
    """Write off every lot whose last day is before `today`; `None` if there is none."""
    expired = [lot for lot in head.lots if not lot.is_live(today)]
    if not expired:
        return None
    return Draft(
        kind="expiration",
        allocations=tuple(
            Allocation(x.lot_id, x.kind, x.source, x.face, -x.remaining, x.expires_on)
            for x in expired
        ),
    )


def _mileage_lot(
    entry_id: str, mileage: int, *, source: str, settings: CountySettings, now: datetime
) -> tuple[Lot, ...]:
    if mileage == 0:
        return ()
    months = settings.mileage_valid_months
    expires_on = add_months(seoul_date(now), months) if months is not None else None
    return (
        Lot(
            lot_id=sibling_id("mlg", entry_id),
            kind="mileage",
            source=source,
            face=mileage,
            remaining=mileage,
            expires_on=expires_on,
        ),
    )
