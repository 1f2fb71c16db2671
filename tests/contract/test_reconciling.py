"""The ledger read row by row, and a day reconciled, on every implementation of the table."""

from datetime import timedelta
from itertools import islice
from typing import Any

import pytest

from chalicelib.reconciling.ledger_reader import LedgerReader
from chalicelib.reconciling.store import ReconciliationStore
from chalicelib.totals.store import DayTotalsStore
from tests.reconciling.reconciliation_world import COUNTY, OPENED, TODAY, Ledger, named
from tests.worlds import Holder


@pytest.fixture
def ledger(table: Any) -> Ledger:
    return Ledger(table)


def test_a_clean_day_is_clean_and_comes_back_from_the_table(ledger: Ledger) -> None:
    ledger.a_day()
    ledger.publish()

    made = ledger.reconcile()

    assert named(made) == []
    outcomes = ReconciliationStore(ledger.table)
    assert outcomes.get(COUNTY, TODAY) == made.outcome
    assert outcomes.newest(COUNTY, limit=5) == [made.outcome]
    assert outcomes.newest(COUNTY, limit=5, before=TODAY) == []
    assert outcomes.between(COUNTY, OPENED, TODAY) == {TODAY: made.outcome}
    kept = DayTotalsStore(ledger.table).between(COUNTY, OPENED, TODAY)
    assert [totals.on for totals in kept] == [OPENED + timedelta(days=n) for n in range(3)]


def test_a_wallet_is_read_from_any_place_in_both_directions(ledger: Ledger) -> None:
    member_id = ledger.a_day()["a"].member_id
    chain = ledger.entries(Holder(member_id))
    reader = LedgerReader(ledger.table)

    for seq in (1, 2, 4, 5):
        later = reader.wallet_from(COUNTY, member_id, seq, page=2)
        assert [row.entry for row in later] == chain[seq - 1 :]
        earlier = reader.wallet_before(COUNTY, member_id, seq)
        assert [row.entry for row in earlier] == chain[: seq - 1][::-1]


def test_indexes_have_all_that_the_table_has(ledger: Ledger) -> None:
    holders = ledger.a_day()
    reader = LedgerReader(ledger.table)
    chains = [ledger.entries(holder) for holder in holders.values()]
    rows = {
        row.place: row
        for chain in chains
        for row in reader.wallet_from(COUNTY, chain[0].member_id, 1, page=50)
    }

    assert {row.place: row for row in reader.day(COUNTY, TODAY)} == rows
    for row in rows.values():
        assert row.entry
        assert reader.in_day_index(row.entry) == row
    payment = next(e for chain in chains for e in chain if e.kind == "redemption")
    assert payment.merchant
    of_day = list(reader.merchant_day(COUNTY, payment.merchant.merchant_id, TODAY))
    assert {row.place for row in of_day} == {
        place
        for place, row in rows.items()
        if row.entry and row.entry.kind in ("redemption", "cancellation")
    }
    of_payment = reader.merchant_redemption(
        COUNTY, payment.merchant.merchant_id, payment.redemption_id or ""
    )
    first = next(islice(of_payment, 1))
    assert first == rows[payment.member_id, payment.seq]
