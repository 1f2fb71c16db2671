"""Mileage into vouchers. Gangjin ordinance 2819 art. 6-2: one point is worth one won."""

from datetime import datetime

from chalicelib.core.values import seoul_date, sibling_id
from chalicelib.county.settings import CountySettings
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, new_entry_id
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import (
    InsufficientMileageError,
    MemberNotFoundError,
)
from chalicelib.ledger.lots import Lot
from chalicelib.ledger.vouchers import check_holding_cap, voucher_expiry
from chalicelib.wallets.errors import ConversionBelowMinimumError, ConversionNotAMultipleError


def decide(head: Entry | None, *, mileage: int, settings: CountySettings, now: datetime) -> Draft:
    """Take `mileage` points and open a `policy` lot. It is free of the purchase limit, as it was
    not bought, and never refunded in money."""
    if head is None:
        raise MemberNotFoundError
    today = seoul_date(now)
    if mileage < settings.conversion_minimum or mileage <= 0:
        raise ConversionBelowMinimumError(limit=settings.conversion_minimum)
    if mileage % settings.conversion_multiple:
        raise ConversionNotAMultipleError(limit=settings.conversion_multiple)
    balance = head.live_mileage(today)
    if mileage > balance:
        raise InsufficientMileageError(balance=balance)
    amount = mileage * settings.mileage_won_per_point
    check_holding_cap(head.held_vouchers(today), amount, settings.voucher_holding_cap)
    taken = lot_rules.take((lot for lot in head.live_lots(today) if lot.kind == "mileage"), mileage)
    entry_id = new_entry_id(now)
    lot = Lot(
        lot_id=sibling_id("vch", entry_id),
        kind="policy",
        source="conversion",
        face=amount,
        remaining=amount,
        expires_on=voucher_expiry("policy", today, settings),
    )
    return Draft(kind="conversion", allocations=(*taken, lot_rules.put_in(lot)), entry_id=entry_id)
