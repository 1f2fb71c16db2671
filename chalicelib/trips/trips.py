"""What a half-price trip is, what may be applied for, and what it holds of the budget."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from chalicelib.core import regions
from chalicelib.core.errors import InvalidRequestError
from chalicelib.county.settings import CountySettings
from chalicelib.staff.person import Person
from chalicelib.trips.companions import Asked, Companion
from chalicelib.trips.errors import (
    TripBegunError,
    TripBudgetExhaustedError,
    TripNotForResidentsError,
    TripNotWithdrawableError,
    TripTimesExceededError,
    TripTooLateError,
)
from chalicelib.trips.findings import Grant, Review
from chalicelib.uploads.uploads import Kept

TripStatus = Literal[
    "applied",
    "approved",
    "claimed",
    "returned",
    "granted",
    "rejected",
    "expired",
    "withdrawn",
    "clawed_back",
]
OPEN: tuple[TripStatus, ...] = ("applied", "approved", "claimed", "returned")
"""Such a trip holds its part of the budget and counts as one of the year's times."""
CLAIMABLE: tuple[TripStatus, ...] = ("approved", "returned")
WITHDRAWABLE: tuple[TripStatus, ...] = ("applied", "approved")
CONSENTING: tuple[TripStatus, ...] = ("applied", "approved", "returned")
"""Who comes along may consent until it is claimed."""
PAID: tuple[TripStatus, ...] = ("granted", "clawed_back")
"""The budget has spent on it, and it counts as one of the year's times."""

COMPANIONS_MAX = 20
DAYS_MAX = 31
"""Of one trip: longer is a mistyped year."""
AHEAD_DAYS_MAX = 366


class SealedTeam(Struct, frozen=True):
    """Who comes along, encrypted for the trip; erased once nothing hangs on it."""

    data_key: bytes
    companions: bytes


class Application(Struct, frozen=True, kw_only=True):
    """What is asked for. Both days are included. `asked_count`: how many come along beside the
    named `companions`, and are asked themselves."""

    starts_on: date
    ends_on: date
    companions: tuple[Companion, ...] = ()
    asked_count: int = 0
    residence_upload_id: str | None = None


class Decision(Struct, frozen=True):
    by: Person
    at: datetime
    reason: str = ""


class Trip(Struct, frozen=True, kw_only=True):
    """`reserved_amount` in won: what it holds while it is open, and the most that it may be given.
    `claim_by_on` is the last day to claim, as promised with the application. `travellers`: whose
    times of the year it counts to, the applicant first. `residence`: until it is decided whether
    the trip is approved. `claim_number`: how often it was claimed. `asked`: who come along by
    their own consent, until it ends; of `asked_count` such `consented_count` did."""

    county_id: str
    trip_id: str
    member_id: str
    starts_on: date
    ends_on: date
    companion_count: int
    reserved_amount: int
    claim_by_on: date
    applied_at: datetime
    status: TripStatus = "applied"
    team: SealedTeam | None = None
    decision: Decision | None = None
    travellers: tuple[str, ...] = ()
    residence: Kept | None = None
    claim_number: int = 0
    claimed_at: datetime | None = None
    review: Review | None = None
    grant: Grant | None = None
    asked: tuple[Asked, ...] = ()
    asked_count: int = 0
    consented_count: int = 0
    version: int = 1

    @property
    def team_count(self) -> int:
        """Who come along and count: who was asked and did not consent does not."""
        return self.companion_count - self.asked_count + self.consented_count

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def counts_for(self) -> tuple[str, ...]:
        """By the names that travellers are kept under: the member, of trips of before there were
        others."""
        return self.travellers or (self.member_id,)

    @property
    def year(self) -> int:
        """Whose budget and times it counts to: where it begins."""
        return self.starts_on.year

    def overlaps(self, other: "Trip") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    def approved(self, decision: Decision) -> "Trip":
        """Without the image of where the applicant lives."""
        return self._after(status="approved", decision=decision, residence=None)

    def claimed(self, at: datetime) -> "Trip":
        number = self.claim_number + 1
        return self._after(status="claimed", claim_number=number, claimed_at=at, review=None)

    def returned(self, decision: Decision, claim_by_on: date) -> "Trip":
        """To be claimed once more, by this day at the latest."""
        return self._after(
            status="returned", decision=decision, claim_by_on=claim_by_on, review=None
        )

    def found(self, review: Review) -> "Trip":
        return self._after(review=review)

    def granted(self, grant: Grant) -> "Trip":
        """Without anything of the companions."""
        return self._after(status="granted", grant=grant, team=None, residence=None, asked=())

    def taken_back(self, grant: Grant, decision: Decision | None) -> "Trip":
        return self._after(status="clawed_back", grant=grant, decision=decision)

    def recounted(self, grant: Grant, decision: Decision) -> "Trip":
        """Of the same amount, for other lines."""
        return self._after(grant=grant, decision=decision)

    def ended(self, status: TripStatus, decision: Decision | None = None) -> "Trip":
        """Without anything of the companions."""
        return self._after(
            status=status,
            team=None,
            residence=None,
            asked=(),
            decision=decision or self.decision,
        )

    def answered(self, answer: Asked, travellers: tuple[str, ...]) -> "Trip":
        """By one who was asked."""
        asked = tuple(answer if each.number == answer.number else each for each in self.asked)
        return self._after(
            asked=asked,
            consented_count=sum(each.state == "consented" for each in asked),
            travellers=travellers,
        )

    def _after(self, **changes: Any) -> "Trip":
        return replace(self, version=self.version + 1, **changes)


