"""The arithmetic of lots: what is taken, given back and left."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.ledger import lots as rules
from chalicelib.ledger.lots import Allocation, Lot
from tests.builders import NOON, SETTINGS

FACES = st.lists(st.integers(1, 5000), min_size=1, max_size=8)
ENDS = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2031, 12, 31)))


def a_lot(lot_id: str = "vch_1", **changes: object) -> Lot:
    lot = Lot(lot_id, "policy", "conversion", 1000, 1000, date(2031, 11, 22))
    return replace(lot, **changes)  # type: ignore[arg-type]


@st.composite
def some_lots(draw: st.DrawFn) -> list[Lot]:
    return [
        a_lot(f"vch_{n}", face=face, remaining=draw(st.integers(1, face)), expires_on=draw(ENDS))
        for n, face in enumerate(draw(FACES))
    ]


@given(some_lots(), st.data())
def test_taking_and_giving_back_in_any_parts_restores_every_lot(
    lots: list[Lot], data: st.DataObject
) -> None:
    held = rules.total(lots)
    amount = data.draw(st.integers(1, held))
    taken = rules.take(lots, amount)
    after = rules.apply(lots, taken)
    assert -sum(a.amount for a in taken) == amount
    assert rules.total(after) == held - amount

    already = 0
    while already < amount:
        part = data.draw(st.integers(1, amount - already))
        given_back = rules.give_back(taken, already=already, amount=part)
        assert sum(a.amount for a in given_back) == part
        after = rules.apply(after, given_back)
        already += part

    assert after == tuple(sorted(lots, key=rules.spending_order))


@given(some_lots(), st.data())
def test_the_lot_that_ends_first_is_spent_first(lots: list[Lot], data: st.DataObject) -> None:
    taken = rules.take(lots, data.draw(st.integers(1, rules.total(lots))))

    touched = {a.lot_id for a in taken}
    emptied = {a.lot_id for a in taken[:-1]}
    last = next(lot for lot in lots if lot.lot_id == taken[-1].lot_id)
    for lot in lots:
        if lot.lot_id in emptied:
            assert lot.remaining == -next(a.amount for a in taken if a.lot_id == lot.lot_id)
        if lot.lot_id not in touched:
            assert (lot.expires_on or date.max) >= (last.expires_on or date.max)


def test_what_was_taken_last_comes_back_first() -> None:
    lots = [a_lot("vch_1", expires_on=date(2027, 1, 1)), a_lot("vch_2")]
    taken = rules.take(lots, 1500)

    first = rules.give_back(taken, already=0, amount=700)
    rest = rules.give_back(taken, already=700, amount=800)

    assert [(a.lot_id, a.amount) for a in first] == [("vch_2", 500), ("vch_1", 200)]
    assert [(a.lot_id, a.amount) for a in rest] == [("vch_1", 800)]


def test_more_than_there_is_can_be_neither_taken_nor_given_back() -> None:
    taken = rules.take([a_lot()], 600)

    with pytest.raises(ValueError):
        rules.take([a_lot()], 1001)
    with pytest.raises(ValueError):
        rules.give_back(taken, already=0, amount=601)
    with pytest.raises(ValueError):
        rules.give_back(taken, already=600, amount=1)
    with pytest.raises(ValueError):
        rules.apply([a_lot()], [Allocation("vch_1", "policy", "conversion", 1000, -1001, None)])
    with pytest.raises(ValueError):
        rules.apply([a_lot()], [Allocation("vch_1", "policy", "conversion", 1000, 1, None)])


@pytest.mark.parametrize("remaining", [0, -1, 1001])
def test_a_lot_holds_more_than_nothing_and_not_more_than_its_face(remaining: int) -> None:
    with pytest.raises(ValueError):
        a_lot(remaining=remaining)


def test_a_lot_lives_through_its_last_day() -> None:
    lot = a_lot()

    assert lot.is_live(date(2031, 11, 22))
    assert not lot.is_live(date(2031, 11, 23))
    assert a_lot(expires_on=None).is_live(date.max)


def test_a_spent_lot_is_opened_again_with_its_old_facts() -> None:
    taken = rules.take([a_lot()], 1000)
    assert rules.apply([a_lot()], taken) == ()

    opened = rules.apply([], rules.give_back(taken, already=0, amount=400))

    assert opened == (a_lot(remaining=400),)


def test_mileage_is_one_lot_of_its_entry_and_no_mileage_is_none() -> None:
    def opened(mileage: int) -> tuple[Lot, ...]:
        return rules.mileage_lot(
            "ent_06H02CHZG2WVD3YG", mileage, source="signup", settings=SETTINGS, now=NOON
        )

    assert opened(1) == (Lot("mlg_06H02CHZG2WVD3YG", "mileage", "signup", 1, 1, None),)
    assert opened(0) == ()
