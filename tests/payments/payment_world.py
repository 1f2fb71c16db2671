"""Payments over a table in memory, the provider played, and purchases that keep a book."""

import random
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Literal, NamedTuple

from chalicelib.aws.kms import FieldCipher
from chalicelib.aws.provider_payments import RefundAccount
from chalicelib.core.actors import MemberActor
from chalicelib.core.values import seoul_date
from chalicelib.joining.throttling import Throttle
from chalicelib.joining.verification_store import ThrottleStore
from chalicelib.payments.following import Following
from chalicelib.payments.giving_back import GivingBack
from chalicelib.payments.match_store import MatchStore
from chalicelib.payments.matching import Matching
from chalicelib.payments.payments import Payment
from chalicelib.payments.ports import ExpectedPayment, Telling
from chalicelib.payments.queue import PaymentMessage
from chalicelib.payments.service import Payments
from chalicelib.payments.store import PaymentStore
from chalicelib.payments.sweeping import Sweeping
from tests import builders, fakes
from tests.builders import COUNTY
from tests.fake_kms import FakeKms
from tests.played_provider import PlayedProvider

MEMBER = "mem_0000000000000001"
HELD = timedelta(minutes=15)
PRICE = 45_000


class Reserved(NamedTuple):
    """Until when it is held at this price."""

    price: int
    pay_by_at: datetime


class Book:
    """Plays the purchases: who bought what, what was paid, what became a voucher, what is spent."""

    def __init__(self, now: Any) -> None:
        self._now = now
        self.expecting: dict[str, Reserved] = {}
        self.vouchers: dict[str, int] = {}
        self.sold: dict[date, dict[str, int]] = {}
        self.spent: dict[str, int] = {}
        self.voided: dict[tuple[str, datetime], int] = {}

    def reserve(self, purchase_id: str, price: int, pay_by_at: datetime) -> None:
        self.expecting[purchase_id] = Reserved(price, pay_by_at)

    def expected(self, county: str, purchase_id: str) -> ExpectedPayment | None:
        found = self.expecting.get(purchase_id)
        if found is None:
            return None
        state: Literal["open", "completed", "ended"] = "open"
        if purchase_id in self.vouchers:
            state = "completed"
        elif self._now() >= found.pay_by_at:
            state = "ended"
        return ExpectedPayment(price_amount=found.price, state=state)

    def paid(self, county: str, purchase_id: str, amount: int) -> Literal["completed", "late"]:
        if purchase_id in self.vouchers:
            return "completed"
        found = self.expected(county, purchase_id)
        assert found is not None
        assert amount == found.price_amount
        if found.state != "open":
            return "late"
        self.vouchers[purchase_id] = amount
        self.sold.setdefault(seoul_date(self._now()), {})[purchase_id] = amount
        return "completed"

    def reversed(self, county: str, purchase_id: str, amount: int, at: datetime) -> int:
        key = (purchase_id, at)
        if key not in self.voided:
            held = self.vouchers.get(purchase_id, 0) - self.spent.get(purchase_id, 0)
            voided = min(amount, held)
            self.vouchers[purchase_id] -= voided
            self.voided[key] = amount - voided
        return self.voided[key]

    def sold_online(self, county_id: str, on: date) -> dict[str, int]:
        return self.sold.get(on, {})

    def cancel(self, purchase_id: str) -> None:
        """Its buyer takes an unused purchase back: the voucher is gone, the money is to follow."""
        del self.vouchers[purchase_id]
        reserved = self.expecting[purchase_id]
        self.expecting[purchase_id] = Reserved(reserved.price, self._now())


class Owed:
    """Plays the receivables: each cause and number once."""

    def __init__(self) -> None:
        self.by_cause: dict[tuple[str, int], int] = {}

    def owe(self, county_id: str, member_id: str, *, cause: str, amount: int, number: int) -> None:
        self.by_cause.setdefault((cause, number), amount)


class Told:
    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def tell(self, payment: Payment, what: Telling) -> None:
        self.told.append((payment.purchase_id, what))


