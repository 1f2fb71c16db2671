"""Plays each row of docs/give-back.md through the services and looks where everything went."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.buying.following import GRACE
from chalicelib.core.values import seoul_date
from chalicelib.ledger import give_back
from chalicelib.ledger.entries import Entry
from chalicelib.staff.person import Person
from tests.builders import COUNTY, NOON
from tests.ledger.bought_scenes import (
    DEC_31,
    FACE,
    NOV_30,
    PRICE,
    Scene,
    a_scene,
    an_online_scene,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "give-back.md"
COLUMNS = ("rule", "taken back", "when", "lot", "month", "year", "budget", "money")
ROWS = [
    dict(zip(COLUMNS, (cell.strip(" `") for cell in line.strip("| ").split("|")), strict=True))
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
    if re.match(r"\| `[a-z_]+` \|", line)
]


def _cancel_payment(scene: Scene, *, later: timedelta) -> Entry:
    """7,000 paid, 3,000 of it taken back."""
    code = scene.holder.pay_code(scene.world.now)
    paid = scene.world.redeem(code, 7_000, order_id="order-1", key="pay").redemption.entry
    scene.world.now += later
    scene.world.cancel(paid.redemption_id, 3_000, expected=7_000, key="back")
    return scene.head


def _cancel_nothing(scene: Scene) -> Entry:
    scene.world.net_cancel(scene.holder.pay_code(scene.world.now), order_id="order-1", key="back")
    return scene.head


def _cancel_purchase(scene: Scene, *, later: timedelta) -> Entry:
    scene.world.now += later
    assert scene.bought.purchase is not None
    return scene.world.cancel_purchase(scene.holder, scene.bought.purchase.purchase_id, key="back")


def _refund_change(scene: Scene) -> Entry:
    code = scene.holder.pay_code(scene.world.now)
    scene.world.redeem(code, 8_000, order_id="order-1", key="pay")
    return scene.world.refund_change(scene.holder, scene.lot.lot_id, key="back")


def _refund_left(scene: Scene) -> Entry:
    """8,000 of it are spent, as above, though nothing need be."""
    code = scene.holder.pay_code(scene.world.now)
    scene.world.redeem(code, 8_000, order_id="order-1", key="pay")
    scene.world.leave(scene.holder)
    desk = Person("sub-1", "desk")
    return scene.world.refund_left(
        scene.holder, scene.lot.lot_id, person="a", by=desk, key="back"
    ).entry


def _let_go(scene: Scene, *, later: timedelta) -> Entry:
    scene.world.now += later - timedelta(minutes=10) - GRACE
    scene.front.let_go(scene.purchase_id)
    return scene.head


def _reverse(scene: Scene, *, later: timedelta, spent: int = 0) -> Entry:
    if spent:
        scene.world.redeem(
            scene.holder.pay_code(scene.world.now), spent, order_id="order-1", key="pay"
        )
    scene.world.now += later
    assert scene.front.reverse(scene.purchase_id, PRICE) == spent * PRICE // FACE
    return scene.head


def _last_day_of_the_lot() -> datetime:
    return datetime(2031, 11, 22, 3, tzinfo=UTC)


WEEK = timedelta(days=7)
PERIODS = (("same_month", NOON, WEEK), ("same_year", NOV_30, WEEK), ("later_year", DEC_31, WEEK))
PLAYS: dict[str, tuple[Callable[[], Scene], Callable[[Scene], Entry]]] = {
    "payment": (
        lambda: a_scene(bought_at=NOON), lambda s: _cancel_payment(s, later=timedelta(days=1)),
    ),
    "payment_lot_expired": (
        lambda: _at(a_scene(bought_at=NOON), _last_day_of_the_lot()),
        lambda s: _cancel_payment(s, later=timedelta(days=1)),
    ),
    "nothing_taken": (lambda: a_scene(bought_at=NOON), _cancel_nothing),
    "change_refund": (lambda: a_scene(bought_at=NOON), _refund_change),
    "leaving_refund": (lambda: a_scene(bought_at=NOON), _refund_left),
} | {
    f"purchase_{period}_round_{state}": (
        lambda at=at, closes=closes: a_scene(bought_at=at, closes_at=closes),
        lambda s, later=later: _cancel_purchase(s, later=later),
    )
    for period, at, later in PERIODS
    for state, closes in (("open", None), ("closed", at + timedelta(days=1)))
} | {
    f"reservation_{period}_round_{state}": (
        lambda at=at, closes=closes: an_online_scene(
            bought_at=at, closes_at=closes, is_paid=False
        ),
        lambda s, later=later: _let_go(s, later=later),
    )
    for period, at, later in PERIODS
    for state, closes in (("open", None), ("closed", at + timedelta(days=1)))
} | {
    f"payment_reversed_{what}": (
        lambda closes=closes: an_online_scene(bought_at=NOON, closes_at=closes, is_paid=True),
        lambda s, spent=spent: _reverse(s, later=timedelta(days=2), spent=spent),
    )
    for what, closes, spent in (
        ("round_open", None, 0), ("round_closed", NOON + timedelta(days=1), 0),
        ("all_spent", None, FACE),
    )
}  # fmt: skip


def _at(scene: Scene, moment: datetime) -> Scene:
    scene.world.now = moment
    return scene


def test_table_code_and_plays_name_the_same_rules() -> None:
    assert len(ROWS) == 20
    assert {row["rule"] for row in ROWS} == set(give_back.RULES) == set(PLAYS)


@pytest.mark.parametrize("row", ROWS, ids=[row["rule"] for row in ROWS])
def test_what_comes_back_is_what_the_table_says(row: dict[str, str]) -> None:
    prepare, take_back = PLAYS[row["rule"]]
    scene = prepare()
    entry = take_back(scene)
    limits, budget = scene.limits, scene.budget
    given = give_back.of(entry)

    assert given.rule == row["rule"]
    _check_lots(row["lot"], scene, entry, given)
    expected = {
        "payment": (FACE, FACE), "change_refund": (FACE, FACE),
        "leaving_refund": (FACE, FACE), "nothing_taken": (FACE, FACE),
        "payment_lot_expired": (0, 0),  # Five years on: other counters.
        "payment_reversed_round_open": (FACE, FACE), "payment_reversed_round_closed": (FACE, FACE),
        "payment_reversed_all_spent": (FACE, FACE),
    }.get(row["rule"]) or _limits_after_cancel(row)  # fmt: skip
    assert limits == expected
    restored = (FACE if row["month"] == "restored" else 0, FACE if row["year"] == "restored" else 0)
    assert (given.month_amount, given.year_amount) == restored
    taken = {
        "stays": (FACE, 0, None), "to the round": (0, 0, "round"),
        "carried over": (FACE, FACE, "carry_over"),
    }[row["budget"]]  # fmt: skip
    assert budget == (10_000_000 - taken[0], taken[1])
    assert (given.budget, given.budget_amount) == (taken[2], 0 if taken[2] is None else FACE)
    money = {"none": 0, "price": PRICE, "rest less discount": 1_800}[row["money"]]
    assert given.refund_amount == money
    for language in ("ko", "en"):
        assert given.sentence(language)


def _limits_after_cancel(row: dict[str, str]) -> tuple[int, int]:
    """As they stand on the day of the cancel: a later month or year began at zero anyway."""
    bought_this_month = "same month" in row["when"]
    bought_this_year = "later year" not in row["when"]
    month = FACE if bought_this_month and row["month"] == "stays" else 0
    year = FACE if bought_this_year and row["year"] == "stays" else 0
    return month, year


def _check_lots(cell: str, scene: Scene, entry: Entry, given: give_back.GivenBack) -> None:
    old = scene.lot
    lot = next((x for x in entry.lots if old and x.lot_id == old.lot_id), None)
    if cell == "is spent":
        assert (given.lots, lot) == ((), None)
        return
    if cell == "none":
        assert given.lots == ()
        assert lot == old
        return
    (returned,) = given.lots
    assert returned.voucher_id == old.lot_id
    assert returned.expires_on == old.expires_on
    if cell == "closed":
        assert lot is None
        assert (returned.amount, returned.is_usable) == (entry.voucher_amount, False)
        return
    is_expired = cell == "to the same lots, expired"
    assert is_expired or cell == "to the same lots"
    assert lot is not None
    assert (lot.remaining, lot.face, lot.terms) == (6_000, FACE, old.terms)
    assert (returned.amount, returned.is_usable) == (3_000, not is_expired)


def test_a_year_that_ended_in_between_leaves_the_new_years_limit_alone() -> None:
    scene = a_scene(bought_at=DEC_31)
    scene.world.now += timedelta(days=2)
    scene.world.buy(scene.holder, 30_000, key="new year")

    _cancel_purchase(scene, later=timedelta(days=1))

    assert scene.limits == (30_000, 30_000)


def test_a_month_that_ended_in_between_leaves_the_new_months_limit_alone() -> None:
    scene = a_scene(bought_at=NOV_30)
    scene.world.now += timedelta(days=2)
    scene.world.buy(scene.holder, 30_000, key="december")

    _cancel_purchase(scene, later=timedelta(days=1))

    assert scene.limits == (30_000, 30_000)


def test_what_went_back_to_an_expired_lot_is_written_off_the_next_night() -> None:
    scene = _at(a_scene(bought_at=NOON), _last_day_of_the_lot())
    _cancel_payment(scene, later=timedelta(days=1))
    scene.world.now += timedelta(days=1)

    scene.world.expirations.run(COUNTY, seoul_date(scene.world.now))

    assert scene.head.kind == "expiration"
    assert not [lot for lot in scene.head.lots if lot.kind == "sale"]


def test_the_last_won_of_a_lot_on_its_last_day_is_usable() -> None:
    scene = _at(a_scene(bought_at=NOON), _last_day_of_the_lot())
    code = scene.holder.pay_code(scene.world.now)
    paid = scene.world.redeem(code, 1, order_id="order-1", key="pay")
    scene.world.cancel(paid.redemption.entry.redemption_id, 1, expected=1, key="back")

    (returned,) = give_back.of(scene.head).lots

    assert (returned.amount, returned.is_usable) == (1, True)
