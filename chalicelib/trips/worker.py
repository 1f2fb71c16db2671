"""The daily job over half-price trips: those that nobody claimed, and those that were paid."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Schedule
from chalicelib.aws.rights import TABLE, UPLOADS, derive_keys
from chalicelib.aws.worker import meant_at, worker
from chalicelib.core.observability import count, logger
from chalicelib.core.values import seoul_date
from chalicelib.trips.wiring import TripsWiring

trip_nights = Blueprint(__name__)


@worker(
    trip_nights,
    Function(
        trigger=Schedule("cron(20 15 * * ? *)", missed="No half-price trip was ended or looked at"),
        timeout_seconds=900,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put(
                "TRIPS", "TRIPBUDGET", "TRIPDAYS", "TRIPEFFECT", "TRIPWATCH", "TRAVELLER", "WALLET"
            ),
            TABLE.query("by_day", "by_merchant"),
            UPLOADS.erase(),
            derive_keys(),
        ),
    ),
)
def tend_trips(event: CloudWatchEvent, adapters: Adapters) -> None:
    """00:20 in Seoul. A trip that was not claimed in time gives back what it held of the year's
    budget; of a paid one, what a cancelled payment of ours was paid for is taken back. What the day
    before applied for is noted, by which it is told when the budget runs out, and what its entries
    say of trips."""
    today = seoul_date(meant_at(event, adapters))
    wiring = adapters.wired(TripsWiring)
    failed: list[str] = []
    # First, by how the budget stands at the day's end.
    for county_id in adapters.settings.county_ids:
        failed += _each([county_id], partial(_note, adapters, today), "TripDaysNoted")
    for county_id in adapters.settings.county_ids:
        due = wiring.decisions.due(county_id, today)
        expire = partial(_expire, adapters, county_id, today)
        failed += _each(due, expire, "TripsExpired")
        look_again = partial(wiring.grants.look_again, county_id)
        failed += _each(wiring.grants.watched(county_id, today), look_again, "TripsTakenBack")
    if failed:
        raise RuntimeError(f"trips not tended: {', '.join(failed)}")


def _note(adapters: Adapters, today: date, county_id: str) -> bool:
    adapters.wired(TripsWiring).budgets.note_days(county_id, today)
    adapters.wired(TripsWiring).effects.note_days(county_id, today)
    return False  # Every night does: that is not counted.


def _expire(adapters: Adapters, county_id: str, today: date, trip_id: str) -> bool:
    return adapters.wired(TripsWiring).decisions.expire(county_id, trip_id, today)


def _each(trip_ids: Iterable[str], work: Callable[[str], bool], counted: str) -> list[str]:
    """Those that could not be; each is tried again the next night."""
    failed = []
    for trip_id in trip_ids:
        try:
            if work(trip_id):
                count(counted)
        except Exception:
            logger.exception("trip not tended", trip_id=trip_id)
            failed.append(trip_id)
    return failed
