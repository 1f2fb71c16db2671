"""Notes that shops brought are paid by the settlement of the day, and all of it proves itself."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.values import seoul_date
from chalicelib.ledger.entries import to_record
from chalicelib.reconciling.wiring import ReconcilingWiring
from chalicelib.settlement.keys import slice_of
from chalicelib.settlement.wiring import SettlementWiring
from infra.verifier.county_books import Books
from tests import builders
from tests.agents.counters import Counter, counter_with_notes, notes, serial, staff
from tests.conftest import Stack
from tests.ledger_checks import check_chain


@pytest.fixture
def counter(stack: Stack) -> Counter:
    made = counter_with_notes(stack)
    member = stack.member(vouchers=3_000)
    assert made.sell(member.member_id, notes(1, 20)).status == 201
    assert made.sell(member.member_id, notes(31, 33)).status == 201
    assert made.take_back(member.member_id, notes(31, 33)).status == 201
    assert stack.redeem(member.pay_code(), 500).status == 201
    assert made.exchange(notes(2, 4), notes(9)).status == 201
    assert made.exchange(notes(20)).status == 201
    return made


def problems(stack: Stack) -> list[str]:
    """What the verifier's books say of the items and of the entries."""
    books = Books()
    for item in stack.table.items.values():
        books.note(item)
    for member_id in {k[0].rpartition("#")[2] for k in stack.table.items if "#WALLET#" in k[0]}:
        for record in check_chain(stack.table, member_id):
            books.of(builders.COUNTY).add(to_record(record))
    return list(books.problems(None).values())


def test_the_statement_has_a_row_of_each_exchange(stack: Stack, counter: Counter) -> None:
    on = seoul_date(stack.now)
    stack.set_rule("settlement.fee_basis_points", 50)
    stack.later(days=1)
    counter.begin()
    assert counter.exchange(notes(5)).status == 201
    wiring = stack.wired(SettlementWiring)
    stack.later(days=1)
    while wiring.gathering.catch_up(builders.COUNTY, on + timedelta(days=1)):
        pass
    while wiring.closing.close(builders.COUNTY, slice_of(builders.a_merchant().merchant_id))[1]:
        pass
    first, second = (
        wiring.statement_store.newest_before(
            builders.COUNTY, builders.a_merchant().merchant_id, on + timedelta(days=days)
        )
        for days in (1, 2)
    )
    assert first is not None
    assert second is not None
    assert (first.gross_amount, first.sale_amount, first.row_count) == (50_500, 50_000, 3)
    # The fee is that of the day, and the shop's.
    assert (second.gross_amount, second.fee_amount, second.payout_amount) == (10_000, 50, 9_950)
    listed = stack.call("GET", f"/v1/settlements/{first.settlement_id}", token=builders.SHOP_KEY)
    sources = sorted(row["source"] for row in listed.json["data"])
    assert sources == ["paper", "paper", "wallet"]


def reconciled(stack: Stack, *kinds: str) -> list[Any]:
    made = stack.wired(ReconcilingWiring).reconciliations.run(
        builders.COUNTY, seoul_date(stack.now), now=stack.now + timedelta(days=1)
    )
    wanted = kinds or ("paper_stock", "paper_circulation", "treasury_book")
    return [(d.subject, d.detail) for d in made.differences if d.kind in wanted]


def test_night_and_verifier_find_nothing_in_a_sound_day(stack: Stack, counter: Counter) -> None:
    assert reconciled(stack) == []
    assert problems(stack) == []


def test_what_circulates_is_what_the_ledger_sold_and_shops_are_paid_for(
    stack: Stack, counter: Counter
) -> None:
    """A run of notes that no wallet bought, and an exchange that ended no note."""
    a(stack, "paper_run", state="agent")["state"] = "sold"
    a(stack, "paper_end", state="exchanged")["state"] = "voided"
    (exchanged, detail), (sold, of_notes) = sorted(reconciled(stack, "paper_circulation"))
    assert (exchanged, detail) == ("exchanged", "notes 40000, exchanges 50000")
    assert sold == "sold"
    assert of_notes.endswith("ledger 200000")


def a(stack: Stack, kind: str, **facts: Any) -> dict[str, Any]:
    """The first item of a kind."""
    return next(
        item
        for item in stack.table.items.values()
        if item.get("type") == kind and facts.items() <= item.items()
    )


def test_what_is_forged_is_found(stack: Stack, counter: Counter) -> None:
    run = a(stack, "paper_run", state="sold")
    sale = a(stack, "paper_sale", face_amount=200_000)
    returned = a(stack, "paper_sale", face_amount=-30_000)
    exchange = a(stack, "paper_exchange")
    end = a(stack, "paper_end", state="exchanged")
    forgeries: list[tuple[dict[str, Any], str, Any, str]] = [
        (run, "last", run["last"] - 1, "is in no run"),
        (run, "state", "agent", "has"),
        (run, "cause", "ent_0000000000000000", "not as the ledger has it"),
        (sale, "price_amount", 1, "amount"),
        (sale, "member_id", "mem_0000000000000000", "member"),
        (sale, "notes", [["GA", 21, 40]], "notes"),
        (sale, "agent_id", "agt_0000000000000000", "agent"),
        (returned, "agent_id", "agt_0000000000000000", "sale"),
        (exchange, "agent_id", "agt_0000000000000000", "of another agent"),
        (exchange, "amount", 1_000_000, "won for"),
        (exchange, "notes", [["GA", 2]], "not those that ended"),
        (end, "cause", "exg_0000000000000000", "which there is not"),
    ]
    for item, name, value, expected in forgeries:
        before = item[name]
        item[name] = value
        found = problems(stack)
        item[name] = before
        assert any(expected in each for each in found), (name, found)
    assert problems(stack) == []
    # The night looks at the stock too.
    run["last"] -= 1
    assert reconciled(stack)
    run["last"] += 1
    sale["face_amount"] += 10_000
    assert ["face value 210000" in detail for _, detail in reconciled(stack)] == [True]
    sale["face_amount"] -= 10_000
    del stack.table.items[sale["pk"], sale["sk"]]
    assert [subject for subject, _ in reconciled(stack)] == [seoul_date(stack.now).isoformat()]
    assert staff(stack, "GET", f"/paper-notes/{serial(1)}").json["ended"] is None
