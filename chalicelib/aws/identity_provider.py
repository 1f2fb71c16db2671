"""Identity verification (본인확인) by PortOne V2, which stands before the agencies.

The page starts a verification under an id of ours; what came of it, PortOne is asked by the server.
What the browser says of it is never looked at. Names, keys and what we do not know of an answer
stay here: nothing of it is logged.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from msgspec import Struct

from chalicelib.aws.secret import SecretSource
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import parse_time

API_URL = "https://api.portone.io"
CONNECT_SECONDS = 3
READ_SECONDS = 10
"""With one more try it stays within the 29 seconds that API Gateway waits."""

_CANCEL_WORDS = ("취소", "cancel", "중단", "닫")
_UNKNOWN_STATUSES = {408, 409, 425, 429}
_REFUSES_OUR_KEY = (401, 403)

Ending = Literal["verified", "canceled", "failed", "pending"]


class IdentityOutcome(Struct, frozen=True, kw_only=True):
    """How a verification stands. The person's facts are there if it is `verified`; which of the two
    keys and whether the phone, depends on the agency."""

    ending: Ending
    name: str = ""
    birth_on: date | None = None
    phone: str = ""
    ci: str = ""
    di: str = ""
    verified_at: datetime | None = None


class IdentityProvider:
    """The secret holds, by county: `api_secret`, `store_id`, `channel_key`; `api_url` and
    `page_url` where another than PortOne plays the agency."""

    def __init__(self, secret: SecretSource) -> None:
        self._secret = secret

    def is_known(self, county_id: str) -> bool:
        return county_id in self._secret.value()

    def start(self, county_id: str, verification_id: str) -> Mapping[str, str]:
        """What the page needs to begin."""
        config = self._config(county_id)
        names = ("store_id", "channel_key", "page_url")
        known = {name: str(config[name]) for name in names if config.get(name)}
        return {"kind": "page" if "page_url" in known else "portone", **known}

    def outcome(self, county_id: str, verification_id: str) -> IdentityOutcome:
        """Raises `TryAgainError` while it is not known: nothing was answered, or no sense."""
        config = self._config(county_id)
        url = f"{config.get('api_url') or API_URL}/identity-verifications/{verification_id}"
        status, body = _ask(url, f"PortOne {config['api_secret']}")
        if status == 404:
            # Never begun, or left before the agency was asked.
            return IdentityOutcome(ending="pending")
        if status in _REFUSES_OUR_KEY:
            # It may have another one by now: the next try asks for it.
            self._secret.forget()
        if status != 200 or not isinstance(body, dict) or body.get("id") != verification_id:
            raise TryAgainError(retry_after_seconds=2)
        return _read(body)

    def _config(self, county_id: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._secret.value()[county_id]
        return found


def _ask(url: str, authorization: str) -> tuple[int, Any]:
    import urllib3

    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    retries = urllib3.Retry(1, redirect=0, backoff_factor=0.2)
    headers = {"Authorization": authorization, "Accept": "application/json"}
    with urllib3.PoolManager(timeout=timeout, retries=retries) as pool:
        try:
            answer = pool.request("GET", url, headers=headers)
            if answer.status >= 500 or answer.status in _UNKNOWN_STATUSES:
                raise TryAgainError(retry_after_seconds=2)
            return answer.status, json.loads(answer.data) if answer.status == 200 else None
        except (urllib3.exceptions.HTTPError, ValueError) as exc:
            raise TryAgainError(retry_after_seconds=2) from exc


def _read(body: Mapping[str, Any]) -> IdentityOutcome:
    """New fields and states may appear at any time: what is not known is not an outcome yet."""
    status = body.get("status")
    if status == "FAILED":
        return IdentityOutcome(ending="canceled" if _was_canceled(body) else "failed")
    if status != "VERIFIED":
        return IdentityOutcome(ending="pending")
    customer = body.get("verifiedCustomer")
    if not isinstance(customer, dict):
        raise TryAgainError(retry_after_seconds=2)
    try:
        birth_on = date.fromisoformat(_text(customer, "birthDate"))
        verified_at = parse_time(_text(body, "verifiedAt"))
    except ValueError as exc:
        raise TryAgainError(retry_after_seconds=2) from exc
    return IdentityOutcome(
        ending="verified",
        name=_text(customer, "name"),
        birth_on=birth_on,
        phone=_text(customer, "phoneNumber"),
        ci=_text(customer, "ci"),
        di=_text(customer, "di"),
        verified_at=verified_at,
    )


def _was_canceled(body: Mapping[str, Any]) -> bool:
    """The agencies have a word each for it and no common code."""
    failure = body.get("failure")
    said = json.dumps(failure, ensure_ascii=False).lower() if failure else ""
    return any(word in said for word in _CANCEL_WORDS)


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""
