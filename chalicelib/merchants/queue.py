"""Slices of an imported register on their way to their worker."""

import json

from chalicelib.aws.queues import Queue

SCHEMA = 1


class ImportQueue:
    """A message names its slice and holds none of its rows."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def send(self, county_id: str, import_id: str, number: int) -> None:
        self._queue.send(
            {"schema": SCHEMA, "county_id": county_id, "import_id": import_id, "slice": number}
        )


def import_from_message(body: str) -> tuple[str, str, int]:
    """(county_id, import_id, slice). `ValueError` or `KeyError` if the message is not one of
    ours."""
    message = json.loads(body)
    if message["schema"] != SCHEMA:
        raise ValueError("an import message of an unknown schema")
    return message["county_id"], message["import_id"], int(message["slice"])
