"""Half-price trips in the table, with the year's budget and each traveller's times."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import day_start, format_time, parse_time
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record
from chalicelib.staff.person import Person
from chalicelib.trips import keys
from chalicelib.trips.trips import (
    Budget,
    Decision,
    SealedTeam,
    Traveller,
    Trip,
    TripStatus,
)

PAGES_MAX = 5
PAGE_ITEMS = 100
"""So many trips one page of a filtered list looks through; the next goes on after them."""
DUE_KEPT = timedelta(days=60)
"""How long after its last day a trip can still be found as due."""


class TripStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, trip: Trip, budget: Budget, traveller: Traveller) -> bool:
        """Access pattern 230: the trip with what it holds and counts, in one transaction."""
        due = {
            **keys.due_trip(trip.county_id, trip.claim_by_on, trip.trip_id)._asdict(),
            "type": "trip_due",
            "ttl": int(day_start(trip.claim_by_on + DUE_KEPT).timestamp()),
        }
        own = keys.traveller_trip(trip.county_id, trip.member_id, trip.trip_id)
        pointer = {**own._asdict(), "type": "traveller_trip"}
        sums = [_item_from_budget(budget), _item_from_traveller(traveller)]
        new = [item for item in sums if item["version"] == 1]
        replaced = [item for item in sums if item["version"] > 1]
        return self._table.put_together([_item_from_trip(trip), pointer, due, *new], replaced)

    def end(
        self, trip: Trip, budget: Budget, traveller: Traveller, record: AuditRecord | None
    ) -> bool:
        """Access pattern 231: a trip that ends gives back what it held, and who ended it."""
        replaced = [
            _item_from_trip(trip), _item_from_budget(budget), _item_from_traveller(traveller)
        ]  # fmt: skip
        return self._table.put_together([item_from_record(record)] if record else [], replaced)

    def approve(self, trip: Trip, traveller: Traveller, record: AuditRecord) -> bool:
        """Access pattern 232: with who did it. The traveller is written too, so that of two trips
        of one member that are approved at the same moment, one is looked at again."""
        replaced = [_item_from_trip(trip), _item_from_traveller(traveller)]
        return self._table.put_together([item_from_record(record)], replaced)

    def by_id(self, county_id: str, trip_id: str) -> Trip | None:
        """Access pattern 233, read consistently."""
        item = self._table.get(keys.trip(county_id, trip_id), consistent=True)
        return _trip_from_item(county_id, item) if item else None

    def page(
        self, county_id: str, *, status: TripStatus | None, limit: int, before_id: str | None
    ) -> tuple[list[Trip], str | None]:
        """Access pattern 234: newest first, and the id to go on before."""
        start = keys.trip(county_id, before_id)._asdict() if before_id else None
        found: list[Trip] = []
        for _ in range(PAGES_MAX):
            page = self._table.query(
                keys.trips(county_id), newest_first=True, limit=PAGE_ITEMS, start=start
            )
            for item in page.items:
                trip = _trip_from_item(county_id, item)
                if status not in (None, trip.status):
                    continue
                if len(found) == limit:
                    return found, found[-1].trip_id
                found.append(trip)
            start = page.next_key
            if start is None:
                return found, None
        return found, start["sk"] if start else None

    def all_open(self, county_id: str) -> Iterator[Trip]:
        """Access pattern 239: every trip that holds something, read consistently."""
        for item in self._table.query_all(keys.trips(county_id), consistent=True):
            trip = _trip_from_item(county_id, item)
            if trip.is_open:
                yield trip

    def of_member(
        self, county_id: str, member_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Trip], str | None]:
        """Access pattern 235: a member's own, newest first: their ids, then each."""
        pk = keys.traveller_trips(county_id, member_id)
        start = {"pk": pk, "sk": before_id} if before_id else None
        page = self._table.query(
            pk, prefix="trp_", newest_first=True, limit=limit, start=start, consistent=True
        )
        found = [self.by_id(county_id, item["sk"]) for item in page.items]
        trips = [trip for trip in found if trip is not None]
        return trips, page.items[-1]["sk"] if page.next_key else None

    def budget(self, county_id: str, year: int) -> Budget:
        """Access pattern 236, read consistently."""
        item = self._table.get(keys.budget(county_id, year), consistent=True)
        if item is None:
            return Budget(county_id, year)
        return Budget(county_id, year, item["held"], item["version"])

    def traveller(self, county_id: str, member_id: str) -> Traveller:
        """Access pattern 237, read consistently."""
        item = self._table.get(keys.traveller(county_id, member_id), consistent=True)
        if item is None:
            return Traveller(county_id, member_id)
        times = {int(year): count for year, count in item["times"].items()}
        return Traveller(county_id, member_id, times, item["version"])

    def due_between(self, county_id: str, first: date, before: date) -> list[str]:
        """Access pattern 238: trips whose last day to claim is `first` or later, and before
        `before`."""
        between = (keys.due_day(first), keys.due_day(before))
        items = self._table.query_all(keys.due_trips(county_id), between=between)
        return [keys.split_due_trip(item["sk"]) for item in items]


def _item_from_trip(trip: Trip) -> Item:
    item: Item = {
        **keys.trip(trip.county_id, trip.trip_id)._asdict(),
        "type": "trip",
        "member_id": trip.member_id,
        "starts_on": trip.starts_on.isoformat(),
        "ends_on": trip.ends_on.isoformat(),
        "companion_count": trip.companion_count,
        "reserved_amount": trip.reserved_amount,
        "claim_by_on": trip.claim_by_on.isoformat(),
        "applied_at": format_time(trip.applied_at),
        "status": trip.status,
        "version": trip.version,
    }
    if (team := trip.team) is not None:
        item["team"] = [team.data_key, team.companions]
    if (decision := trip.decision) is not None:
        by = [decision.by.subject, decision.by.username]
        item["decision"] = [by, format_time(decision.at), decision.reason]
    return item


def _trip_from_item(county_id: str, item: Item) -> Trip:
    return Trip(
        county_id=county_id,
        trip_id=item["sk"],
        member_id=item["member_id"],
        starts_on=date.fromisoformat(item["starts_on"]),
        ends_on=date.fromisoformat(item["ends_on"]),
        companion_count=item["companion_count"],
        reserved_amount=item["reserved_amount"],
        claim_by_on=date.fromisoformat(item["claim_by_on"]),
        applied_at=parse_time(item["applied_at"]),
        status=item["status"],
        team=SealedTeam(*item["team"]) if "team" in item else None,
        decision=_decision(item.get("decision")),
        version=item["version"],
    )


def _decision(stored: list[Any] | None) -> Decision | None:
    if stored is None:
        return None
    by, at, reason = stored
    return Decision(Person(*by), parse_time(at), reason)


def _item_from_budget(budget: Budget) -> Item:
    return {
        **keys.budget(budget.county_id, budget.year)._asdict(),
        "type": "trip_budget",
        "held": budget.held,
        "version": budget.version,
    }


def _item_from_traveller(traveller: Traveller) -> Item:
    return {
        **keys.traveller(traveller.county_id, traveller.member_id)._asdict(),
        "type": "traveller",
        "times": {str(year): count for year, count in traveller.times.items()},
        "version": traveller.version,
    }
