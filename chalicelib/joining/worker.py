"""The consumer of the sign-up queue."""

from typing import TYPE_CHECKING, Any

from chalice import Blueprint
from chalice.app import SQSEvent
from msgspec.structs import replace

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Messages
from chalicelib.aws.rights import TABLE, derive_keys
from chalicelib.aws.worker import each_record, worker
from chalicelib.core.observability import count, logger
from chalicelib.joining.queue import signup_from_message
from chalicelib.joining.wiring import JoiningWiring

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

signups = Blueprint(__name__)


@worker(
    signups,
    Function(
        trigger=Messages(
            queue="signup",
            batch_size=10,
            concurrency=20,
            local_concurrency=4,
            late_after_seconds=300,
        ),
        timeout_seconds=30,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put("WALLET", "PERSON", "IDENTITY", "ENDEDWALLETS", "SIGNUP"),
            TABLE.sum_up("BUDGET", beside=("WALLET",)),
            TABLE.count("THROTTLE", attributes=("count", "ttl")),
            derive_keys(),
        ),
    ),
)
def complete_signup(event: SQSEvent, adapters: Adapters) -> Any:
    """Finish each sign-up of the batch."""

    def complete(record: "SQSRecord") -> None:
        signup = signup_from_message(record.body, adapters.signer)
        if not adapters.settings.simulated_clock:
            # A message, too, can be told what day it is in the local stage alone.
            signup = replace(signup, simulated_at=None)
        reason = adapters.wired(JoiningWiring).signup_consumer.complete(signup)
        if reason is not None:
            logger.info("sign-up rejected", signup_id=signup.signup_id, reason=reason)
        count("SignupsRejected" if reason else "SignupsCompleted")

    return each_record(event, complete)
