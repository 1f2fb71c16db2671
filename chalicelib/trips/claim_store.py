"""Claims in the table, what they use up, and the entries that are written together with a trip."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from chalicelib.approvals.approvals import OutcomeWrite
from chalicelib.aws.keys import Key
from chalicelib.aws.table import Item, Table
from chalicelib.core.values import day_start
from chalicelib.ledger.appending import check_balances
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import item_from_entry
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record
from chalicelib.trips import keys
from chalicelib.trips.receipts import Claim
from chalicelib.trips.stored_forms import (
    claim_from_item,
    item_from_budget,
    item_from_claim,
    item_from_trip,
)
from chalicelib.trips.trips import Budget, Trip

WATCH_KEPT = timedelta(days=30)


class ClaimStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, trip: Trip, claim: Claim) -> bool:
        """Access pattern 247: the trip as claimed, the claim, and all that it uses up, in one
        transaction; `False` if somebody else was first with the trip, a receipt or a payment."""
        new = [item_from_claim(claim), *self._not_yet(claim)]
        return self._table.put_together(new, [item_from_trip(trip)])

    def of(self, trip: Trip) -> Claim | None:
        """Access pattern 248: the last claim of a trip, read consistently."""
        if not trip.claim_number:
            return None
        key = keys.claim(trip.county_id, trip.trip_id, trip.claim_number)
        item = self._table.get(key, consistent=True)
        return claim_from_item(trip.county_id, trip.trip_id, item) if item else None

    def taken(self, claim: Claim) -> str | None:
        """Access pattern 248: the name of a line that another trip's claim has used up."""
        for name, key in _used_up(claim):
            item = self._table.get(key, consistent=True)
            if item is not None and item["trip_id"] != claim.trip_id:
                return name
        return None

    def trips_of_approval(self, county_id: str, approval_key: str) -> set[str]:
        """Access pattern 250: trips that claimed under this approval number, whatever amount."""
        items = self._table.query_all(keys.receipts(county_id, approval_key))
        return {item["trip_id"] for item in items}

    def trips_of_photo(self, county_id: str, sha256: str) -> set[str]:
        """Access pattern 250: trips that showed just this picture."""
        return {item["sk"] for item in self._table.query_all(keys.photos(county_id, sha256))}

    def append(
        self,
        entry: Entry,
        trip: Trip,
        budget: Budget,
        *,
        watched_until: date | None,
        record: AuditRecord | None,
    ) -> OutcomeWrite:
        """Access pattern 251: what is paid for a trip or taken back, the trip as it is then and the
        year's budget, in one transaction: one is never without the others."""
        check_balances(entry)
        new = [item_from_entry(entry)]
        if record is not None:
            new.append(item_from_record(record))
        if watched_until is not None:
            new.append(_watched(trip, watched_until))
        if self._table.put_together(new, [item_from_trip(trip), item_from_budget(budget)]):
            return "written"
        stored = self._table.get(keys.trip(trip.county_id, trip.trip_id), consistent=True)
        is_changed = stored is None or stored["version"] != trip.version - 1
        return "outcome_exists" if is_changed else "place_taken"

    def replace(self, trip: Trip) -> bool:
        """Access pattern 249: `False` if somebody else changed it."""
        return self._table.put_together([], [item_from_trip(trip)])

    def watched(self, county_id: str, today: date) -> list[str]:
        """Access pattern 252: trips of which something may still have to be taken back."""
        between = (today.isoformat(), "9")
        items = self._table.query_all(keys.watched_trips(county_id), between=between)
        return sorted({keys.split_watched_trip(item["sk"]) for item in items})

    def _not_yet(self, claim: Claim) -> Iterator[Item]:
        """What is used up, without what this trip's earlier claim has used up already. What another
        trip's has is written all the same: then nothing is."""
        for name, key in _used_up(claim):
            item = self._table.get(key, consistent=True)
            if item is None or item["trip_id"] != claim.trip_id:
                yield {**key._asdict(), "type": "trip_receipt", "trip_id": claim.trip_id,
                       "line": name}  # fmt: skip
        for sha256 in {photo.sha256 for photo in claim.photos}:
            key = keys.photo(claim.county_id, sha256, claim.trip_id)
            if self._table.get(key, consistent=True) is None:
                yield {**key._asdict(), "type": "trip_photo"}


def _used_up(claim: Claim) -> Iterable[tuple[str, Key]]:
    county_id = claim.county_id
    for number, receipt in enumerate(claim.receipts):
        key = keys.receipt(county_id, receipt.approval_key, receipt.receipt_key)
        yield f"receipts.{number}", key
    for number, payment in enumerate(claim.payments):
        yield f"redemption_ids.{number}", keys.payment(county_id, payment.redemption_id)


def _watched(trip: Trip, until: date) -> Item:
    number = trip.grant.takings if trip.grant else 0
    return {
        **keys.watched_trip(trip.county_id, until, trip.trip_id, number)._asdict(),
        "type": "trip_watch",
        "ttl": int(day_start(until + WATCH_KEPT).timestamp()),
    }
