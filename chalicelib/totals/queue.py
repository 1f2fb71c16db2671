"""Runs of reports that staff asked for, on their way to their worker."""

from chalicelib.aws.queues import Queue

SCHEMA = 1


class ReportQueue:
    """Runs of reports that staff asked for."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def send(self, county_id: str, kind: str, period: str) -> None:
        self._queue.send({"schema": SCHEMA, "county_id": county_id, "kind": kind, "period": period})
