"""A whole onmin in memory: the real app over a fake table, with a clock that tests turn."""

import gc
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest
from chalice.test import Client
from hypothesis import settings as hypothesis_settings

from chalicelib.aws.adapters import WiringT
from chalicelib.core.actors import MemberActor
from chalicelib.core.observability import metrics
from chalicelib.core.values import format_time, seoul_date
from chalicelib.county.settings import SettingVersion
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring
from tests import (
    builders,
    environment,  # noqa: F401 (what a function is told)
    fake_files,
    fake_offices,
    fakes,
    granted,
    identity_proofs,
)
from tests.adapters import FakeAdapters, call_worker
from tests.api_gateway import Answer, client_of
from tests.declared import check_declared
from tests.fake_accounts import FakeStaffTokens
from tests.fake_agency import FakeAgency
from tests.logged import log_lines

__all__ = ["FakeStaffTokens", "log_lines"]  # A fixture, for all tests.

# How long an example takes says nothing about the rule it tries, on a machine that has other work.
hypothesis_settings.register_profile("no deadline", deadline=None)
hypothesis_settings.load_profile("no deadline")


@dataclass
class Stack:
    """The app, what it stands on, and short words for what tests do with it."""

    adapters: FakeAdapters = field(default_factory=FakeAdapters)
    now: datetime = builders.NOON
    staff_roles: frozenset[str] = frozenset({"manager"})
    staff_phones: dict[str, str] = field(default_factory=dict)
    counter: int = 0
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = client_of(self.adapters)
        # Workers and wired services live in the time that requests bring.
        self.adapters.machine = lambda: self.now

    @property
    def table(self) -> fakes.FakeTable:
        return self.adapters.table

    @property
    def s3(self) -> fake_files.FakeS3:
        return self.adapters.s3

    @property
    def files(self) -> fake_files.FakeFiles:
        return self.adapters.report_files

    @property
    def messages(self) -> fakes.FakeMessages:
        return self.adapters.text_messages

    @property
    def mail(self) -> fakes.FakeMail:
        return self.adapters.mail

    @property
    def agency(self) -> FakeAgency:
        agency: FakeAgency = self.adapters.identity_provider
        return agency

    @property
    def tax_office(self) -> fake_offices.FakeTaxOffice:
        return self.adapters.tax_office

    @property
    def queue(self) -> fakes.FakeQueue:
        return self.adapters.queue(self.adapters.settings.signup_queue_url)

    @property
    def report_queue(self) -> fakes.FakeQueue:
        return self.adapters.queue(self.adapters.settings.report_queue_url)

    @property
    def grant_queue(self) -> fakes.FakeQueue:
        return self.adapters.queue(self.adapters.settings.grant_queue_url)

    @property
    def settlement_queue(self) -> fakes.FakeQueue:
        return self.adapters.queue(self.adapters.settings.settlement_queue_url)

    def wired(self, wiring: type[WiringT]) -> WiringT:
        """The services of a package, as the app has them."""
        return self.adapters.wired(wiring)

    def work(self, function: Any, event: Any, context: Any = None) -> Any:
        """Call a worker as Lambda does."""
        return call_worker(function, event, self.adapters, context)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
    ) -> Answer:
        """`key` is the Idempotency-Key; "new" makes one."""
        sent = {"Host": "onmin.example", "X-Simulated-Now": format_time(self.now)}
        if body is not None or raw is not None:
            sent["Content-Type"] = "application/json"
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if key:
            sent["Idempotency-Key"] = self.fresh("key") if key == "new" else key
        payload = raw if raw is not None else (json.dumps(body) if body is not None else "")
        with granted.acting("api_handler"):
            response = self.client.http.request(
                method, path, headers=sent | dict(headers or {}), body=payload
            )
        answer = Answer(response.status_code, response.headers, response.body)
        if answer.status >= 400:
            check_declared(method, path, answer.raw)
        return answer

    def fresh(self, word: str) -> str:
        self.counter += 1
        return f"{word}-{self.counter:06d}"

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)

    def prove_phone(self, phone: str, purpose: str = "signup") -> str:
        started = self.call("POST", "/v1/verifications", {"phone": phone, "purpose": purpose})
        assert started.status == 202, started.raw
        code = re.search(r"\d{6}", self.messages.sent[-1][1])[0]  # type: ignore[index]
        path = f"/v1/verifications/{started.json['verification_id']}/confirm"
        confirmed = self.call("POST", path, {"code": code})
        assert confirmed.status == 200, confirmed.raw
        return str(confirmed.json["verification_token"])

    def prove_identity(self, person: str = "hong", purpose: str = "member", **facts: str) -> str:
        """A verification of `person`, whom the agency knows by a key of its own: the token."""
        return identity_proofs.prove(self, person, purpose, **facts)

    def apply(self, phone: str, **changes: Any) -> Answer:
        return self.apply_with(self.prove_phone(phone), **changes)

    def apply_with(
        self, token: str, *, key: str | None = None, headers: Any = None, **changes: Any
    ) -> Answer:
        body = {
            "verification_token": token,
            "name": "홍길동",
            "birth_on": "1980-05-05",
            "region_code": "11110",
            "relation": "tourist",
            "campaign_code": "celadon-a",
            "consents": {"terms": True, "privacy": True, "marketing": False},
        }
        return self.call("POST", "/v1/signups", body | changes, key=key, headers=headers)

    def deliver(self, times: int = 1) -> None:
        """Let the consumer finish what is queued, each message `times` times."""
        for _ in range(times):
            for signup in self.queue.sent:
                with granted.acting("complete_signup"):
                    self.wired(JoiningWiring).signup_consumer.complete(signup)
        self.queue.sent.clear()

    def member(self, phone: str = "010-1234-5678", *, vouchers: int = 0) -> "Member":
        """Someone who joined, with `vouchers` won converted from the sign-up mileage."""
        token = self.prove_phone(phone)
        answer = self.apply_with(token)
        assert answer.status == 202, answer.raw
        self.deliver()
        session = self.log_in(token)
        assert session.status == 200, session.raw
        member = Member(self, session.json["member_id"], session.json["access_token"], phone)
        if vouchers:
            converted = member.convert(vouchers)
            assert converted.status == 201, converted.raw
        return member

    def log_in(self, token: str, **more: Any) -> Answer:
        return self.call("POST", "/v1/sessions", {"verification_token": token} | more)

    def logged_in(self, member: "Member") -> "Member":
        """The same, in a session of now."""
        token = self.prove_phone(member.phone, "login")
        session = self.log_in(token, birth_on="1980-05-05")
        assert session.status == 200, session.raw
        return replace(member, token=session.json["access_token"])

    def set_rule(self, key: str, value: int | None) -> None:
        """A setting of the county, from tomorrow on."""
        version = SettingVersion(key, seoul_date(self.now) + timedelta(days=1), value, "시험")
        self.wired(CountyWiring).store.put_setting(builders.COUNTY, version)

    def redeem(
        self,
        pay_code: str,
        amount: int,
        *,
        order_id: str | None = None,
        key: str = "new",
        token: str = builders.SHOP_KEY,
    ) -> Answer:
        body = {"pay_code": pay_code, "amount": amount, "order_id": order_id or self.fresh("order")}
        return self.call("POST", "/v1/redemptions", body, token=token, key=key)


