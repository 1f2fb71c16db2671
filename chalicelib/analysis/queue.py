"""Parts of a county's members on their way to the worker that counts them."""

import json

from chalicelib.aws.queues import Queue

SCHEMA = 1


class AnalysisQueue:
    """A message names a part of the members; which days are due its worker finds out."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def send(self, county_id: str, part: int) -> None:
        self._queue.send({"schema": SCHEMA, "county_id": county_id, "part": part})


def analysis_from_message(body: str) -> tuple[str, int]:
    """(county_id, part). `ValueError` or `KeyError` if the message is not one of ours."""
    message = json.loads(body)
    if message["schema"] != SCHEMA:
        raise ValueError("an analysis message of an unknown schema")
    return message["county_id"], int(message["part"])
