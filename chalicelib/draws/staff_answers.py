"""A draw as staff see it, with how each place stands."""

from datetime import date
from typing import Any

from chalicelib.approvals.answers import DECIDERS
from chalicelib.draws.answers import DrawFacts, PlaceAnswer, draw_facts, place_answers
from chalicelib.draws.draws import Draw
from chalicelib.draws.places import TAX_PERCENT, is_taxed
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.http.call import Call, Document
from chalicelib.staff.actor import person_of


class StaffPlaceAnswer(PlaceAnswer):
    is_taxed: bool


class StaffDrawAnswer(DrawFacts):
    """`may_freeze`: the reader is somebody else than made it. `tax_percent` of a prize above
    `tax_free_maximum` won is the winner's to pay."""

    announced_by: str
    frozen_by: str | None
    answer_days: int
    erased_on: date
    may_freeze: bool
    tax_free_maximum: int
    tax_percent: int
    places: list[StaffPlaceAnswer]


def staff_answer(call: Call[Any], draw: Draw, *, with_places: bool = True) -> StaffDrawAnswer:
    wiring, person = call.wired(DrawsWiring), person_of(call)
    tax_free = wiring.prizes.tax_free_maximum(call.county_id)
    places = wiring.prizes.places(draw) if draw.drawn and with_places else []
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
        may_freeze=(
            draw.round_id is None
            and draw.status(call.now()) == "closed"
            and not draw.announced_by.may_be(person)
            and not call.staff.roles.isdisjoint(DECIDERS)
        ),
        tax_free_maximum=tax_free,
        tax_percent=TAX_PERCENT,
        places=shown,
    )


def csv_document(name: str, content: str) -> Document:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Document(content, "text/csv; charset=utf-8", headers)
