"""Whose money vouchers are, in the totals of days: kept, made again, and held against wallets."""

from datetime import timedelta

from msgspec.structs import replace

from chalicelib.reconciling.ledger_sums import check_kept_totals
from chalicelib.totals import keys
from chalicelib.totals.day_totals import from_record
from infra.verifier import ledger_check
from tests.builders import COUNTY, a_round
from tests.reconciling.reconciliation_world import TODAY, Ledger
from tests.sample_ledger import typed_json
from tests.tampering import Items


def test_a_bought_voucher_is_told_from_a_given_one_and_old_totals_are_made_again() -> None:
    ledger = Ledger()
    world = ledger.world
    world.rounds.create(a_round())
    holder = world.join(vouchers=3_000)
    world.now += timedelta(minutes=1)
    world.buy(holder, 20_000, key="buy")
    world.now += timedelta(minutes=1)
    ledger.pay(holder, 12_345, "order-1")
    county = ledger.service.counties.county(COUNTY)
    assert county is not None
    day = ledger.totals_history.history(county, TODAY + timedelta(days=1))[-1]
    lots = ledger.entries(holder)[-1].lots
    left = sum(lot.remaining for lot in lots if lot.kind == "sale")
    assert day.closing.voucher == 23_000 - 12_345
    assert (day.closing.bought, day.bought_spent) == (left, 20_000 - left)
    assert day.discounts == {a_round().round_id: 2_000}
    for stored in [item for item in ledger.table.items.values() if item["type"] == "day_totals"]:
        record = dict(stored["totals"])
        record["closing"] = {n: record["closing"][n] for n in ("members", "mileage", "voucher")}
        del record["bought_spent"], record["discounts"]
        stored["totals"] = record
    old = ledger.totals.get(COUNTY, TODAY)
    assert old is not None
    assert (old.closing.bought, old.bought_spent, old.discounts) == (None, None, None)
    assert check_kept_totals(old, day) == [], "what was not counted is not wrong"
    assert ledger.totals_history.history(county, TODAY + timedelta(days=1))[-1] == day
    assert ledger.totals.get(COUNTY, TODAY) == day


def test_a_book_that_says_another_sum_than_the_wallets_is_named() -> None:
    made = from_record(
        {
            "county_id": COUNTY,
            "on": "2026-11-22",
            "closing": {"members": 1, "mileage": 0, "voucher": 9, "bought": 7, "paper": 5},
            "flows": {},
            "bought_spent": 2,
            "discounts": {"rnd_1": 5},
        }
    )
    kept = replace(
        made, closing=replace(made.closing, bought=8), bought_spent=3, discounts={"rnd_1": 4}
    )
    assert [(d.kind, d.detail) for d in check_kept_totals(kept, made)] == [
        ("treasury_book", "bought: book 8, wallets 7"),
        ("treasury_book", "bought_spent: book 3, wallets 2"),
        ("treasury_book", "discounts: book {'rnd_1': 4}, wallets {'rnd_1': 5}"),
    ]


def test_the_verifier_names_a_day_whose_book_is_forged() -> None:
    ledger = Ledger()
    ledger.world.rounds.create(a_round())
    holder = ledger.world.join()
    ledger.world.now += timedelta(minutes=1)
    ledger.world.buy(holder, 30_000, key="buy")
    ledger.publish()
    county = ledger.service.counties.county(COUNTY)
    assert county is not None
    ledger.totals_history.history(county, TODAY + timedelta(days=1))

    def stale() -> list[str]:
        items = [typed_json(item) for item in ledger.table.items.values()]
        problems = ledger_check.check(Items(items), None).problems
        return [one for one in problems if "kept for the reports" in one]

    assert stale() == []
    key = keys.day_totals(COUNTY, TODAY)
    totals = ledger.table.items[key.pk, key.sk]["totals"]
    totals["discounts"] = {a_round().round_id: 2_999}
    assert len(stale()) == 1
    del totals["discounts"]
    assert stale() == [], "of before they were counted"
    totals["closing"]["bought"] = 29_999
    assert len(stale()) == 1
