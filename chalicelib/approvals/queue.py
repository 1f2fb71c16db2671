"""Slices of approved bulk grants on their way to their worker."""

import json
from typing import Any

from chalicelib.aws.queues import SCHEMA, _send


class GrantQueue:
    """Slices of approved bulk grants. A message names its rows and holds none of them."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, county_id: str, grant_id: str, number: int) -> None:
        _send(
            self._client,
            self._url,
            {"schema": SCHEMA, "county_id": county_id, "grant_id": grant_id, "slice": number},
        )


def grant_from_message(body: str) -> tuple[str, str, int]:
    """(county_id, grant_id, slice). `ValueError` or `KeyError` if the message is not one of
    ours."""
    message = json.loads(body)
    if message["schema"] != SCHEMA:
        raise ValueError("a grant message of an unknown schema")
    return message["county_id"], message["grant_id"], int(message["slice"])
