"""What a year's half-price trips brought, at the desk."""

from datetime import date
from typing import Any

from chalicelib.approvals.answers import READERS
from chalicelib.core.errors import InvalidRequestError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.terms import TripYear
from chalicelib.trips.budget_service import year_of
from chalicelib.trips.effects import FIGURES, GROUPS, Effect, by_month, percent
from chalicelib.trips.wiring import TripsWiring

routes = Operations(tag="trips")


class TripFiguresAnswer(Shape):
    """Of the days on which trips were paid, or their vouchers spent; won."""

    teams: int
    """Teams that were paid."""
    people: int
    """People in them who count."""
    repeated: int
    """Of the teams, those whose member was paid for another trip of the year before."""
    spent: int
    """What they spent on their trips, as two people found."""
    paid: int
    """What they were paid, as the ledger has it."""
    taken: int
    """What was taken back."""
    respent: int
    """What was paid at shops with such vouchers, less what shops took back."""
    spent_percent: int | None
    """Spent of each 100 won that were paid; null if nothing was."""
    respent_percent: int | None
    """Spent again of each 100 won that were paid; null if nothing was."""


class TripMonthAnswer(TripFiguresAnswer):
    month: date
    """The month's first day."""


class TripPartAnswer(Shape):
    name: str
    """The area, trade or sight; empty for shops that are none of ours, or say none."""
    amount: int
    """Won; of a sight, teams that its gate let in."""


class TripEffectAnswer(Shape):
    year: int
    """Of the days that are counted."""
    until_on: date | None
    """The last day that is in it; null if there is none yet."""
    total: TripFiguresAnswer
    """Of the whole year so far."""
    months: list[TripMonthAnswer]
    """By month."""
    spent_areas: list[TripPartAnswer]
    """Where the trips' money was spent; the most first, as in all that follow."""
    spent_trades: list[TripPartAnswer]
    """For what it was spent."""
    sights: list[TripPartAnswer]
    """Sights whose gates let a paid team in."""
    respent_areas: list[TripPartAnswer]
    """Where the vouchers were spent."""
    respent_trades: list[TripPartAnswer]
    """For what they were spent."""


@routes.operation(
    "GET",
    "/v1/staff/trip-effects/{year}",
    summary="What a year's half-price trips brought: spent, paid back, spent again",
    audience="staff",
    roles=READERS,
    answer=TripEffectAnswer,
    errors=(InvalidRequestError,),
)
def show_trip_effect(call: Call[None], year: TripYear) -> TripEffectAnswer:
    number = year_of(year)
    days = call.wired(TripsWiring).effects.of_year(call.county_id, number)
    total = Effect()
    for day in days:
        total.join(day.effect)
    parts = {group: _parts(total, group) for group in GROUPS}
    return TripEffectAnswer(
        year=number,
        until_on=max((day.on for day in days), default=None),
        total=TripFiguresAnswer(**_figures(total)),
        months=[
            TripMonthAnswer(month=month, **_figures(effect))
            for month, effect in by_month(days).items()
        ],
        spent_areas=parts["spent_area"],
        spent_trades=parts["spent_trade"],
        sights=parts["sight"],
        respent_areas=parts["respent_area"],
        respent_trades=parts["respent_trade"],
    )


def _figures(effect: Effect) -> dict[str, Any]:
    figures: dict[str, Any] = {name: getattr(effect, name) for name in FIGURES}
    figures["spent_percent"] = percent(effect.spent, effect.paid)
    figures["respent_percent"] = percent(effect.respent, effect.paid)
    return figures


def _parts(effect: Effect, group: str) -> list[TripPartAnswer]:
    sums = effect.by.get(group, {})
    ordered = sorted(sums.items(), key=lambda each: (-each[1], each[0]))
    return [TripPartAnswer(name=name, amount=amount) for name, amount in ordered]
