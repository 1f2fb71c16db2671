"""The nightly look after merchants."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from chalice import Blueprint
from chalice.app import CloudWatchEvent, SQSEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Counted, Function, Messages, Schedule
from chalicelib.aws.rights import (
    REPORTS,
    TABLE,
    derive_keys,
    read_offices_secret,
    seal_personal_data,
    send_mail,
    send_text_messages,
)
from chalicelib.aws.worker import each_record, meant_at, worker
from chalicelib.core.observability import count, logger
from chalicelib.core.values import seoul_date
from chalicelib.merchants.queue import import_from_message
from chalicelib.merchants.wiring import MerchantsWiring

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

merchants = Blueprint(__name__)

SHOPS_HELD, OVERDUE = "ShopsHeld", "ApplicationsOverdue"


@worker(
    merchants,
    Function(
        trigger=Schedule("cron(30 22 * * ? *)", missed="Nobody looked after the merchants"),
        timeout_seconds=900,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put(
                "APPLICATIONS",
                "REGISTRATIONS",
                "BUSINESS",
                "MERCHANTS",
                "AUDIT",
                "LASTPAID",
                "JOBS",
            ),
            TABLE.query("by_day"),
            seal_personal_data(),
            read_offices_secret(),
            send_text_messages(),
            send_mail(),
            REPORTS.get(),
            REPORTS.put(),
            REPORTS.find(),
        ),
        alarms=(
            Counted(SHOPS_HELD, "The tax office says that a shop has closed; its payouts are held"),
            Counted(OVERDUE, "A merchant application was not decided within seven days"),
        ),
    ),
)
def look_after_merchants(event: CloudWatchEvent, adapters: Adapters) -> None:
    """07:30 in Seoul, when the tax office is awake: payments of the day before, ended festivals,
    the tax office's word, accounts, applications that are due. One that fails stops no other."""
    today = seoul_date(meant_at(event, adapters))
    failed = [
        f"{county_id}/{name}"
        for county_id in adapters.settings.county_ids
        for name, step in _steps(adapters, county_id, today).items()
        if not _done(name, county_id, step)
    ]
    if failed:
        raise RuntimeError(f"not looked after: {', '.join(failed)}")


@worker(
    merchants,
    Function(
        trigger=Messages(
            queue="import",
            batch_size=1,
            concurrency=4,
            local_concurrency=2,
            late_after_seconds=1800,
        ),
        timeout_seconds=120,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put("IMPORT", "MERCHANTS", "MERCHANTCODE", "REGISTRATIONS", "BUSINESS"),
            derive_keys(),
            seal_personal_data(),
            read_offices_secret(),
        ),
    ),
)
def import_register(event: SQSEvent, adapters: Adapters) -> Any:
    """Give each row of a slice of an uploaded register its outcome, once."""

    def run(record: "SQSRecord") -> None:
        imports = adapters.wired(MerchantsWiring).imports
        count("ImportRowsDone", imports.run_slice(*import_from_message(record.body)))

    return each_record(event, run)


def _steps(adapters: Adapters, county_id: str, today: date) -> dict[str, Callable[[], object]]:
    nights = adapters.wired(MerchantsWiring).nights
    stage = adapters.settings.stage

    def look_at_shops() -> None:
        sweep = nights.look_at_shops(county_id)
        logger.info("shops looked at", asked=sweep.asked, unknown=sweep.unknown)
        if sweep.held:
            count(SHOPS_HELD, len(sweep.held), stage=stage)

    def see_to_applications() -> None:
        due = nights.see_to_applications(county_id, today)
        late = sum(application.is_overdue(today) for application in due)
        if late:
            count(OVERDUE, late, stage=stage)

    return {
        "payments": lambda: nights.note_payments(county_id, today - timedelta(days=1)),
        "temporary": lambda: nights.end_temporary(county_id, today),
        "tax_office": look_at_shops,
        "accounts": lambda: nights.verify_accounts(county_id),
        "applications": see_to_applications,
        "register": lambda: adapters.wired(MerchantsWiring).registers.publish(county_id, today),
    }


def _done(name: str, county_id: str, step: Callable[[], object]) -> bool:
    try:
        step()
    except Exception:
        logger.exception("a step for merchants failed", step=name, county_id=county_id)
        return False
    return True
