"""What the desk of campaigns needs of the world."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from chalicelib.approvals.approvals import RequestStore, Step
from chalicelib.campaigns.proposals import CampaignProposal
from chalicelib.county.facilities import Facility
from chalicelib.joining.campaigns import Campaign, CampaignTerms, ElectionPeriod
from chalicelib.staff.audit import AuditRecord


class CampaignReader(Protocol):
    def by_id(
        self, county_id: str, campaign_id: str, *, consistent: bool = False
    ) -> Campaign | None: ...

    def is_taken(self, county_id: str, code: str) -> bool: ...

    def left(self, county_id: str, campaign_id: str) -> Mapping[int, int]: ...


class Facilities(Protocol):
    def all(self, county_id: str) -> list[Facility]: ...


class CampaignDeskStore(RequestStore[CampaignProposal], Protocol):
    def create(self, proposal: CampaignProposal) -> None: ...

    def make(self, campaign: Campaign, terms: CampaignTerms, step: Step) -> bool: ...

    def put_in_force(
        self,
        campaign: Campaign,
        terms: CampaignTerms,
        step: Step,
        parts: Mapping[int, int],
        *,
        first: Mapping[int, int] | None = None,
    ) -> bool: ...

    def change(self, campaign: Campaign, record: AuditRecord, new_codes: Sequence[str]) -> bool: ...

    def add_election_period(self, period: ElectionPeriod, record: AuditRecord) -> bool: ...
