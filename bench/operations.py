"""The operations that are measured: each as events for a deployed handler, made beforehand."""

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from chalice.app import SQSEvent
from msgspec.structs import replace

from bench import gates, history, staff
from bench.history import PAYMENT
from bench.world import (
    CONTEXT,
    api_event,
    create_table,
    moments_until,
    queue_event,
    write_all,
)
from chalicelib.application import build
from chalicelib.aws.adapters import Adapters
from chalicelib.aws.attributes import pack
from chalicelib.aws.proofs import VerifiedPhone
from chalicelib.core.actors import MemberActor
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.joining.queue import signup_to_message
from chalicelib.joining.signups import Signup, member_id_of
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.joining.worker import complete_signup
from chalicelib.ledger.entry_codec import item_from_entry
from chalicelib.ledger.profile import Consents, SealedPerson
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.sales.store import RoundStore
from tests import builders

COUNTY = builders.COUNTY
CAMPAIGN_ID = builders.a_campaign().campaign_id
RICH_CAMPAIGN = builders.a_campaign(
    campaign_id="cmp_0000000000000002", code="bench", signup_mileage=1_450_000, booths=()
)
"""Enough for a wallet that is used for long."""
Event = dict[str, Any]


@dataclass(frozen=True)
class Wallet:
    member_id: str
    token: str


@dataclass(frozen=True)
class Operation:
    """`prepare(wallet, count)` gives events of which each is one operation; it may use the
    handlers itself. `handle` is what Lambda calls, `status` what it must answer."""

    name: str
    prepare: Callable[[Wallet, int], list[Event]]
    handle: Callable[[Event], Any]
    status: int | None


