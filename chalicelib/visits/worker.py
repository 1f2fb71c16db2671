"""The job that gives back what the rules say of fees that members paid."""

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Schedule
from chalicelib.aws.rights import TABLE
from chalicelib.aws.worker import meant_at, worker
from chalicelib.core.errors import ForbiddenError, NotFoundError, RuleViolationError
from chalicelib.core.observability import count, logger
from chalicelib.visits.wiring import VisitsWiring

fee_shares = Blueprint(__name__)


@worker(
    fee_shares,
    Function(
        trigger=Schedule(
            "cron(0/5 * * * ? *)", missed="No part of a fee was given back", missed_hours=1
        ),
        timeout_seconds=240,
        memory_mb=512,
        may=(TABLE.read(), TABLE.put("WALLET", "ADMISSIONS")),
    ),
)
def give_fee_shares(event: CloudWatchEvent, adapters: Adapters) -> None:
    """Every five minutes: of what members paid at the gates of today and yesterday; at 03:00 in
    Seoul, of the last month. Each is given once, however often this runs; one's failure stops no
    other."""
    from chalicelib.visits.fee_share_service import days_at

    days = days_at(meant_at(event, adapters))
    failed: list[str] = []
    for county_id in adapters.settings.county_ids:
        shares = adapters.wired(VisitsWiring).fee_shares
        for known, admission in shares.due(county_id, days):
            try:
                shares.give(known, admission)
                count("FeeSharesGiven")
            except (ForbiddenError, NotFoundError, RuleViolationError) as refused:
                # Whose wallet is full or in debt, who is suspended or has left: tried again.
                name, code = admission.admission_id, refused.code
                logger.info("fee not given back yet", admission_id=name, code=code)
                count("FeeSharesWaiting")
            except Exception:
                logger.exception("fee not given back", admission_id=admission.admission_id)
                failed.append(admission.admission_id)
    if failed:
        raise RuntimeError(f"not given back: {', '.join(failed)}")
