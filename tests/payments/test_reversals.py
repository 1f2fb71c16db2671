"""Money that the provider takes back without us."""

import pytest

from tests.builders import COUNTY
from tests.payments.payment_world import PRICE, PaymentWorld


@pytest.mark.parametrize(("spent", "owes"), [(0, 0), (12_000, 12_000), (PRICE, PRICE)])
def test_what_the_provider_takes_back_is_voided_and_what_is_spent_is_owed(
    spent: int, owes: int
) -> None:
    world = PaymentWorld()
    bought = world.start()
    key = world.agree(bought)
    world.work()
    world.book.spent[bought] = spent
    world.bank.reverse(key)
    for _ in range(3):
        world.hear()
        world.payments.notified(COUNTY, bought)
        world.work()

    assert (world.state(bought).state, world.state(bought).reversed_amount) == ("reversed", PRICE)
    assert world.book.vouchers[bought] == spent
    assert sum(world.owed.by_cause.values()) == owes


def test_what_is_taken_back_in_parts_is_counted_in_parts() -> None:
    world = PaymentWorld()
    bought = world.start()
    key = world.agree(bought)
    world.work()
    world.book.spent[bought] = PRICE
    for part in (20_000, 25_000):
        world.later(minutes=1)
        world.bank.reverse(key, part)
        world.hear()
        world.work()

    assert world.state(bought).state == "reversed"
    assert sorted(world.owed.by_cause.values()) == [20_000, 25_000]
