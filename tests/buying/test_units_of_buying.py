"""What a ticket, a poll, serving and paying cost, in round trips and capacity units."""

from bench.targets import PURCHASE
from chalicelib.buying.wiring import BuyingWiring
from chalicelib.sales.store import RoundStore
from tests import builders
from tests.buying.rush import ask, bought, pay, show
from tests.conftest import Member, Stack
from tests.test_units import CostOf, meets
from tests.test_units import cost_of as cost_of  # The fixtures: a meter,
from tests.test_units import member as member  # and a member with a small wallet.


def test_what_buying_online_costs(stack: Stack, member: Member, cost_of: CostOf) -> None:
    """Columns: round trips, read units, write units, write units with the index."""
    RoundStore(stack.table).create(builders.a_round())
    # The round and the settings are remembered, and a line is begun, from the first time on.
    bought(stack, member, 10_000)
    stack.later(seconds=10)
    asked: list[str] = []

    def take() -> None:
        asked.append(ask(stack, member, 20_000).json["purchase_id"])

    def serve() -> None:
        wired.commits.serve(builders.COUNTY, asked[0])

    wired = stack.wired(BuyingWiring)
    stack.table.calls.clear()
    ticket = cost_of(take)
    calls = list(stack.table.calls)
    poll = cost_of(lambda: show(stack, member, asked[0]))
    with stack.adapters.clock.simulated(stack.now):
        served = cost_of(serve)
        again = cost_of(serve)
    paid = cost_of(lambda: pay(stack, asked[0]) and None)

    # The wallet with its profile, the keys, the last ticket and this one; the ticket is written.
    assert ticket == (5, 4.0, 1, 1)
    # Beside it a place in the line and the key, which the meter does not see: three writes.
    assert (calls.count("add"), calls.count("replace")) == (1, 1)
    assert poll == (2, 2.0, 0, 0)
    # The ticket, the wallet, and one transaction over a shard and the entry.
    assert served == (3, 2.0, 4, 5)
    assert meets(PURCHASE, served)
    assert again[2:] == (0, 0)
    # The entry, and the ticket's note that it is over.
    assert paid[2:] == (1, 2)
