"""The nightly look at settlements: what a shop is settled and paid is what wallets gave it."""

from datetime import date
from typing import Any

import pytest

from chalicelib.reconciling.reconciliation import Difference
from chalicelib.reconciling.wiring import ReconcilingWiring
from chalicelib.settlement.wiring import SettlementWiring
from tests import builders
from tests.conftest import Stack
from tests.settlement.settled_shops import SHOP, cancel, close_night, open_today, pay, set_fee
from tests.settlement.test_payouts import FakePayees, approved, results

DAY = date(2026, 11, 22)


@pytest.fixture
def stack_of_a_day(stack: Stack) -> Stack:
    """A payment, of which a part was taken back; the day is closed."""
    open_today(stack)
    set_fee(stack)
    payees = FakePayees()
    stack.wired(SettlementWiring).__dict__["payees"] = payees
    stack.staff_roles = frozenset({"operator", "manager", "treasurer"})
    paid = pay(stack, stack.member(vouchers=3000), 2_000)
    cancel(stack, paid, 300, 2_000)
    close_night(stack)
    return stack


def found(stack: Stack, on: date) -> list[Difference]:
    service = stack.wired(ReconcilingWiring).reconciliations
    made = service.run(builders.COUNTY, on, now=stack.now)
    return [d for d in made.differences if d.kind in ("settlement_sum", "payout_sum")]


def test_a_day_that_was_settled_right_has_no_difference(stack_of_a_day: Stack) -> None:
    assert found(stack_of_a_day, DAY) == []


def test_what_the_day_lacks_is_named_by_shop(stack_of_a_day: Stack) -> None:
    name = "gangjin/settlement-days/2026-11-22.json"
    objects = stack_of_a_day.s3.objects
    objects[name] = objects[name].replace(b'"amount":2000', b'"amount":1000')

    assert found(stack_of_a_day, DAY) == [
        Difference(kind="settlement_sum", subject=SHOP, detail="wallets 1700, settlement 700")
    ]


def test_a_day_that_is_not_closed_is_not_looked_at(stack: Stack) -> None:
    open_today(stack)
    pay(stack, stack.member(vouchers=3000), 2_000)
    stack.later(days=1)

    assert found(stack, DAY) == []


@pytest.mark.parametrize("nights", [0, 3], ids=["not closed", "closed"])
@pytest.mark.parametrize(("paid", "differs"), [(1_692, False), (1_700, True)])
def test_a_payout_is_held_against_its_statement_even_on_a_day_that_is_not_closed(
    stack_of_a_day: Stack, paid: int, differs: bool, nights: int
) -> None:
    stack = stack_of_a_day
    batch_id = approved(stack)
    results(stack, batch_id, (f"{batch_id}-00001", "정상", ""))
    outcome: Any = next(i for i in stack.table.items.values() if i.get("type") == "payout_outcome")
    outcome["record"]["amount"] = paid
    for _ in range(nights):
        close_night(stack)
    stack.later(days=3 - nights)

    assert bool(found(stack, date(2026, 11, 25))) is differs
