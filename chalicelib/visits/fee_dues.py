"""Days whose fees are still to be paid in. Each morning the last weeks are looked through, so that
nobody has to; between the mornings a day that was paid in is seen at once."""

from datetime import date, timedelta

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.visits.admissions import COUNT_AGE_MAX
from chalicelib.visits.errors import FacilityNotFoundError
from chalicelib.visits.facility_service import Facilities
from chalicelib.visits.fee_book import FeeBook
from chalicelib.visits.fee_book_service import FeeBooks
from chalicelib.visits.ports import FeeDueStore

DAYS_MAX = 200
"""Of a county, the oldest ones: who has more to pay in has seen them in the list of each day."""


class FeeDue(Struct, frozen=True, kw_only=True):
    """A day that is over and of which something is left, or too much was paid in."""

    facility_id: str
    name: str
    name_en: str
    book: FeeBook

    def is_overdue(self, today: date) -> bool:
        return self.book.deposit_due_on < today


class FeeDues(Struct, frozen=True):
    store: FeeDueStore
    books: FeeBooks
    facilities: Facilities
    clock: Clock

    def look_through(self, county_id: str) -> int:
        """All days of which counts may still come in, and those that were open before; how many
        are. A day without any fee is none."""
        today = seoul_date(self.clock())
        days = {
            (known.facility.facility_id, today - timedelta(days=n))
            for known in self.facilities.all(county_id)
            if any(terms.fees for terms in known.versions)
            for n in range(1, COUNT_AGE_MAX.days + 1)
        }
        days.update(self.store.all(county_id))
        found = self._open(county_id, sorted(days, key=lambda one: (one[1], one[0])))
        kept = [(one.facility_id, one.book.on) for one in found[:DAYS_MAX]]
        self.store.keep(county_id, kept, to_milliseconds(self.clock()))
        return len(kept)

    def all(self, county_id: str) -> list[FeeDue]:
        """Those that the last look found and that are still open, the oldest first."""
        return self._open(county_id, self.store.all(county_id))

    def overdue(self, county_id: str) -> int:
        today = seoul_date(self.clock())
        return sum(one.is_overdue(today) for one in self.all(county_id))

    def _open(self, county_id: str, days: list[tuple[str, date]]) -> list[FeeDue]:
        found = []
        for facility_id, on in days:
            try:
                facility = self.facilities.one(county_id, facility_id).facility
            except FacilityNotFoundError:
                continue
            book = self.books.of(county_id, facility_id, on)
            if book.left:
                due = FeeDue(
                    facility_id=facility_id,
                    name=facility.name,
                    name_en=facility.name_en,
                    book=book,
                )
                found.append(due)
        return found
