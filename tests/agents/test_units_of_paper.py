"""What a sale of notes costs."""

from tests.agents.counters import counter_with_notes, notes
from tests.conftest import Stack
from tests.test_units import CostOf
from tests.test_units import cost_of as cost_of  # The fixture: a meter.


def test_a_sale_of_notes(stack: Stack, cost_of: CostOf) -> None:
    counter, member = counter_with_notes(stack), stack.member()
    # The round and the counter are remembered, and the seller's day begun, from the first on.
    assert counter.sell(member.member_id, notes(1, 2)).status == 201

    cost = cost_of(lambda: counter.sell(member.member_id, notes(3, 4)))

    # As at any counter; and in its transaction the run before and after, two sums, the notes.
    assert cost == (6, 4, 19, 20)
