"""What each operation costs in a warm process: calls of the table, read and write units.

Counted on the fake table by DynamoDB's size rules, so the figures are the same on every machine.
`make bench` counts them on two real implementations; the targets are those of `bench/targets.py`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bench import sizes
from bench.targets import UNITS, Units
from chalicelib.ledger.wiring import LedgerWiring
from tests import builders
from tests.conftest import Answer, Member, Stack

INDEXES = ("by_day", "by_merchant")
Cost = tuple[int, float, int, int]


class Meter:
    """Listens at a fake table: (calls, read units, write units, with indexes)."""

    def __init__(self, table: Any, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self.calls = 0
        self.read_units = 0.0
        self.table_write_units = 0
        self.all_write_units = 0
        for name, count in (
            ("query", self._queried),
            ("get", self._got),
            ("put", self._put),
            ("put_new", self._put),
            ("put_new_with_counts", self._put_with_counts),
        ):
            self._listen(table, name, count)

    @property
    def cost(self) -> Cost:
        return self.calls, self.read_units, self.table_write_units, self.all_write_units

    def _listen(self, table: Any, name: str, count: Callable[..., None]) -> None:
        method = getattr(table, name)

        def call(*values: Any, **options: Any) -> Any:
            answer = method(*values, **options)
            self.calls += 1
            count(answer, *values, **options)
            return answer

        self._patch.setattr(table, name, call)

    def _queried(self, page: Any, pk: str, **options: Any) -> None:
        is_consistent = options.get("consistent", False)
        self.read_units += sizes.query_read_units(page.items, consistent=is_consistent)

    def _got(self, item: Any, key: Any, *, consistent: bool = False) -> None:
        self.read_units += sizes.query_read_units([item or {}], consistent=consistent)

    def _put(self, existing: Any, item: dict[str, Any]) -> None:
        units = sizes.write_units(item)
        self.table_write_units += units
        self.all_write_units += units * (1 + sum(f"{name}_pk" in item for name in INDEXES))

    def _put_with_counts(
        self, outcome: str, item: dict[str, Any], counts: Any, beside: Any = (), replaced: Any = ()
    ) -> None:
        """A transaction prepares and commits: two units where one write alone takes one. An index
        follows with the one write it always takes."""
        assert outcome == "written"
        units = sizes.write_units(item)
        others = sum(sizes.write_units(each) for each in (*beside, *replaced))
        in_table = 2 * (units + len(counts) + others)
        self.table_write_units += in_table
        self.all_write_units += in_table + units * sum(f"{name}_pk" in item for name in INDEXES)


@pytest.fixture
def cost_of(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[], Answer | None]], Cost]:
    """The cost of a call, which must succeed."""

    def measure(call: Callable[[], Answer | None]) -> Cost:
        with monkeypatch.context() as patch:
            meter = Meter(stack.table, patch)
            answer = call()
        assert answer is None or answer.status < 300, answer.raw
        return meter.cost

    return measure


CostOf = Callable[[Callable[[], Answer | None]], Cost]


@pytest.fixture
def member(stack: Stack) -> Member:
    """A member with a small wallet, in a process that has served each kind of request before."""
    warmer = stack.member("010-9999-9999", vouchers=2000)
    paid = stack.redeem(warmer.pay_code(), 100)
    assert paid.status == 201, paid.raw
    assert _pay_at_shop(stack, warmer).status == 201
    made = stack.member("010-1234-5678", vouchers=2000)
    stack.later(days=1)
    for _ in range(3):
        stack.later(minutes=10)
        assert stack.redeem(made.pay_code(), 100).status == 201
    # Settings are remembered by the day.
    assert warmer.wallet()
    return made


def test_a_signup_is_accepted_without_the_table(stack: Stack, cost_of: CostOf) -> None:
    stack.member("010-9999-9999")
    token = stack.prove_phone("010-1234-5678")

    cost = cost_of(lambda: stack.apply_with(token))

    assert cost == (0, 0, 0, 0)
    # The one round trip is the queue's.
    assert len(stack.queue.sent) == UNITS["sign-up, accept"].round_trips


def test_the_consumer_writes_three_items(stack: Stack, cost_of: CostOf) -> None:
    stack.member("010-9999-9999")
    assert stack.apply_with(stack.prove_phone("010-1234-5678")).status == 202

    cost = cost_of(stack.deliver)

    # One of the index units is the profile, among those of its name.
    assert cost == (3, 0, 3, 5)
    assert is_within("sign-up, consumer", cost)


def test_a_conversion(stack: Stack, member: Member, cost_of: CostOf) -> None:
    cost = cost_of(lambda: member.convert(1000))

    assert cost == (2, 1, 1, 2)
    assert is_within("conversion", cost)


def test_a_redemption_at_a_till(stack: Stack, member: Member, cost_of: CostOf) -> None:
    code = member.pay_code()

    cost = cost_of(lambda: stack.redeem(code, 100))

    assert cost == (2, 1, 1, 3)
    assert is_within("redemption, till", cost)


def test_an_identified_member_pays_and_converts_for_the_same(
    stack: Stack, member: Member, cost_of: CostOf
) -> None:
    """Who somebody is, the profile says, and that is read with the wallet anyway."""
    stack.set_rule("identity.conversion", 1)
    stack.later(days=1)
    assert member.identify().status == 200
    for _ in range(3):
        assert stack.redeem(member.pay_code(), 100).status == 201
        stack.later(minutes=1)
    assert member.wallet()
    code = member.pay_code()

    assert cost_of(lambda: stack.redeem(code, 100)) == (2, 1, 1, 3)
    assert cost_of(lambda: member.convert(1000)) == (2, 1, 1, 2)


def test_a_redemption_at_the_standing_qr(stack: Stack, member: Member, cost_of: CostOf) -> None:
    cost = cost_of(lambda: _pay_at_shop(stack, member))

    assert cost == (2, 1, 1, 3)
    assert is_within("redemption, standing QR", cost)


def test_a_replayed_redemption_reads_once(stack: Stack, member: Member, cost_of: CostOf) -> None:
    code = member.pay_code()
    assert stack.redeem(code, 100, order_id="order-replayed", key="same").status == 201

    cost = cost_of(lambda: stack.redeem(code, 100, order_id="order-replayed", key="same"))

    assert cost == (1, 1, 0, 0)
    assert is_within("redemption, replayed", cost)


def test_a_cancel(stack: Stack, member: Member, cost_of: CostOf) -> None:
    paid = stack.redeem(member.pay_code(), 100).json
    path = f"/v1/redemptions/{paid['redemption_id']}/cancels"
    body = {"amount": 40, "expected_remaining_amount": 100, "reason": "손님 요청"}

    cost = cost_of(lambda: stack.call("POST", path, body, token=builders.SHOP_KEY, key="new"))

    assert cost == (3, 1.5, 1, 3)
    assert is_within("cancel", cost)


def test_a_net_cancel_before_its_payment(stack: Stack, member: Member, cost_of: CostOf) -> None:
    body = {"pay_code": member.pay_code(), "order_id": "order-lost"}
    path = "/v1/net-cancels"

    cost = cost_of(lambda: stack.call("POST", path, body, token=builders.SHOP_KEY, key="new"))

    assert cost == (2, 1, 1, 2)
    assert is_within("net-cancel", cost)


def test_a_wallet_read(stack: Stack, member: Member, cost_of: CostOf) -> None:
    cost = cost_of(lambda: stack.call("GET", "/v1/me/wallet", token=member.token))

    assert cost == (1, 1, 0, 0)
    assert is_within("wallet read", cost)


def test_a_pay_code(stack: Stack, member: Member, cost_of: CostOf) -> None:
    cost = cost_of(lambda: stack.call("POST", "/v1/me/pay-codes", {}, token=member.token))

    assert is_within("pay code", cost)


def test_a_long_wallet_costs_no_more(stack: Stack, member: Member, cost_of: CostOf) -> None:
    """Two years of a payment every four days, as the store would hold them."""
    for _ in range(180):
        stack.later(days=4)
        member = _logged_in(stack, member)
        assert stack.redeem(member.pay_code(), 5).status == 201
    assert stack.call("GET", "/v1/me/wallet", token=member.token).status == 200
    code = member.pay_code()

    assert cost_of(lambda: stack.redeem(code, 5)) == (2, 1, 1, 3)


def test_a_day_is_read_by_the_page(stack: Stack, cost_of: CostOf) -> None:
    entries = 60
    for number in range(entries):
        stack.member(f"010-2000-{number:04d}")
    item_bytes = sum(
        sizes.item_bytes(item) for item in stack.table.items.values() if "by_day_pk" in item
    )

    def read_day() -> None:
        found = list(stack.wired(LedgerWiring).store.entries_on(builders.COUNTY, stack.now.date()))
        assert len(found) == entries

    cost = cost_of(read_day)

    # One page for each shard, and half a unit for each 4 KiB.
    assert cost[0] == 8
    assert cost[1] <= 8 * 0.5 + item_bytes / sizes.READ_UNIT_BYTES / 2


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("abc", 3),
        ("가", 3),
        (b"abc", 3),
        (True, 1),
        (None, 1),
        (0, 1),
        (7, 2),
        (100, 2),
        (12_345, 4),
        (-12, 3),
        ([], 3),
        (["a", 1], 3 + 2 + 3),
        ({"k": "v"}, 3 + 3),
    ],
)
def test_the_sizes_of_values(value: Any, expected: int) -> None:
    assert sizes.item_bytes({"n": value}) == 1 + expected


def is_within(operation: str, cost: Cost) -> bool:
    return meets(UNITS[operation], cost)


def meets(target: Units, cost: Cost) -> bool:
    calls, read_units, table_write_units, all_write_units = cost
    return target.is_met(
        {
            "round_trips": calls,
            "read_units": read_units,
            "table_write_units": table_write_units,
            "all_write_units": all_write_units,
        }
    )


def _pay_at_shop(stack: Stack, member: Member) -> Answer:
    body = {"merchant_code": builders.a_merchant().merchant_code, "amount": 100}
    return stack.call("POST", "/v1/me/payments", body, token=member.token, key="new")


def _logged_in(stack: Stack, member: Member) -> Member:
    token = stack.prove_phone("010-1234-5678", "login")
    session = stack.log_in(token, birth_on="1980-05-05").json
    return replace(member, token=session["access_token"])
