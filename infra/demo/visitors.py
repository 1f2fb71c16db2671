"""The visitors of the demo: they join, convert, pay and take back over the public HTTP API.

Each member's steps are sent in the order of their simulated times, with the same keys at every
run, so a second run finds everything done and changes nothing. Members run side by side.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from infra.demo.http import Api, RefusedError
from infra.demo.plan import Person, PlannedRedemption, Visit

THREADS = 6
BEFORE_JOINING = timedelta(seconds=150)
"""From asking for the code to sending the form."""

CODE_TRIES_MAX = 4
CODE_TRY_EVERY = timedelta(seconds=31)
"""Right after the 30 seconds in which no second code is sent."""

_PASSING = ("rate_limited", "verification_not_found")

STATUS_SECONDS_MAX = 120.0
STATUS_EVERY_SECONDS = 0.15

T = TypeVar("T")


class DemoFailedError(Exception):
    """The system did not do what the demo expects of it."""


@dataclass(frozen=True)
class Waiting:
    """A visitor whose sign-up is in the queue."""

    person: Person
    verification_token: str
    status_path: str


@dataclass(frozen=True)
class Visitors:
    """`till_keys` has the API key of each merchant, `merchant_codes` what its standing QR says."""

    api: Api
    till_keys: Mapping[str, str]
    merchant_codes: Mapping[str, str]

    def join(self, people: Sequence[Person]) -> Iterator[Waiting]:
        """Everyone proves the phone and sends the form; the queue does the rest."""
        return _side_by_side(self._join, people)

    def visit(self, people: Sequence[Waiting]) -> Iterator[Person]:
        """When the queue is through with them, they log in and do what they came for."""
        return _side_by_side(self._visit, people)

    def come_back(self, people: Sequence[Person]) -> Iterator[Person]:
        """Earlier members log in by a text message and do the same."""
        return _side_by_side(self._come_back, people)

    def _join(self, person: Person) -> Waiting:
        token = self._prove_phone(person, "signup", person.joined_at)
        body = {
            "verification_token": token,
            "name": person.name,
            "birth_on": person.birth_on.isoformat(),
            "region_code": person.region_code,
            "relation": person.relation,
            "campaign_code": person.code,
            "consents": {"terms": True, "privacy": True, "marketing": person.marketing},
        }
        queued = self.api.call("POST", "/v1/signups", body, now=person.joined_at)
        return Waiting(person, token, f"/v1/signups/{queued['signup_id']}")

    def _visit(self, waiting: Waiting) -> Person:
        person = waiting.person
        deadline = time.monotonic() + STATUS_SECONDS_MAX
        while (status := self.api.call("GET", waiting.status_path))["status"] != "completed":
            if time.monotonic() > deadline:
                raise DemoFailedError(f"{waiting.status_path} is still {status['status']}")
            time.sleep(STATUS_EVERY_SECONDS)
        if person.visit:
            self._act(person, person.visit, waiting.verification_token, person.joined_at)
        return person

    def _come_back(self, person: Person) -> Person:
        if person.logs_in_at is None or person.visit is None:
            raise ValueError("this member does not come back")
        token = self._prove_phone(person, "login", person.logs_in_at)
        self._act(person, person.visit, token, person.logs_in_at)
        return person

    def _prove_phone(self, person: Person, purpose: str, at: datetime) -> str:
        now = at - BEFORE_JOINING
        for tries_left in reversed(range(CODE_TRIES_MAX)):
            try:
                return self._prove_phone_once(person, purpose, now)
            except RefusedError as error:
                # An earlier replay may have asked for a code in the same half minute. And our
                # verification lies in the past to the real clock: once a minute the local cloud
                # clears such items away, and we may be in between.
                if error.code not in _PASSING or not tries_left:
                    raise
            now += CODE_TRY_EVERY
        raise AssertionError

    def _prove_phone_once(self, person: Person, purpose: str, now: datetime) -> str:
        started = self.api.call(
            "POST",
            "/v1/verifications",
            {"phone": person.phone, "purpose": purpose},
            now=now,
            source=person.source,
        )
        code = self.api.last_code_sent_to(person.phone)
        path = f"/v1/verifications/{started['verification_id']}/confirm"
        confirmed = self.api.call("POST", path, {"code": code}, now=now + timedelta(seconds=20))
        return str(confirmed["verification_token"])

    def _act(self, person: Person, visit: Visit, verification_token: str, now: datetime) -> None:
        body = {"verification_token": verification_token}
        token = self.api.call("POST", "/v1/sessions", body, now=now)["access_token"]
        self.api.call(
            "POST",
            "/v1/me/conversions",
            {"mileage": visit.mileage},
            now=visit.converted_at,
            token=token,
            key=f"demo-{person.number}-convert",
        )
        for index, payment in enumerate(visit.payments):
            redemption = self._pay(f"demo-{person.number:05d}-{index}", payment, token)
            if payment.cancel:
                self._cancel(redemption, payment)

    def _pay(self, order_id: str, payment: PlannedRedemption, token: str) -> dict[str, Any]:
        common: dict[str, Any] = {"now": payment.at, "key": f"{order_id}-pay"}
        body: dict[str, Any] = {"amount": payment.amount, "order_id": order_id}
        if payment.way == "standing_qr":
            body["merchant_code"] = self.merchant_codes[payment.merchant_id]
            paid = self.api.call("POST", "/v1/me/payments", body, token=token, **common)
        else:
            shown_at = payment.at - timedelta(seconds=15)
            code = self.api.call("POST", "/v1/me/pay-codes", {}, now=shown_at, token=token)
            body["pay_code"] = code["pay_code"]
            till_key = self.till_keys[payment.merchant_id]
            paid = self.api.call("POST", "/v1/redemptions", body, token=till_key, **common)
        return dict(paid)

    def _cancel(self, redemption: Mapping[str, Any], payment: PlannedRedemption) -> None:
        if payment.cancel is None:
            return
        body: dict[str, Any] = {
            "expected_remaining_amount": payment.amount,
            "reason": "손님 요청(시연)",
        }
        if payment.cancel.amount is not None:
            body["amount"] = payment.cancel.amount
        self.api.call(
            "POST",
            f"/v1/redemptions/{redemption['redemption_id']}/cancels",
            body,
            now=payment.cancel.at,
            token=self.till_keys[payment.merchant_id],
            key=f"{redemption['order_id']}-cancel",
        )


def _side_by_side(work: Callable[[Any], T], people: Sequence[Any]) -> Iterator[T]:
    """Results as they come. The first failure ends it all."""
    with ThreadPoolExecutor(THREADS) as threads:
        running = [threads.submit(work, person) for person in people]
        try:
            for done in as_completed(running):
                yield done.result()
        finally:
            for rest in running:
                rest.cancel()
