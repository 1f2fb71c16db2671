"""Runs of reports that staff asked for, on their way to their worker."""

from typing import Any

from chalicelib.aws.queues import SCHEMA, _send


class ReportQueue:
    """Runs of reports that staff asked for."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, county_id: str, kind: str, period: str) -> None:
        _send(
            self._client,
            self._url,
            {"schema": SCHEMA, "county_id": county_id, "kind": kind, "period": period},
        )
