"""The workers that follow payments.

They need the purchases, which stand above this package: whoever has both declares them, in a module
of workers of its own::

    work_payments, sweep_payments, match_payments = following_workers(
        blueprint, lambda adapters: adapters.wired(…).orders, writes=("WALLET", …)
    )
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chalice import Blueprint
from chalice.app import CloudWatchEvent, SQSEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Counted, Function, Messages, Schedule
from chalicelib.aws.provider_payments import OutcomeUnknownError
from chalicelib.aws.rights import (
    TABLE,
    Queue,
    Right,
    derive_keys,
    read_payment_secret,
    seal_personal_data,
    send_text_messages,
)
from chalicelib.aws.worker import each_record, worker
from chalicelib.core.observability import count
from chalicelib.payments.ports import Orders
from chalicelib.payments.queue import payment_from_message
from chalicelib.payments.wiring import PaymentsWiring

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

OWN_KINDS = ("PAYMENT", "PAYMENTDUE", "PAYMENTBOOK", "WALLET")
REFUSED = "GiveBacksRefused"
RUN_SECONDS = 240
"""The provider may take 60 for each of the calls of a run."""


def following_workers(
    blueprint: Blueprint,
    orders: Callable[[Adapters], Orders],
    *,
    writes: tuple[str, ...],
    may: tuple[Right, ...] = (),
) -> tuple[Any, Any, Any]:
    """`work_payments`, `sweep_payments` and `match_payments`. `writes`: the kinds of items that
    telling the purchases writes; `may`: what else that takes."""

    @worker(
        blueprint,
        Function(
            trigger=Messages(
                queue="payment",
                batch_size=1,
                concurrency=50,
                local_concurrency=2,
                late_after_seconds=300,
            ),
            timeout_seconds=RUN_SECONDS,
            memory_mb=512,
            may=(
                TABLE.read(),
                TABLE.put(*OWN_KINDS, *(kind for kind in writes if kind not in OWN_KINDS)),
                Queue("payment").send(),
                derive_keys(),
                read_payment_secret(),
                seal_personal_data(),
                send_text_messages(),
                *may,
            ),
            alarms=(Counted(REFUSED, "The provider refused to give money back"),),
        ),
    )
    def work_payments(event: SQSEvent, adapters: Adapters) -> Any:
        """Follow a payment as far as it is known."""
        following = adapters.wired(PaymentsWiring).following(orders(adapters))

        def follow(record: "SQSRecord") -> None:
            payment = following.follow(payment_from_message(record.body))
            if payment is not None and payment.state == "give_back_refused":
                count(REFUSED)

        return each_record(event, follow)

    @worker(
        blueprint,
        Function(
            trigger=Schedule(
                "cron(0/5 * * * ? *)", missed="Unknown payments are not asked for", missed_hours=1
            ),
            timeout_seconds=120,
            memory_mb=256,
            may=(TABLE.read(), TABLE.put("PAYMENTSWEEP"), Queue("payment").send()),
        ),
    )
    def sweep_payments(event: CloudWatchEvent, adapters: Adapters) -> None:
        """Every five minutes: ask for each payment that has become due."""
        for county_id in adapters.settings.county_ids:
            count("PaymentsAsked", adapters.wired(PaymentsWiring).sweeping.run(county_id))

    @worker(
        blueprint,
        Function(
            trigger=Schedule("cron(0 20 * * ? *)", missed="The provider's list was not matched"),
            timeout_seconds=900,
            memory_mb=512,
            may=(
                TABLE.read(),
                TABLE.query("by_day"),
                TABLE.put("PAYMENTMATCH"),
                Queue("payment").send(),
                read_payment_secret(),
            ),
            alarms=(Counted("PaymentsUnmatched", "The provider's list and our book differ"),),
        ),
    )
    def match_payments(event: CloudWatchEvent, adapters: Adapters) -> None:
        """05:00 in Seoul: the last days of the provider's list against our book, and that
        against the ledger."""
        _match(adapters)

    return work_payments, sweep_payments, match_payments


def _match(adapters: Adapters) -> None:
    failed = []
    for county_id in adapters.settings.county_ids:
        if not adapters.payment_provider.is_known(county_id):
            continue
        try:
            found = adapters.wired(PaymentsWiring).matching.catch_up(county_id)
        except OutcomeUnknownError:
            failed.append(county_id)
            continue
        count("PaymentsUnmatched", sum(len(day.differences) for day in found))
    if failed:
        raise RuntimeError(f"no list of the provider's: {', '.join(failed)}")
