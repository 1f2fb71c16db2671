"""What trips did on each day, in the table."""

from datetime import date

from chalicelib.aws.table import Table
from chalicelib.trips import keys
from chalicelib.trips.effects import FIGURES, DayEffect, Effect


class EffectStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def note(self, county_id: str, day: DayEffect) -> None:
        """Access pattern 339: again, the same."""
        figures = {name: getattr(day.effect, name) for name in FIGURES}
        key = keys.effect_day(county_id, day.on)
        self._table.put_new(
            {**key._asdict(), "type": "trip_effect", **figures, "by": day.effect.by}
        )

    def days(self, county_id: str, year: int) -> list[DayEffect]:
        """Access pattern 340: of a year, in order."""
        return [
            DayEffect(
                date.fromisoformat(item["sk"]),
                Effect(
                    **{name: item[name] for name in FIGURES},
                    by={group: dict(sums) for group, sums in item["by"].items()},
                ),
            )
            for item in self._table.query_all(keys.effect_days(county_id, year))
        ]
