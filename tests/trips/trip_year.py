"""The year 2025 of the half-price trip, at size, through the services, beside a book of its own.

`make trip-year` plays 39,066 teams and prints what came of them; see docs/trials.md. What a request
is answered is held against the book at once, the year's budget every month, and every trip and
wallet at the end.
"""

import hashlib
import heapq
import itertools
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.core.errors import DomainError
from chalicelib.core.values import day_start
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.reconciling.trip_reading import TripReading
from chalicelib.staff.person import Person
from chalicelib.trips.claim_service import HandedIn, Slip
from chalicelib.trips.findings import Line
from chalicelib.trips.forecast import Forecast
from chalicelib.trips.trips import Application, Companion
from chalicelib.trips.wiring import TripsWiring
from chalicelib.trips.worker import tend_trips
from chalicelib.uploads.images import bare
from tests import builders
from tests.adapters import call_worker
from tests.draws.lots import EVENT
from tests.trips.year_book import Book, day_of
from tests.trips.year_county import SEOUL, County, picture
from tests.trips.year_teams import FIRST, Paper, Team
from tests.uploads.pictures import GPS

FINDER, APPROVER = Person("sub-1", "first"), Person("sub-2", "second")
WON_A_TEAM = 76_000
"""Of budget: it runs out in autumn, as it did."""
HALF_TIME = date(2025, 7, 1)
"""When the desk must be told the day on which the budget runs out, within a week of it."""
FORECAST_OFF_MAX = timedelta(days=7)
FORECAST_TEAMS_LEAST = 10_000
"""With fewer, a day more or less of luck is a week of the budget."""
ENDS = date(2026, 4, 1)