class Line:
    """The queue: messages with when each may be taken; some come twice, late, or never."""

    def __init__(self, now: Any) -> None:
        self._now = now
        self.waiting: list[tuple[datetime, PaymentMessage]] = []

    def send(self, county_id: str, purchase_id: str, **facts: Any) -> None:
        delay = timedelta(seconds=facts.pop("delay_seconds", 0))
        message = PaymentMessage(county_id=county_id, purchase_id=purchase_id, **facts)
        self.waiting.append((self._now() + delay, message))

    def ready(self) -> list[PaymentMessage]:
        ready = [message for at, message in self.waiting if at <= self._now()]
        self.waiting = [one for one in self.waiting if one[0] > self._now()]
        return ready


class _Members:
    """Everybody is in, by any session."""

    def profile(self, county_id: str, member_id: str, *, consistent: bool = False) -> Any:
        return SimpleNamespace(
            status="active", continues_in=None, generation=1, wallets=(member_id,)
        )


class PaymentWorld:
    def __init__(self, seed: int = 1, table: fakes.FakeTable | None = None) -> None:
        self.now = builders.NOON
        self.random = random.Random(seed)
        self.table = table if table is not None else fakes.FakeTable()
        self.provider = PlayedProvider(self.clock, self._fault)
        self.bank = self.provider.bank
        self.notices = self.provider.notices
        self.faults: dict[tuple[str, str], list[str]] = {}
        self.book = Book(self.clock)
        self.owed = Owed()
        self.buyers = Told()
        self.line = Line(self.clock)
        self.made = 0
        cipher = FieldCipher(FakeKms(), "data")
        self.store = PaymentStore(self.table)
        throttle = Throttle(ThrottleStore(self.table), self.clock)
        self.payments = Payments(self.store, self.line, cipher, _Members(), throttle, self.clock)
        self.following = Following(
            store=self.store,
            messages=self.line,
            provider=self.provider,
            orders=self.book,
            giving_back=GivingBack(self.provider, cipher, self.buyers),
            receivables=self.owed,
            clock=self.clock,
        )
        self.matching = Matching(
            self.store, MatchStore(self.table), self.provider, self.book, self.line, self.clock
        )
        self.sweeping = Sweeping(self.store, self.line, self.clock)

    def clock(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def _fault(self, call: str, order_id: str) -> str:
        waiting = self.faults.get((call, order_id)) or []
        return waiting.pop(0) if waiting else ""

    def fail(self, call: str, order_id: str, *faults: str) -> None:
        self.faults.setdefault((call, order_id), []).extend(faults)

    def start(self, price: int = PRICE) -> str:
        """A purchase that waits for its money."""
        self.made += 1
        purchase_id = f"pur_{self.made:016d}"
        pay_by_at = self.now + HELD
        self.book.reserve(purchase_id, price, pay_by_at)
        self.payments.start(
            COUNTY,
            purchase_id,
            member_id=MEMBER,
            price_amount=price,
            pay_by_at=pay_by_at,
            order_name="상품권 50,000원",
        )
        return purchase_id

    def agree(self, purchase_id: str, amount: int = PRICE, method: str = "card") -> str:
        """The buyer agrees in the provider's window, and the browser comes back."""
        key = self.bank.agree(purchase_id, amount, method=method)
        self.come_back(purchase_id, key, amount)
        return key

    def come_back(self, purchase_id: str, key: str, amount: int = PRICE) -> None:
        self.payments.returned(COUNTY, purchase_id, payment_key=key, amount=amount)

    def hear(self) -> None:
        """What the provider tells is told to the app."""
        told = list(self.notices)
        self.notices.clear()
        for notice in told:
            data = notice.get("data", notice)
            self.payments.notified(COUNTY, data["orderId"])

    def work(self) -> None:
        """The worker takes what is there for it now."""
        while ready := self.line.ready():
            for message in ready:
                self.following.follow(message)

    def sweep(self) -> None:
        self.sweeping.run(COUNTY)
        self.work()

    def let_time_pass(self, hours: float = 12, step_minutes: float = 5) -> None:
        """With the schedule at work, and messages delivered."""
        until = self.now + timedelta(hours=hours)
        while self.now < until:
            self.later(minutes=step_minutes)
            self.hear()
            self.sweep()

    def state(self, purchase_id: str) -> Payment:
        found = self.store.by_id(COUNTY, purchase_id)
        assert found is not None
        return found

    def name_account(self, purchase_id: str, account: RefundAccount) -> None:
        self.payments.give_refund_account(MemberActor(COUNTY, MEMBER), purchase_id, account)
