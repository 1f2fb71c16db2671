"""Closing the day that is over, and the consumer that makes the shops' statements of it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from chalice import Blueprint
from chalice.app import CloudWatchEvent, SQSEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Messages, Schedule
from chalicelib.aws.rights import LEDGER, TABLE, Queue
from chalicelib.aws.worker import each_record, meant_at, worker
from chalicelib.core.observability import count, logger
from chalicelib.core.values import seoul_date
from chalicelib.settlement.keys import SLICES
from chalicelib.settlement.queue import settlement_from_message
from chalicelib.settlement.wiring import SettlementWiring

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

settlements = Blueprint(__name__)


@worker(
    settlements,
    Function(
        trigger=Schedule("cron(30 16 * * ? *)", missed="No day was closed for settlement"),
        timeout_seconds=300,
        memory_mb=1024,
        may=(
            TABLE.read(),
            TABLE.put("SETTLEMENTDAYS"),
            TABLE.query("by_day"),
            LEDGER.get("*/settlement-days/*"),
            LEDGER.put("*/settlement-days/*"),
            Queue("settlement").send(),
        ),
    ),
)
def close_days(event: CloudWatchEvent, adapters: Adapters) -> None:
    """01:30 in Seoul: every day that is over and was not closed; then each part of the shops is
    sent to be settled, also what an earlier night left. One county's failure stops no other."""
    yesterday = seoul_date(meant_at(event, adapters)) - timedelta(days=1)
    wiring = adapters.wired(SettlementWiring)
    failed: list[str] = []
    for county_id in adapters.settings.county_ids:
        try:
            closed = wiring.gathering.catch_up(county_id, yesterday)
            for number in range(SLICES):
                wiring.queue.send(county_id, number)
        except Exception:
            logger.exception("days not closed", county_id=county_id)
            failed.append(county_id)
            continue
        if closed:
            count("SettlementDaysClosed", len(closed))
    if failed:
        raise RuntimeError(f"days not closed: {', '.join(failed)}")


@worker(
    settlements,
    Function(
        trigger=Messages(
            queue="settlement",
            batch_size=1,
            concurrency=20,
            local_concurrency=2,
            late_after_seconds=3600,
        ),
        timeout_seconds=300,
        memory_mb=1024,
        may=(
            TABLE.read(),
            TABLE.put("SETTLEMENT", "SETTLEMENTSLICES", "INVOICEDUE"),
            TABLE.query("by_merchant"),
            LEDGER.get("*/settlement*"),
            LEDGER.put("*/settlements/*"),
            Queue("settlement").send(),
        ),
    ),
)
def settle_shops(event: SQSEvent, adapters: Adapters) -> Any:
    """Make the statements of a part of the shops for the days that were closed, and the invoices
    of what is owed too long after each of them."""

    def settle(record: "SQSRecord") -> None:
        county_id, number = settlement_from_message(record.body)
        wiring = adapters.wired(SettlementWiring)
        made, is_left = wiring.closing.close(county_id, number)
        if made:
            count("SettlementsMade", made)
        if is_left:
            wiring.queue.send(county_id, number)

    return each_record(event, settle)
