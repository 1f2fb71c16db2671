"""The page of costs says what its parts say, and these what is measured."""

from collections.abc import Callable

import pytest

from bench import sizes
from bench.costs import bill, document, operations
from bench.costs.bill import PLACES
from bench.costs.habits import WORDS, Habits
from bench.costs.operations import Operation
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.test_units import Cost, CostOf, cost_of, member

__all__ = ["cost_of", "member"]
"""Fixtures."""


def test_the_page_is_of_these_figures() -> None:
    """`python -m bench.costs.document` writes it anew."""
    assert document.FILE.read_text() == document.text()


def test_every_habit_has_its_words() -> None:
    assert {*WORDS, "counties"} == set(Habits._fields)


def test_a_thousand_payments_cost_at_most_a_cent() -> None:
    assert bill.a_thousand_payments() < 0.01


def test_the_dearest_line_is_the_one_that_the_page_speaks_of() -> None:
    for place in PLACES:
        first, second = bill.lines(place)[:2]
        assert (first.name, second.name) == ("Text messages", "Shops that wait for payments")
        assert bill.without(place, logins=document.LOGINS) < bill.total(place) / 2


@pytest.mark.parametrize("name", ["REDEEM", "CONVERT", "SEE_WALLET", "SHOW_CODE"])
def test_what_a_member_does_takes_what_is_billed(
    stack: Stack, member: Member, cost_of: CostOf, name: str
) -> None:
    code = member.pay_code()
    acts: dict[str, Callable[[], Answer]] = {
        "REDEEM": lambda: stack.redeem(code, 100),
        "CONVERT": lambda: member.convert(1000),
        "SEE_WALLET": lambda: stack.call("GET", "/v1/me/wallet", token=member.token),
        "SHOW_CODE": lambda: stack.call("POST", "/v1/me/pay-codes", {}, token=member.token),
    }

    assert _billed(cost_of(acts[name])) == _of(getattr(operations, name))


def test_a_cancel_takes_what_is_billed(stack: Stack, member: Member, cost_of: CostOf) -> None:
    paid = stack.redeem(member.pay_code(), 100).json
    path = f"/v1/redemptions/{paid['redemption_id']}/cancels"
    body = {"amount": 40, "expected_remaining_amount": 100, "reason": "손님 요청"}

    cost = cost_of(lambda: stack.call("POST", path, body, token=builders.SHOP_KEY, key="new"))

    assert _billed(cost) == _of(operations.CANCEL)


def test_a_new_member_takes_what_is_billed(stack: Stack, cost_of: CostOf) -> None:
    stack.member("010-9999-9999")
    assert stack.apply_with(stack.prove_phone("010-1234-5678")).status == 202
    before = set(stack.table.items)

    assert _billed(cost_of(stack.deliver)) == _of(operations.COMPLETE)

    made = [item for key, item in stack.table.items.items() if key not in before]
    stored = sum(sizes.item_bytes(item) * (1 + ("by_day_pk" in item)) for item in made)
    assert stored == pytest.approx(operations.MEMBER_BYTES, rel=0.1)


def test_a_payment_has_the_bytes_that_are_billed(stack: Stack, member: Member) -> None:
    before = set(stack.table.items)

    assert stack.redeem(member.pay_code(), 100).status == 201

    (item,) = (item for key, item in stack.table.items.items() if key not in before)
    # One that is older, or used more, remembers more.
    assert 0.6 < sizes.item_bytes(item) / operations.ENTRY_BYTES <= 1


def _billed(cost: Cost) -> tuple[float, float, int]:
    calls, read_units, _, all_write_units = cost
    return read_units, all_write_units, calls


def _of(operation: Operation) -> tuple[float, float, int]:
    return operation.reads, operation.writes, operation.calls
