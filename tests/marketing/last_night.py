"""A night of the analysis whose files are not there: whom it found, as messages ask for it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from chalicelib.analysis.figures import Figures
from chalicelib.analysis.member_book import Part
from chalicelib.analysis.trials import Participant, Reached
from tests.worlds import SIGNER


class Facts(Struct):
    """What a night knows of a member, as far as a reminder asks."""

    member_id: str
    marketing_since: date


class LastNight(Struct):
    """Of members with the day of their consent; all of them are in the segment."""

    on: date
    people: dict[str, date]
    pseudonyms: Any = SIGNER

    @property
    def readings(self) -> "LastNight":
        return self

    def minimum(self, county_id: str) -> int:
        return 1

    def known_figures(self, county_id: str) -> Figures:
        return Figures(self.on)

    def reached(self, county_id: str, segment_id: str, *, maximum: int) -> list[Reached]:
        return [Reached(one, None) for one in self.people]

    def lot(self, county_id: str, found: list[Reached], trial: str) -> list[Participant]:
        return [Participant(one.member_id, True, False) for one in found]

    def read(self, county_id: str, number: int, *, before: date) -> Part:
        rows: Any = {one: Facts(one, since) for one, since in self.people.items()}
        return Part(self.on, rows)

    def rows(self, county_id: str) -> Iterator[Any]:
        return iter(())
