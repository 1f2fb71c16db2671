"""The nightly job that publishes the day that is over."""

from datetime import timedelta

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Schedule
from chalicelib.aws.rights import LEDGER, TABLE
from chalicelib.aws.worker import meant_at, worker
from chalicelib.core.observability import count, logger
from chalicelib.core.values import seoul_date
from chalicelib.proofs.roots import RootDiffersError
from chalicelib.proofs.wiring import ProofsWiring

ledger_roots = Blueprint(__name__)


@worker(
    ledger_roots,
    Function(
        trigger=Schedule("cron(0 16 * * ? *)", missed="No day was published"),
        timeout_seconds=900,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put("ROOTS"),
            TABLE.query("by_day"),
            LEDGER.get(),
            LEDGER.put(),
        ),
    ),
)
def publish_roots(event: CloudWatchEvent, adapters: Adapters) -> None:
    """01:00 in Seoul: every day that is over and has no record yet. Running it again changes
    nothing. One county's failure stops no other."""
    yesterday = seoul_date(meant_at(event, adapters)) - timedelta(days=1)
    failed: list[str] = []
    for county_id in adapters.settings.county_ids:
        try:
            run = adapters.wired(ProofsWiring).publisher.catch_up(county_id, yesterday)
        except RootDiffersError as error:
            logger.exception("published record differs", county_id=county_id)
            failed.append(str(error))
            continue
        except Exception:
            # The storage said no, perhaps after days that were published: the next run goes on.
            logger.exception("days not published", county_id=county_id)
            failed.append(county_id)
            continue
        count("LedgerDaysPublished", len(run.published))
        if run.lost:
            logger.error("published entries are gone", county_id=county_id, hashes=run.lost)
            failed.append(f"{county_id}: {len(run.lost)} published entries are gone")
    if failed:
        raise RuntimeError(f"ledger roots: {'; '.join(failed)}")
