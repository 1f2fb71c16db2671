"""Notes in circulation are what the ledger says was sold on paper, less what shops brought."""

from chalicelib.core.values import seoul_date
from chalicelib.ledger.wiring import LedgerWiring
from tests import builders
from tests.agents.counters import counter_with_notes, notes, staff
from tests.conftest import Stack


def test_what_is_held_is_sold_less_what_ended_and_the_ledgers_sum(stack: Stack) -> None:
    counter = counter_with_notes(stack)
    buyer, other = stack.member("010-1111-0001"), stack.member("010-1111-0002")
    assert counter.sell(buyer.member_id, notes(1, 5)).status == 201
    assert counter.sell(other.member_id, notes(10, 12)).status == 201
    assert counter.take_back(other.member_id, notes(10, 12)).status == 201
    assert counter.exchange(notes(1), notes(2)).status == 201
    void = notes(3) | {"kind": "note_voided", "reason": "훼손"}
    assert staff(stack, "POST", "/paper-movements", void).status == 201

    told = staff(stack, "GET", "/paper-circulation", key="").json
    [row] = told["data"]
    counts = [row[name] for name in ("sold", "exchanged", "returned", "voided", "expired")]
    assert counts == [8, 2, 3, 1, 0]
    assert (row["held"], row["held_amount"]) == (2, 20_000)
    assert (told["held"], told["held_amount"]) == (2, 20_000)
    entries = stack.adapters.wired(LedgerWiring).store.entries_on(
        builders.COUNTY, seoul_date(stack.now)
    )
    on_paper = sum(
        entry.purchase.held_amount
        for entry in entries
        if entry.purchase and entry.kind in ("paper_sale", "paper_return")
    )
    assert on_paper - 2 * 10_000 - 10_000 == told["held_amount"]

    stack.later(days=6 * 365)
    [row] = staff(stack, "GET", "/paper-circulation", key="").json["data"]
    assert (row["expired"], row["held"]) == (2, 0)
