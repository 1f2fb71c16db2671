"""Payments by 토스페이먼츠 (Toss Payments, core API 2022-11-16).

The buyer is authenticated in the provider's own window; money moves when our server confirms, and
goes back when our server cancels. What a browser or a webhook says is asked about here. An answer
that does not say how it ended is `OutcomeUnknownError`, never a refusal: whoever asked asks again.
New fields, states and codes may appear at any time, so whatever is not known is not an outcome.
"""

import base64
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from chalicelib.aws.provider_payments import (
    OutcomeUnknownError,
    ProviderPayment,
    RefundAccount,
    Refused,
    Transaction,
    read_payment,
    read_transaction,
)
from chalicelib.aws.secret import SecretSource
from chalicelib.core.values import SEOUL

API_URL = "https://api.tosspayments.com"
CONNECT_SECONDS = 3
READ_SECONDS = 60
"""As the provider asks for; so nothing of this is done within a request of API Gateway."""
REASON_LETTERS_MAX = 200
TRANSACTIONS_PER_PAGE = 1000
TRANSACTION_PAGES_MAX = 500

UNKNOWN_CODES = frozenset(
    {
        "ALREADY_PROCESSED_PAYMENT",
        "ALREADY_CANCELED_PAYMENT",
        "COMMON_ERROR",
        "FAILED_INTERNAL_SYSTEM_PROCESSING",
        "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING",
        "IDEMPOTENT_REQUEST_PROCESSING",
        "PROVIDER_ERROR",
        "UNKNOWN_PAYMENT_ERROR",
    }
)
"""After these the payment is asked for: they do not say how it stands."""
_REFUSES_OUR_KEY = (401,)
_UNKNOWN_STATUSES = {401, 408, 409, 425, 429}
_OUR_KEY_CODES = frozenset({"INVALID_API_KEY", "UNAUTHORIZED_KEY"})

_UNLIKE_CLEARING = {"004": "06"}
"""The provider's code of a bank is the end of the clearing code, but for 국민은행."""


Send = Callable[[str, str, Mapping[str, str], Mapping[str, Any] | None], tuple[int, Any]]


