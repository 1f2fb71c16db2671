"""What a campaign brought: who joined, by which way, who came again, and what they spent."""

from collections.abc import Iterable
from typing import get_args

from chalicelib.joining.channels import channel_words
from chalicelib.reporting.report import ChannelCount, share_bps
from chalicelib.reporting.uses import CampaignUse, ChannelUse, Given, UseFigures
from chalicelib.totals.campaign_tally import CampaignTally, GivenFor, PartTally
from chalicelib.totals.tally import PeriodTally, SignupTally
from chalicelib.totals.use_tally import UseTally


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
    campaign = tally.campaign
    if tally.campaign_id is None or campaign is None:
        return None
    everybody = campaign.everybody
    return CampaignUse(
        campaign_id=tally.campaign_id,
        name=name or tally.campaign_id,
        use=use_figures(campaign.joined, tally.signups.total),
        spent_amount=campaign.joined.sales.net_amount,
        visits=everybody.visits.total(),
        visitors=len(everybody.visits),
        visitors_again=sum(count > 1 for count in everybody.visits.values()),
        took_part=campaign.took_part,
        came_again=len(everybody.again),
        spent_of_all_amount=everybody.use.sales.net_amount,
        given_mileage=everybody.given_mileage,
        given=Given(**{name: everybody.given[name] for name in get_args(GivenFor)}),
        taken_back_mileage=everybody.taken_back,
        spent_per_given_bps=_per_given(everybody),
        by_channel=tuple(_channel_use(tally, campaign)),
    )


def _channel_use(tally: PeriodTally, campaign: CampaignTally) -> Iterable[ChannelUse]:
    for row in channel_counts(tally.signups):
        part = campaign.by_channel[row.channel]
        yield ChannelUse(
            channel=row.channel,
            name=row.name,
            joined=row.count,
            converted=len(part.use.converted),
            paid=len(part.use.paid),
            came_again=len(part.again),
            spent_amount=part.use.sales.net_amount,
            given_mileage=part.given_mileage,
            taken_back_mileage=part.taken_back,
            spent_per_given_bps=_per_given(part),
        )


def _per_given(part: PartTally) -> int:
    return share_bps(part.use.sales.net_amount, part.kept_mileage)
