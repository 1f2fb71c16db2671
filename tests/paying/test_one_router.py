"""Tills behind one router: what one of them does keeps no other from paying."""

from tests import builders
from tests.conftest import Stack
from tests.shops.phones import owners_phone

ROUTER = "127.0.0.1"
"""From where every request of these tests comes."""


def test_nothing_of_a_till_is_counted_by_its_address(stack: Stack) -> None:
    phone = owners_phone(stack)
    payer = stack.member(vouchers=3000)
    before = counted(stack)

    for token in (builders.SHOP_KEY, builders.MART_KEY, phone.token):
        # Right ones, wrong digits, a code that is none, and a key that is none.
        assert stack.redeem(payer.pay_code(), 100, token=token).status == 201
        assert stack.redeem("000000000", 100, token=token).status == 400
        assert stack.redeem("nonsense", 100, token=token).status == 400
        assert stack.call("GET", "/v1/redemptions", token=f"{token}x").status == 401
    phone.log_in("p1", "900001")

    made = counted(stack) - before
    assert made
    assert not [subject for subject in made if ROUTER in subject]


def test_a_phone_whose_pins_are_used_up_keeps_no_other_from_its_own(stack: Stack) -> None:
    phone, neighbour = owners_phone(stack), owners_phone(stack, builders.a_mart().merchant_id)
    for number in range(11):
        last = phone.log_in("p1", f"90{number:04d}")
    assert last.status == 429

    assert neighbour.log_in("p1", "271828").status == 201


def counted(stack: Stack) -> set[str]:
    return {pk for pk, _ in stack.table.items if "#THROTTLE#" in pk}