class PaymentProvider:
    """The secret holds, by county: `secret_key` and `client_key`, a pair of one kind; `api_url` and
    `page_url` where another than the provider plays it; `is_live` if real money may move."""

    def __init__(
        self, secret: SecretSource, *, may_be_live: bool, send: Send | None = None
    ) -> None:
        self._secret = secret
        self._may_be_live = may_be_live
        self._send = send or send_over_http

    def is_known(self, county_id: str) -> bool:
        config = self._secret.value().get(county_id)
        return config is not None and self._is_allowed(config)

    def page(self, county_id: str) -> Mapping[str, str]:
        """What the page of a purchase needs to lead to the provider's window."""
        config = self._config(county_id)
        names = ("client_key", "page_url")
        known = {name: str(config[name]) for name in names if config.get(name)}
        return {"kind": "page" if "page_url" in known else "toss", **known}

    def confirm(
        self, county_id: str, *, payment_key: str, order_id: str, amount: int, idempotency_key: str
    ) -> ProviderPayment | Refused:
        """Take the money that the buyer agreed to. Raises `OutcomeUnknownError`."""
        body = {"paymentKey": payment_key, "orderId": order_id, "amount": amount}
        return self._post(county_id, "/v1/payments/confirm", body, idempotency_key)

    def find(self, county_id: str, payment_key: str) -> ProviderPayment | None:
        """A payment as it stands now. Raises `OutcomeUnknownError`."""
        return self._found(county_id, f"/v1/payments/{quote(payment_key, safe='')}")

    def cancel(
        self,
        county_id: str,
        payment_key: str,
        *,
        reason: str,
        idempotency_key: str,
        refund_account: RefundAccount | None = None,
    ) -> ProviderPayment | Refused:
        """Give back all that is left of a payment. Raises `OutcomeUnknownError`."""
        body: dict[str, Any] = {"cancelReason": reason[:REASON_LETTERS_MAX]}
        if refund_account is not None:
            body["refundReceiveAccount"] = {
                "bank": _bank(refund_account.bank_code),
                "accountNumber": refund_account.account_number,
                "holderName": refund_account.holder,
            }
        path = f"/v1/payments/{quote(payment_key, safe='')}/cancel"
        return self._post(county_id, path, body, idempotency_key)

    def transactions(self, county_id: str, first: datetime, before: datetime) -> list[Transaction]:
        """Its movements from `first` on and before `before`. Raises `OutcomeUnknownError`, also
        where the list does not end."""
        known: dict[str, Transaction] = {}
        after = ""
        for _ in range(TRANSACTION_PAGES_MAX):
            asked = {"startDate": _local(first), "endDate": _local(before)}
            asked |= {"limit": str(TRANSACTIONS_PER_PAGE)}
            asked |= {"startingAfter": after} if after else {}
            status, rows = self._ask(county_id, "GET", f"/v1/transactions?{urlencode(asked)}")
            if status != 200 or not isinstance(rows, list):
                raise OutcomeUnknownError(f"transactions: {status}")
            page = [read_transaction(row) for row in rows]
            fresh = [one for one in page if one.transaction_key not in known]
            known |= {one.transaction_key: one for one in fresh}
            if len(page) < TRANSACTIONS_PER_PAGE:
                return [one for one in known.values() if first <= one.at < before]
            if not fresh:
                break
            after = page[-1].transaction_key
        raise OutcomeUnknownError("transactions: the list does not end")

    def _post(
        self, county_id: str, path: str, body: Mapping[str, Any], idempotency_key: str
    ) -> ProviderPayment | Refused:
        status, answer = self._ask(county_id, "POST", path, body, idempotency_key)
        if status == 200:
            return read_payment(answer)
        code = str(answer.get("code", "")) if isinstance(answer, dict) else ""
        if not 400 <= status < 500 or status in _UNKNOWN_STATUSES or not code:
            raise OutcomeUnknownError(f"{status} {code}")
        if code in UNKNOWN_CODES or code in _OUR_KEY_CODES:
            raise OutcomeUnknownError(code)
        return Refused(code)

    def _found(self, county_id: str, path: str) -> ProviderPayment | None:
        status, answer = self._ask(county_id, "GET", path)
        if status == 404 and isinstance(answer, dict) and answer.get("code"):
            return None
        if status != 200:
            raise OutcomeUnknownError(str(status))
        return read_payment(answer)

    def _ask(
        self,
        county_id: str,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        idempotency_key: str = "",
    ) -> tuple[int, Any]:
        config = self._config(county_id)
        pair = base64.b64encode(f"{config['secret_key']}:".encode()).decode()
        headers = {"Authorization": f"Basic {pair}", "Accept": "application/json"}
        if idempotency_key:
            headers["Idempotency-Key"] = idempotency_key
        status, answer = self._send(
            method, f"{config.get('api_url') or API_URL}{path}", headers, body
        )
        if status in _REFUSES_OUR_KEY:
            # It may have another one by now: the next try asks for it.
            self._secret.forget()
        return status, answer

    def _config(self, county_id: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] | None = self._secret.value().get(county_id)
        if found is None or not self._is_allowed(found):
            raise OutcomeUnknownError(f"{county_id} has no keys that may be used here")
        return found

    def _is_allowed(self, config: Mapping[str, Any]) -> bool:
        """Real money only where the stage is live, the county says so, and with keys that are; the
        provider's host never gets a key that is another's."""
        host = urlsplit(config.get("api_url") or API_URL).hostname or ""
        is_live = str(config["secret_key"]).startswith("live_")
        if is_live:
            return self._may_be_live and bool(config.get("is_live")) and not config.get("api_url")
        return host in ("127.0.0.1", "localhost") or str(config["secret_key"]).startswith("test_")


def send_over_http(
    method: str, url: str, headers: Mapping[str, str], body: Mapping[str, Any] | None
) -> tuple[int, Any]:
    """(status, what the JSON of the answer says). Raises `OutcomeUnknownError`."""
    import urllib3

    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    # Once: whoever asks again does so after looking at how it stands. No redirect is followed.
    with urllib3.PoolManager(timeout=timeout, retries=False) as pool:
        try:
            answer = pool.request(method, url, headers=dict(headers), json=body, redirect=False)
            return answer.status, json.loads(answer.data) if answer.data else None
        except (urllib3.exceptions.HTTPError, ValueError) as exc:
            raise OutcomeUnknownError(type(exc).__name__) from exc


def _local(moment: datetime) -> str:
    return moment.astimezone(SEOUL).replace(tzinfo=None).isoformat(timespec="seconds")


def _bank(clearing_code: str) -> str:
    return _UNLIKE_CLEARING.get(clearing_code, clearing_code[-2:])
