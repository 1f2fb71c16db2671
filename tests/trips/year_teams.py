"""The teams of a year of half-price trips: when they come, what they spend, and how some cheat.

The months follow the county's festivals (Celadon in February, hydrangea in June, beer in August,
reeds in October), and weekends bring three times a weekday's. One team in twenty tries each fraud
of the news.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from chalicelib.core.values import day_start

FIRST = date(2025, 1, 20)
LAST = date(2025, 12, 31)
MONTHS = (3, 9, 9, 9, 11, 10, 8, 11, 8, 12, 7, 3)
FESTIVALS = (
    (date(2025, 2, 22), date(2025, 3, 3)),
    (date(2025, 6, 27), date(2025, 7, 6)),
    (date(2025, 8, 28), date(2025, 8, 30)),
    (date(2025, 10, 25), date(2025, 11, 2)),
)
FRAUDS = (
    "receipt_twice",
    "other_amount",
    "same_photo",
    "outside_trip",
    "barred_shop",
    "resident",
    "cancelled",
    "companions",
)
FRAUD_SHARE = 0.05
UNREGISTERED, MART, GOLDSMITH = "1248100998", "2208162517", "1208147521"
_MEAN_SLIP = 70_000


@dataclass(frozen=True)
class Paper:
    """A receipt, as it is printed: won."""

    business: str
    approval: str
    at: datetime
    amount: int
    is_true: bool = True
    """As the shop says, when staff ask."""


@dataclass
class Team:
    number: int
    member: int
    fraud: str
    variant: int
    """0 or 1: each fraud comes in two ways."""
    applies_at: datetime
    starts_on: date
    ends_on: date
    companions: tuple[tuple[str, date], ...]
    papers: list[Paper]
    claims_at: datetime | None
    is_confirmed: bool
    """Its shops answer the phone, so that nothing is waited for."""
    reviewed_in: timedelta
    spends: bool
    """The voucher, before anything is found."""
    mends: bool
    """What is given back to it."""
    cancelled: set[str] = field(default_factory=set)
    """Approval numbers whose cards were cancelled, as is found out later."""

    @property
    def cap(self) -> int:
        return 200_000 if self.companions else 100_000

    @property
    def minimum(self) -> int:
        return 50_000 if self.companions else 30_000


def teams_of(count: int, seed: int) -> list[Team]:
    """In the order in which they apply."""
    chance = random.Random(seed)
    days = [FIRST + timedelta(days=n) for n in range(3, (LAST - FIRST).days + 1)]
    starts = chance.choices(days, [weight(day) for day in days], k=count)
    # Of those whose names are used over and over, a dozen trips each.
    busy = max(1, count // 240)
    made = [_team(number, on, chance, busy) for number, on in enumerate(starts)]
    return sorted(made, key=lambda team: (team.applies_at, team.number))


def weight(day: date) -> float:
    """How many teams begin on a day, beside others."""
    is_festival = any(first <= day <= last for first, last in FESTIVALS)
    return MONTHS[day.month - 1] * (3 if day.weekday() >= 5 else 1) * (2 if is_festival else 1)


def _team(number: int, on: date, chance: random.Random, busy: int) -> Team:
    drawn = chance.random()
    place = int(drawn / FRAUD_SHARE)
    fraud = FRAUDS[place] if place < len(FRAUDS) else ""
    variant = chance.randrange(2)
    length = chance.choices((1, 2, 3), (5, 4, 1))[0]
    ends_on = on + timedelta(days=length - 1)
    ahead = min(1 + int(chance.expovariate(1 / 6)), (on - FIRST).days)
    names = [(f"동행{number}-{n}", date(1990, 1, 1)) for n in range(chance.choice((0, 1, 1, 2, 3)))]
    member = number
    if fraud == "companions":
        if variant:
            names = [(f"친구{chance.randrange(busy)}", date(1985, 3, 3)), *names]
        else:
            member = -1 - chance.randrange(busy)
    days_after = chance.choices((0, 1, 3, 5, 7, 8, None), (10, 25, 25, 15, 17, 3, 5))[0]
    claims_at = None
    if days_after is not None:
        claims_at = _at(ends_on + timedelta(days=days_after), chance.uniform(20, 23.9))
    team = Team(
        number=number,
        member=member,
        fraud=fraud,
        variant=variant,
        applies_at=_at(on - timedelta(days=ahead), chance.uniform(7, 11)),
        starts_on=on,
        ends_on=ends_on,
        companions=tuple(names),
        papers=_papers(number, on, length, chance),
        claims_at=claims_at,
        is_confirmed=chance.random() < 0.3,
        reviewed_in=timedelta(days=chance.choice((1, 1, 2, 3))),
        spends=chance.random() < 0.3,
        mends=chance.random() < 0.6,
    )
    _cheat(team, chance)
    return team


def _papers(number: int, on: date, length: int, chance: random.Random) -> list[Paper]:
    return [
        Paper(
            UNREGISTERED,
            f"{number + 1:06d}{n}",
            _at(on + timedelta(days=chance.randrange(length)), chance.uniform(9, 19.5)),
            max(1_000, int(chance.expovariate(1 / _MEAN_SLIP))),
        )
        for n in range(chance.randrange(2, 6))
    ]


def _cheat(team: Team, chance: random.Random) -> None:
    """What can be done without others' papers."""
    papers, number = team.papers, team.number + 1
    if team.fraud == "outside_trip":
        away = timedelta(days=-9) if team.variant else timedelta(days=9)
        papers.append(Paper(UNREGISTERED, f"{number:06d}8", papers[0].at + away, 80_000, False))
    elif team.fraud == "barred_shop":
        shop = GOLDSMITH if team.variant else MART
        papers.append(Paper(shop, f"{number:06d}8", papers[0].at, 150_000))
    elif team.fraud == "cancelled":
        # The shop is in it, and confirms; or the card is cancelled while the county waits.
        team.is_confirmed = bool(team.variant)
        team.cancelled = {each.approval for each in papers[: chance.randrange(1, len(papers) + 1)]}


def _at(day: date, hours: float) -> datetime:
    return day_start(day) + timedelta(seconds=int(hours * 3600))
