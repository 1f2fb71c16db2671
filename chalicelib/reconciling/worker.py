"""The nightly job that holds the ledger against itself, and the same on demand."""

from datetime import date

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Counted, Function, Schedule
from chalicelib.aws.rights import LEDGER, REPORTS, TABLE
from chalicelib.aws.worker import meant_at, worker
from chalicelib.core.observability import logger
from chalicelib.core.values import seoul_date
from chalicelib.reconciling.alarm import reconcile
from chalicelib.reconciling.wiring import ReconcilingWiring

reconciliation = Blueprint(__name__)


@worker(
    reconciliation,
    Function(
        trigger=Schedule("cron(0 17 * * ? *)", missed="The ledger was not reconciled"),
        timeout_seconds=900,
        memory_mb=1024,
        may=(
            TABLE.read(),
            TABLE.put("RECONCILIATIONS", "TOTALS"),
            TABLE.query("by_day", "by_merchant"),
            REPORTS.get("*/reconciliations/*"),
            REPORTS.put("*/reconciliations/*"),
            LEDGER.get(),
            LEDGER.find(),
        ),
        alarms=(
            Counted("LedgerDifferences", "The reconciliation of the ledger found differences"),
        ),
    ),
)
def reconcile_ledger(event: CloudWatchEvent, adapters: Adapters) -> None:
    """02:00 in Seoul: yesterday, and days before that were missed. A day that fails holds up no
    other, and is due again the next night. Running it again changes nothing."""
    today = seoul_date(meant_at(event, adapters))
    failed = [
        failure
        for county_id in adapters.settings.county_ids
        for failure in _reconcile_due(adapters, county_id, today)
    ]
    if failed:
        raise RuntimeError(f"not reconciled: {', '.join(failed)}")


def _reconcile_due(adapters: Adapters, county_id: str, today: date) -> list[str]:
    """The days that could not be reconciled."""
    try:
        days = adapters.wired(ReconcilingWiring).reconciliations.due(county_id, today)
    except Exception:
        logger.exception("no list of days to reconcile", county_id=county_id)
        return [county_id]
    failed = []
    for on in days:
        try:
            reconcile(adapters, county_id, on)
        except Exception:
            logger.exception("not reconciled", county_id=county_id, on=on.isoformat())
            failed.append(f"{county_id}/{on.isoformat()}")
    return failed
