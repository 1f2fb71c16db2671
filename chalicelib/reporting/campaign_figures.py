"""What a campaign brought: who joined, by which way, who came again, and what they spent."""

from collections.abc import Iterable

from chalicelib.joining.channels import channel_words
from chalicelib.reporting.report import (
    CampaignUse,
    ChannelCount,
    ChannelUse,
    UseFigures,
    share_bps,
)
from chalicelib.totals.tally import PeriodTally, SignupTally, UseTally


def use_figures(use: UseTally, base: int) -> UseFigures:
    active = len(use.converted | use.paid)
    return UseFigures(base, len(use.converted), len(use.paid), active, share_bps(active, base))


def channel_counts(signups: SignupTally) -> tuple[ChannelCount, ...]:
    rows = [
        ChannelCount(campaign_id, channel, channel_words(channel), count)
        for (campaign_id, channel), count in signups.by_channel.items()
    ]
    return tuple(
        sorted(rows, key=lambda row: (-row.count, row.campaign_id or "", row.channel or ""))
    )


def campaign_use(tally: PeriodTally, name: str | None) -> CampaignUse | None:
    """`None` where the report is of no campaign."""
    if tally.campaign_id is None:
        return None
    spent, rewarded = tally.campaign_use.sales.net_amount, tally.rewarded
    return CampaignUse(
        campaign_id=tally.campaign_id,
        name=name or tally.campaign_id,
        use=use_figures(tally.campaign_use, tally.signups.total),
        spent_amount=spent,
        visits=rewarded.visits.total(),
        visitors=len(rewarded.visits),
        visitors_again=sum(count > 1 for count in rewarded.visits.values()),
        given_mileage=rewarded.mileage,
        spent_per_given_bps=share_bps(spent, rewarded.mileage),
        by_channel=tuple(_channel_use(tally)),
    )


def _channel_use(tally: PeriodTally) -> Iterable[ChannelUse]:
    for row in channel_counts(tally.signups):
        use = tally.channel_use[row.channel]
        yield ChannelUse(
            channel=row.channel,
            name=row.name,
            joined=row.count,
            converted=len(use.converted),
            paid=len(use.paid),
            spent_amount=use.sales.net_amount,
        )
