"""A year of half-price trips, small; docs/trials.md has it at size."""

from datetime import date

from tests.trips.trip_year import Year
from tests.trips.year_teams import FRAUDS, teams_of


def test_a_year_is_paid_refused_and_clawed_back_as_the_book_has_it() -> None:
    year = Year(teams_of(400, seed=2025))

    year.play()

    year.check()
    met = {what.partition(":")[0] for what in year.book.found}
    assert met == {*FRAUDS, "honest"}
    assert year.answers["grant", "granted"] > 200
    assert year.answers["clawback", "clawed_back"]
    assert sum(on > date(2025, 1, 31) for on in year.months) == 14
    assert year.book.held == 0, "nothing stays held when all is over"
