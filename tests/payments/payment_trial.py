"""Many simulated payments with everything that a provider, a network, a buyer and our own machines
do wrong; and what must hold all the same.

At every minute: what became a voucher was paid. At the end: every payment is known; who has a
voucher has paid its price once and nobody else has money here; what was taken back is voided or
owed; the book of purchase money is the provider's, to the won.
"""

import random
from collections import Counter
from datetime import timedelta

from chalicelib.aws.provider_payments import RefundAccount
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date
from chalicelib.payments.payments import MOVING
from tests.builders import COUNTY
from tests.model.walk_table import WalkTable
from tests.payments.payment_world import HELD, PRICE, PaymentWorld

FAULTS = ("lost", "slow", "refused", "busy", "silent", "garbled")
ARRIVALS = 40
"""Payments that begin within the same minute."""


class Crash(Exception):  # noqa: N818 (it is played, and nothing that one handles)
    pass


class Trial:
    """`crashes`: the share of calls of storage before or after which our worker dies."""

    def __init__(self, seed: int, *, crashes: float = 0.01) -> None:
        self.random = random.Random(seed)
        self.world = PaymentWorld(seed, table=WalkTable())
        self.crashes = crashes
        self.bought: list[str] = []
        self.keys: dict[str, str] = {}
        self.canceled: set[str] = set()
        self.reversed: set[str] = set()
        self.counts: Counter[str] = Counter()
        self.world.table.before_call = self.world.table.after_call = self._stumble

    def _stumble(self, call: str) -> None:
        if self.crashes and self.random.random() < self.crashes:
            self.counts["crashes"] += 1
            raise self.random.choice((Crash, TryAgainError(retry_after_seconds=1)))

    def run(self, count: int) -> None:
        while len(self.bought) < count:
            for _ in range(min(ARRIVALS, count - len(self.bought))):
                self._begin()
            self._minute()
        for _ in range(int(HELD.total_seconds() / 60) + 90):
            self._minute()
        self.crashes = 0.0
        self.world.faults.clear()
        for step in range(3 * 24):
            self.world.bank.settle()
            self._name_accounts()
            self._hour(step)
            if step % 12 == 0:
                self._match()
        # What was taken back after the last match, and told to nobody, is seen by one more.
        self._match()
        while self.world.line.waiting:
            self.world.later(minutes=5)
            self._work()

    def _match(self) -> None:
        today = seoul_date(self.world.now)
        for days in (1, 0):
            self.world.matching.run(COUNTY, today - timedelta(days=days))

    def _begin(self) -> None:
        world, roll = self.world, self.random.random
        crashes, self.crashes = self.crashes, 0.0
        bought = world.start()
        self.bought.append(bought)
        method = self.random.choice(("card", "card", "transfer", "virtual_account"))
        amount = PRICE if roll() < 0.93 else self.random.choice((PRICE - 1, 100, PRICE * 2))
        for call in ("confirm", "find", "cancel"):
            world.fail(call, bought, *self._faults())
        if roll() < 0.05:
            self.counts["never paid"] += 1
            self.crashes = crashes
            return
        key = world.bank.agree(bought, amount, method=method)
        self.keys[bought] = key
        if roll() < 0.07:
            world.bank.refusals[key] = "REJECT_CARD_PAYMENT"
        if method == "card" and roll() < 0.06:
            world.bank.held[key] = world.now + HELD * 2
        if roll() < 0.95:
            claimed = PRICE if roll() < 0.5 else amount
            for _ in range(self.random.choice((1, 1, 1, 2, 3))):
                world.come_back(bought, key, claimed)
        if roll() < 0.08:
            world.come_back(bought, world.bank.agree(bought, PRICE))
        if roll() < 0.03:
            world.come_back(bought, "tviva-forged-key")
        self.crashes = crashes

    def _faults(self) -> list[str]:
        if self.random.random() < 0.6:
            return []
        return self.random.choices((*FAULTS, ""), k=self.random.randint(1, 5))

    def _minute(self) -> None:
        world = self.world
        world.later(seconds=self.random.choice((20, 60, 60)))
        if self.random.random() < 0.3:
            world.bank.settle()
        self._banks()
        self._hear()
        self._work()
        if self.random.random() < 0.2:
            self._try(lambda: world.sweeping.run(COUNTY))
        self._buyers()
        self.check_always()

    def _hour(self, step: int) -> None:
        self._banks()
        for _ in range(12):
            self.world.later(minutes=5)
            self._hear()
            self._try(lambda: self.world.sweeping.run(COUNTY))
            self._work()
            if step > 6:
                self.world.later(minutes=55)
                self._try(lambda: self.world.sweeping.run(COUNTY))
                self._work()
                break
        self.check_always()

    def _banks(self) -> None:
        """Deposits come, in time, late or never; what was held back is done; some is taken back."""
        bank, now = self.world.bank, self.world.now
        for key, until in list(bank.held.items()):
            if now >= until:
                bank.release(key)
        for bought, key in self.keys.items():
            status = bank.payments[key]["status"]
            if status == "WAITING_FOR_DEPOSIT" and self.random.random() < 0.08:
                bank.deposit(key)
            is_held = self.world.book.vouchers.get(bought) == PRICE
            if status == "DONE" and is_held and self.random.random() < 0.0006:
                self.world.book.spent[bought] = self.random.randrange(0, PRICE + 1, 5_000)
                self.reversed.add(bought)
                bank.reverse(key, self.random.choice((None, 15_000)))

    def _hear(self) -> None:
        """Notices are lost, doubled, late and out of order; some are forged."""
        world = self.world
        self.random.shuffle(world.notices)
        later = [one for one in world.notices if self.random.random() < 0.2]
        told = [one for one in world.notices if one not in later and self.random.random() < 0.8]
        world.notices[:] = later
        for notice in told:
            order_id = notice.get("data", notice)["orderId"]
            for _ in range(self.random.choice((1, 1, 2))):
                self._try(lambda order_id=order_id: world.payments.notified(COUNTY, order_id))
        if self.bought and self.random.random() < 0.3:
            forged = self.random.choice(self.bought)
            self._try(lambda: world.payments.notified(COUNTY, forged))

    def _work(self) -> None:
        """Messages come twice, out of order, and again after the worker died."""
        world = self.world
        ready = world.line.ready()
        self.random.shuffle(ready)
        for message in ready:
            for _ in range(self.random.choice((1, 1, 1, 2))):
                if not self._try(lambda message=message: world.following.follow(message)):
                    if self.random.random() < 0.9:
                        world.line.waiting.append((world.now + timedelta(minutes=1), message))
                    else:
                        self.counts["lost messages"] += 1

    def _buyers(self) -> None:
        """Some take an unused purchase back."""
        book = self.world.book
        for bought, held in list(book.vouchers.items()):
            if held == PRICE and bought not in self.reversed and self.random.random() < 0.002:
                account = RefundAccount("011", "1234567890", "김말순")
                book.cancel(bought)
                self.canceled.add(bought)
                crashes, self.crashes = self.crashes, 0.0
                for _ in range(self.random.choice((1, 2))):
                    self.world.payments.give_back(COUNTY, bought, PRICE, "구매 취소", account)
                self.crashes = crashes

    def _name_accounts(self) -> None:
        for bought in self.bought:
            payment = self.world.state(bought)
            if payment.state in ("refund_account_needed", "give_back_refused"):
                account = RefundAccount("004", "1234567890", "김말순")
                self.world.name_account(bought, account)

    def _try(self, work: object) -> bool:
        try:
            work()  # type: ignore[operator]
        except (Crash, TryAgainError):
            return False
        return True

    def check_always(self) -> None:
        moved = self.world.bank.transactions
        paid = {one["orderId"] for one in moved if one["amount"] > 0}
        assert self.world.book.vouchers.keys() <= paid

    def check_end(self) -> Counter[str]:
        crashes, self.crashes = self.crashes, 0.0
        world, book = self.world, self.world.book
        moved: dict[str, list[int]] = {bought: [] for bought in self.bought}
        for one in world.bank.transactions:
            moved[one["orderId"]].append(one["amount"])
        for bought in self.bought:
            payment = world.state(bought)
            money, voucher = sum(moved[bought]), book.vouchers.get(bought, 0)
            owed = sum(won for (cause, _), won in world.owed.by_cause.items() if cause == bought)
            paid = [amount for amount in moved[bought] if amount > 0]
            self.counts[payment.state] += 1
            assert payment.state not in MOVING, (bought, payment)
            assert payment.state != "open", (bought, payment)
            assert payment.refund_account is None
            assert len(paid) <= 1, bought
            if payment.state in ("ended", "given_back"):
                assert (money, voucher) == (0, 0), (bought, payment, money)
            else:
                lost = payment.reversed_amount
                assert money == PRICE - lost, (bought, payment, money)
                # What is gone was voided, or is owed.
                assert voucher + lost - owed == PRICE, (bought, payment, voucher, owed)
            if payment.back_reason in ("late", "wrong_amount") and payment.state == "given_back":
                assert (bought, "given_back_late") in world.buyers.told
        days = {world.clock().date() - timedelta(days=n) for n in range(40)}
        lines = [line for day in sorted(days) for line in world.store.book_of(COUNTY, day)]
        assert sum(line.signed_amount for line in lines) == sum(
            one["amount"] for one in world.bank.transactions
        )
        assert not world.line.waiting
        self.crashes = crashes
        return self.counts
