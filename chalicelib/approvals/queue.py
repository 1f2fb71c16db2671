"""Slices of approved bulk grants on their way to their worker."""

import json

from chalicelib.aws.queues import Queue

SCHEMA = 1


class GrantQueue:
    """Slices of approved bulk grants. A message names its rows and holds none of them."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def send(self, county_id: str, grant_id: str, number: int) -> None:
        self._queue.send(
            {"schema": SCHEMA, "county_id": county_id, "grant_id": grant_id, "slice": number}
        )


def grant_from_message(body: str) -> tuple[str, str, int]:
    """(county_id, grant_id, slice). `ValueError` or `KeyError` if the message is not one of
    ours."""
    message = json.loads(body)
    if message["schema"] != SCHEMA:
        raise ValueError("a grant message of an unknown schema")
    return message["county_id"], message["grant_id"], int(message["slice"])
