"""The daily job over referrals of which only one side was rewarded."""

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Schedule
from chalicelib.aws.rights import TABLE, derive_keys
from chalicelib.aws.worker import meant_at, worker
from chalicelib.core.observability import count, logger
from chalicelib.core.values import seoul_date
from chalicelib.festivals.wiring import FestivalsWiring

referrals = Blueprint(__name__)


@worker(
    referrals,
    Function(
        trigger=Schedule("cron(40 15 * * ? *)", missed="No referral that was cut off was finished"),
        timeout_seconds=900,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put("WALLET", "VISITED"),
            TABLE.sum_up("BUDGET", beside=("WALLET", "VISITED")),
            derive_keys(),
        ),
    ),
)
def finish_referrals(event: CloudWatchEvent, adapters: Adapters) -> None:
    """00:40 in Seoul. Who joined by a link was rewarded, and whose link it was not yet, since the
    request ended in between: that is made up for. Of the last two weeks, each once."""
    today = seoul_date(meant_at(event, adapters))
    failed: list[str] = []
    for county_id in adapters.settings.county_ids:
        service = adapters.wired(FestivalsWiring).referrals
        for newcomer_id in service.due(county_id, today):
            try:
                count("ReferralsFinished", int(service.finish(county_id, newcomer_id)))
            except Exception:
                logger.exception("referral not finished", member_id=newcomer_id)
                failed.append(newcomer_id)
    if failed:
        raise RuntimeError(f"referrals not finished: {', '.join(failed)}")
