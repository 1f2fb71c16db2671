"""The daily job that writes off what expired: lots, and trips that nobody claimed."""

from datetime import date

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Schedule
from chalicelib.aws.rights import TABLE
from chalicelib.aws.worker import meant_at, worker
from chalicelib.core.observability import count, logger
from chalicelib.core.values import seoul_date
from chalicelib.trips.wiring import TripsWiring
from chalicelib.wallets.wiring import WalletsWiring

expirations = Blueprint(__name__)


@worker(
    expirations,
    Function(
        trigger=Schedule("cron(10 15 * * ? *)", missed="No lot was written off"),
        timeout_seconds=900,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put("WALLET", "JOBS", "TRIPS", "TRIPBUDGET", "TRAVELLER"),
            TABLE.query("by_day"),
        ),
    ),
)
def expire_lots(event: CloudWatchEvent, adapters: Adapters) -> None:
    """00:10 in Seoul. A wallet counts expired lots for nothing already; this writes it down. A trip
    that was not claimed in time gives back what it held of the year's budget."""
    today = seoul_date(meant_at(event, adapters))
    failed: list[str] = []
    for county_id in adapters.settings.county_ids:
        run = adapters.wired(WalletsWiring).expirations.run(county_id, today)
        count("WalletsExpired", run.touched)
        failed += run.failed
        failed += _expire_trips(adapters, county_id, today)
    if failed:
        raise RuntimeError(f"not written off: {', '.join(failed)}")


def _expire_trips(adapters: Adapters, county_id: str, today: date) -> list[str]:
    """Those that could not be ended; each is tried again the next night."""
    decisions = adapters.wired(TripsWiring).decisions
    failed = []
    for trip_id in decisions.due(county_id, today):
        try:
            if decisions.expire(county_id, trip_id, today):
                count("TripsExpired")
        except Exception:
            logger.exception("trip not ended", trip_id=trip_id)
            failed.append(trip_id)
    return failed
