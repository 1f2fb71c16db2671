"""What an adjustment does to a wallet's lots."""

from collections.abc import Collection
from datetime import date, datetime

from msgspec.structs import replace

from chalicelib.approvals.adjustments import check_amounts
from chalicelib.approvals.corrections import Correction
from chalicelib.approvals.errors import BoughtVouchersError
from chalicelib.core.values import seoul_date, sibling_id
from chalicelib.county.settings import CountySettings
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, new_entry_id
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import (
    InsufficientBalanceError,
    InsufficientMileageError,
    VoucherExpiredError,
)
from chalicelib.ledger.lots import Allocation, Lot, mileage_lot
from chalicelib.ledger.receivables import check_nothing_owed
from chalicelib.ledger.vouchers import check_holding_cap, voucher_expiry


def decide_adjustment(
    head: Entry,
    *,
    mileage: int,
    voucher_amount: int = 0,
    reason: str,
    settings: CountySettings,
    now: datetime,
    source: str = "adjustment",
    correction: Correction | None = None,
    expires_on: date | None = None,
) -> Draft:
    """The county adds (plus) or takes (minus) mileage, in points, or vouchers, in won.

    What it adds is a new lot: vouchers a `policy` lot, within the holding cap, which ends on
    `expires_on`, if that is fixed. What it takes comes
    from the live lots, earliest expiry first, a correction's first from the lots that the corrected
    entry opened; never from vouchers that were bought: those are their buyer's money, and what
    staff take would count as spent. Raises `AdjustmentInvalidError`, `AmountOutOfRangeError`,
    `CorrectionExceedsEntryError`, `InsufficientMileageError`, `InsufficientBalanceError`,
    `BoughtVouchersError`, `HoldingCapExceededError`, `VoucherExpiredError`, `ReceivableOpenError`.
    """
    check_amounts(mileage, voucher_amount, settings)
    is_grant = max(mileage, voucher_amount) > 0 and correction is None
    if is_grant:
        check_nothing_owed(head)
    if correction is not None:
        correction.check(mileage=mileage, voucher_amount=voucher_amount)
    entry_id = new_entry_id(now)
    if mileage > 0:
        lots = mileage_lot(entry_id, mileage, source=source, settings=settings, now=now)
        allocations = tuple(lot_rules.put_in(lot) for lot in lots)
    elif voucher_amount > 0:
        check_holding_cap(
            head.held_vouchers(seoul_date(now)), voucher_amount, settings.voucher_holding_cap
        )
        if expires_on is not None and expires_on < seoul_date(now):
            raise VoucherExpiredError(balance=0)
        lot = _voucher_lot(entry_id, voucher_amount, source=source, settings=settings, now=now)
        if expires_on is not None:
            lot = replace(lot, expires_on=expires_on)
        allocations = (lot_rules.put_in(lot),)
    else:
        first = correction.opened if correction else frozenset()
        allocations = _take(
            head, mileage=-mileage, vouchers=-voucher_amount, first=first, on=seoul_date(now)
        )
    return Draft(
        kind="adjustment",
        allocations=allocations,
        reason=reason,
        corrects_entry_id=correction.of.entry_id if correction else None,
        entry_id=entry_id,
    )


def _take(
    head: Entry, *, mileage: int, vouchers: int, first: Collection[str], on: date
) -> tuple[Allocation, ...]:
    """One of the two is 0. `first`: the lots to take from before others."""
    if mileage > head.live_mileage(on):
        raise InsufficientMileageError(balance=head.live_mileage(on))
    if vouchers > head.live_vouchers(on):
        raise InsufficientBalanceError(balance=head.live_vouchers(on))
    kind = "mileage" if mileage else "policy"
    lots = [lot for lot in head.live_lots(on) if lot.kind == kind]
    amount, given = mileage or vouchers, lot_rules.total(lots)
    if amount > given:
        raise BoughtVouchersError(remaining=given)
    own = [lot for lot in lots if lot.lot_id in first]
    from_own = min(amount, lot_rules.total(own))
    others = [lot for lot in lots if lot.lot_id not in first]
    return lot_rules.take(own, from_own) + lot_rules.take(others, amount - from_own)


def _voucher_lot(
    entry_id: str, amount: int, *, source: str, settings: CountySettings, now: datetime
) -> Lot:
    return Lot(
        lot_id=sibling_id("vch", entry_id),
        kind="policy",
        source=source,
        face=amount,
        remaining=amount,
        expires_on=voucher_expiry("policy", seoul_date(now), settings),
    )
