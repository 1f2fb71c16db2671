"""Payments on their way to the worker that follows them."""

import json

from msgspec import Struct

from chalicelib.aws.queues import Queue

SCHEMA = 1


class PaymentMessage(Struct, frozen=True, kw_only=True):
    """Look at this payment. With a `payment_key` somebody says that the buyer agreed to pay
    `amount` won by it: that is asked about, and never taken for a payment."""

    county_id: str
    purchase_id: str
    payment_key: str = ""
    amount: int = 0
    tries: int = 0


class PaymentQueue:
    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def send(
        self,
        county_id: str,
        purchase_id: str,
        *,
        payment_key: str = "",
        amount: int = 0,
        tries: int = 0,
        delay_seconds: int = 0,
    ) -> None:
        message = {
            "schema": SCHEMA,
            "county_id": county_id,
            "purchase_id": purchase_id,
            "payment_key": payment_key,
            "amount": amount,
            "tries": tries,
        }
        self._queue.send(message, delay_seconds=delay_seconds)


def payment_from_message(body: str) -> PaymentMessage:
    """`ValueError` or `KeyError` if the message is not one of ours."""
    message = json.loads(body)
    if message.pop("schema") != SCHEMA:
        raise ValueError("a payment message of an unknown schema")
    return PaymentMessage(**message)
