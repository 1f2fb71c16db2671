"""A round's arithmetic: price, shards, and from which of them a purchase is taken."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.sales.errors import (
    RoundBudgetNotAMultipleError,
    RoundSoldOutError,
    RoundWindowInvalidError,
)
from chalicelib.sales.rounds import SHARDS_MAX, check_new, spread
from tests import builders
from tests.builders import NOON

LEFT = st.dictionaries(st.integers(0, SHARDS_MAX - 1), st.integers(0, 10_000), min_size=1)


def test_a_fraction_of_a_won_is_the_buyers() -> None:
    round_ = builders.a_round(discount_percent=7)

    assert [round_.price(face) for face in (1, 15, 99, 100, 1_000)] == [0, 13, 92, 93, 930]


@pytest.mark.parametrize(
    "changes",
    [
        {"discount_percent": -1},
        {"discount_percent": 100},
        {"budget_amount": -1},
        {"shard_count": 0},
        {"shard_count": SHARDS_MAX + 1},
        {"opens_at": NOON, "closes_at": NOON},
    ],
    ids=str,
)
def test_a_round_that_makes_no_sense_cannot_be(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        builders.a_round(**changes)


@pytest.mark.parametrize(
    "changes", [{"discount_percent": 0}, {"discount_percent": 99}, {"budget_amount": 0}], ids=str
)
def test_a_round_at_its_edges_can_be(changes: dict[str, object]) -> None:
    assert builders.a_round(**changes)


@given(st.integers(0, 10**9), st.integers(1, SHARDS_MAX))
def test_the_shards_are_the_budget(budget: int, count: int) -> None:
    shards = builders.a_round(budget_amount=budget, shard_count=count).shards()

    assert sum(shards.values()) == budget
    assert sorted(shards) == list(range(count))
    assert max(shards.values()) - min(shards.values()) <= 1


def test_one_won_left_is_not_sold_out() -> None:
    assert [builders.a_round().state(builders.NOON, left) for left in (0, 1)] == [
        "sold_out",
        "open",
    ]


def test_a_round_may_sell_for_a_year_and_a_day_and_must_not_be_over() -> None:
    def check(opens: timedelta, closes: timedelta) -> None:
        round_ = builders.a_round(opens_at=NOON + opens, closes_at=NOON + closes)
        check_new(round_, step=1000, now=NOON)

    check(timedelta(0), timedelta(days=366))
    check(timedelta(hours=-1), timedelta(milliseconds=1))
    for opens, closes in (
        (timedelta(0), timedelta(days=366, milliseconds=1)),
        (timedelta(hours=-1), timedelta(0)),
    ):
        with pytest.raises(RoundWindowInvalidError):
            check(opens, closes)


def test_a_budget_is_of_whole_steps_and_the_step_is_said() -> None:
    with pytest.raises(RoundBudgetNotAMultipleError) as refused:
        check_new(
            builders.a_round(opens_at=NOON, closes_at=NOON + timedelta(1), budget_amount=1_500),
            step=1_000,
            now=NOON,
        )
    assert refused.value.values["limit"] == 1_000


def test_the_fullest_shards_are_asked_first() -> None:
    """So a purchase touches few of them, and meets few others."""
    assert spread(900, {0: 100, 1: 1_000, 2: 500}) == {1: -900}
    assert spread(1_400, {0: 100, 1: 1_000, 2: 500}) == {1: -1_000, 2: -400}
    assert spread(10, {2: 5, 1: 5, 0: 5}) == {0: -5, 1: -5}
    assert spread(1, {0: 0, 1: 1}) == {1: -1}


@given(LEFT, st.data())
def test_what_is_there_is_found_and_no_shard_gives_more_than_it_holds(
    left: dict[int, int], data: st.DataObject
) -> None:
    amount = data.draw(st.integers(0, sum(left.values())))

    parts = spread(amount, left)

    assert sum(parts.values()) == -amount
    assert all(-left[shard] <= part < 0 for shard, part in parts.items())


@given(LEFT)
def test_one_won_more_than_there_is_is_sold_out(left: dict[int, int]) -> None:
    with pytest.raises(RoundSoldOutError) as refused:
        spread(sum(left.values()) + 1, left)
    assert refused.value.param == "amount"
    assert refused.value.values["remaining"] == sum(left.values())
