"""Scheduled work, by the entry functions that the scheduler calls."""

from collections import Counter
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.core.values import seoul_date
from chalicelib.county.wiring import CountyWiring
from chalicelib.proofs.worker import publish_roots
from chalicelib.reconciling.worker import reconcile_ledger
from chalicelib.reporting.worker import run_report
from chalicelib.staff.subscriber_store import SubscriberStore
from chalicelib.totals.wiring import TotalsWiring
from chalicelib.wallets.worker import expire_lots
from tests import builders
from tests.adapters import call_worker
from tests.builders import COUNTY
from tests.ledger_checks import check_chain
from tests.simulator.command import Answer, Command
from tests.simulator.commands.queues import Deliveries
from tests.simulator.commands.scene import Scene, convert, join, of_entry, pay_code, redeem
from tests.simulator.faults import Kind
from tests.simulator.universe import Universe, process

EVENT = {
    "version": "0",
    "id": "1",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "0",
    "time": "",
    "region": "ap-northeast-2",
    "resources": [],
    "detail": {},
}


READERS = [f"staff-{n}@gangjin.example" for n in range(51)]
"""One more than SES takes at once."""
MAILS_AGAIN = {
    Kind.ANSWER_LOST,
    Kind.APPLIED_LATER,
    Kind.CRASH_BEFORE,
    Kind.CRASH_AFTER,
    Kind.FUNCTION_TIMEOUT,
    Kind.DELAY,
}
"""After these nobody knows whether SES took a mail, which is mailed again then."""


def _expiring(universe: Universe) -> Scene:
    """Vouchers of five years end tonight; the job ran the night before."""
    holder = join(universe, vouchers=3000)
    today = seoul_date(universe.clock())
    last_day = today.replace(year=today.year + 5)
    process().wired(CountyWiring).store.put_expired_through(COUNTY, last_day - timedelta(days=1))
    universe.clock.true_now = universe.clock.true_now.replace(year=today.year + 5)
    universe.clock.advance(24 * 3600.0)
    return Scene(holder)


def _expire(universe: Universe, scene: Scene) -> Answer:
    call_worker(expire_lots, EVENT, process())
    return Answer("done")


def _check_expired(universe: Universe, scene: Scene) -> None:
    chain = check_chain(universe.table, scene.holder.member_id)
    assert [e.kind for e in chain].count("expiration") == 1
    assert chain[-1].live_vouchers(seoul_date(universe.clock())) == chain[-1].voucher_balance


def _a_day_over(universe: Universe) -> Scene:
    """The county opened yesterday; one member joined, converted and paid, and the day is over."""
    opened = replace(builders.a_county(), opened_on=seoul_date(universe.clock()))
    process().wired(CountyWiring).store.put_county(opened)
    holder = join(universe, vouchers=3000)
    redeem(pay_code(universe, holder), 700, "order-1", "pay")
    universe.clock.advance(24 * 3600.0)
    return Scene(holder)


def _publish(universe: Universe, scene: Scene) -> Answer:
    call_worker(publish_roots, EVENT, process())
    return Answer("done")


def _published(universe: Universe, scene: Scene) -> Any:
    """The files of the locked bucket, byte for byte."""
    return {key: body.hex() for (_, key), body in sorted(universe.bucket.objects.items())}


def _day_published(universe: Universe) -> Scene:
    scene = _a_day_over(universe)
    call_worker(publish_roots, EVENT, process())
    return scene


def _reconcile(universe: Universe, scene: Scene) -> Answer:
    call_worker(reconcile_ledger, EVENT, process())
    return Answer("done")


def _check_reconciled(universe: Universe, scene: Scene) -> None:
    """Nothing was found, whatever went wrong on the way."""
    stored = [
        row.item
        for row in universe.db.store.table.all()
        if row.item.get("type") == {"S": "reconciliation"}
    ]
    assert len(stored) == 1
    assert stored[0]["difference_count"] == {"N": "0"}


def _report_asked(universe: Universe) -> Scene:
    for reader in READERS:
        SubscriberStore(universe.table).put(COUNTY, reader, ["daily"])
    scene = _day_published(universe)
    day = seoul_date(universe.clock()) - timedelta(days=1)
    process().wired(TotalsWiring).queue.send(COUNTY, "daily", day.isoformat(), request_id="req_1")
    return scene


def _report(universe: Universe, scene: Scene) -> Answer:
    Deliveries(universe, "reports", run_report, 1).work()
    return Answer("done")


def _report_twice(universe: Universe, scene: Scene) -> None:
    Deliveries(universe, "reports", run_report, 1).deliver_again()


def _reports(universe: Universe, scene: Scene) -> Any:
    """Which files there are, but for those of further tries at a mail: a workbook carries its
    moment."""
    keys = [key for (bucket, key) in universe.bucket.objects if bucket.endswith("test")]
    return sorted(key for key in keys if not key.rpartition(".")[2].isdigit())


def _check_mailed(universe: Universe, scene: Scene) -> None:
    """To each reader once. Again only what SES may not have taken; and what one part's readers had
    is not mailed again for another's sake."""
    times = Counter(reader for mail in universe.mails for reader in mail)
    again = sum(n for kind, n in universe.network.hits.items() if kind in MAILS_AGAIN)
    assert sorted(times) == sorted(READERS)
    assert max(times.values()) <= 1 + again
    assert len(universe.mails) <= 2 + again


def _convert(universe: Universe, scene: Scene) -> Any:
    return of_entry(convert(scene.holder, 1000, "later").entry)


COMMANDS = (
    Command(
        "expiration job", _expiring, _expire, other=_convert,
        is_worker=True, check=_check_expired, stall_seconds=301.0,
    ),
    Command(
        "publish roots", _a_day_over, _publish, other=_convert, outside=_published,
        is_worker=True, stall_seconds=901.0,
    ),
    Command(
        "reconcile the ledger", _day_published, _reconcile, other=_convert,
        is_worker=True, check=_check_reconciled, stall_seconds=901.0,
    ),
    Command(
        "daily report", _report_asked, _report, other=_convert, duplicate=_report_twice,
        outside=_reports, check=_check_mailed, is_worker=True, stall_seconds=5401.0,
    ),
)  # fmt: skip
