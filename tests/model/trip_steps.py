"""Half-price trips from the application to what is taken back, over days: the year's budget exact
after each step, beside a book that shares no code."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from chalicelib.trips.trips import Trip
from tests.builders import COUNTY
from tests.model.feature_walk import Act, FeatureWalk
from tests.model.trip_acts import LIMIT
from tests.model.trip_book import (
    TIMES,
)
from tests.model.trip_desk_acts import TripDeskActs
from tests.worlds import Holder

DAYS_PASS = (timedelta(0), timedelta(0), timedelta(hours=5), timedelta(hours=26))


class TripSteps(TripDeskActs):
    def __init__(self, walk: FeatureWalk) -> None:
        super().__init__(walk)
        self.rivals: tuple[Callable[[], Act], ...] = ()
        self.before: tuple[int, Any] = (0, None)

    def act(self) -> Act:
        chance = self.walk.chance
        self.walk.world.now += chance.choice(DAYS_PASS)
        self.before, self.refused = (self.book.held + self.book.spent, self.book.times), []
        acts: dict[Callable[[], Act], tuple[Callable[[], Act], ...]] = {
            self._apply: (self._apply, self._reject, self._consent),
            self._approve: (self._apply, self._consent),
            self._withdraw: (self._approve, self._consent, self._withdraw, self._apply),
            self._consent: (self._claim, self._apply),
            self._refuse: (self._claim, self._apply),
            self._claim: (self._steal, self._consent, self._cancel, self._apply),
            self._steal: (self._pay,),
            self._give_back: (self._cancel, self._apply),
            self._review: (self._cancel, self._pay),
            self._grant: (self._reject, self._grant, self._cancel, self._pay),
            self._reject: (self._claim, self._apply),
            self._claw_back: (self._claw_back, self._pay),
            self._pay: (self._cancel, self._apply),
            self._cancel: (self._night, self._pay),
            self._night: (self._cancel, self._pay, self._apply),
            self._leave: (self._pay, self._apply),
        }
        wanted = [one for one in acts if self._is_possible(one)]
        chosen = chance.choices(wanted, [self._weight(one) for one in wanted])[0]
        self.rivals = acts[chosen]
        self._choose(chosen)
        return chosen()

    def rival(self) -> Act:
        """What is about the same trip is left as it was chosen."""
        fitting = [one for one in self.rivals if self._is_possible(one)] or [self._apply]
        chosen = self.walk.chance.choice(fitting)
        if self.trip_id not in self._fitting(chosen):
            self._choose(chosen)
        return chosen()

    def check(self) -> None:
        """Budget, trips, times and wallets are the book's; nobody was refused what was there."""
        budget = self.desks.store.budget(COUNTY, self.today.year)
        assert (budget.held, budget.spent) == (self.book.held, self.book.spent)
        assert budget.held + budget.spent <= LIMIT
        trips = {trip.trip_id: trip for trip in self.desks.store.every(COUNTY)}
        assert {one: self._said(trip) for one, trip in trips.items()} == {
            one: (trip.status, trip.paid, trip.taken, bool(trip.companion))
            for one, trip in self.book.trips.items()
        }
        for name, times in self.book.times.items():
            key = name if name.startswith("mem_") else self._person_key(name)
            found = self.desks.store.traveller(COUNTY, key).times
            assert found.get(self.today.year, 0) == times, name
        for member in {trip.member for trip in self.book.trips.values()}:
            moved = 0
            for entry in self.walk.entries(Holder(member)):
                if entry.kind in ("trip_grant", "trip_clawback"):
                    moved += entry.voucher_amount
                elif entry.kind == "receivable" and entry.receivable is not None:
                    moved -= entry.receivable.amount
            own = [trip for trip in self.book.trips.values() if trip.member == member]
            assert moved == sum(trip.paid - trip.taken for trip in own), member
        for member, cap in self.refused:
            is_out = max(self.before[0], self.book.held + self.book.spent) + cap > LIMIT
            times = max(self.before[1][member], self.book.times[member])
            assert is_out or times >= TIMES, (member, cap)

    @staticmethod
    def _said(trip: Trip) -> tuple[str, int, int, bool]:
        grant = trip.grant
        paid, taken = (grant.amount, grant.taken_amount) if grant else (0, 0)
        assert grant is None or not grant.owed_amount
        return trip.status, paid, taken, trip.consented_count == 1

    def _weight(self, act: Callable[[], Act]) -> int:
        """What a trip comes to late, or seldom may, is done when it may be."""
        if act == self._steal:
            return 9
        return 3 if act in (self._claim, self._review, self._grant, self._claw_back) else 1

    def _fitting(self, act: Callable[[], Act]) -> list[str]:
        """Of which trips it may be."""
        found: list[str] = []
        for trip_id, trip in self.book.trips.items():
            is_falsely_paid = trip.found is not None and trip.found != trip.counted
            fits = {
                self._approve: trip.status == "applied",
                self._withdraw: trip.status in ("applied", "approved")
                and self.today < trip.starts
                and trip.member not in self.left,
                self._consent: trip.is_team
                and trip.status in ("applied", "approved", "returned")
                and self.today <= trip.claim_by,
                self._refuse: trip.is_team
                and trip.status in ("applied", "approved", "returned")
                and self.today <= trip.claim_by,
                self._claim: trip.status in ("approved", "returned")
                and trip.ends <= self.today <= trip.claim_by
                and trip.member not in self.left,
                self._steal: trip.status in ("approved", "returned")
                and trip.ends <= self.today <= trip.claim_by
                and trip.member not in self.left
                and bool(self._stealable(trip)),
                self._give_back: trip.status == "claimed",
                self._review: trip.status in ("claimed", "granted"),
                self._grant: trip.status == "claimed" and trip.found is not None,
                self._reject: trip.status in ("applied", "claimed"),
                self._claw_back: bool(trip.paid) and is_falsely_paid,
            }
            if fits.get(act):
                found.append(trip_id)
        return found

    def _is_possible(self, act: Callable[[], Act]) -> bool:
        if act == self._cancel:
            return any(each.left for each in self.book.spending.values())
        if act == self._leave:
            return len(self.left) < 2 and self.walk.chance.random() < 0.1
        if act in (self._reject, self._refuse, self._withdraw) and self.walk.chance.random() < 0.7:
            return False  # Else hardly any trip would be paid.
        return act in (self._apply, self._pay, self._night) or bool(self._fitting(act))

    def _choose(self, act: Callable[[], Act]) -> None:
        if fitting := self._fitting(act):
            self.trip_id = self.walk.chance.choice(fitting)
