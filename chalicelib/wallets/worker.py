"""The daily job that writes off lots that expired."""

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Schedule
from chalicelib.aws.rights import TABLE
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
