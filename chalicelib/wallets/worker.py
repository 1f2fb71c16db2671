"""The daily jobs about lots that expired, and those that will."""

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Schedule
from chalicelib.aws.rights import TABLE, Queue
from chalicelib.aws.worker import meant_at, worker
from chalicelib.core.observability import count
from chalicelib.core.values import seoul_date
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
            TABLE.put("WALLET", "JOBS"),
            TABLE.query("by_day"),
        ),
    ),
)
def expire_lots(event: CloudWatchEvent, adapters: Adapters) -> None:
    """00:10 in Seoul. A wallet counts expired lots for nothing already; this writes it down."""
    today = seoul_date(meant_at(event, adapters))
    failed: list[str] = []
    for county_id in adapters.settings.county_ids:
        run = adapters.wired(WalletsWiring).expirations.run(county_id, today)
        count("WalletsExpired", run.touched)
        failed += run.failed
    if failed:
        raise RuntimeError(f"not written off: {', '.join(failed)}")


@worker(
    expirations,
    Function(
        trigger=Schedule("cron(30 0 * * ? *)", missed="Nobody was reminded of what is to expire"),
        timeout_seconds=900,
        memory_mb=512,
        may=(TABLE.read(), TABLE.query("by_day"), Queue("notice").send()),
    ),
)
def remind_of_expiry(event: CloudWatchEvent, adapters: Adapters) -> None:
    """09:30 in Seoul: at an hour at which a phone may sound."""
    today = seoul_date(meant_at(event, adapters))
    for county_id in adapters.settings.county_ids:
        reminders = adapters.wired(WalletsWiring).expiry_reminders
        count("ExpiryReminders", reminders.run(county_id, today))
