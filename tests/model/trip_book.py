"""What must come of trips: sums of its own, no code of the product. The rules as the programme's
notice has them; won.

What could not have happened as things stand is answered with `False`: something else was first.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

TIMES, CLAIM_DAYS, HOLD_DAYS = 3, 7, 2
ONE, TEAM = 100_000, 200_000
LEAST_ONE, LEAST_TEAM = 30_000, 50_000
OPEN = ("applied", "approved", "claimed", "returned")
STANDS = ("approved", "claimed", "returned", "granted", "clawed_back")


@dataclass
class Spent:
    """A payment with vouchers: `left` is what shops have not given back."""

    member: str
    on: date
    left: int


@dataclass
class Known:
    member: str
    starts: date
    ends: date
    is_team: bool
    claim_by: date
    status: str = "applied"
    companion: str = ""
    was_returned: bool = False
    slips: dict[str, int] = field(default_factory=dict)
    payments: dict[str, int] = field(default_factory=dict)
    found: frozenset[str] | None = None
    """Lines that the last finding counts."""
    counted: frozenset[str] = frozenset()
    paid: int = 0
    taken: int = 0

    @property
    def cap(self) -> int:
        return TEAM if self.is_team else ONE

    @property
    def lines(self) -> list[str]:
        """In the order in which they are handed in."""
        return [*self.slips, *self.payments]


class TripBook:
    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.trips: dict[str, Known] = {}
        self.spending: dict[str, Spent] = {}

    @property
    def held(self) -> int:
        return sum(trip.cap for trip in self.trips.values() if trip.status in OPEN)

    @property
    def spent(self) -> int:
        return sum(trip.paid - trip.taken for trip in self.trips.values())

    @property
    def times(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for trip in self.trips.values():
            if trip.status in OPEN or trip.paid:
                found.update(filter(None, (trip.member, trip.companion)))
        return found

    def used(self) -> set[str]:
        """Slips and payments that were claimed: refused or not, no second time."""
        return {name for trip in self.trips.values() for name in trip.lines}

    def has_room(self, cap: int) -> bool:
        return self.held + self.spent + cap <= self.limit

    def apply(self, trip_id: str, member: str, starts: date, ends: date, *, is_team: bool) -> bool:
        trip = Known(member, starts, ends, is_team, ends + timedelta(days=CLAIM_DAYS))
        if self.times[member] >= TIMES or not self.has_room(trip.cap):
            return False
        self.trips[trip_id] = trip
        return True

    def approve(self, trip_id: str) -> bool:
        trip = self.trips[trip_id]
        is_free = not any(
            other.member == trip.member
            and other.status in STANDS
            and other.starts <= trip.ends
            and trip.starts <= other.ends
            for other in self.trips.values()
        )
        return self._turn(trip, ("applied",), "approved") if is_free else False

    def consent(self, trip_id: str, name: str) -> bool:
        trip = self.trips[trip_id]
        may = trip.status in ("applied", "approved", "returned") and not trip.companion
        if not may or self.times[name] >= TIMES:
            return False
        trip.companion = name
        return True

    def refuse(self, trip_id: str) -> bool:
        trip = self.trips[trip_id]
        if trip.status not in ("applied", "approved", "returned"):
            return False
        trip.companion = ""
        return True

    def withdraw(self, trip_id: str, on: date) -> bool:
        trip = self.trips[trip_id]
        return on < trip.starts and self._turn(trip, ("applied", "approved"), "withdrawn")

    def claim(self, trip_id: str, slips: dict[str, int], payments: list[str], on: date) -> bool:
        trip = self.trips[trip_id]
        others = self.used() - set(trip.lines)
        left = {name: self.spending[name].left for name in payments}
        total = sum(slips.values()) + sum(left.values())
        if (
            others & {*slips, *payments}
            or not trip.ends <= on <= trip.claim_by
            or total < (LEAST_TEAM if trip.companion else LEAST_ONE)
            or not all(left.values())
            or not self._turn(trip, ("approved", "returned"), "claimed")
        ):
            return False
        trip.slips, trip.payments, trip.found = slips, left, None
        return True

    def give_back(self, trip_id: str, on: date) -> bool:
        trip = self.trips[trip_id]
        if trip.was_returned or not self._turn(trip, ("claimed",), "returned"):
            return False
        trip.claim_by = max(trip.claim_by, on + timedelta(days=CLAIM_DAYS))
        trip.was_returned, trip.found = True, None
        return True

    def review(self, trip_id: str, counts: frozenset[str], amount: int) -> bool:
        trip = self.trips[trip_id]
        if trip.status not in ("claimed", "granted", "clawed_back"):
            return False
        if amount != self.due(trip, counts):
            return False
        trip.found = counts
        return True

    def grant(self, trip_id: str, amount: int) -> bool:
        trip = self.trips[trip_id]
        if trip.found is None or amount != self.due(trip, trip.found) or not amount:
            return False
        if not self._turn(trip, ("claimed",), "granted"):
            return trip.paid == amount
        trip.paid, trip.counted = amount, trip.found
        return True

    def reject(self, trip_id: str) -> bool:
        return self._turn(self.trips[trip_id], OPEN, "rejected")

    def claw_back(self, trip_id: str, taken: int) -> bool:
        """`taken` in all."""
        trip = self.trips[trip_id]
        due = self.due(trip, trip.found or frozenset())
        if trip.paid - trip.taken > due:
            trip.taken, trip.status = trip.paid - due, "clawed_back"
            trip.counted = trip.found or frozenset()
        elif trip.paid - trip.taken == due:
            trip.counted = trip.found or frozenset()
        return trip.taken == taken

    def night(self, today: date, taken: dict[str, int]) -> bool:
        ended, less = [], {}
        for trip_id, trip in self.trips.items():
            if trip.status in ("applied", "approved", "returned") and trip.claim_by < today:
                ended.append(trip)
            if trip.paid:
                due = self.due(trip, trip.counted)
                less[trip_id] = max(trip.taken, trip.paid - due)
        if less != taken:
            return False
        for trip in ended:
            trip.status = "expired"
        for trip_id, amount in less.items():
            trip = self.trips[trip_id]
            if amount > trip.taken:
                trip.taken, trip.status = amount, "clawed_back"
        return True

    def due(self, trip: Known, counts: frozenset[str]) -> int:
        """Won that the trip is to be given for what counts, as it stands now."""
        spent = sum(amount for name, amount in trip.slips.items() if name in counts)
        for name, amount in trip.payments.items():
            if name in counts:
                spent += min(amount, self.spending[name].left)
        if spent < (LEAST_TEAM if trip.companion else LEAST_ONE):
            return 0
        # A team of which nobody came along is a person alone.
        return min(spent // 2, TEAM if trip.companion else ONE)

    @staticmethod
    def _turn(trip: Known, before: tuple[str, ...], after: str) -> bool:
        if trip.status not in before:
            return False
        trip.status = after
        return True
