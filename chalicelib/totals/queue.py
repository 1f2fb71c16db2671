"""Runs of reports that staff asked for, on their way to their worker."""

from chalicelib.aws.queues import Queue

SCHEMA = 1


class ReportQueue:
    """Runs of reports that staff asked for."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def send(self, county_id: str, kind: str, period: str, *, request_id: str = "") -> None:
        """`request_id`: a message that comes twice, or is sent twice, asks for one thing;
        without it a message is its own request."""
        message = {"schema": SCHEMA, "county_id": county_id, "kind": kind, "period": period}
        self._queue.send(message | {"request_id": request_id})
