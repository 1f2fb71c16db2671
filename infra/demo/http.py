"""The public HTTP API as a visitor's phone, a till and the county's staff use it.

Only the standing door is used: what answers here are the deployed functions behind API Gateway.
"""

import json
import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import urllib3

from chalicelib.core.values import format_time

SERVER_ERROR_TRIES_MAX = 4


class RefusedError(Exception):
    """The API refused a request; `code` is the problem document's."""

    def __init__(self, what: str, status: int, body: bytes) -> None:
        super().__init__(f"{what}: {status} {body[:300].decode(errors='replace')}")
        self.status = status
        try:
            self.code = str(json.loads(body).get("code", ""))
        except ValueError:
            self.code = ""


@dataclass(frozen=True)
class Api:
    """One local cloud. Safe to share between threads."""

    base_url: str
    endpoint_url: str
    pool: urllib3.PoolManager

    def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        now: datetime | None = None,
        token: str | None = None,
        key: str | None = None,
        source: str | None = None,
    ) -> Any:
        """The JSON answer. `now` is the simulated time, `key` the Idempotency-Key."""
        return json.loads(
            self.fetch(method, path, body, now=now, token=token, key=key, source=source)
        )

    def fetch(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        now: datetime | None = None,
        token: str | None = None,
        key: str | None = None,
        source: str | None = None,
    ) -> bytes:
        """The answer's body. Raises `RefusedError` for anything but a success."""
        headers = {
            "Accept": "*/*",
            "Content-Type": "application/json" if body is not None else None,
            "X-Simulated-Now": format_time(now) if now else None,
            "Authorization": f"Bearer {token}" if token else None,
            "Idempotency-Key": key,
            "X-Forwarded-For": source,
        }
        for tries_left in reversed(range(SERVER_ERROR_TRIES_MAX)):
            answer = self.pool.request(
                method,
                self.base_url + path,
                body=json.dumps(body).encode() if body is not None else None,
                headers={name: value for name, value in headers.items() if value is not None},
            )
            # Every request here can be sent again: value moves under an Idempotency-Key.
            if answer.status < 500 or not tries_left:
                break
        if answer.status >= 300:
            raise RefusedError(f"{method} {path}", answer.status, answer.data)
        return answer.data

    def last_code_sent_to(self, phone: str) -> str:
        """The six digits of the newest text message. `phone` in E.164."""
        query = urllib.parse.urlencode({"phoneNumber": phone})
        url = f"{self.endpoint_url}/_ministack/sns/sms-messages?{query}"
        answer = self.pool.request("GET", url)
        texts = json.loads(answer.data)["sms_messages"][phone]
        found = re.search(r"\d{6}", texts[-1]["Message"])
        if found is None:
            raise LookupError(f"no code was sent to {phone}")
        return found[0]


def connect(base_url: str, endpoint_url: str, *, connections: int) -> Api:
    pool = urllib3.PoolManager(
        maxsize=connections, block=False, timeout=urllib3.Timeout(60), retries=False
    )
    return Api(base_url, endpoint_url, pool)
