"""What staff and the night do of half-price trips in a walk."""

from chalicelib.staff.person import Person
from chalicelib.trips.findings import Line
from tests.builders import COUNTY
from tests.model.feature_walk import Act
from tests.model.trip_acts import TripActs

FINDER, APPROVER, OTHER = Person("sub-1", "kim"), Person("sub-2", "lee"), Person("sub-3", "park")


class TripDeskActs(TripActs):
    def _approve(self) -> Act:
        trip_id = self.trip_id

        def approve() -> str:
            return self.desks.decisions.approve(COUNTY, APPROVER, trip_id).status

        return Act("approve", approve, lambda told: self.book.approve(trip_id))

    def _give_back(self) -> Act:
        trip_id, on = self.trip_id, self.today

        def give_back() -> str:
            return self.desks.reviews.give_back(COUNTY, FINDER, trip_id, reason="흐림").status

        return Act("give back", give_back, lambda told: self.book.give_back(trip_id, on))

    def _review(self) -> Act:
        trip_id, trip = self.trip_id, self.book.trips[self.trip_id]
        is_paid = bool(trip.paid)
        counts = frozenset(
            name for name in trip.lines if self.walk.chance.random() < (0.4 if is_paid else 0.9)
        )
        is_confirmed = self.walk.chance.random() < 0.6
        names = [
            *(f"receipts.{n}" for n in range(len(trip.slips))),
            *(f"payments.{n}" for n in range(len(trip.payments))),
        ]
        lines = [
            Line(line, name in counts, is_confirmed=is_confirmed,
                 reason="" if name in counts else "거짓")
            for line, name in zip(names, trip.lines, strict=True)
        ]  # fmt: skip

        def review() -> int:
            found = self.desks.reviews.review(COUNTY, FINDER, trip_id, lines, reason="")
            assert found.review is not None
            return found.review.payback_amount

        return Act(
            "review",
            review,
            lambda amount: self.book.review(trip_id, counts, amount),
            repeats=False,
        )

    def _grant(self) -> Act:
        trip_id, by = self.trip_id, self.walk.chance.choice((APPROVER, OTHER))

        def grant() -> int:
            trip = self.desks.grants.grant(COUNTY, by, trip_id, reason="")
            assert trip.grant is not None
            return trip.grant.amount

        return Act("grant", grant, lambda amount: self.book.grant(trip_id, amount))

    def _reject(self) -> Act:
        trip_id = self.trip_id

        def reject() -> str:
            return self.desks.decisions.reject(COUNTY, OTHER, trip_id, reason="거짓").status

        return Act("reject", reject, lambda told: self.book.reject(trip_id))

    def _claw_back(self) -> Act:
        trip_id, by = self.trip_id, self.walk.chance.choice((APPROVER, OTHER))

        def claw_back() -> int:
            trip = self.desks.grants.claw_back(COUNTY, by, trip_id, reason="거짓")
            assert trip.grant is not None
            return trip.grant.taken_amount

        return Act("claw back", claw_back, lambda taken: self.book.claw_back(trip_id, taken))

    def _night(self) -> Act:
        """What the job of the night does, for today."""
        today = self.today

        def night() -> dict[str, int]:
            desks = self.desks
            for trip_id in desks.decisions.due(COUNTY, today):
                desks.decisions.expire(COUNTY, trip_id, today)
            for trip_id in desks.grants.watched(COUNTY, today):
                desks.grants.look_again(COUNTY, trip_id)
            return {
                trip.trip_id: trip.grant.taken_amount
                for trip in desks.store.every(COUNTY)
                if trip.grant is not None
            }

        return Act("night", night, lambda taken: self.book.night(today, taken), repeats=False)
