"""What members do of half-price trips in a walk: applying, companions, claims, payments."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zlib import crc32

from chalicelib.aws.proofs import VerifiedPhone
from chalicelib.core.errors import DomainError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.trips.claim_service import HandedIn, Slip
from chalicelib.trips.companions import Companion, Consent
from chalicelib.trips.trips import Application
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


class TripActs:
    """`trip_id`: of which trip the next act is."""

    def __init__(self, walk: FeatureWalk) -> None:
        self.walk = walk
        store = CountyStore(walk.table)
        for name, value in SETTINGS.items():
            store.put_setting(COUNTY, SettingVersion(name, date(2026, 2, 1), value, "시험"))
        # What a process had read of the settings before is a minute old.
        walk.world.counties = Counties(store)
        self.book = TripBook(LIMIT)
        self.desks = Desks(walk.world)
        self.trip_id = ""
        self.refused: list[tuple[str, int]] = []
        self.left: set[str] = set()

    @property
    def today(self) -> date:
        return seoul_date(self.walk.world.now)

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

    def _withdraw(self) -> Act:
        trip_id, on = self.trip_id, self.today
        actor = Holder(self.book.trips[trip_id].member).actor

        def withdraw() -> str:
            return self.desks.withdrawals.withdraw(actor, trip_id).status

        return Act("withdraw", withdraw, lambda told: self.book.withdraw(trip_id, on))

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
