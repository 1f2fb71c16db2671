"""What one person changes of a campaign, with a record of who did; election periods."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.campaigns.errors import ElectionPeriodInvalidError
from chalicelib.campaigns.ports import CampaignDeskStore, CampaignReader
from chalicelib.campaigns.proposals import check_change
from chalicelib.core.clock import Clock
from chalicelib.core.errors import CodeTakenError, VersionConflictError
from chalicelib.core.values import format_time, seoul_date
from chalicelib.joining.campaigns import Campaign, ElectionPeriod
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.staff.audit import AuditAction, AuditRecord, Facts
from chalicelib.staff.person import Person


class CampaignDesk(Struct, frozen=True):
    store: CampaignDeskStore
    campaigns: CampaignReader
    clock: Clock

    def change(
        self,
        county_id: str,
        person: Person,
        campaign_id: str,
        changes: Mapping[str, Any],
        *,
        version: int,
        reason: str,
    ) -> Campaign:
        """The campaign with these fields of it changed, and the record of who did it, at once.
        `version` is the one that was seen. What is so already is not written again.

        Raises `CampaignNotFoundError`, `VersionConflictError`, `CodeTakenError`, and what
        `check_change` does.
        """
        before = self.campaigns.by_id(county_id, campaign_id, consistent=True)
        if before is None:
            raise CampaignNotFoundError
        wanted = replace(before, **changes)
        if wanted == before:
            return before
        if before.version != version:
            raise VersionConflictError
        check_change(before, wanted, self.clock())
        new_codes = [booth.code for booth in wanted.booths[len(before.booths) :]]
        for code in new_codes:
            if self.campaigns.is_taken(county_id, code):
                raise CodeTakenError(param="booths", taken=code)
        wanted = replace(wanted, version=version + 1)
        record = self._record(
            county_id,
            person,
            "campaign_changed",
            campaign_id,
            reason=reason,
            before=_told(before, changes),
            after=_told(wanted, changes),
        )
        if not self.store.change(wanted, record, new_codes):
            raise VersionConflictError
        return wanted

    def add_election_period(self, period: ElectionPeriod, person: Person) -> ElectionPeriod:
        """Raises `ElectionPeriodInvalidError`. The same again changes nothing."""
        tomorrow = seoul_date(self.clock()) + timedelta(days=1)
        if period.from_on < tomorrow or period.to_on < period.from_on:
            raise ElectionPeriodInvalidError(param="from_on")
        days = {"from_on": period.from_on.isoformat(), "to_on": period.to_on.isoformat()}
        record = self._record(
            period.county_id,
            person,
            "election_period_added",
            period.from_on.isoformat(),
            reason=period.source,
            before={},
            after={**days, "name": period.name},
        )
        self.store.add_election_period(period, record)
        return period

    def _record(
        self,
        county_id: str,
        person: Person,
        action: AuditAction,
        target_id: str,
        *,
        reason: str,
        before: Facts,
        after: Facts,
    ) -> AuditRecord:
        return AuditRecord.made(
            county_id=county_id,
            at=self.clock(),
            by=person,
            action=action,
            target_id=target_id,
            reason=reason,
            before=before,
            after=after,
        )


def _told(campaign: Campaign, names: Mapping[str, Any]) -> dict[str, str | list[str]]:
    told: dict[str, str | list[str]] = {}
    for name in names:
        if name == "booths":
            told[name] = [
                " ".join([b.code, b.name, *filter(None, (b.proof, "×" * b.is_closed))])
                for b in campaign.booths
            ]
        elif name in ("opens_at", "closes_at"):
            told[name] = format_time(getattr(campaign, name))
        else:
            told[name] = getattr(campaign, name)
    return told
