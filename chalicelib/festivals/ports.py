"""What rewarding visits needs of the world."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from chalicelib.festivals.visiting import Visit
from chalicelib.joining.campaigns import Campaign, ElectionPeriod
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.profile import Profile


class Campaigns(Protocol):
    def by_code(self, county_id: str, code: str) -> Campaign: ...

    def by_id(self, county_id: str, campaign_id: str) -> Campaign: ...

    def election_periods(self, county_id: str) -> Sequence[ElectionPeriod]: ...

    def shards(self, campaign: Campaign) -> Mapping[int, int]: ...


class VisitStore(Protocol):
    def has_had(self, county_id: str, visit: Visit, profile: Profile) -> bool: ...

    def append(
        self, entry: Entry, budget: BudgetChange, visit: Visit, profile: Profile
    ) -> bool: ...
