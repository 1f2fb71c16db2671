"""A draw as staff see it, with how each place stands."""

from datetime import date
from typing import Any

from chalicelib.approvals.answers import DECIDERS
from chalicelib.draws.answers import DrawFacts, PlaceAnswer, draw_facts, place_answers
from chalicelib.draws.draws import Draw
from chalicelib.draws.places import TAX_PERCENT, is_taxed
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.http.call import Call
from chalicelib.http.terms import CampaignRef
from chalicelib.staff.actor import person_of


class StaffPlaceAnswer(PlaceAnswer):
    is_taxed: bool
    """Whether tax is due on what came to this place."""


class StaffDrawAnswer(DrawFacts):
    """`may_freeze`: it is to be frozen now and by the reader, who is somebody else than made it; in
    a list always false. `tax_percent` of a prize above `tax_free_maximum` won is the winner's to
    pay."""

    announced_by: str
    """The account that announced it."""
    frozen_by: str | None
    """The account that froze the list; null before that."""
    answer_days: int
    """How many days somebody who is asked may take."""
    erased_on: date
    """The day on which personal data of the draw is erased."""
    campaign_id: CampaignRef | None
    """The campaign whose entries are in the list, beside those of files; null of none."""
    may_freeze: bool
    """Whether the reader may freeze the list: somebody else than who announced it."""
    tax_free_maximum: int
    """Won up to which a prize is free of tax."""
    tax_percent: int
    """Percent of tax on a prize above that."""
    places: list[StaffPlaceAnswer]
    """Winners and reserves, and what became of each."""


def staff_answer(call: Call[Any], draw: Draw, *, is_alone: bool = True) -> StaffDrawAnswer:
    """In a list, not alone, it is without what takes reads of its own."""
    wiring, person = call.wired(DrawsWiring), person_of(call)
    tax_free = wiring.prizes.tax_free_maximum(call.county_id)
    places = wiring.prizes.places(draw) if draw.drawn and is_alone else []
    shown = [
        StaffPlaceAnswer(
            **dict(answer),
            is_taxed=place.prize is not None and is_taxed(place.prize, tax_free),
        )
        for place, answer in zip(places, place_answers(places), strict=True)
    ]
    return StaffDrawAnswer(
        **draw_facts(draw, call.now()),
        announced_by=draw.announced_by.username,
        frozen_by=draw.frozen.by.username if draw.frozen else None,
        answer_days=draw.answer_days,
        erased_on=draw.erased_on,
        campaign_id=draw.campaign_id,
        may_freeze=(
            draw.round_id is None
            and is_alone
            and not call.staff.roles.isdisjoint(DECIDERS)
            and wiring.draws.may_freeze(draw, person)
        ),
        tax_free_maximum=tax_free,
        tax_percent=TAX_PERCENT,
        places=shown,
    )
