"""Shapes of segments, cohorts and gaps."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.analysis.paths import Path
from chalicelib.analysis.reading import Readings
from chalicelib.analysis.segments import AgeBand, Segment, SegmentRule
from chalicelib.analysis.spending import Gap
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Day, Letters, OneLine, Time
from chalicelib.http.terms import Term
from chalicelib.joining.channels import channel_words
from chalicelib.ledger.profile import Relation

SegmentRef = Annotated[str, Term("The segment.", "seg_06BX3K9QZ7M2T4WA")]
Code = Annotated[str, Field(pattern=r"^[0-9]{2}([0-9]{3})?$")]
Days = Annotated[int, Field(ge=1, le=3_650)]
Won = Annotated[int, Field(ge=0, le=1_000_000_000)]
CampaignId = Annotated[str, Field(max_length=64)]


class RuleShape(Shape):
    """All that is given must hold; what is left out, or is an empty list, holds of everybody."""

    regions: Annotated[list[Code], Field(max_length=50, default_factory=list)]
    """Where members live: codes of provinces (two digits) or counties (five)."""
    relations: Annotated[list[Relation], Field(max_length=6, default_factory=list)]
    """Their ties to the county."""
    age_bands: Annotated[list[AgeBand], Field(max_length=7, default_factory=list)]
    """Their ages, by the difference of years."""
    campaign_ids: Annotated[list[CampaignId], Field(max_length=20, default_factory=list)]
    """The campaigns through which they joined."""
    joined_from_on: Day | None = None
    """Joined on this day or later."""
    joined_to_on: Day | None = None
    """Joined on this day or before."""
    seen_within_days: Days | None = None
    """Paid at a shop, or visited, within so many days."""
    unseen_for_days: Days | None = None
    """Neither paid nor visited for so many days, or never."""
    spent_min_amount: Won | None = None
    """Paid at least so many won, net, in this quarter and the three before."""
    spent_max_amount: Won | None = None
    """Paid at most so many."""

    def rule(self) -> SegmentRule:
        return SegmentRule(
            regions=tuple(self.regions),
            relations=tuple(self.relations),
            age_bands=tuple(self.age_bands),
            campaign_ids=tuple(self.campaign_ids),
            joined_from_on=self.joined_from_on,
            joined_to_on=self.joined_to_on,
            seen_within_days=self.seen_within_days,
            unseen_for_days=self.unseen_for_days,
            spent_min_amount=self.spent_min_amount,
            spent_max_amount=self.spent_max_amount,
        )


class SegmentBody(Shape):
    name: Annotated[OneLine, Letters(60)]
    """What the desk calls it."""
    rule: RuleShape
    """Whom it has."""


class PathAnswer(Shape):
    """How far members came. Counts are shifted by up to four people and rounded to five, so that no
    difference tells one person; null where there are too few. They need not add up."""

    joined: int | None
    """Members."""
    converted: int | None
    """Who turned mileage into a voucher."""
    spent: int | None
    """Who paid at a shop."""
    returned: int | None
    """Who paid again on a later day within ninety days of the first payment."""
    spent_amount: int | None
    """Won they paid, net, in the last eight quarters, rounded to ten thousand."""


class SegmentAnswer(Shape):
    segment_id: SegmentRef
    name: str
    """What the desk calls it."""
    rule: RuleShape
    """Whom it has."""
    by: str
    """The account that defined it."""
    at: Time
    """When."""
    counted: PathAnswer | None
    """Its members, by last night's extract; null of one that is counted tonight."""


class SegmentsAnswer(Shape):
    data: list[SegmentAnswer]
    """Those in use, the newest first."""


class MonthAnswer(Shape):
    month: str
    """The month of joining, `YYYY-MM`."""
    path: PathAnswer
    """How far those who joined then came."""


class ChannelPathAnswer(Shape):
    channel: str | None
    """The channel; null of who came by no link."""
    name: str
    """What it is called."""
    path: PathAnswer
    """How far they came."""


