"""What goes from a wallet that ends into the one where its person is: all that lives, as it is."""

from datetime import date, datetime, timedelta

import pytest

from chalicelib.identity import carrying
from chalicelib.ledger.appending import Draft, append
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys
from chalicelib.ledger.lots import Lot, SaleTerms, put_in
from chalicelib.ledger.purchase_facts import ChangeRefunds, PurchaseCounters
from tests.builders import COUNTY, NOON

SOURCE, TARGET = "mem_06H02CHZG0000001", "mem_06H02CHZG0000002"
NOVEMBER, OCTOBER, LAST_YEAR = (
    "vch_06H02CHZG0000003",
    "vch_06GS00G9TD1XM7J6",
    "vch_05S1ZAB000000000",
)
TERMS = SaleTerms(9_000, 80)


def head(member_id: str, *lots: Lot, at: datetime = NOON, **changes: object) -> Entry:
    return append(
        None,
        Draft(kind="adjustment", allocations=tuple(put_in(lot) for lot in lots), **changes),  # type: ignore[arg-type]
        county_id=COUNTY,
        member_id=member_id,
        keys=CommandKeys(reference=f"adjustment/{member_id}", fingerprint="1"),
        now=at,
    )


def carry(
    source: Entry, target: Entry, *, now: datetime, is_first: bool = True
) -> tuple[Entry, Entry]:
    return carrying.carry(source, target, now=now, is_first=is_first)


def bought(lot_id: str, remaining: int = 10_000) -> Lot:
    return Lot(lot_id, "sale", "rnd_1", 10_000, remaining, date(2031, 11, 22), TERMS)


def test_both_entries_are_one_event() -> None:
    source = head(SOURCE, Lot("mlg_1", "mileage", "adjustment", 700, 700, None))
    later = NOON + timedelta(hours=1)

    out, into = carry(source, head(TARGET), now=later)

    assert (out.kind, out.mileage_amount, out.mileage_balance) == ("carry_over", -700, 0)
    assert (into.kind, into.mileage_amount, into.mileage_balance) == ("carry_over", 700, 700)
    assert out.reference == into.reference == f"carry_over/{SOURCE}/{TARGET}/2"
    assert out.at == into.at == later
    assert (out.prev_hash, out.member_id, into.member_id) == (source.hash, SOURCE, TARGET)


@pytest.mark.parametrize("minutes", [(7, 11), (13, 5)])
def test_it_is_never_before_either_wallets_last_entry(minutes: tuple[int, int]) -> None:
    source_at, target_at = (NOON + timedelta(minutes=m) for m in minutes)

    out, into = carry(head(SOURCE, at=source_at), head(TARGET, at=target_at), now=NOON)

    assert out.at == into.at == max(source_at, target_at)


def test_an_empty_wallet_ends_by_an_entry_too() -> None:
    """Whoever was about to write to it loses the race to that entry."""
    out, into = carry(head(SOURCE), head(TARGET), now=NOON)

    assert (out.seq, out.allocations, into.seq, into.allocations) == (2, (), 2, ())


def test_what_has_expired_stays_behind() -> None:
    today = NOON.date()
    old = Lot("vch_1", "policy", "conversion", 500, 500, today - timedelta(days=1))
    last_day = Lot("vch_2", "policy", "conversion", 300, 300, today)

    out, into = carry(head(SOURCE, old, last_day), head(TARGET), now=NOON)

    assert [lot.lot_id for lot in out.lots] == ["vch_1"]
    assert into.lots == (last_day,)


def test_lots_keep_their_expiry_price_and_promise() -> None:
    lots = (bought(NOVEMBER), bought(OCTOBER, 4_000))

    _, into = carry(head(SOURCE, *lots), head(TARGET), now=NOON)

    assert set(into.lots) == set(lots)


@pytest.mark.parametrize(
    ("bought_before", "month", "year"),
    [
        (PurchaseCounters("2026-11", 10_000, "2026", 15_000), 30_000, 45_000),
        (PurchaseCounters("2026-10", 10_000, "2026", 15_000), 20_000, 45_000),
        (PurchaseCounters("2025-12", 10_000, "2025", 15_000), 20_000, 30_000),
        (PurchaseCounters(), 20_000, 30_000),
    ],
)
def test_one_person_has_one_limit(bought_before: PurchaseCounters, month: int, year: int) -> None:
    """What was bought in the wallet that ends counts on, whatever of it is spent."""
    target = head(TARGET, purchases=PurchaseCounters("2026-11", 20_000, "2026", 30_000))
    source = head(SOURCE, bought(NOVEMBER, 4_000), purchases=bought_before)

    _, into = carry(source, target, now=NOON)

    assert into.purchases == PurchaseCounters("2026-11", month, "2026", year)


def test_what_comes_back_later_was_counted_before() -> None:
    """A payment out of the wallet that ended is cancelled: the lot is whole again, and taking the
    purchase back gives to the limits no more than it took."""
    counters = PurchaseCounters("2026-11", 10_000, "2026", 10_000)
    source = head(SOURCE, bought(NOVEMBER), purchases=counters)
    target = head(TARGET, purchases=counters)

    _, into = carry(source, target, now=NOON, is_first=False)

    assert into.purchases == counters


def test_counters_of_a_month_that_is_over_begin_at_zero() -> None:
    target = head(TARGET, purchases=PurchaseCounters("2025-12", 20_000, "2025", 30_000))
    source = head(SOURCE, purchases=PurchaseCounters("2026-11", 10_000, "2026", 10_000))

    _, into = carry(source, target, now=NOON)

    assert into.purchases == PurchaseCounters("2026-11", 10_000, "2026", 10_000)


def test_what_was_paid_back_since_it_came_along_is_not_forgotten() -> None:
    """The lot was here before, and more of it was paid back here."""
    source = head(
        SOURCE, bought(NOVEMBER, 300), refunds={NOVEMBER: ChangeRefunds(1_500, NOON.date())}
    )
    known = {NOVEMBER: ChangeRefunds(1_900, NOON.date())}
    target = head(TARGET, bought(NOVEMBER, 1_000), refunds=known)

    _, into = carry(source, target, now=NOON, is_first=False)

    assert into.refunds == known


def test_what_was_paid_back_of_a_lot_comes_along() -> None:
    refund = ChangeRefunds(1_500, NOON.date())
    source = head(SOURCE, bought(NOVEMBER, 2_000), refunds={NOVEMBER: refund, OCTOBER: refund})
    target = head(TARGET, bought(LAST_YEAR, 1_000), refunds={LAST_YEAR: refund})

    _, into = carry(source, target, now=NOON)

    assert into.refunds == {NOVEMBER: refund, LAST_YEAR: refund}
