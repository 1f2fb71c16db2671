"""What a trip does to its member's wallet: a voucher until the year's end, and taking it back."""

from datetime import date, datetime, timedelta

from chalicelib.core.values import seoul_date, sibling_id
from chalicelib.county.settings import CountySettings
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, new_entry_id
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.ledger.lots import Lot
from chalicelib.ledger.receivables import check_nothing_owed
from chalicelib.ledger.vouchers import check_holding_cap
from chalicelib.staff.person import Person

SOURCE = "trip"
NIGHT = Person("night", "night")
"""Who takes back what a cancelled payment of ours was paid for."""
CANCELED = "상품권 결제가 취소됨"
OWED_WATCHED = timedelta(days=14)
"""How long a taking is looked at again, whether its debt was written: within the days in which the
ledger knows that it was."""


def grant_keys(trip_id: str) -> CommandKeys:
    """One trip, one grant, whatever was found of it meanwhile."""
    reference = f"trip_grant/{trip_id}"
    return CommandKeys(reference=reference, fingerprint=digest(reference))


def taking_keys(trip_id: str, number: int, amount: int) -> CommandKeys:
    reference = f"trip_clawback/{trip_id}/{number}"
    return CommandKeys(reference=reference, fingerprint=digest(reference, str(amount)))


def decide_grant(head: Entry, *, amount: int, settings: CountySettings, now: datetime) -> Draft:
    """`amount` won in a policy lot that ends with the year in which it is paid, as the programme's
    notice has it. Raises `HoldingCapExceededError`, `ReceivableOpenError`."""
    check_nothing_owed(head)
    on = seoul_date(now)
    check_holding_cap(head.held_vouchers(on), amount, settings.voucher_holding_cap)
    entry_id = new_entry_id(now)
    lot = Lot(
        lot_id=lot_of(entry_id),
        kind="policy",
        source=SOURCE,
        face=amount,
        remaining=amount,
        expires_on=date(on.year, 12, 31),
    )
    return Draft(kind="trip_grant", allocations=(lot_rules.put_in(lot),), entry_id=entry_id)


def decide_taking(head: Entry, *, entry_id: str, amount: int) -> Draft:
    """`amount` won of what the grant with this entry gave: as much as its lot still has."""
    lot_id = lot_of(entry_id)
    lot = next((each for each in head.lots if each.lot_id == lot_id), None)
    taken = min(lot.remaining, amount) if lot else 0
    allocations = (lot_rules.change(lot, -taken),) if lot and taken else ()
    return Draft(kind="trip_clawback", allocations=allocations)


def lot_of(entry_id: str) -> str:
    return sibling_id("vch", entry_id)
