"""Half-price trips in the table, with the year's budget and each traveller's times."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import day_start, least_id
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record
from chalicelib.trips import keys
from chalicelib.trips.stored_forms import (
    item_from_budget,
    item_from_traveller,
    item_from_trip,
    trip_from_item,
)
from chalicelib.trips.trips import AHEAD_DAYS_MAX, Budget, Traveller, Trip, TripStatus

PAGES_MAX = 5
PAGE_ITEMS = 100
"""So many trips one page of a filtered list looks through; the next goes on after them."""
DUE_KEPT = timedelta(days=60)
"""How long after its last day a trip can still be found as due."""


class TripStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, trip: Trip, budget: Budget, travellers: Sequence[Traveller]) -> bool:
        """Access pattern 230: the trip with what it holds and counts, in one transaction."""
        due = _due(trip)
        own = keys.traveller_trip(trip.county_id, trip.member_id, trip.trip_id)
        pointer = {**own._asdict(), "type": "traveller_trip"}
        sums = [item_from_budget(budget), *map(item_from_traveller, travellers)]
        new = [item for item in sums if item["version"] == 1]
        replaced = [item for item in sums if item["version"] > 1]
        return self._table.put_together([item_from_trip(trip), pointer, due, *new], replaced)

    def end_trip(
        self,
        trip: Trip,
        budget: Budget,
        travellers: Sequence[Traveller],
        record: AuditRecord | None,
    ) -> bool:
        """Access pattern 231: a trip that ends gives back what it held, and who ended it."""
        replaced = [
            item_from_trip(trip), item_from_budget(budget), *map(item_from_traveller, travellers)
        ]  # fmt: skip
        return self._table.put_together([item_from_record(record)] if record else [], replaced)

    def answer(self, trip: Trip, travellers: Sequence[Traveller]) -> bool:
        """Access pattern 338: what one who comes along said, over the trip's version, with the
        times of the year that change by it."""
        sums = [item_from_traveller(each) for each in travellers]
        new = [item for item in sums if item["version"] == 1]
        replaced = [item for item in sums if item["version"] > 1]
        return self._table.put_together(new, [item_from_trip(trip), *replaced])

    def approve(self, trip: Trip, traveller: Traveller, record: AuditRecord) -> bool:
        """Access pattern 232: with who did it. The traveller is written too, so that of two trips
        of one person that are approved at the same moment, one is looked at again."""
        seen = [item_from_traveller(traveller)]
        # Of who was identified after the trips were applied for there is none yet.
        new, replaced = (seen, []) if traveller.version == 1 else ([], seen)
        return self._table.put_together(
            [item_from_record(record), *new], [item_from_trip(trip), *replaced]
        )

    def by_id(self, county_id: str, trip_id: str) -> Trip | None:
        """Access pattern 233, read consistently."""
        item = self._table.get(keys.trip(county_id, trip_id), consistent=True)
        return trip_from_item(county_id, item) if item else None

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
                trip = trip_from_item(county_id, item)
                if status not in (None, trip.status):
                    continue
                if len(found) == limit:
                    return found, found[-1].trip_id
                found.append(trip)
            start = page.next_key
            if start is None:
                return found, None
        return found, start["sk"] if start else None

    def every(self, county_id: str) -> Iterator[Trip]:
        """Access pattern 239: every trip, read consistently."""
        for item in self._table.query_all(keys.trips(county_id), consistent=True):
            yield trip_from_item(county_id, item)

    def of_year(self, county_id: str, year: int) -> Iterator[Trip]:
        """Access pattern 239: those that count to a year's budget, in the order of application."""
        first = day_start(date(year, 1, 1) - timedelta(days=AHEAD_DAYS_MAX + 1))
        between = (least_id("trp", first), least_id("trp", day_start(date(year + 1, 1, 1))))
        for item in self._table.query_all(keys.trips(county_id), between=between):
            trip = trip_from_item(county_id, item)
            if trip.year == year:
                yield trip

    def change(self, trip: Trip, record: AuditRecord, *, is_due_anew: bool = False) -> bool:
        """Access pattern 249: a trip over its version, with who changed it; `is_due_anew`: it has
        another last day to claim."""
        new = [item_from_record(record), *([_due(trip)] if is_due_anew else [])]
        return self._table.put_together(new, [item_from_trip(trip)])

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
        return Budget(county_id, year, item["held"], item["version"], item.get("spent", 0))

    def traveller(self, county_id: str, traveller_id: str) -> Traveller:
        """Access pattern 237, read consistently."""
        item = self._table.get(keys.traveller(county_id, traveller_id), consistent=True)
        if item is None:
            return Traveller(county_id, traveller_id)
        times = {int(year): count for year, count in item["times"].items()}
        return Traveller(county_id, traveller_id, times, item["version"])

    def due_between(self, county_id: str, first: date, before: date) -> list[str]:
        """Access pattern 238: trips whose last day to claim is `first` or later, and before
        `before`."""
        between = (keys.due_day(first), keys.due_day(before))
        items = self._table.query_all(keys.due_trips(county_id), between=between)
        return [keys.split_due_trip(item["sk"]) for item in items]


def _due(trip: Trip) -> Item:
    return {
        **keys.due_trip(trip.county_id, trip.claim_by_on, trip.trip_id)._asdict(),
        "type": "trip_due",
        "ttl": int(day_start(trip.claim_by_on + DUE_KEPT).timestamp()),
    }