class Year:
    """One county's, from its first day to the last clawback."""

    def __init__(self, teams: list[Team]) -> None:
        self.teams = teams
        self.county = County(len(teams) * WON_A_TEAM)
        self.adapters = self.county.adapters
        self.trips = self.adapters.wired(TripsWiring)
        self.book = Book(len(teams) * WON_A_TEAM)
        self.trip_ids: dict[int, str] = {}
        self.answers: Counter[tuple[str, str]] = Counter()
        self.now = day_start(FIRST)
        self.months: dict[date, tuple[int, int]] = {}
        self.closes: dict[date, Forecast] = {}
        self.photos: list[bytes] = []
        self._queue: list[tuple[datetime, int, Callable[[Team], None], Team]] = []
        self._numbers = itertools.count()
        for team in teams:
            self._later(team.applies_at, self._apply, team)

    def play(self, until: date = ENDS) -> None:
        """On from where it stands."""
        while (today := day_of(self.now)) < until:
            self._night(today)
            if today.day == 1:
                with self.adapters.clock.simulated(self.now):
                    self._check_month(today)
            tomorrow = day_start(today + timedelta(days=1))
            while self._queue and self._queue[0][0] < tomorrow:
                self.now, _, step, team = heapq.heappop(self._queue)
                with self.adapters.clock.simulated(self.now):
                    step(team)
            self.now = tomorrow

    def check(self) -> None:
        """Every trip, and every wallet, as the book has it."""
        for number, known in self.book.known.items():
            trip = self.trips.store.by_id(builders.COUNTY, self.trip_ids[number])
            assert trip is not None
            grant = trip.grant
            found = (trip.status, grant.amount if grant else 0, grant.taken_amount if grant else 0)
            assert found == (known.status, known.paid, known.taken), (number, trip)
            assert not trip.team or trip.is_open, "companions are erased with the claim"
            assert trip.residence is None or trip.status == "applied"
            if known.taken:
                store = self.adapters.wired(LedgerWiring).store
                page = store.read(builders.COUNTY, trip.member_id)
                assert page.entries[0].owed_amount == known.owed, number
        reading = TripReading(self.trips.store, lambda seconds: None)
        assert reading.differences(builders.COUNTY, day_of(self.now)) == []

    def forecast_off(self) -> timedelta:
        """How far what was told at half time is from the day on which it came so."""
        told, came = self.closes[HALF_TIME].closes_on, self.book.closed_on
        assert told is not None
        assert came is not None
        return abs(told - came)

    def check_forecast(self) -> None:
        """Only of a year that is large enough."""
        if len(self.teams) >= FORECAST_TEAMS_LEAST:
            assert self.forecast_off() <= FORECAST_OFF_MAX, self.closes[HALF_TIME]

    def _later(self, at: datetime, step: Callable[[Team], None], team: Team) -> None:
        heapq.heappush(self._queue, (at, next(self._numbers), step, team))

    def _said(self, team: Team, step: str, expected: str, work: Callable[[], Any]) -> str:
        """What the service says, which is what the book says."""
        try:
            trip = work()
            said = trip.status
        except DomainError as exc:
            said = exc.code
        assert said == expected, (step, team, said, expected)
        self.answers[step, said] += 1
        if said not in ("applied", "approved", "claimed", "returned", "granted", "trip_held_back"):
            self.book.found[f"{team.fraud or 'honest'}: {said}"] += 1
        return said

    def _apply(self, team: Team) -> None:
        actor = self.county.member(team, self.now)
        wanted = Application(
            starts_on=team.starts_on,
            ends_on=team.ends_on,
            companions=tuple(Companion(name, born, SEOUL) for name, born in team.companions),
            residence_upload_id=self.county.upload(actor, picture(team.number, 9)),
        )

        def work() -> Any:
            trip, _ = self.trips.trips.apply(actor, wanted, idempotency_key=f"a{team.number}")
            self.trip_ids[team.number] = trip.trip_id
            return trip

        if self._said(team, "apply", self.book.apply(team), work) == "applied":
            self._later(self.now + timedelta(hours=8), self._decide, team)

    def _decide(self, team: Team) -> None:
        """The image of a liar shows a house in the county."""
        trip_id, decisions = self.trip_ids[team.number], self.trips.decisions
        expected = self.book.decide(team)
        refuse = partial(decisions.reject, builders.COUNTY, APPROVER, trip_id, reason="반려")
        if team.fraud == "resident":
            self._said(team, "decide", expected, refuse)
            return
        approve = partial(decisions.approve, builders.COUNTY, APPROVER, trip_id)
        said = self._said(team, "decide", expected, approve)
        if said == "trip_overlaps":
            refuse()
        elif team.claims_at is not None:
            self._later(team.claims_at, self._claim, team)

    def _claim(self, team: Team) -> None:
        own = team.papers
        honest = [each for each in own if each.is_true]
        pictures = [picture(team.number, 1), picture(team.number, 2)]
        if team.fraud == "same_photo":
            stolen = pictures[1]
            if team.variant and self.photos:
                stolen = self.photos[-1].replace(GPS, GPS[::-1])
            if self._hand_in(team, honest, [stolen, pictures[1]]) == "claimed":
                self._later(self.now + team.reviewed_in, self._give_back, team)
                return
        elif team.fraud in ("receipt_twice", "other_amount"):
            other = self.book.stolen(team) or honest[0]
            if team.fraud == "other_amount":
                more = Paper(other.business, other.approval, other.at, other.amount + 9, False)
            else:
                more = honest[0] if team.variant else other
            own = [*honest, more]
        is_taken = self._hand_in(team, own, pictures) == "claimed"
        if is_taken or (own != honest and self._hand_in(team, honest, pictures) == "claimed"):
            self._later(self.now + team.reviewed_in, self._review, team)

    def _hand_in(self, team: Team, papers: list[Paper], pictures: list[bytes]) -> str:
        actor = self.county.member(team, self.now)
        sights = len({hashlib.sha256(bare(each)).digest() for each in pictures})
        given = HandedIn(
            photos=tuple(self.county.upload(actor, each) for each in pictures),
            slips=tuple(Slip(p.business, p.approval, p.at, p.amount) for p in papers),
            redemption_ids=(),
        )
        trip_id = self.trip_ids[team.number]
        said = self._said(
            team,
            "claim",
            self.book.claim(team, papers, sights, self.now),
            lambda: self.trips.claims.claim(actor, trip_id, given, idempotency_key="")[0],
        )
        if said == "claimed":
            self.photos.append(pictures[0])
        return said

    def _give_back(self, team: Team) -> None:
        """Staff see that somebody else has shown this picture: what is told beside it is gone."""
        trip_id = self.trip_ids[team.number]
        _, doubts = self._seen_by_staff(team)
        assert any(name.startswith("photos") for name in doubts), team
        give_back = partial(self.trips.reviews.give_back, builders.COUNTY, FINDER, trip_id)
        expected = self.book.give_back(team, self.now)
        self._said(team, "review", expected, partial(give_back, reason="같은 사진"))
        if team.mends:
            self._later(self.now + timedelta(days=2), self._mend, team)

    def _mend(self, team: Team) -> None:
        pictures = [picture(team.number, 1), picture(team.number, 2)]
        if self._hand_in(team, team.papers, pictures) == "claimed":
            self._later(self.now + team.reviewed_in, self._review, team)

    def _review(self, team: Team) -> None:
        self._find(team, set())
        if self.book.due(team, set()):
            self._later(self.now + timedelta(days=1), self._grant, team)
        else:
            self._reject(team)

    def _reject(self, team: Team) -> None:
        reject = partial(self.trips.decisions.reject, builders.COUNTY, APPROVER)
        refuse = partial(reject, self.trip_ids[team.number], reason="인정할 것이 없음")
        self._said(team, "grant", self.book.reject(team), refuse)

    def _find(self, team: Team, struck: set[str]) -> None:
        """One person's finding: of what looks doubtful, the shop is asked."""
        claim, doubts = self._seen_by_staff(team)
        facts = {(each.business, each.approval): each for each in team.papers}
        lines = []
        for name, each in claim.lines.items():
            paper = facts.get((each.business_number, each.approval_number))
            is_false = name in doubts and (paper is None or not paper.is_true)
            counts = not each.bar and not is_false and each.approval_number not in struck
            if is_false:
                self.book.found[f"{team.fraud}: struck off"] += 1
            elif each.bar:
                self.book.found[f"{team.fraud}: {each.bar}"] += 1
            lines.append(Line(name, counts, team.is_confirmed, "" if counts else "인정 못 함"))
        review = self.trips.reviews.review
        review(builders.COUNTY, FINDER, self.trip_ids[team.number], lines, reason="")

    def _grant(self, team: Team) -> None:
        trip_id, struck = self.trip_ids[team.number], set[str]()
        pay = partial(self.trips.grants.grant, builders.COUNTY, APPROVER, trip_id, reason="")
        if self.book.is_held_back(team, struck, day_of(self.now)):
            self._said(team, "grant", "trip_held_back", pay)
            self._later(self.now + timedelta(days=8), self._grant, team)
            return
        if not team.is_confirmed and team.cancelled:
            # The card companies' list of what was cancelled has come meanwhile.
            struck = team.cancelled
            self._find(team, struck)
        amount = self.book.due(team, struck)
        if not amount:
            self._reject(team)
            return
        self._said(team, "grant", "granted", pay)
        self.book.pay(team, amount)
        at = self.now + timedelta(days=team.number % 15, seconds=1)
        # The voucher ends with the year.
        team.spends = team.spends and team.member >= 0 and at.year == self.now.year
        if team.spends:
            self.county.spend(team, amount, at)
        if team.is_confirmed and team.cancelled:
            self._later(self.now + timedelta(days=20 + team.number % 40), self._claw_back, team)

    def _claw_back(self, team: Team) -> None:
        claw_back = partial(self.trips.grants.claw_back, builders.COUNTY, APPROVER)
        work = partial(claw_back, self.trip_ids[team.number], reason="카드 취소")
        self._find(team, team.cancelled)
        in_wallet = 0 if team.spends else self.book.known[team.number].paid
        taken = self.book.claw_back(team, in_wallet)
        self._said(team, "clawback", "clawed_back" if taken else "granted", work)

    def _seen_by_staff(self, team: Team) -> tuple[Any, Any]:
        trip = self.trips.decisions.one(builders.COUNTY, self.trip_ids[team.number])
        looked_at = self.trips.reviews.looked_at(trip, with_doubts=True)
        assert looked_at is not None
        return looked_at[0], looked_at[3]

    def _night(self, today: date) -> None:
        with self.adapters.clock.simulated(self.now + timedelta(minutes=20)):
            call_worker(tend_trips, EVENT, self.adapters)
        for team in self.teams:
            self.book.night(team, today)

    def _check_month(self, today: date) -> None:
        budget = self.trips.store.budget(builders.COUNTY, FIRST.year)
        found = (budget.held, budget.spent)
        assert found == (self.book.held, self.book.spent), today
        assert sum(found) <= self.book.limit
        self.months[today] = found
        self.closes[today] = self.trips.budgets.look(builders.COUNTY, FIRST.year).forecast
