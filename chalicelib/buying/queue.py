"""Tickets in their lines, and purchases that are looked at again."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from chalicelib.aws.queues import Queue
from chalicelib.buying.tickets import Ticket
from chalicelib.core.values import format_time, parse_time

SCHEMA = 1
DELAY_SECONDS_MAX = 900
"""SQS's longest; what is due later is sent on."""

SimulatedNow = Callable[[], datetime | None]
"""What time a request of the local stage brought along; `None` where the clock is the machine's."""


class PurchaseMessage(NamedTuple):
    """It names a ticket and says nothing of it: what is wanted stands in the ticket.
    `simulated_at` is `None` outside the local stage."""

    county_id: str
    purchase_id: str
    simulated_at: datetime | None


class PurchaseQueue:
    """First in, first out within a line."""

    def __init__(self, queue: Queue, simulated_now: SimulatedNow) -> None:
        self._queue = queue
        self._simulated_now = simulated_now

    def send(self, ticket: Ticket) -> None:
        message = PurchaseMessage(ticket.county_id, ticket.purchase_id, self._simulated_now())
        self._queue.send_in_order(
            to_message(message),
            group=f"{ticket.county_id}/{ticket.round_id}/{ticket.shard:02d}",
            once=ticket.purchase_id,
        )


class ReservationQueue:
    def __init__(self, queue: Queue, simulated_now: SimulatedNow) -> None:
        self._queue = queue
        self._simulated_now = simulated_now

    def send(self, county_id: str, purchase_id: str, *, delay_seconds: int) -> None:
        delay = min(delay_seconds, DELAY_SECONDS_MAX)
        now = self._simulated_now()
        due = now + timedelta(seconds=delay) if now else None
        message = PurchaseMessage(county_id, purchase_id, due)
        self._queue.send(to_message(message), delay_seconds=delay)


def to_message(message: PurchaseMessage) -> dict[str, Any]:
    simulated_at = message.simulated_at
    return {
        "schema": SCHEMA,
        "county_id": message.county_id,
        "purchase_id": message.purchase_id,
        "simulated_at": format_time(simulated_at) if simulated_at else None,
    }


def purchase_from_message(body: str) -> PurchaseMessage:
    """`ValueError` or `KeyError` if the message is not one of ours."""
    message = json.loads(body)
    if message["schema"] != SCHEMA:
        raise ValueError("a purchase message of an unknown schema")
    simulated_at = message["simulated_at"]
    return PurchaseMessage(
        message["county_id"],
        message["purchase_id"],
        parse_time(simulated_at) if simulated_at else None,
    )
