"""Plays a year of half-price trips and prints what came of it: `make trip-year`."""

import sys
import time

from chalicelib.core.observability import logger
from tests.trips.trip_year import HALF_TIME, Year
from tests.trips.year_teams import teams_of


def main() -> None:
    count, started = int(sys.argv[1]), time.process_time()
    logger.setLevel("WARNING")  # A night is no news here.
    year = Year(teams_of(count, seed=2025))
    year.county.remember(teams_of(count * 15_291 // 39_066, seed=2024))
    year.play()
    year.check()
    for (step, said), number in sorted(year.answers.items()):
        print(f"{step:<10} {said:<28} {number:>8,}")
    for what, number in sorted(year.book.found.items()):
        print(f"  {what:<45} {number:>8,}")
    for on, (held, spent) in sorted(year.months.items()):
        told = year.closes[on].closes_on
        print(f"{on}  held {held:>13,}  spent {spent:>13,}  told to run out on {told}")
    told = year.closes[HALF_TIME].closes_on
    print(
        f"budget {year.book.limit:,}, ran out on {year.book.closed_on}; told on {HALF_TIME}: {told}"
    )
    known = year.book.known.values()
    paid = sum(each.paid > 0 for each in known)
    won, taken = sum(each.paid for each in known), sum(each.taken for each in known)
    back = sum(each.taken > 0 for each in known)
    print(f"{paid:,} teams were paid {won:,}, of {back:,} was {taken:,} taken back,")
    print(f"{count - paid:,} refused or not claimed; all of it as the model says, budget exact")
    print(f"{time.process_time() - started:.0f} s of CPU")
    year.check_forecast()