@dataclass(frozen=True)
class Member:
    stack: Stack
    member_id: str
    token: str
    phone: str

    def convert(self, mileage: int, key: str = "new") -> Answer:
        path = "/v1/me/conversions"
        return self.stack.call("POST", path, {"mileage": mileage}, token=self.token, key=key)

    def identify(self, person: str = "hong", **facts: str) -> Answer:
        """Verify as `person`, and bind it to this membership."""
        token = self.stack.prove_identity(person, **facts)
        body = {"verification_token": token}
        return self.stack.call("PUT", "/v1/me/identity", body, token=self.token)

    def leave(self) -> Answer:
        return self.stack.call("DELETE", "/v1/me", token=self.token)

    def pay_code(self) -> str:
        shown = self.stack.call("POST", "/v1/me/pay-codes", {}, token=self.token)
        assert shown.status == 201, shown.raw
        code: str = shown.json["pay_code"]
        return code

    def wallet(self) -> Any:
        return self.stack.call("GET", "/v1/me/wallet", token=self.token).json

    def balance(self) -> int:
        amount: int = self.wallet()["voucher"]["balance_amount"]
        return amount

    @property
    def actor(self) -> MemberActor:
        return MemberActor(builders.COUNTY, self.member_id)


@pytest.fixture
def stack() -> Stack:
    made = Stack()
    made.adapters.staff_tokens = FakeStaffTokens(made)
    made.table.items = _seeded().copy_of_items()
    return made


@cache
def _seeded() -> fakes.FakeTable:
    table = fakes.FakeTable()
    builders.seed(table)
    return table


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was imported is no garbage: looking through all of it each time takes a tenth of what
    the tests take."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_metrics_of_before() -> None:
    """Nothing writes metrics out in tests; a hundred of one name would be, in the midst of some."""
    metrics.clear_metrics()
