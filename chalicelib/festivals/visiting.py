"""What a visit is worth, and how often: by the terms of its campaign."""

from datetime import datetime

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.county.settings import CountySettings
from chalicelib.festivals.errors import (
    AlreadyVisitedError,
    AlreadyVisitedTodayError,
    VisitNotOpenError,
)
from chalicelib.joining.campaigns import Booth, Campaign
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, new_entry_id
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.lots import mileage_lot

SOURCE = "visit"
PRINTED = "printed"
ONCE = "once"


class Visit(Struct, frozen=True):
    """What a person is given once: `turn` is a Seoul day, `once` or `printed`. `mileage` in
    points."""

    campaign: Campaign
    booth: Booth
    turn: str
    mileage: int

    @property
    def reference(self) -> str:
        """Names the event for ever; the verifier reads it."""
        return f"visit_grant/{self.campaign.campaign_id}/{self.turn}"

    def had(self) -> AlreadyVisitedError | AlreadyVisitedTodayError:
        """What is said to who has had it."""
        is_daily = self.turn not in (PRINTED, ONCE)
        return AlreadyVisitedTodayError() if is_daily else AlreadyVisitedError()


def visit_of(campaign: Campaign, booth: Booth, now: datetime) -> Visit:
    """A printed code, which a picture proves as well, is worth one visit of the whole campaign.

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
    return Visit(campaign, booth, turn, mileage)


def decide(visit: Visit, budget: BudgetChange, settings: CountySettings, now: datetime) -> Draft:
    """Points in a lot of their own, out of the campaign's budget."""
    entry_id = new_entry_id(now)
    lots = mileage_lot(entry_id, visit.mileage, source=SOURCE, settings=settings, now=now)
    return Draft(
        kind="visit_grant",
        allocations=tuple(lot_rules.put_in(lot) for lot in lots),
        reason=f"{visit.campaign.name}\n{visit.campaign.name_en}",
        budget=budget,
        entry_id=entry_id,
    )
