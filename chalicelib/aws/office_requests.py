"""How offices that answer in JSON are asked: once, and whoever hears nothing knows nothing."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.core.errors import TryAgainError

CONNECT_SECONDS = 2


def ask(
    method: str,
    url: str,
    *,
    read_seconds: int,
    headers: Mapping[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
) -> tuple[int, Any]:
    """The status and what was answered. Raises `TryAgainError` for silence and for what is no
    JSON."""
    import urllib3

    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=read_seconds)
    sent = {"Accept": "application/json", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/json"
    try:
        with urllib3.PoolManager(timeout=timeout, retries=False) as pool:
            content = None if body is None else json.dumps(body)
            answer = pool.request(method, url, body=content, headers=sent)
            return answer.status, json.loads(answer.data)
    except (urllib3.exceptions.HTTPError, ValueError) as exc:
        raise TryAgainError(retry_after_seconds=60) from exc
