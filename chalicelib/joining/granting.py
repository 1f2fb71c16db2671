"""Entry 1 of a wallet: the sign-up and its mileage."""

from datetime import datetime

from chalicelib.county.settings import CountySettings
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, new_entry_id
from chalicelib.ledger.entries import Origin
from chalicelib.ledger.lots import mileage_lot


def decide_signup(
    *, mileage: int, origin: Origin, settings: CountySettings, now: datetime
) -> Draft:
    """Entry 1 of a wallet. A campaign may grant nothing; then it only records the joining."""
    entry_id = new_entry_id(now)
    lots = mileage_lot(entry_id, mileage, source="signup", settings=settings, now=now)
    return Draft(
        kind="signup",
        allocations=tuple(lot_rules.put_in(lot) for lot in lots),
        origin=origin,
        entry_id=entry_id,
    )
