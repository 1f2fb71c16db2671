"""Random walks through everything that can happen to a wallet, beside a model that knows only
lists of lots: no chain, no replay, no storage."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib.domain.entries import Entry
from chalicelib.domain.errors import DomainError
from chalicelib.domain.values import add_months, day_start, seoul_date
from chalicelib.persistence.counties import CountyStore
from tests import builders
from tests.builders import COUNTY, NOON
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.unit.wallet_model import Model, ModelLot, ModelPayment
from tests.worlds import World

RULES = replace(
    builders.SETTINGS, mileage_valid_months=2, voucher_valid_years=1, voucher_holding_cap=6000
)
CANCEL_DAYS = timedelta(days=7)
CATCH_UP = timedelta(days=60)
MILEAGES = st.sampled_from([1000, 1000, 1000, 2000, 2000, 5000, 9000, 1500, 300, 0, -1000])
AMOUNTS = st.sampled_from([1, 300, 700, 1500, 1500, 2500, 6000, 9000, 0, -5])
CANCELS = st.sampled_from([None, 1, 100, 700, 5000, 0, -1])


def outcome(command: Callable[[], Any]) -> tuple[Any, str | None]:
    """Its answer, or the code of its refusal."""
    try:
        return command(), None
    except DomainError as error:
        return None, error.code


class WalletMachine(RuleBasedStateMachine):
    @initialize()
    def join(self) -> None:
        self.table = FakeTable()
        builders.seed(self.table)  # type: ignore[arg-type]
        for version in builders.setting_versions(RULES):
            CountyStore(self.table).put_setting(COUNTY, version)  # type: ignore[arg-type]
        self.world = World(self.table, NOON)
        self.member = self.world.join()
        self.model = Model([ModelLot(True, 5000, add_months(self.today, 2))])
        self.payments: list[ModelPayment] = []
        self.done: list[tuple[Any, Callable[[], Entry], str]] = []
        self.count = 0
        self.written_off_through = date.min

    @property
    def today(self) -> date:
        return seoul_date(self.world.now)

    def key(self) -> str:
        self.count += 1
        return f"key-{self.count:06}"

    def expect(self, command: Callable[[], Entry], code: str | None) -> Entry | None:
        """Run it: it must be refused with `code`, or succeed if that is None."""
        self.world.now += timedelta(milliseconds=7)
        length = len(self.table.items)
        entry, refusal = outcome(command)
        assert refusal == code
        if entry is None:
            assert len(self.table.items) == length
            return None
        self.done.append((self.world.now, command, entry.hash))
        return entry

    @rule(mileage=MILEAGES)
    def convert(self, mileage: int) -> None:
        key, code = self.key(), None
        if mileage < 1000:
            code = "conversion_below_minimum"
        elif mileage % 1000:
            code = "conversion_not_a_multiple"
        elif mileage > self.model.live(True, self.today):
            code = "insufficient_mileage"
        elif self.model.live(False, self.today) + mileage > 6000:
            code = "holding_cap_exceeded"
        world, actor = self.world, self.member.actor
        if self.expect(
            lambda: world.wallets.convert(actor, mileage=mileage, idempotency_key=key).entry, code
        ):
            self.model.take(True, mileage, self.today)
            self.model.lots.append(ModelLot(False, mileage, add_months(self.today, 12)))
            _, refusal = outcome(
                lambda: world.wallets.convert(actor, mileage=mileage + 1000, idempotency_key=key)
            )
            assert refusal == "idempotency_key_reused"

    @rule(amount=AMOUNTS)
    def pay(self, amount: int) -> None:
        self._pay(f"order-{self.key()}", amount)

    def _pay(self, order_id: str, amount: int, code: str | None = None) -> None:
        key, pay_code, world = self.key(), self.member.pay_code(self.world.now), self.world
        if code is None:
            if amount < 1:
                code = "amount_out_of_range"
            elif amount > self.model.live(False, self.today):
                is_ended = amount <= self.model.held(False)
                code = "voucher_expired" if is_ended else "insufficient_balance"
        entry = self.expect(
            lambda: world.redeem(pay_code, amount, order_id=order_id, key=key).redemption.entry,
            code,
        )
        if entry:
            taken = self.model.take(False, amount, self.today)
            assert entry.redemption_id
            self.payments.append(
                ModelPayment(order_id, entry.redemption_id, amount, self.today, taken)
            )

    @precondition(lambda self: self.payments)
    @rule(
        data=st.data(), amount=st.sampled_from([None, 1, 100, 700, 5000, 0, -1]), off=st.booleans()
    )
    def cancel(self, data: st.DataObject, amount: int | None, off: bool) -> None:
        payment = data.draw(st.sampled_from(self.payments))
        remaining = payment.amount - payment.canceled
        expected, key, world, code = remaining + off, self.key(), self.world, None
        if self.today > payment.on + CANCEL_DAYS:
            code = "cancel_window_closed"
        elif off:
            code = "expected_remaining_mismatch"
        elif amount is not None and amount <= 0:
            code = "amount_out_of_range"
        elif remaining == 0 or (amount or 0) > remaining:
            code = "cancel_amount_exceeds_remaining"
        if self.expect(
            lambda: world.cancel(payment.redemption_id, amount, expected=expected, key=key)[
                0
            ].cancellations[-1],
            code,
        ):
            self.model.give_back(payment, remaining if amount is None else amount, self.today)

    @precondition(lambda self: self.recent_payments())
    @rule(data=st.data())
    def net_cancel(self, data: st.DataObject) -> None:
        payment = data.draw(st.sampled_from(self.recent_payments()))
        remaining = payment.amount - payment.canceled
        is_late = self.today > payment.on + CANCEL_DAYS
        code = "cancel_window_closed" if is_late and remaining else None
        self._net_cancel(payment.order_id, code, 0 if code else remaining)
        if code is None:
            self.model.give_back(payment, remaining, self.today)
            payment.net_canceled = True
            self._pay(payment.order_id, payment.amount, "net_canceled")

    @rule()
    def net_cancel_before_the_payment(self) -> None:
        order_id = f"order-{self.key()}"
        self._net_cancel(order_id, None, 0)
        self._pay(order_id, 100, "net_canceled")

    def _net_cancel(self, order_id: str, code: str | None, given_back: int) -> None:
        key, pay_code, world = self.key(), self.member.pay_code(self.world.now), self.world
        self.world.now += timedelta(milliseconds=7)
        for _ in range(2):
            answer, refusal = outcome(
                lambda: world.net_cancel(pay_code, order_id=order_id, key=key)
            )
            assert refusal == code
            assert answer is None or answer[0] == given_back

    @rule(mileage=st.sampled_from([0, 500, 3000, -200, -2000, -9000]))
    def adjust(self, mileage: int) -> None:
        key, world, code = self.key(), self.world, None
        if mileage == 0:
            code = "amount_out_of_range"
        elif -mileage > self.model.live(True, self.today):
            code = "insufficient_mileage"
        if self.expect(
            lambda: (
                world.adjustments.adjust(
                    COUNTY, self.member.member_id, mileage=mileage, reason="시험", adjustment_id=key
                ).entry
            ),
            code,
        ):
            if mileage > 0:
                self.model.lots.append(ModelLot(True, mileage, add_months(self.today, 2)))
            else:
                self.model.take(True, -mileage, self.today)

    @rule()
    def write_off(self) -> None:
        """It looks at the days since the last time, and then at all lots of whom it finds there."""
        assert not self.world.expirations.run(COUNTY, self.today).failed
        oldest = self.today - CATCH_UP
        if any(
            oldest <= on < self.today and self.written_off_through < on
            for on in self.model.days_to_find_it_by()
        ):
            self.model.write_off(self.today)
        self.written_off_through = self.today - timedelta(days=1)

    @rule(hours=st.sampled_from([1, 5, 13, 24, 24, 24 * 6, 24 * 16]))
    def wait(self, hours: int) -> None:
        self.world.now += timedelta(hours=hours)

    @rule(data=st.data(), seconds=st.sampled_from([-1, -1, 0]))
    def wait_for_an_edge(self, data: st.DataObject, seconds: int) -> None:
        """The last second of a lot's or a cancel's last day in Seoul, or the second after it."""
        ends = [lot.ends for lot in self.model.lots if lot.remaining]
        ends += [p.on + CANCEL_DAYS for p in self.payments]
        days_ahead = [on for on in ends if on > self.today]
        if days_ahead:
            midnight = day_start(data.draw(st.sampled_from(days_ahead)) + timedelta(days=1))
            self.world.now = midnight + timedelta(seconds=seconds)

    @precondition(lambda self: self.repeatable())
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        command, entry_hash = data.draw(st.sampled_from(self.repeatable()))
        length = len(self.table.items)
        entry, refusal = outcome(command)
        if entry is None:
            assert refusal == "net_canceled"
            assert any(p.net_canceled for p in self.payments)
        else:
            assert entry.hash == entry_hash
        assert len(self.table.items) == length

    def repeatable(self) -> list[tuple[Callable[[], Entry], str]]:
        oldest = self.world.now - timedelta(days=15)
        return [(command, hash_) for at, command, hash_ in self.done if at > oldest]

    def recent_payments(self) -> list[ModelPayment]:
        oldest = self.today - timedelta(days=14)
        return [p for p in self.payments if p.on >= oldest and not p.net_canceled]

    @invariant()
    def the_wallet_holds_what_the_model_holds(self) -> None:
        if not hasattr(self, "world"):
            return
        head = self.world.chain.read(COUNTY, self.member.member_id).entries[0]
        for is_mileage, balance, live in (
            (True, head.mileage_balance, head.live_mileage(self.today)),
            (False, head.voucher_balance, head.live_vouchers(self.today)),
        ):
            assert balance == self.model.held(is_mileage)
            assert live == self.model.live(is_mileage, self.today)
        lots = sorted((x.kind == "mileage", x.expires_on, x.remaining) for x in head.lots)
        assert lots == sorted(
            (x.is_mileage, x.ends, x.remaining) for x in self.model.lots if x.remaining
        )

    def teardown(self) -> None:
        if hasattr(self, "world"):
            check_chain(self.table, self.member.member_id)


WalletMachine.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    # Shrinking takes minutes; a failure is as clear from the walk as it was.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
TestWalletMachine = WalletMachine.TestCase
