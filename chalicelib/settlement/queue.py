"""Parts of a county's shops on their way to the worker that settles them."""

import json

from chalicelib.aws.queues import Queue

SCHEMA = 1


class SettlementQueue:
    """A message names a part of the shops; which days are due its worker finds out."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def send(self, county_id: str, number: int) -> None:
        self._queue.send({"schema": SCHEMA, "county_id": county_id, "slice": number})


def settlement_from_message(body: str) -> tuple[str, int]:
    """(county_id, slice). `ValueError` or `KeyError` if the message is not one of ours."""
    message = json.loads(body)
    if message["schema"] != SCHEMA:
        raise ValueError("a settlement message of an unknown schema")
    return message["county_id"], int(message["slice"])
