"""Cashback campaigns as they are asked for and shown."""

from typing import Annotated, Any

from pydantic import Field

from chalicelib.approvals.answers import StepsTaken, may_decide, step_answers
from chalicelib.cashbacks.campaigns import (
    AREAS_MAX,
    BUDGET_MAX,
    CATEGORIES_MAX,
    RATE_PERCENT_MAX,
    SHOPS_MAX,
    CampaignState,
    CashbackCampaign,
)
from chalicelib.cashbacks.service import CampaignFigures
from chalicelib.core.values import AMOUNT_MAX, to_milliseconds
from chalicelib.http.call import Call, Shape
from chalicelib.http.shapes import Letters, Moment, OneLine, Time
from chalicelib.http.terms import CashbackCampaignRef, MayDecide, NextCursor

CampaignName = Annotated[OneLine, Letters(60)]
Word = Annotated[OneLine, Letters(30)]
Why = Annotated[
    OneLine,
    Letters(200),
    Field(description="Why, and by which notice or decision. No personal data."),
]


class CashbackCampaignBody(Shape):
    name: CampaignName
    """What the campaign is called, in Korean."""
    name_en: CampaignName
    """The same in English."""
    rate_percent: Annotated[int, Field(ge=1, le=RATE_PERCENT_MAX)]
    """Percent of what bought vouchers paid that comes back."""
    floor_amount: Annotated[int, Field(ge=0, le=AMOUNT_MAX)] = 0
    """Won that bought vouchers must have paid at least."""
    ceiling_amount: Annotated[int, Field(ge=1, le=AMOUNT_MAX)]
    """Won that one person gets in a month at the most."""
    budget_amount: Annotated[int, Field(ge=1, le=BUDGET_MAX)]
    """Won that the campaign gives in all."""
    opens_at: Moment
    """From when it gives."""
    closes_at: Moment
    """Until when it does."""
    merchant_ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=64)]], Field(max_length=SHOPS_MAX)
    ] = Field(default_factory=list)
    """Shops where it holds; with the two below empty and this too, all."""
    categories: Annotated[list[Word], Field(max_length=CATEGORIES_MAX)] = Field(
        default_factory=list
    )
    """Trades of shops where it holds, as the register names them."""
    areas: Annotated[list[Word], Field(max_length=AREAS_MAX)] = Field(default_factory=list)
    """Words of the address of shops where it holds: 병영면."""
    reason: Why

    def campaign(self, county_id: str) -> CashbackCampaign:
        return CashbackCampaign(
            county_id=county_id,
            campaign_id="",
            name=self.name,
            name_en=self.name_en,
            rate_percent=self.rate_percent,
            floor_amount=self.floor_amount,
            ceiling_amount=self.ceiling_amount,
            budget_amount=self.budget_amount,
            opens_at=to_milliseconds(self.opens_at),
            closes_at=to_milliseconds(self.closes_at),
            merchant_ids=tuple(sorted(set(self.merchant_ids))),
            categories=tuple(sorted(set(self.categories))),
            areas=tuple(sorted(set(self.areas))),
        )


class CashbackClosingBody(Shape):
    reason: Why


class CashbackCampaignAnswer(Shape):
    campaign_id: CashbackCampaignRef
    name: str
    """What the campaign is called."""
    state: CampaignState
    """Whether it gives now. `proposed`: nobody approved it yet; `closed`: two people ended it
    early."""
    rate_percent: int
    """Percent of what bought vouchers paid that comes back."""
    floor_amount: int
    """Won that bought vouchers must have paid at least."""
    ceiling_amount: int
    """Won that one person gets in a month at the most."""
    opens_at: Time
    """From when it gives."""
    closes_at: Time
    """Until when it does."""
    merchant_ids: list[str]
    """Shops where it holds; with the two below empty and this too, all."""
    categories: list[str]
    """Trades of shops where it holds."""
    areas: list[str]
    """Words of the address of shops where it holds."""


class CashbackCampaignsAnswer(Shape):
    data: list[CashbackCampaignAnswer]
    """Campaigns that give or will, the newest first."""


class StaffCashbackCampaignAnswer(CashbackCampaignAnswer):
    budget_amount: int
    """Won that the campaign gives in all."""
    given_amount: int
    """Won that were given, less what was taken back before it was spent."""
    remaining_amount: int
    """Won that are left."""
    may_decide: MayDecide
    steps: StepsTaken
    may_decide_closing: bool
    """Whether you may decide to close it early."""
    closing_steps: StepsTaken


class StaffCashbackCampaignsAnswer(Shape):
    data: list[StaffCashbackCampaignAnswer]
    """Campaigns, the newest first."""
    next_cursor: NextCursor


def campaign_answer(call: Call[Any], campaign: CashbackCampaign) -> CashbackCampaignAnswer:
    return CashbackCampaignAnswer(
        campaign_id=campaign.campaign_id,
        name=campaign.name_en if call.language == "en" else campaign.name,
        state=campaign.state(call.adapters.now()),
        rate_percent=campaign.rate_percent,
        floor_amount=campaign.floor_amount,
        ceiling_amount=campaign.ceiling_amount,
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        merchant_ids=list(campaign.merchant_ids),
        categories=list(campaign.categories),
        areas=list(campaign.areas),
    )


def staff_answer(call: Call[Any], figures: CampaignFigures) -> StaffCashbackCampaignAnswer:
    campaign = figures.campaign
    return StaffCashbackCampaignAnswer(
        **dict(campaign_answer(call, campaign)),
        budget_amount=campaign.budget_amount,
        given_amount=campaign.budget_amount - figures.left,
        remaining_amount=figures.left,
        may_decide=len(campaign.steps) == 1 and may_decide(call, campaign.steps),
        steps=step_answers(campaign.steps),
        may_decide_closing=len(campaign.closing) == 1 and may_decide(call, campaign.closing),
        closing_steps=step_answers(campaign.closing),
    )
