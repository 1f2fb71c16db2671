"""Who comes to the demo's festival and what each does there: drawn by a seed, always the same.

The figures are the county's own: 10,584 members, 2,423 of them from the ten festival days, more
than half living elsewhere. Everything else is invented, and the persons are marked as such: they
are called 가상…, and their numbers begin with 010-000, which no carrier has.

A smaller scale is a part of the whole festival, so a stack that holds it can take the rest later.
"""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from chalicelib.core import regions
from chalicelib.core.values import SEOUL, day_start
from chalicelib.ledger.profile import Relation

SEED = "onmin festival 1"
MEMBERS_TOTAL = 10_584
NEW_MEMBERS = 2_423
FIRST_BASE_DAY = date(2026, 2, 5)
BASE_DAYS = 16
HOME_REGION = "12780"
BASE_OUTSIDE_SHARE = 0.52
VISITOR_OUTSIDE_SHARE = 0.74
BASE_CONVERTED_SHARE = 0.25
RETURNING_SHARE = 0.04
"""Earlier members who come to the festival and pay there."""

_FILE = Path(__file__).with_name("festival.json")
_SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
_GIVEN = "가온나래다온라온마루바다새롬아람자람하늘누리보람슬기이슬한별"
# Province by province, where visitors come from; the home county is drawn apart.
_PROVINCES = {
    "12": 46, "11": 13, "41": 16, "28": 4, "52": 5, "26": 4, "48": 3, "27": 2, "30": 2, "47": 1,
    "31": 1, "43": 1, "44": 1, "51": 1, "50": 1, "36": 0.5, "00": 0.6,
}  # fmt: skip
# The five districts of Gwangju and the neighbours send the most.
_NEAR = {
    "12300": 9, "12330": 9, "12240": 6, "12270": 5, "12210": 3, "12790": 5, "12770": 5,
    "12800": 4, "12110": 4, "12850": 3, "12150": 2,
}  # fmt: skip
_RELATIONS: dict[Relation, float] = {
    "tourist": 66, "expatriate": 22, "worker": 4, "athlete": 3, "other": 5,
}  # fmt: skip

T = TypeVar("T")
Way = Literal["till", "standing_qr"]


@dataclass(frozen=True, slots=True)
class Cancel:
    """`amount` is `None` for the whole."""

    at: datetime
    amount: int | None


@dataclass(frozen=True, slots=True)
class PlannedRedemption:
    at: datetime
    way: Way
    merchant_id: str
    amount: int
    cancel: Cancel | None


