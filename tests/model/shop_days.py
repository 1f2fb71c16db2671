"""Shops whose days are walked at random: paid, taken back, settled, held and paid out.

The model is a few sums: what is left of each payment, and its rate. It knows neither statements nor
batches. What shops were settled and paid must come to it, to the won.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.core.errors import DomainError
from chalicelib.core.values import seoul_date
from chalicelib.county.settings import SettingVersion
from chalicelib.county.wiring import CountyWiring
from chalicelib.merchants.merchants import Merchant
from chalicelib.settlement.keys import SLICES
from chalicelib.settlement.payees import Payee, PayeeAccount
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.staff.person import Person
from tests import builders
from tests.adapters import FakeAdapters
from tests.builders import COUNTY, NOON
from tests.model import invoice_steps
from tests.model.shop_books import statements
from tests.model.walk_table import WalkTable
from tests.worlds import Holder, World, a_till_may

SHOPS = tuple(
    builders.a_merchant(merchant_id=f"mch_{number:016d}", merchant_code=f"M{number:04d}")
    for number in (1, 3, 4)
)
OPENED = seoul_date(NOON)
RATES = {OPENED: 50, OPENED + timedelta(days=6): 100}
"""Ten-thousandths, from which day on."""
INVOICE_DAYS = 4
WORKED_OFF_MAX = 40


class Payment:
    """What the model believes of one."""

    def __init__(self, shop: Merchant, on: date, amount: int) -> None:
        self.shop, self.on, self.left = shop, on, amount

    def fee(self, left: int) -> int:
        rate = max(since for since in RATES if since <= self.on)
        return left * RATES[rate] // 10_000


class ShopWalk:
    """One walk. `step` does something at random, `end` works everything off."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.adapters = FakeAdapters()
        self.adapters.table = WalkTable()  # type: ignore[assignment]
        self.adapters.machine = lambda: self.world.now
        self.world = World(self.adapters.table, NOON, pause=lambda seconds: None)
        builders.seed(self.adapters.table)
        self._found_county()
        self.wired = self.adapters.wired(SettlementWiring)
        self.wired.__dict__["payees"] = self
        self.held: set[str] = set()
        self.accounts_changed: Counter[str] = Counter()
        self.members = [self.world.join(person=f"p{n}", vouchers=3000) for n in range(8)]
        self.payments: dict[str, Payment] = {}
        self.days: dict[str, int] = defaultdict(int)
        """Net of fees, of each shop, by what was done so far."""
        self.met: Counter[str] = Counter()
        self.count = 0

    def _found_county(self) -> None:
        store = self.adapters.wired(CountyWiring).store
        store.put_county(replace(builders.a_county(), opened_on=OPENED))
        versions = [SettingVersion("settlement.invoice_days", OPENED, INVOICE_DAYS, "조례")]
        for since, rate in RATES.items():
            versions.append(SettingVersion("settlement.fee_basis_points", since, rate, "조례"))
        for version in versions:
            store.put_setting(COUNTY, version)

    # As the register that the payouts ask.

    def all(self, county_id: str) -> dict[str, Payee]:
        return {
            shop.merchant_id: Payee(
                merchant_id=shop.merchant_id,
                name=shop.name,
                account_id=self._account_id(shop.merchant_id),
                held_for="tax_closed" if shop.merchant_id in self.held else None,
            )
            for shop in SHOPS
        }

    def accounts(self, county_id: str, merchant_ids: Collection[str]) -> dict[str, PayeeAccount]:
        return {
            one: PayeeAccount(
                account_id=self._account_id(one), bank_code="011", number="001", holder="홍길동"
            )
            for one in merchant_ids
            if one not in self.held
        }

    def _account_id(self, merchant_id: str) -> str:
        return f"{merchant_id}-{self.accounts_changed[merchant_id]}"

    # What happens.

    def step(self) -> None:
        steps = [self.pay] * 5 + [self.cancel] * 4 + [self.night] * 2 + [self.propose] * 2
        steps += [self.bank, self.decide] * 2 + [self.hold, self.change_account]
        steps += [self.with_invoice] * 2
        self.world.now += timedelta(seconds=self.chance.randrange(1, 3000))
        self.chance.choice(steps)()

    def pay(self) -> None:
        holder, shop = self.chance.choice(self.members), self.chance.choice(SHOPS)
        self.count += 1
        try:
            made = self.world.redemptions.redeem(
                shop,
                pay_code=_code(holder, self.world),
                amount=self.chance.choice([100, 333, 777, 1000, 1999]),
                order_id=f"order-{self.count}",
                idempotency_key=f"pay-{self.count}",
            )
        except DomainError as refused:
            self.met[refused.code] += 1
            return
        entry = made.redemption.entry
        payment = Payment(shop, entry.on, -entry.voucher_amount)
        self.payments[entry.redemption_id] = payment
        self.days[shop.merchant_id] += payment.left - payment.fee(payment.left)
        self.met["paid by a member"] += 1

    def cancel(self) -> None:
        open_ones = [item for item in self.payments.items() if item[1].left]
        if not open_ones:
            return
        redemption_id, payment = self.chance.choice(open_ones)
        part = self.chance.choice([payment.left, self.chance.randrange(1, payment.left + 1)])
        self.count += 1
        try:
            self.world.cancellations.cancel(
                payment.shop,
                redemption_id,
                amount=part,
                expected_remaining_amount=payment.left,
                reason="손님 요청",
                idempotency_key=f"cancel-{self.count}",
                may_cancel=a_till_may,
            )
        except DomainError as refused:
            self.met[refused.code] += 1
            return
        gives_back = payment.fee(payment.left) - payment.fee(payment.left - part)
        self.days[payment.shop.merchant_id] -= part - gives_back
        payment.left -= part
        self.met["taken back"] += 1

    def night(self) -> None:
        """Some parts of the shops are left to a later night, some are done twice."""
        self.world.now += timedelta(days=1)
        yesterday = seoul_date(self.world.now) - timedelta(days=1)
        for _ in range(self.chance.choice([1, 1, 2])):
            self.wired.gathering.catch_up(COUNTY, yesterday)
        for number in range(SLICES):
            for _ in range(self.chance.choice([0, 1, 1, 2])):
                self.wired.closing.close(COUNTY, number)
        self.met["night"] += 1

    def propose(self) -> None:
        days = sorted({s.payout_on for s in statements(self.adapters.table) if s.payout_on})
        if days:
            self._propose(self.chance.choice(days))

    def _propose(self, payout_on: date) -> None:
        self.count += 1
        try:
            self.wired.payouts.propose(
                COUNTY, ANNA, payout_on, idempotency_key=f"batch-{self.count}"
            )
        except DomainError as refused:
            self.met[refused.code] += 1
        else:
            self.met["proposed"] += 1

    def decide(self) -> None:
        for batch in self._batches("proposed"):
            if self.chance.random() < 0.25:
                self.wired.payouts.reject(COUNTY, BORA, batch.batch_id, reason="금액 확인")
                self.met["rejected"] += 1
            else:
                self._approve(batch.batch_id)

    def _approve(self, batch_id: str) -> None:
        self.count += 1
        key = f"approve-{self.count}"
        self.wired.payouts.approve_once(COUNTY, BORA, batch_id, reason=None, idempotency_key=key)
        self.met["approved"] += 1

    def bank(self) -> None:
        """A file for the bank, and what it says: of some lines, of all, twice, or the contrary of
        what it said before."""
        for batch in self._batches("approved"):
            if self.chance.random() < 0.7:
                self._make_file(batch.batch_id)
            if self.chance.random() < 0.8:
                said = {
                    line.reference: self.chance.choice(["paid", "paid", "failed"])
                    for line in self.wired.payouts.lines(batch)
                    if self.chance.random() < 0.7
                }
                for _ in range(self.chance.choice([1, 2])):
                    self._bring_in(batch.batch_id, said)

    def _make_file(self, batch_id: str) -> None:
        try:
            self.wired.payouts.file(COUNTY, ANNA, batch_id, "csv", reason="지급")
        except DomainError as refused:
            self.met[refused.code] += 1
        else:
            self.met["file"] += 1

    def _bring_in(self, batch_id: str, said: dict[str, str]) -> None:
        if not said:
            return
        text = "reference,result,reason\n" + "".join(f"{r},{s},x\n" for r, s in said.items())
        try:
            self.wired.payouts.take_results(COUNTY, ANNA, batch_id, text, content=text.encode())
        except DomainError as refused:
            self.met[refused.code] += 1
        else:
            self.met["result"] += 1

    def hold(self) -> None:
        self.held ^= {self.chance.choice(SHOPS).merchant_id}

    def change_account(self) -> None:
        self.accounts_changed[self.chance.choice(SHOPS).merchant_id] += 1

    def with_invoice(self) -> None:
        act = self.chance.choice([invoice_steps.pay] * 5 + [invoice_steps.withdraw])
        act(self)

    @property
    def settled_through(self) -> date:
        """After the end: the last day of which all is settled."""
        return seoul_date(self.world.now) - timedelta(days=1)

    def end(self) -> None:
        """Nobody pays any more; every day is closed, and every won that is due goes out."""
        self.held.clear()
        self.world.now += timedelta(days=self.chance.choice([1, INVOICE_DAYS + 1]))
        self.wired.gathering.catch_up(COUNTY, self.settled_through)
        for number in range(SLICES):
            self.wired.closing.close(COUNTY, number)
        for payout_on in sorted(
            {s.payout_on for s in statements(self.adapters.table) if s.payout_on}
        ):
            for _ in range(WORKED_OFF_MAX):
                for batch in self._batches("proposed"):
                    self._approve(batch.batch_id)
                for batch in self._batches("approved"):
                    self._make_file(batch.batch_id)
                    done = self.wired.payouts.followed(batch).results
                    lines = self.wired.payouts.lines(batch)
                    self._bring_in(
                        batch.batch_id,
                        {ln.reference: "paid" for ln in lines if ln.reference not in done},
                    )
                before = self.met["nothing_to_pay"]
                self._propose(payout_on)
                if self.met["nothing_to_pay"] > before:
                    break

    def _batches(self, status: str) -> list[Any]:
        page, _ = self.wired.payout_store.page(COUNTY, status=None, limit=100, before_id=None)
        return [batch for batch in page if batch.status == status]


ANNA, BORA = Person("sub-1", "anna"), Person("sub-2", "bora")


def _code(holder: Holder, world: World) -> str:
    return holder.pay_code(world.now)
