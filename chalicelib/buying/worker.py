"""The consumers of the lines of tickets, and of purchases that are looked at again."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from chalice import Blueprint
from chalice.app import CloudWatchEvent, SQSEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Messages, Schedule
from chalicelib.aws.rights import (
    LEDGER,
    TABLE,
    Queue,
    derive_keys,
    seal_personal_data,
    send_text_messages,
)
from chalicelib.aws.worker import each_record, each_record_in_order, worker
from chalicelib.buying.queue import PurchaseMessage, purchase_from_message
from chalicelib.buying.wiring import BuyingWiring
from chalicelib.core.observability import count, logger
from chalicelib.payments.worker import following_workers

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

    from chalicelib.buying.tickets import Ticket

online_purchases = Blueprint(__name__)
STARTED = ("PAYMENT", "PAYMENTDUE")
"""What beginning a payment, or giving one back, writes."""


@worker(
    online_purchases,
    Function(
        trigger=Messages(
            queue="purchase",
            batch_size=10,
            concurrency=50,
            local_concurrency=4,
            late_after_seconds=900,
            is_in_order=True,
        ),
        # Short, so that a line whose consumer died goes on within a minute (six times this).
        timeout_seconds=10,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put("WALLET", "PURCHASE", "SERVED", *STARTED),
            TABLE.sum_up("BUDGET", beside=("WALLET",)),
            Queue("reservation").send(),
        ),
    ),
)
def serve_tickets(event: SQSEvent, adapters: Adapters) -> Any:
    """Serve each ticket of the batch in the order of its line."""
    wired = adapters.wired(BuyingWiring)
    last: dict[tuple[str, str, int], Ticket] = {}

    def serve(record: "SQSRecord") -> None:
        message = purchase_from_message(record.body)
        with told_time(adapters, message):
            ticket = wired.commits.serve(message.county_id, message.purchase_id)
        if ticket is not None:
            last[ticket.county_id, ticket.round_id, ticket.shard] = ticket
            is_rejected = ticket.ending is not None and ticket.ending.status == "rejected"
            count("PurchasesRejected" if is_rejected else "PurchasesReserved")

    answer = each_record_in_order(event, serve)
    for ticket in last.values():
        wired.tickets.put_served(ticket, adapters.now())
    return answer


@worker(
    online_purchases,
    Function(
        trigger=Messages(
            queue="reservation",
            batch_size=10,
            concurrency=10,
            local_concurrency=2,
            late_after_seconds=900,
        ),
        timeout_seconds=30,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put("WALLET", "PURCHASE", *STARTED),
            TABLE.sum_up("BUDGET", beside=("WALLET",)),
            Queue("reservation").send(),
            Queue("payment").send(),
        ),
    ),
)
def end_reservations(event: SQSEvent, adapters: Adapters) -> Any:
    """Let go what was not paid in time, and see that what was canceled is paid back."""

    def look(record: "SQSRecord") -> None:
        message = purchase_from_message(record.body)
        with told_time(adapters, message):
            standing = adapters.wired(BuyingWiring).following.look(
                message.county_id, message.purchase_id
            )
        if standing is not None and standing.status == "rejected":
            count("ReservationsExpired")

    return each_record(event, look)


work_payments, sweep_payments, match_payments = following_workers(
    online_purchases,
    lambda adapters: adapters.wired(BuyingWiring).paid_orders,
    writes=("WALLET", "PURCHASE"),
    may=(TABLE.sum_up("BUDGET", beside=("WALLET",)),),
)
"""What follows the money of purchases: see `payments.worker`."""


@worker(
    online_purchases,
    Function(
        trigger=Schedule("cron(0/5 * * * ? *)", missed="No lottery was looked at", missed_hours=1),
        timeout_seconds=120,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put("DRAWS", "DRAW", "LOTTERYTOLD"),
            LEDGER.find(),
            LEDGER.get("*/draws/*"),
            LEDGER.put("*/draws/*"),
            Queue("notice").send(),
            derive_keys(),
            seal_personal_data(),
            send_text_messages(),
        ),
    ),
)
def step_lotteries(event: CloudWatchEvent, adapters: Adapters) -> None:
    """Every five minutes: freeze the lists that are due, offer the places that are next, and tell
    those who applied. One round's failure stops no other."""
    failed: list[str] = []
    steps = adapters.wired(BuyingWiring).lottery_steps
    telling = adapters.wired(BuyingWiring).lottery_telling
    for county_id in adapters.settings.county_ids:
        for round_ in steps.due(county_id):
            try:
                done = steps.step(round_)
                count("LotteryApplicantsTold", telling.tell(round_))
            except Exception:
                logger.exception("lottery not gone on with", round_id=round_.round_id)
                failed.append(round_.round_id)
                continue
            if done == "lapsed":
                failed.append(round_.round_id)
            elif done is not None:
                count("LotterySteps")
    if failed:
        raise RuntimeError(f"no lottery step: {', '.join(failed)}")


def told_time(adapters: Adapters, message: PurchaseMessage) -> AbstractContextManager[None]:
    """A message can tell what time it is in the local stage alone."""
    may_simulate = adapters.settings.simulated_clock
    return adapters.clock.simulated(message.simulated_at if may_simulate else None)