@dataclass(frozen=True, slots=True)
class Visit:
    """What a member does at the festival, in order of time."""

    converted_at: datetime
    mileage: int
    payments: tuple[PlannedRedemption, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """`number` is unique over the whole demo. `code` is what was scanned, `None` before the
    festival. `logs_in_at` is when an earlier member comes to the festival."""

    number: int
    name: str
    birth_on: date
    region_code: str
    relation: Relation
    marketing: bool
    joined_at: datetime
    code: str | None = None
    logs_in_at: datetime | None = None
    visit: Visit | None = None

    @property
    def phone(self) -> str:
        return f"+82100{self.number:07d}"

    @property
    def source(self) -> str:
        """A carrier's address, as many visitors share one: from the ranges for documentation."""
        network = ("192.0.2", "198.51.100", "203.0.113")[self.number % 3]
        return f"{network}.{1 + self.number // 3 % 254}"


@cache
def festival() -> Mapping[str, Any]:
    """The campaign, its days, hours and shops."""
    facts: dict[str, Any] = json.loads(_FILE.read_text())
    return facts


def days() -> list[date]:
    return [date.fromisoformat(row["on"]) for row in festival()["days"]]


def expected(scale: float) -> tuple[int, int]:
    """(members before the festival, members who join there)."""
    joined = max(1, round(NEW_MEMBERS * scale))
    return max(1, round((MEMBERS_TOTAL - NEW_MEMBERS) * scale)), joined


def earlier_members(scale: float) -> list[Person]:
    """Members of the weeks before, in the order in which they joined."""
    draw = random.Random(f"{SEED}/earlier")
    count = MEMBERS_TOTAL - NEW_MEMBERS
    everyone = [_earlier_member(draw, number) for number in range(count)]
    return _part(everyone, expected(scale)[0], draw)


def visitors(scale: float) -> list[Person]:
    """Those who join at the festival, in the order in which they do."""
    draw = random.Random(f"{SEED}/festival")
    everyone = [_visitor(draw, number) for number in range(MEMBERS_TOTAL - NEW_MEMBERS, 10_584)]
    return _part(everyone, expected(scale)[1], draw)


def _part(everyone: list[Person], count: int, draw: random.Random) -> list[Person]:
    draw.shuffle(everyone)
    return sorted(everyone[:count], key=lambda person: person.joined_at)


def _earlier_member(draw: random.Random, number: int) -> Person:
    day = FIRST_BASE_DAY + timedelta(days=draw.randrange(BASE_DAYS))
    hour = _one_of(draw, festival()["hours"]["weekday"])
    visit = logs_in_at = None
    fate = draw.random()
    if fate < RETURNING_SHARE:
        logs_in_at = _moment_at_festival(draw)
        visit = _visit(draw, logs_in_at, pays=True)
    elif fate < RETURNING_SHARE + BASE_CONVERTED_SHARE:
        converted_at = _moment(draw, day, int(hour)) + timedelta(hours=1)
        visit = Visit(converted_at, draw.choice((1000, 2000, 3000, 5000)), ())
    return _person(
        draw,
        number,
        joined_at=_moment(draw, day, int(hour)),
        outside_share=BASE_OUTSIDE_SHARE,
        visit=visit,
        logs_in_at=logs_in_at,
    )


def _visitor(draw: random.Random, number: int) -> Person:
    joined_at = _moment_at_festival(draw)
    booths = {row["code"]: row["weight"] for row in festival()["campaign"]["booths"]}
    # Some type the address of the poster, which is the campaign's own.
    code = _one_of(draw, booths | {festival()["campaign"]["code"]: 3})
    visit = None
    if draw.random() < 0.62:
        visit = _visit(draw, joined_at, pays=draw.random() < 0.7)
    return _person(
        draw,
        number,
        joined_at=joined_at,
        outside_share=VISITOR_OUTSIDE_SHARE,
        visit=visit,
        code=code,
    )


def _person(draw: random.Random, number: int, *, outside_share: float, **facts: Any) -> Person:
    lives_outside = draw.random() < outside_share
    relation: Relation = _one_of(draw, _RELATIONS) if lives_outside else "resident"
    name = f"가상{draw.choice(_SURNAMES)}{draw.choice(_GIVEN)}{draw.choice(_GIVEN)}"
    born = date(1941, 1, 1) + timedelta(days=int(365.25 * draw.triangular(0, 70, 32)))
    return Person(
        number=number,
        name=name,
        birth_on=born,
        region_code=_region(draw) if lives_outside else HOME_REGION,
        relation=relation,
        marketing=draw.random() < 0.45,
        **facts,
    )


def _region(draw: random.Random) -> str:
    province = _one_of(draw, _PROVINCES)
    counties = _counties()[province]
    return _one_of(draw, {c: _NEAR.get(c, 1) for c in counties if c != HOME_REGION})


@cache
def _counties() -> dict[str, list[str]]:
    provinces: list[dict[str, Any]] = json.loads(regions.document())
    return {p["code"]: [county["code"] for county in p["counties"]] for p in provinces}


def _visit(draw: random.Random, from_: datetime, *, pays: bool) -> Visit:
    mileage = _one_of(draw, {5000: 72, 3000: 14, 2000: 6, 4000: 4, 1000: 4})
    converted_at = from_ + timedelta(seconds=draw.randrange(180, 1500))
    payments: list[PlannedRedemption] = []
    left = mileage
    at = converted_at
    while pays and left >= 500 and len(payments) < 3:
        at += timedelta(seconds=draw.randrange(300, 9000))
        if at >= _closing(from_):
            break
        amount = left if draw.random() < 0.55 else draw.randrange(5, left // 100 + 1) * 100
        payments.append(_payment(draw, at, amount))
        left -= amount
    return Visit(converted_at, mileage, tuple(payments))


def _payment(draw: random.Random, at: datetime, amount: int) -> PlannedRedemption:
    weights = {row["merchant_id"]: row["weight"] for row in festival()["merchants"]}
    cancel = None
    if draw.random() < 0.05:
        is_partial = draw.random() < 0.6 and amount >= 1000
        part = draw.randrange(1, amount // 100) * 100 if is_partial else None
        cancel = Cancel(at + timedelta(seconds=draw.randrange(120, 1200)), part)
    way: Way = "standing_qr" if draw.random() < 0.15 else "till"
    return PlannedRedemption(at, way, _one_of(draw, weights), amount, cancel)


def _closing(moment: datetime) -> datetime:
    """Shops close at ten in the evening, so a day's cancels still belong to the day."""
    return day_start(moment.astimezone(SEOUL).date()) + timedelta(hours=22)


def _moment_at_festival(draw: random.Random) -> datetime:
    day = _one_of(draw, {n: row["weight"] for n, row in enumerate(festival()["days"])})
    row = festival()["days"][day]
    hour = _one_of(draw, festival()["hours"][row["hours"]])
    return _moment(draw, date.fromisoformat(row["on"]), int(hour))


def _moment(draw: random.Random, day: date, hour: int) -> datetime:
    return day_start(day).astimezone(UTC) + timedelta(
        hours=hour, milliseconds=draw.randrange(3_600_000)
    )


def _one_of(draw: random.Random, weights: Mapping[T, float]) -> T:
    choices: Sequence[T] = list(weights)
    return draw.choices(choices, list(weights.values()))[0]
