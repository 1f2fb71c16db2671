"""Half-price trips from the application to what is taken back, over days: the year's budget exact
after each step, beside a book that shares no code."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zlib import crc32

from chalicelib.aws.proofs import VerifiedPhone
from chalicelib.core.errors import DomainError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.staff.person import Person
from chalicelib.trips.claim_service import HandedIn, Slip
from chalicelib.trips.companions import Companion, Consent
from chalicelib.trips.findings import Line
from chalicelib.trips.trips import Application, Trip
from tests.builders import COUNTY
from tests.model.feature_walk import Act, FeatureWalk
from tests.model.trip_book import (
    CLAIM_DAYS,
    HOLD_DAYS,
    ONE,
    TEAM,
    TIMES,
    Known,
    Spent,
    TripBook,
)
from tests.trips.desks import Desks
from tests.worlds import SIGNER, Holder

FINDER, APPROVER, OTHER = Person("sub-1", "kim"), Person("sub-2", "lee"), Person("sub-3", "park")
LIMIT = 4 * TEAM
SETTINGS = {
    "trip.budget": LIMIT,
    "trip.sights": 0,
    "trip.year_times": TIMES,
    "trip.claim_days": CLAIM_DAYS,
    "trip.hold_days": HOLD_DAYS,
    "trip.companions_counted": 1,
}
FRIENDS = ("김영희", "이영희", "박영희")
DAYS_PASS = (timedelta(0), timedelta(0), timedelta(hours=5), timedelta(hours=26))


class TripSteps:
    def __init__(self, walk: FeatureWalk) -> None:
        self.walk = walk
        store = CountyStore(walk.table)
        for name, value in SETTINGS.items():
            store.put_setting(COUNTY, SettingVersion(name, date(2026, 2, 1), value, "시험"))
        self.book = TripBook(LIMIT)
        # What a process had read of the settings before is a minute old.
        walk.world.counties = Counties(store)
        self.desks = Desks(walk.world)
        self.rivals: tuple[Callable[[], Act], ...] = ()
        self.trip_id = ""
        self.before: tuple[int, Any] = (0, None)
        self.refused: list[tuple[str, int]] = []
        self.left: set[str] = set()

    @property
    def today(self) -> date:
        return seoul_date(self.walk.world.now)

    def act(self) -> Act:
        chance = self.walk.chance
        self.walk.world.now += chance.choice(DAYS_PASS)
        self.before, self.refused = (self.book.held + self.book.spent, self.book.times), []
        acts: dict[Callable[[], Act], tuple[Callable[[], Act], ...]] = {
            self._apply: (self._apply, self._reject, self._consent),
            self._approve: (self._apply, self._consent),
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
        if act in (self._reject, self._refuse) and self.walk.chance.random() < 0.7:
            return False  # Else hardly any trip would be paid.
        return act in (self._apply, self._pay, self._night) or bool(self._fitting(act))

    def _choose(self, act: Callable[[], Act]) -> None:
        if fitting := self._fitting(act):
            self.trip_id = self.walk.chance.choice(fitting)

    def _apply(self) -> Act:
        walk, member = self.walk, self.walk.member().member_id
        starts = self.today + timedelta(days=walk.chance.choice((1, 1, 1, 2)))
        ends = starts + timedelta(days=walk.chance.choice((0, 0, 1)))
        is_team, key = walk.chance.random() < 0.6, f"a{walk.number()}"
        wanted = Application(starts_on=starts, ends_on=ends, asked_count=int(is_team))

        def apply() -> str:
            try:
                trip, _ = self.desks.trips.apply(Holder(member).actor, wanted, idempotency_key=key)
            except DomainError as refused:
                if refused.code in ("trip_budget_exhausted", "trip_times_exceeded"):
                    self.refused.append((member, TEAM if is_team else ONE))
                raise
            return trip.trip_id

        return Act(
            "apply",
            apply,
            lambda trip_id: self.book.apply(trip_id, member, starts, ends, is_team=is_team),
        )

    def _approve(self) -> Act:
        trip_id = self.trip_id

        def approve() -> str:
            return self.desks.decisions.approve(COUNTY, APPROVER, trip_id).status

        return Act("approve", approve, lambda told: self.book.approve(trip_id))

    def _code(self, trip_id: str) -> str:
        trip = self.desks.store.by_id(COUNTY, trip_id)
        assert trip is not None
        return self.desks.companions.code(trip, next(iter(trip.asked)))

    def _person_key(self, name: str) -> str:
        return SIGNER.identity_key(COUNTY, "trip companion", f"{name}/1981-06-06")

    def _consent(self) -> Act:
        trip_id, name, now = self.trip_id, self.walk.chance.choice(FRIENDS), self.walk.world.now
        code, phone = self._code(trip_id), f"+8210{crc32(name.encode()):010d}"[:13]
        proof = VerifiedPhone(COUNTY, "companion", SIGNER.person_key(COUNTY, phone), phone, now)
        given = Consent(
            who=Companion(name, date(1981, 6, 6), "11110"),
            verification_token=SIGNER.verification_token(proof, now + timedelta(minutes=30)),
        )

        def consent() -> str:
            self.desks.companions.consent(COUNTY, code, given)
            return "consented"

        def noted(told: str) -> bool:
            # Asked again by the same, it stays as it is.
            is_same = self.book.trips[trip_id].companion == name
            return is_same or self.book.consent(trip_id, name)

        return Act("consent", consent, noted, repeats=False)

    def _refuse(self) -> Act:
        trip_id = self.trip_id
        code = self._code(trip_id)

        def refuse() -> str:
            self.desks.companions.refuse(COUNTY, code)
            return "refused"

        return Act("refuse", refuse, lambda told: self.book.refuse(trip_id), repeats=False)

    def _claim(self) -> Act:
        trip = self.book.trips[self.trip_id]
        slips = dict(trip.slips) if self.walk.chance.random() < 0.7 else {}
        for _ in range(self.walk.chance.choice((1, 1, 2))):
            name = f"{self.walk.number():08d}"
            slips[name] = self.walk.chance.choice((29_000, 40_001, 60_000, 130_000, 410_000))
        used = self.book.used() - set(trip.lines)
        own = [
            name
            for name, each in self.book.spending.items()
            if each.member == trip.member
            and trip.starts <= each.on <= trip.ends
            and name not in used
            and each.left
        ]
        return self._hand_in("claim", slips, own)

    def _stealable(self, trip: Known) -> list[tuple[str, int]]:
        """Slips of a day of this trip that others claimed."""
        return [
            slip
            for other in self.book.trips.values()
            if other is not trip and trip.starts <= other.starts <= trip.ends
            for slip in other.slips.items()
        ]

    def _steal(self) -> Act:
        """With a slip that another trip claimed, and one of one's own."""
        stolen = self.walk.chance.choice(self._stealable(self.book.trips[self.trip_id]))
        own = {f"{self.walk.number():08d}": 60_000}
        return self._hand_in("steal", {**own, stolen[0]: stolen[1]}, [])

    def _hand_in(self, name: str, slips: dict[str, int], own: list[str]) -> Act:
        trip_id, on, key = self.trip_id, self.today, f"c{self.walk.number()}"
        trip = self.book.trips[trip_id]
        given = HandedIn(
            photos=(),
            slips=tuple(
                Slip("1248100998", number, self._paid_at(number, trip), amount)
                for number, amount in slips.items()
            ),
            redemption_ids=tuple(own),
        )

        def claim() -> str:
            actor = Holder(trip.member).actor
            self.desks.claims.claim(actor, trip_id, given, idempotency_key=key)
            return "claimed"

        return Act(name, claim, lambda told: self.book.claim(trip_id, dict(slips), own, on))

    def _paid_at(self, slip: str, trip: Known) -> datetime:
        """In the first hour of the first day of whose slip it was first."""
        first = next((one for one in self.book.trips.values() if slip in one.slips), trip)
        return datetime.combine(first.starts, time(0, 30), UTC) - timedelta(hours=9)

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

    def _pay(self) -> Act:
        """With vouchers, at a shop of ours: of a trip's days it can be claimed."""
        holder, key, now = self.walk.member(), f"p{self.walk.number()}", self.walk.world.now
        has = self.walk.head(holder).held_vouchers(self.today)
        amount = self.walk.chance.choice((100, 300, max(1, has // 3), max(1, has)))
        code, on = holder.pay_code(now), self.today

        def pay() -> str:
            made = self.walk.world.redeem(code, amount, order_id=key, key=key)
            return str(made.redemption.entry.redemption_id)

        def noted(redemption_id: str) -> bool:
            self.book.spending[redemption_id] = Spent(holder.member_id, on, amount)
            return True

        return Act("pay", pay, noted)

    def _cancel(self) -> Act:
        """At the shop, in part or whole: also of what a trip was paid for."""
        left = [name for name, each in self.book.spending.items() if each.left]
        claimed = [name for name in left if name in self.book.used()]
        redemption_id, key = self.walk.chance.choice(claimed or left), f"b{self.walk.number()}"
        spent = self.book.spending[redemption_id]
        expected = spent.left
        amount = self.walk.chance.choice((expected, max(1, expected // 2)))

        def cancel() -> str:
            self.walk.world.cancel(redemption_id, amount, expected=expected, key=key)
            return "cancelled"

        def noted(told: str) -> bool:
            spent.left -= amount
            return True

        return Act("cancel", cancel, noted)

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

    def _leave(self) -> Act:
        """The member ends the membership; trips that stand are left to staff and the night."""
        holder = self.walk.member()
        number = self.walk.members.index(holder)

        def leave() -> str:
            # Cut off right after, or asked again, it is told that it has left.
            with suppress(MemberNotFoundError):
                self.walk.world.leave(holder)
            return "left"

        def noted(told: str) -> bool:
            self.left.add(holder.member_id)
            self.walk.members[number] = self.walk.world.join(
                person=f"new {self.walk.number()}", vouchers=2_000
            )
            return True

        return Act("leave", leave, noted)