class World:
    """The seeded county on an empty table, and the events that act in it."""

    def __init__(self) -> None:
        self.adapters = Adapters()
        self._app = build(self.adapters)
        self.dynamodb = self.adapters.client("dynamodb")
        create_table(self.dynamodb)
        builders.seed(self.adapters.table)
        CampaignStore(self.adapters.table).put(RICH_CAMPAIGN)
        for version in builders.setting_versions():
            since_ever = replace(version, effective_on=date(1900, 1, 1))
            self.adapters.wired(CountyWiring).store.put_setting(COUNTY, since_ever)
        RoundStore(self.adapters.table).create(
            builders.a_round(
                opens_at=datetime.now(UTC) - timedelta(days=1),
                closes_at=datetime.now(UTC) + timedelta(days=1),
            )
        )
        self._staff_token = staff.log_in(self.adapters.settings, COUNTY, role="operator")
        self._numbers = itertools.count(1)

    def operations(self) -> list[Operation]:
        def api(name: str, prepare: Callable[[Wallet, int], list[Event]], status: int) -> Operation:
            return Operation(name, prepare, self.call_api, status)

        return [
            api("sign-up, accept", self._signups, 202),
            Operation("sign-up, consumer", self._signup_messages, self._call_consumer, None),
            api("redemption, till", self._redemptions, 201),
            api("redemption, standing QR", self._payments, 201),
            api("redemption, replayed", self._replays, 201),
            api("cancel", self._cancels, 201),
            api("net-cancel", self._net_cancels, 200),
            api("wallet read", self._wallet_reads, 200),
            api("pay code", self._pay_codes, 201),
            api("admission", self._admissions, 201),
            # Last, since each adds a lot, which makes the wallet's later entries larger.
            api("purchase at the counter", self._purchases, 201),
            api("conversion", self._conversions, 201),
        ]

    def wallet(self, entries: int, apart: timedelta) -> Wallet:
        """A member whose chain has that many entries, the last of them of yesterday or today."""
        first_at, *moments = moments_until(datetime.now(UTC), entries, apart)
        signup = self._signup(campaign_id=RICH_CAMPAIGN.campaign_id, at=first_at)
        self.adapters.wired(JoiningWiring).signup_consumer.complete(signup)
        member_id = member_id_of(signup.signup_id)
        first = self.adapters.wired(LedgerWiring).store.first_entry(COUNTY, member_id)
        assert first is not None
        later = history.after(first, moments)
        write_all(self.dynamodb, (pack(item_from_entry(entry)) for entry in later))
        token, _ = self.adapters.signer.member_token(
            MemberActor(COUNTY, member_id, generation=1), datetime.now(UTC)
        )
        return Wallet(member_id, token)

    def day_of_entries(self, count: int, at: datetime) -> None:
        """`count` members who joined on the day of `at`, as a report finds them."""
        for _ in range(count):
            self.adapters.wired(JoiningWiring).signup_consumer.complete(
                self._signup(campaign_id=CAMPAIGN_ID, at=at)
            )

    def _signups(self, wallet: Wallet, count: int) -> list[Event]:
        now = datetime.now(UTC)
        events = []
        for number in itertools.islice(self._numbers, count):
            phone = f"+82100{number:07d}"
            key = self.adapters.signer.person_key(COUNTY, phone)
            verified = VerifiedPhone(COUNTY, "signup", key, phone, now)
            body = {
                "verification_token": self.adapters.signer.verification_token(
                    verified, now + timedelta(hours=1)
                ),
                "name": "가상하늘",
                "birth_on": "1980-05-05",
                "region_code": "11110",
                "relation": "tourist",
                "campaign_code": "celadon-a",
                "consents": {"terms": True, "privacy": True, "marketing": False},
            }
            events.append(api_event("POST", "/v1/signups", body))
        return events

    def _signup_messages(self, wallet: Wallet, count: int) -> list[Event]:
        now = datetime.now(UTC)
        signups = [self._signup(campaign_id=CAMPAIGN_ID, at=now) for _ in range(count)]
        messages = [signup_to_message(s, self.adapters.signer) for s in signups]
        return [queue_event([json.dumps(m, ensure_ascii=False)]) for m in messages]

    def _signup(self, *, campaign_id: str, at: datetime) -> Signup:
        phone = f"+82100{next(self._numbers):07d}"
        key = self.adapters.signer.person_key(COUNTY, phone)
        verified = VerifiedPhone(COUNTY, "signup", key, phone, at)
        signup_id = self.adapters.signer.signup_id(verified, phone)
        fields = {"phone": phone, "name": "가상하늘", "birth_on": "1980-05-05"}
        data_key, sealed = self.adapters.cipher.seal(f"{COUNTY}/{signup_id}", fields)
        return Signup(
            county_id=COUNTY,
            signup_id=signup_id,
            person_key=key,
            birth_key=self.adapters.signer.birth_key(key, date(1980, 5, 5)),
            verified_by="",
            person=SealedPerson(data_key=data_key, **sealed),
            name_masked="가**늘",
            region_code="11110",
            relation="tourist",
            consents=Consents("2026-01", "2026-01", None),
            campaign_id=campaign_id,
            booth_code="celadon-a",
            accepted_at=at,
            simulated_at=at,
        )

    def _conversions(self, wallet: Wallet, count: int) -> list[Event]:
        path, body = "/v1/me/conversions", {"mileage": 1000}
        return [
            api_event("POST", path, body, token=wallet.token, key=self._fresh("convert"))
            for _ in range(count)
        ]

    def _redemptions(self, wallet: Wallet, count: int) -> list[Event]:
        return [self._redemption(wallet, self._fresh("order")) for _ in range(count)]

    def _payments(self, wallet: Wallet, count: int) -> list[Event]:
        merchant_code = builders.a_merchant().merchant_code
        body = {"merchant_code": merchant_code, "amount": PAYMENT}
        return [
            api_event("POST", "/v1/me/payments", body, token=wallet.token, key=self._fresh("pay"))
            for _ in range(count)
        ]

    def _replays(self, wallet: Wallet, count: int) -> list[Event]:
        event = self._redemption(wallet, self._fresh("order"))
        expect(self.call_api(event), 201)
        return [event] * count

    def _cancels(self, wallet: Wallet, count: int) -> list[Event]:
        paid = expect(self.call_api(self._redemption(wallet, self._fresh("order"))), 201)
        body = {"amount": 1, "expected_remaining_amount": PAYMENT, "reason": "손님 요청"}
        return [
            api_event(
                "POST",
                "/v1/redemptions/{redemption_id}/cancels",
                body,
                values={"redemption_id": paid["redemption_id"]},
                token=builders.SHOP_KEY,
                key=self._fresh("cancel"),
            )
            for _ in range(count)
        ]

    def _net_cancels(self, wallet: Wallet, count: int) -> list[Event]:
        return [
            api_event(
                "POST",
                "/v1/net-cancels",
                {"pay_code": self._pay_code(wallet), "order_id": self._fresh("order")},
                token=builders.SHOP_KEY,
                key=self._fresh("net-cancel"),
            )
            for _ in range(count)
        ]

    def _wallet_reads(self, wallet: Wallet, count: int) -> list[Event]:
        return [api_event("GET", "/v1/me/wallet", token=wallet.token)] * count

    def _pay_codes(self, wallet: Wallet, count: int) -> list[Event]:
        return [api_event("POST", "/v1/me/pay-codes", {}, token=wallet.token)] * count

    def _admissions(self, wallet: Wallet, count: int) -> list[Event]:
        members = [self.wallet(1, timedelta(1)).member_id for _ in range(count)]
        return gates.admissions(self.adapters, members)

    def _purchases(self, wallet: Wallet, count: int) -> list[Event]:
        body = {
            "member_id": wallet.member_id,
            "round_id": builders.a_round().round_id,
            "amount": 1000,
        }
        return [
            api_event(
                "POST",
                "/v1/staff/purchases",
                body,
                token=self._staff_token,
                key=self._fresh("purchase"),
            )
            for _ in range(count)
        ]

    def _redemption(self, wallet: Wallet, order_id: str) -> Event:
        body = {"pay_code": self._pay_code(wallet), "amount": PAYMENT, "order_id": order_id}
        key = f"{order_id}-pay"
        return api_event("POST", "/v1/redemptions", body, token=builders.SHOP_KEY, key=key)

    def _fresh(self, word: str) -> str:
        return f"{word}-{next(self._numbers):07d}"

    def call_api(self, event: Event) -> Any:
        return self._app(event, CONTEXT)

    def _call_consumer(self, event: Event) -> Any:
        return complete_signup.func.over(self.adapters, SQSEvent(event, cast("Any", CONTEXT)))

    def _pay_code(self, wallet: Wallet) -> str:
        actor = MemberActor(COUNTY, wallet.member_id)
        return self.adapters.signer.pay_code(actor, datetime.now(UTC))[0]


def expect(answer: Any, status: int | None) -> Any:
    """The answer's body. A benchmark of refusals would be worth nothing."""
    if status is None:
        if answer != {"batchItemFailures": []}:
            raise AssertionError(answer)
        return answer
    if answer["statusCode"] != status:
        raise AssertionError(answer)
    return json.loads(answer["body"])
