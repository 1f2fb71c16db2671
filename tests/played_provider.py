"""The payment provider of tests: the real client, over the bank that is played in process."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.aws.payment_provider import PaymentProvider
from chalicelib.aws.provider_payments import OutcomeUnknownError
from infra.localcloud.payment_bank import CLIENT_KEY, SECRET_KEY, Bank, LostAnswer

URL = "http://127.0.0.1:9"
COUNTIES = ("gangjin", "jinju")


class PlayedProvider(PaymentProvider):
    """`bank` is what stands behind it; `notices` is what it told its shops."""

    def __init__(self, now: Callable[[], datetime], fail: Any = None) -> None:
        self.notices: list[Mapping[str, Any]] = []
        self.bank = Bank(now, notify=self.notices.append)
        if fail is not None:
            self.bank.fail = fail
        super().__init__(self, may_be_live=False, send=self._over_bank)

    def value(self) -> dict[str, Any]:
        """As the secret has it."""
        keys = {"secret_key": SECRET_KEY, "client_key": CLIENT_KEY}
        return {county: {**keys, "api_url": URL, "page_url": f"{URL}/page"} for county in COUNTIES}

    def forget(self) -> None:
        pass

    def _over_bank(
        self, method: str, url: str, headers: Mapping[str, str], body: Mapping[str, Any] | None
    ) -> tuple[int, Any]:
        lowered = {name.lower(): value for name, value in headers.items()}
        sent = json.loads(json.dumps(body)) if body is not None else None
        try:
            return self.bank.handle(method, url, lowered, sent)
        except LostAnswer as exc:
            raise OutcomeUnknownError("lost") from exc
