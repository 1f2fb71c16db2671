"""Whether sign-ups were granted what their campaign, or the county without one, grants.

The consumer reads that itself. An entry that says another sum was written past it. Nothing is right
too: a number's second holder is granted nothing. `make verify` judges the same by code of its own.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.core.values import day_start
from chalicelib.county.settings import SettingVersion
from chalicelib.joining.campaigns import Campaign
from chalicelib.reconciling.reconciliation import Difference

QUEUE_DAYS_MAX = 14
"""A sign-up may wait so long in its queue: what was granted on its first day is kept."""
GRANT_SETTING = "mileage.signup"


class SignupGrant(NamedTuple):
    """A sign-up entry that grants mileage, in points."""

    entry_id: str
    member_id: str
    seq: int
    on: date
    campaign_id: str | None
    mileage: int


def check_signups(
    grants: Iterable[SignupGrant], promised: Callable[[date, str | None], frozenset[int]]
) -> list[Difference]:
    """`promised`: the sums that a sign-up of a day may have been granted, by its campaign."""
    return [
        Difference(
            kind="signup_grant",
            entry_id=grant.entry_id,
            member_id=grant.member_id,
            seq=grant.seq,
            detail=str(grant.mileage),
        )
        for grant in grants
        if grant.mileage not in promised(grant.on, grant.campaign_id)
    ]


def promised_by_campaign(campaign: Campaign, on: date) -> frozenset[int]:
    """What may have been in force when a sign-up by the campaign was accepted."""
    first = day_start(on - timedelta(days=QUEUE_DAYS_MAX))
    end = day_start(on + timedelta(days=1))
    ordered = sorted(campaign.terms, key=lambda terms: terms.number)
    during = [t.signup_mileage for t in ordered if first < t.holds_from < end]
    return frozenset((campaign.mileage_at(first), *during))


def promised_by_county(versions: Iterable[SettingVersion], on: date) -> frozenset[int]:
    """What may have been in force when a sign-up without a campaign was accepted."""
    first = on - timedelta(days=QUEUE_DAYS_MAX)
    ordered = sorted((v for v in versions if v.key == GRANT_SETTING), key=lambda v: v.effective_on)
    before = [v.value for v in ordered if v.effective_on <= first][-1:]
    during = [v.value for v in ordered if first < v.effective_on <= on]
    return frozenset(value for value in (*before, *during) if value is not None)