class CampaignPathAnswer(Shape):
    campaign_id: str | None
    """The campaign through which they joined; null of who joined without one."""
    path: PathAnswer
    """How far they came."""
    channels: list[ChannelPathAnswer]
    """The same by the channel of who joined; empty where nobody came by a link."""


class CohortsAnswer(Shape):
    on: date
    """The last day in the figures."""
    months: list[MonthAnswer]
    """By month of joining, the newest first. Who left is in none."""
    campaigns: list[CampaignPathAnswer]
    """By campaign."""


class SpotAnswer(Shape):
    """An area and a category: the shops there, and what members paid there in this quarter and the
    one before."""

    area: str
    """The town or district of the shops' addresses; empty where they name none."""
    category: str
    """The shops' category."""
    shops: int
    """How many take vouchers today."""
    payers: int | None
    """Members who paid there; null where there are too few."""
    payments: int | None
    """Payments; null where payers are."""
    amount: int | None
    """Won, net, rounded to ten thousand; null where payers are."""
    gap: Gap | None
    """`no_shop`: members pay for this elsewhere in the county; `few_shops`: one shop takes twice
    what one takes in the county; `unused`: nobody pays at those there; null otherwise."""


class SpotsAnswer(Shape):
    on: date
    """The last day in the figures."""
    data: list[SpotAnswer]
    """Each area and category, those where most is paid first."""


class ExtractBody(Shape):
    reason: Annotated[OneLine, Letters(200)]
    """What it is taken out for; it stays on record and is reviewed."""
    part: Annotated[int, Field(ge=0, le=63)] | None = None
    """One of its 64 parts; all of them if left out."""


Points = Annotated[int, Field(ge=0, le=10_000_000)]


class SegmentGrantBody(Shape):
    """Points or won, one of the two."""

    name: Annotated[OneLine, Letters(60)]
    """What the grant is called, as members read it. Under one name each is given to once."""
    mileage: Points = 0
    """Points for each member."""
    voucher_amount: Points = 0
    """Won of a voucher for each member."""


class SegmentGrantAnswer(Shape):
    grant_id: str
    """The bulk grant, which another person approves."""
    row_count: int
    """How many members it is for: those of the segment who consented to marketing."""


def path_of(readings: Readings, county_id: str, path: Path) -> PathAnswer:
    seen = readings.shown(county_id, path)
    return PathAnswer(
        joined=seen.joined,
        converted=seen.converted,
        spent=seen.spent,
        returned=seen.returned,
        spent_amount=seen.spent_amount,
    )


def segment_of(readings: Readings, segment: Segment, counted: Path | None) -> SegmentAnswer:
    rule = segment.rule
    return SegmentAnswer(
        segment_id=segment.segment_id,
        name=segment.name,
        rule=RuleShape(
            regions=list(rule.regions),
            relations=list(rule.relations),
            age_bands=list(rule.age_bands),
            campaign_ids=list(rule.campaign_ids),
            joined_from_on=rule.joined_from_on,
            joined_to_on=rule.joined_to_on,
            seen_within_days=rule.seen_within_days,
            unseen_for_days=rule.unseen_for_days,
            spent_min_amount=rule.spent_min_amount,
            spent_max_amount=rule.spent_max_amount,
        ),
        by=segment.by,
        at=segment.at,
        counted=path_of(readings, segment.county_id, counted) if counted else None,
    )


def channels_of(
    readings: Readings, county_id: str, paths: Mapping[str, Path], language: str
) -> list[ChannelPathAnswer]:
    """By name, who came by no link last."""
    if not any(paths):
        return []
    return [
        ChannelPathAnswer(
            channel=channel or None,
            name=channel_words(channel or None, language),
            path=path_of(readings, county_id, path),
        )
        for channel, path in sorted(paths.items(), key=lambda one: (not one[0], one[0]))
    ]
