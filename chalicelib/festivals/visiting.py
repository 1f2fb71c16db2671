"""What a visit is worth, and how often: by the terms of its campaign."""

from datetime import datetime

from chalicelib.core.values import seoul_date
from chalicelib.festivals.errors import (
    AlreadyVisitedError,
    AlreadyVisitedTodayError,
    VisitNotOpenError,
)
from chalicelib.festivals.rewarding import Reward, names_of
from chalicelib.joining.campaigns import Booth, Campaign

PRINTED = "printed"
ONCE = "once"


def visit_of(campaign: Campaign, booth: Booth, now: datetime) -> Reward:
    """Its turn is a Seoul day, `once` or `printed`. A printed code, which a picture proves as well,
    is worth one visit of the whole campaign.

    Raises `VisitNotOpenError`.
    """
    terms = campaign.terms_at(now)
    if terms is None or not campaign.is_open(now) or booth.is_closed or not booth.proof:
        raise VisitNotOpenError(param="code")
    if booth.proof == "printed":
        turn, mileage = PRINTED, terms.printed_visit_mileage
    else:
        is_daily = terms.visits_once_a == "day"
        turn, mileage = seoul_date(now).isoformat() if is_daily else ONCE, terms.visit_mileage
    if not mileage:
        raise VisitNotOpenError(param="code")
    return Reward(
        kind="visit_grant",
        scope=campaign.campaign_id,
        turn=turn,
        mileage=mileage,
        names=names_of(campaign),
        campaign=campaign,
        place=booth.code,
    )


def had(visit: Reward) -> AlreadyVisitedError | AlreadyVisitedTodayError:
    """What is said to who has had it."""
    is_daily = visit.turn not in (PRINTED, ONCE)
    return AlreadyVisitedTodayError() if is_daily else AlreadyVisitedError()
