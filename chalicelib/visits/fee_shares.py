"""What a member who paid a fee at a gate is given back of it: a voucher of the county's money.

It is of a member, a sight and a day, as the admission is: an earlier scan that takes the place of a
later one is of the same fee, and gives nothing anew.
"""

from datetime import date, datetime

from msgspec import Struct

from chalicelib.core.values import seoul_date, sibling_id
from chalicelib.county.settings import CountySettings
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, new_entry_id
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.ledger.lots import Lot
from chalicelib.ledger.receivables import check_nothing_owed
from chalicelib.ledger.vouchers import check_holding_cap, voucher_expiry

SOURCE = "fee_share"
"""Of its lot."""


class GivenShare(Struct, frozen=True, kw_only=True):
    """That something was given back, once. `member_id`: who was let in; `wallet_id`: where it went,
    which is another wallet if the membership goes on in one. `paid` and `amount` in won."""

    county_id: str
    facility_id: str
    on: date
    member_id: str
    admission_id: str
    wallet_id: str
    entry_id: str
    paid: int
    amount: int
    at: datetime


def share_keys(facility_id: str, on: date, member_id: str) -> CommandKeys:
    """One admission, one share, whichever scan it is by. The night and the verifier read it."""
    reference = f"fee_share/{facility_id}/{on.isoformat()}/{member_id}"
    return CommandKeys(reference=reference, fingerprint=digest(reference))


def place_of(reference: str) -> tuple[str, date, str]:
    """The sight, the day and the member of `share_keys`."""
    _, facility_id, on, member_id = reference.split("/")
    return facility_id, date.fromisoformat(on), member_id


def decide(
    head: Entry, *, amount: int, names: str, settings: CountySettings, now: datetime
) -> Draft:
    """`names`: of the sight, in Korean and in English, one a line. Raises
    `HoldingCapExceededError`, `ReceivableOpenError`."""
    check_nothing_owed(head)
    on = seoul_date(now)
    check_holding_cap(head.held_vouchers(on), amount, settings.voucher_holding_cap)
    entry_id = new_entry_id(now)
    lot = Lot(
        lot_id=sibling_id("vch", entry_id),
        kind="policy",
        source=SOURCE,
        face=amount,
        remaining=amount,
        expires_on=voucher_expiry("policy", on, settings),
    )
    return Draft(
        kind="fee_share", allocations=(lot_rules.put_in(lot),), reason=names, entry_id=entry_id
    )
