"""What sign-ups were promised: by their campaigns, and by the county's setting."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from msgspec import Struct

from chalicelib.reconciling.ports import CampaignSource, SettingSource
from chalicelib.reconciling.reconciliation import Difference
from chalicelib.reconciling.signup_check import (
    SignupGrant,
    check_signups,
    promised_by_campaign,
    promised_by_county,
)


class SignupReading(Struct, frozen=True):
    campaigns: CampaignSource
    settings: SettingSource

    def differences(self, county_id: str, grants: Iterable[SignupGrant]) -> list[Difference]:
        """Each campaign of the day is read once."""

        @cache
        def promised(on: date, campaign_id: str | None) -> frozenset[int]:
            if campaign_id is None:
                return promised_by_county(self.settings.setting_versions(county_id), on)
            campaign = self.campaigns.by_id(county_id, campaign_id)
            return promised_by_campaign(campaign, on) if campaign else frozenset()

        return check_signups(grants, promised)
