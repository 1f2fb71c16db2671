"""What must come of a year of half-price trips: sums and sets of its own, no code of the product.

The rules as the programme's notice has them: half of what is spent, up to 100,000 won for one and
200,000 for several; at least 30,000 and 50,000; claimed within seven days after the trip; four
trips a person a year.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.trips.year_teams import GOLDSMITH, MART, Paper, Team

SEOUL = ZoneInfo("Asia/Seoul")
TIMES = 4
DAYS = 7
STANDS = ("approved", "claimed", "returned", "granted", "clawed_back")


@dataclass
class Known:
    """Of one team's trip."""

    status: str = "applied"
    claim_by: date = date.min
    papers: list[Paper] = field(default_factory=list)
    paid: int = 0
    taken: int = 0
    owed: int = 0


@dataclass
class Book:
    limit: int
    held: int = 0
    spent: int = 0
    closed_on: date | None = None
    known: dict[int, Known] = field(default_factory=dict)
    times: Counter[object] = field(default_factory=Counter)
    used: dict[tuple[str, str, date, int], int] = field(default_factory=dict)
    by_approval: dict[tuple[str, str, date], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_day: dict[date, list[tuple[int, Paper]]] = field(default_factory=lambda: defaultdict(list))
    of_member: dict[int, list[Team]] = field(default_factory=lambda: defaultdict(list))
    found: Counter[str] = field(default_factory=Counter)

    def apply(self, team: Team) -> str:
        if team.fraud == "resident" and team.variant:
            return "trip_not_for_residents"
        travellers = self._travellers(team)
        if any(self.times[one] >= TIMES for one in travellers):
            return "trip_times_exceeded"
        if self.held + self.spent + team.cap > self.limit:
            self.closed_on = self.closed_on or day_of(team.applies_at)
            return "trip_budget_exhausted"
        self.times.update(travellers)
        self.held += team.cap
        self.known[team.number] = Known(claim_by=team.ends_on + timedelta(days=DAYS))
        return "applied"

    def decide(self, team: Team) -> str:
        """What the county says to the application."""
        if team.fraud == "resident":
            return self._end(team, "rejected")
        for other in self.of_member[team.member]:
            stands = self.known[other.number].status in STANDS
            if stands and other.starts_on <= team.ends_on and team.starts_on <= other.ends_on:
                self._end(team, "rejected")
                return "trip_overlaps"
        self.of_member[team.member].append(team)
        self.known[team.number].status = "approved"
        return "approved"

    def stolen(self, team: Team) -> Paper | None:
        """A receipt that somebody else claimed, of a day of this trip."""
        day = team.starts_on
        while day <= team.ends_on:
            for number, paper in self.by_day[day]:
                if number != team.number:
                    return paper
            day += timedelta(days=1)
        return None

    def claim(self, team: Team, papers: list[Paper], sights: int, at: datetime) -> str:
        known = self.known[team.number]
        if known.status not in ("approved", "returned"):
            return "trip_not_claimable"
        if day_of(at) > known.claim_by:
            return "claim_too_late"
        if any(not team.starts_on <= day_of(paper.at) <= team.ends_on for paper in papers):
            return "receipt_outside_trip"
        names = [_approval(paper) for paper in papers]
        if len(set(names)) < len(names):
            return "receipt_already_used"
        if sum(paper.amount for paper in papers) < team.minimum:
            return "trip_spent_too_little"
        if sights < 2:
            return "sights_missing"
        if any(self.used.get(_whole(paper), team.number) != team.number for paper in papers):
            return "receipt_already_used"
        for paper in papers:
            if _whole(paper) not in self.used:
                self.used[_whole(paper)] = team.number
                self.by_day[day_of(paper.at)].append((team.number, paper))
            self.by_approval[_approval(paper)].append(team.number)
        known.papers, known.status = papers, "claimed"
        return "claimed"

    def give_back(self, team: Team, at: datetime) -> str:
        known = self.known[team.number]
        known.claim_by = max(known.claim_by, day_of(at) + timedelta(days=DAYS))
        known.status = "returned"
        return "returned"

    def due(self, team: Team, struck: set[str]) -> int:
        """Won that a trip is to be given, without what was struck off."""
        counted = [
            paper.amount
            for paper in self.known[team.number].papers
            if paper.business not in (MART, GOLDSMITH)
            and paper.is_true
            and paper.approval not in struck
        ]
        spent = sum(counted)
        return min(spent // 2, team.cap) if spent >= team.minimum else 0

    def is_held_back(self, team: Team, struck: set[str], on: date) -> bool:
        papers = self.known[team.number].papers
        waiting = [
            day_of(paper.at)
            for paper in papers
            if paper.is_true
            and paper.business not in (MART, GOLDSMITH)
            and paper.approval not in struck
        ]
        return not team.is_confirmed and on <= max(waiting) + timedelta(days=DAYS)

    def pay(self, team: Team, amount: int) -> None:
        known = self.known[team.number]
        known.status, known.paid = "granted", amount
        self.held -= team.cap
        self.spent += amount

    def reject(self, team: Team) -> str:
        return self._end(team, "rejected")

    def claw_back(self, team: Team, in_wallet: int) -> int:
        """Won taken back, whether from the voucher or as a debt."""
        known = self.known[team.number]
        known.taken = known.paid - self.due(team, team.cancelled)
        known.owed = known.taken - min(known.taken, in_wallet)
        if known.taken:
            known.status = "clawed_back"
        self.spent -= known.taken
        return known.taken

    def night(self, team: Team, today: date) -> None:
        known = self.known.get(team.number)
        is_open = known is not None and known.status in ("applied", "approved", "returned")
        if known is not None and is_open and known.claim_by < today:
            self._end(team, "expired")

    def _end(self, team: Team, status: str) -> str:
        self.known[team.number].status = status
        self.held -= team.cap
        self.times.subtract(self._travellers(team))
        return status

    def _travellers(self, team: Team) -> list[object]:
        return list(dict.fromkeys([team.member, *team.companions]))


def day_of(at: datetime) -> date:
    return at.astimezone(SEOUL).date()


def _approval(paper: Paper) -> tuple[str, str, date]:
    return paper.business, paper.approval.lstrip("0"), day_of(paper.at)


def _whole(paper: Paper) -> tuple[str, str, date, int]:
    return *_approval(paper), paper.amount
