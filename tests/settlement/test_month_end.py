"""A month's end before a long holiday, small; docs/trials.md has it at size."""

from tests.settlement.month_end import Ledger, settle


def test_a_months_end_before_a_long_holiday_is_settled_to_the_won() -> None:
    found = settle(Ledger(shops=40, payments=1_500))

    assert found.cancels > 50
    assert found.settled_net == found.ledger_net
    # Each cancel gave back what its part of the payment had cost, rounded as the payment was.
    assert found.fee == found.expected_fee
    assert found.is_same_again
    # Beside reading the entries; of so few shops each slice of them has a few statements alone.
    assert found.read_units <= 10 * found.statements
    assert found.write_units <= 5 * found.statements
