"""A member's stamp cards."""

from typing import Any

from chalicelib.core.errors import TryAgainError
from chalicelib.festivals.answers import RewardAnswer, reward_answer
from chalicelib.festivals.errors import (
    StampCardNotFullError,
    StampCardRewardedError,
    StampPlaceUnknownError,
    StampTourNotFoundError,
    VisitBudgetSpentError,
    VisitCodeExpiredError,
    VisitCodeInvalidError,
    VisitElectionPeriodError,
)
from chalicelib.festivals.routes import VisitBody
from chalicelib.festivals.touring import Card
from chalicelib.festivals.wiring import FestivalsWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.http.terms import CampaignRef
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.ledger.errors import (
    IdentityRequiredError,
    MemberNotFoundError,
    MemberSuspendedError,
    WalletFullError,
)

routes = Operations(tag="visits")


class StampPlaceAnswer(Shape):
    place: str
    """The code of the booth, or the id of the sight."""
    name: str
    """What it is called."""
    address: str | None
    """Of a sight, for a map; null of a booth."""
    is_sight: bool
    """Whether its gate stamps by letting in; else its code is scanned."""
    stamped_at: Time | None
    """When it was visited; null of a place that is missing."""


class StampCardAnswer(Shape):
    campaign_id: CampaignRef
    name: str
    """What the campaign is called."""
    closes_at: Time
    """Until when stamps are collected and the card is rewarded."""
    needed: int
    """How many stamps fill the card."""
    collected: int
    """How many there are."""
    mileage: int
    """Points for a full card, once a person."""
    is_rewarded: bool
    """Whether they were had."""
    places: list[StampPlaceAnswer]
    """All places, in the county's order."""


class StampCardsAnswer(Shape):
    data: list[StampCardAnswer]
    """Of every tour that is open, the one that ends first at the top."""


@routes.operation(
    "GET",
    "/v1/me/stamp-cards",
    summary="The stamp cards of tours that are open",
    audience="member",
    answer=StampCardsAnswer,
    errors=(MemberNotFoundError, MemberSuspendedError),
)
def list_stamp_cards(call: Call[None]) -> StampCardsAnswer:
    cards = call.wired(FestivalsWiring).tours.cards(call.member)
    return StampCardsAnswer(data=[_answer(call, card) for card in cards])


@routes.operation(
    "POST",
    "/v1/me/stamps",
    summary="Collect the stamp of a place by the code that it shows; again changes nothing",
    audience="member",
    body=VisitBody,
    answer=StampCardAnswer,
    errors=(
        VisitCodeInvalidError,
        VisitCodeExpiredError,
        StampPlaceUnknownError,
        MemberNotFoundError,
        MemberSuspendedError,
    ),
)
def collect_stamp(call: Call[VisitBody]) -> StampCardAnswer:
    card = call.wired(FestivalsWiring).tours.stamp(call.member, call.body.code)
    return _answer(call, card)


@routes.operation(
    "POST",
    "/v1/me/stamp-cards/{campaign_id}/reward",
    summary="Be rewarded for a full stamp card",
    audience="member",
    status=201,
    answer=RewardAnswer,
    requires_idempotency_key=True,
    errors=(
        CampaignNotFoundError,
        StampTourNotFoundError,
        StampCardNotFullError,
        StampCardRewardedError,
        VisitElectionPeriodError,
        VisitBudgetSpentError,
        IdentityRequiredError,
        MemberNotFoundError,
        MemberSuspendedError,
        WalletFullError,
        TryAgainError,
    ),
)
def reward_stamp_card(call: Call[None], campaign_id: CampaignRef) -> RewardAnswer:
    outcome = call.wired(FestivalsWiring).tours.claim(
        call.member, campaign_id, idempotency_key=call.idempotency_key
    )
    return reward_answer(call, outcome)


def _answer(call: Call[Any], card: Card) -> StampCardAnswer:
    is_english = call.language == "en"
    stamped = {stamp.place: stamp.at for stamp in card.stamps}
    return StampCardAnswer(
        campaign_id=card.campaign.campaign_id,
        name=card.campaign.name_en if is_english else card.campaign.name,
        closes_at=card.campaign.closes_at,
        needed=card.tour.needed,
        collected=len(card.stamps),
        mileage=card.tour.mileage,
        is_rewarded=card.is_rewarded,
        places=[
            StampPlaceAnswer(
                place=place.key,
                name=place.name_en if is_english else place.name,
                address=place.address or None,
                is_sight=place.is_sight,
                stamped_at=stamped.get(place.key),
            )
            for place in card.places
        ],
    )