class Budget(Struct, frozen=True):
    """Of a year, in won. `held`: by open trips; `spent`: on trips that were paid, without what was
    taken back of it."""

    county_id: str
    year: int
    held: int = 0
    version: int = 0
    spent: int = 0

    def holding(self, amount: int) -> "Budget":
        """With `amount` won more, or less if it is negative."""
        return replace(self, held=self.held + amount, version=self.version + 1)

    def spending(self, amount: int, *, released: int) -> "Budget":
        """`released` won are held no longer, and `amount` of them spent. What was taken back is
        spent no more: a negative `amount`."""
        return replace(
            self,
            held=self.held - released,
            spent=self.spent + amount,
            version=self.version + 1,
        )


class Traveller(Struct, frozen=True):
    """How many trips a person has in each year, open or paid. `traveller_id`: the keyed hash of an
    identity, or a member's id as long as nobody was identified; of who came along, of name and
    birth date."""

    county_id: str
    traveller_id: str
    times: Mapping[int, int] = field(default_factory=dict)
    version: int = 0

    def counting(self, year: int, change: int) -> "Traveller":
        times = {**self.times, year: self.times.get(year, 0) + change}
        return replace(self, times=times, version=self.version + 1)


def check_application(
    wanted: Application,
    settings: CountySettings,
    today: date,
    *,
    county_region: str,
    own_region: str,
) -> None:
    """What can be said without looking at budget and times. Raises `InvalidRequestError`,
    `TripTooLateError`, `TripNotForResidentsError`."""
    _check_dates(wanted, today)
    if (wanted.starts_on - today).days < settings.trip_apply_days:
        raise TripTooLateError(param="starts_on", limit=settings.trip_apply_days)
    home = regions.canonical(county_region)
    if regions.canonical(own_region) == home:
        raise TripNotForResidentsError
    for number, companion in enumerate(wanted.companions):
        where = f"companions.{number}"
        if not regions.is_known(companion.region_code):
            problem = ("모르는 지역입니다", "is not a region we know")
            raise InvalidRequestError(param=f"{where}.region_code", problem=problem)
        if companion.birth_on > today:
            problem = ("아직 오지 않은 날입니다", "is a day to come")
            raise InvalidRequestError(param=f"{where}.birth_on", problem=problem)
        if regions.canonical(companion.region_code) == home:
            raise TripNotForResidentsError(param=f"{where}.region_code")


def _check_dates(wanted: Application, today: date) -> None:
    if wanted.ends_on < wanted.starts_on:
        problem = ("시작한 날이나 그 뒤여야 합니다", "is before the first day")
        raise InvalidRequestError(param="ends_on", problem=problem)
    if (wanted.ends_on - wanted.starts_on).days >= DAYS_MAX:
        problem = (f"여행은 {DAYS_MAX}일까지입니다", f"a trip lasts {DAYS_MAX} days at most")
        raise InvalidRequestError(param="ends_on", problem=problem)
    if (wanted.starts_on - today).days > AHEAD_DAYS_MAX:
        problem = ("1년 안의 날이어야 합니다", "must be within a year")
        raise InvalidRequestError(param="starts_on", problem=problem)


def check_may_withdraw(trip: Trip, today: date) -> None:
    """Before its first day, and before it is claimed. Raises `TripNotWithdrawableError`,
    `TripBegunError`."""
    if trip.status not in WITHDRAWABLE:
        raise TripNotWithdrawableError(state=trip.status)
    if today >= trip.starts_on:
        raise TripBegunError(starts_on=trip.starts_on.isoformat())


def expected_amount(wanted: Application, settings: CountySettings) -> int:
    """What is held, in won: the most that the trip may be given, so that what is approved can
    always be paid."""
    is_team = bool(wanted.companions or wanted.asked_count)
    return settings.trip_team_cap if is_team else settings.trip_person_cap


def claim_by(wanted: Application, settings: CountySettings) -> date:
    """The last day to claim: the day after the trip is the first that counts."""
    return wanted.ends_on + timedelta(days=settings.trip_claim_days)


def check_times(used: int, settings: CountySettings, *, param: str | None = None) -> None:
    """`used`: trips of the year so far. Raises `TripTimesExceededError`, which names whose."""
    limit = settings.trip_year_times
    if used >= limit:
        named = {} if param is None else {"param": param}
        raise TripTimesExceededError(limit=limit, used=used, remaining=0, **named)


def check_budget(budget: Budget, settings: CountySettings, amount: int) -> None:
    """Raises `TripBudgetExhaustedError`."""
    limit = settings.trip_budget
    used = budget.held + budget.spent
    if used + amount > limit:
        raise TripBudgetExhaustedError(limit=limit, used=used, remaining=max(limit - used, 0))
