"""Segments: members of a kind, by a rule over the book. A rule never names a person."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from chalicelib.analysis.member_facts import MemberFacts, age_band, quarters_until
from chalicelib.analysis.paths import Path
from chalicelib.ledger.profile import Relation

AgeBand = Literal["under_20", "20s", "30s", "40s", "50s", "60s", "70_over"]
SPENT_QUARTERS = 4


class SegmentRule(Struct, frozen=True, kw_only=True):
    """All that is given must hold; an empty list holds of everybody. `regions`: codes of provinces
    (two digits) or counties (five). `spent_*_amount`: net won in this quarter and the three before,
    both included. `seen_within_days`, `unseen_for_days`: by the last payment or visit; who was
    never seen is unseen for ever."""

    regions: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    age_bands: tuple[AgeBand, ...] = ()
    campaign_ids: tuple[str, ...] = ()
    joined_from_on: date | None = None
    joined_to_on: date | None = None
    seen_within_days: int | None = None
    unseen_for_days: int | None = None
    spent_min_amount: int | None = None
    spent_max_amount: int | None = None

    def holds(self, row: MemberFacts, on: date) -> bool:
        return (
            self._holds_of_origin(row, on)
            and self._holds_of_days(row, on)
            and self._holds_of_spending(row, on)
        )

    def _holds_of_origin(self, row: MemberFacts, on: date) -> bool:
        return (
            (not self.regions or row.region_code.startswith(self.regions))
            and (not self.relations or row.relation in self.relations)
            and (not self.age_bands or age_band(row.born, on) in self.age_bands)
            and (not self.campaign_ids or row.campaign_id in self.campaign_ids)
        )

    def _holds_of_days(self, row: MemberFacts, on: date) -> bool:
        if self.joined_from_on and row.joined_on < self.joined_from_on:
            return False
        if self.joined_to_on and row.joined_on > self.joined_to_on:
            return False
        unseen = (on - row.last_seen_on).days if row.last_seen_on else None
        if self.seen_within_days is not None and (unseen is None or unseen > self.seen_within_days):
            return False
        return self.unseen_for_days is None or unseen is None or unseen >= self.unseen_for_days

    def _holds_of_spending(self, row: MemberFacts, on: date) -> bool:
        if self.spent_min_amount is None and self.spent_max_amount is None:
            return True
        amount = row.spent_since(quarters_until(on, SPENT_QUARTERS)[-1]).amount
        return (self.spent_min_amount is None or amount >= self.spent_min_amount) and (
            self.spent_max_amount is None or amount <= self.spent_max_amount
        )


class Segment(Struct, frozen=True, kw_only=True):
    """Written once; who wants another rule defines another segment. `ended_at`: it is counted no
    more and nothing can be given by it. `counted`: when it was defined, if that could be."""

    county_id: str
    segment_id: str
    name: str
    rule: SegmentRule
    by: str
    at: datetime
    ended_at: datetime | None = None
    counted: Path | None = None
    version: int = 1
