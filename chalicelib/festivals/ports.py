"""What rewarding visits needs of the world."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from chalicelib.county.facilities import Facility
from chalicelib.festivals.rewarding import Reward
from chalicelib.festivals.touring import Stamp
from chalicelib.joining.campaigns import Campaign, ElectionPeriod
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.profile import Profile
from chalicelib.staff.audit import AuditRecord
from chalicelib.visits.admissions import Admission


class Campaigns(Protocol):
    def by_code(self, county_id: str, code: str) -> Campaign: ...

    def by_id(self, county_id: str, campaign_id: str) -> Campaign: ...

    def election_periods(self, county_id: str) -> Sequence[ElectionPeriod]: ...

    def all(self, county_id: str) -> list[Campaign]: ...

    def shards(self, campaign: Campaign) -> Mapping[int, int]: ...


class VisitStore(Protocol):
    def has_had(self, county_id: str, reward: Reward, profile: Profile) -> bool: ...

    def entry_of(self, county_id: str, who: str, mark: str) -> str | None: ...

    def count(self, county_id: str, who: str, prefix: str) -> int: ...

    def last_number(self, county_id: str, people: Iterable[str], prefix: str) -> int: ...

    def visits(self, county_id: str, member_id: str, campaign_id: str) -> list[Stamp]: ...

    def append(
        self, entry: Entry, budget: BudgetChange | None, reward: Reward, profile: Profile
    ) -> bool: ...

    def take_back(
        self, entry: Entry, follower: Entry | None, given: Entry, record: AuditRecord
    ) -> bool: ...

    def return_of(self, given: Entry) -> str | None: ...

    def due(self, county_id: str, on: date) -> Iterable[str]: ...


class StampStore(Protocol):
    def put(self, campaign: Campaign, member_id: str, stamp: Stamp) -> bool: ...

    def of(self, campaign: Campaign, member_id: str) -> tuple[Stamp, ...]: ...


class Sights(Protocol):
    """The county's facilities."""

    def all(self, county_id: str) -> list[Facility]: ...


class Admissions(Protocol):
    """Whom gates let in."""

    def of_member(
        self, county_id: str, facility_id: str, on: date, member_id: str
    ) -> Admission | None: ...


class Members(Protocol):
    def profile(
        self, county_id: str, member_id: str, *, consistent: bool = False
    ) -> Profile | None: ...
