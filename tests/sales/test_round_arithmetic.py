"""A round's arithmetic: price, shards, and from which of them a purchase is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.sales.errors import RoundSoldOutError
from chalicelib.sales.rounds import SHARDS_MAX, spread
from tests import builders

LEFT = st.dictionaries(st.integers(0, SHARDS_MAX - 1), st.integers(0, 10_000), min_size=1)


def test_a_fraction_of_a_won_is_the_buyers() -> None:
    round_ = builders.a_round(discount_percent=7)

    assert [round_.price(face) for face in (1, 15, 99, 100, 1_000)] == [0, 13, 92, 93, 930]


@given(st.integers(0, 10**9), st.integers(1, SHARDS_MAX))
def test_the_shards_are_the_budget(budget: int, count: int) -> None:
    shards = builders.a_round(budget_amount=budget, shard_count=count).shards()

    assert sum(shards.values()) == budget
    assert sorted(shards) == list(range(count))
    assert max(shards.values()) - min(shards.values()) <= 1


def test_the_fullest_shards_are_asked_first() -> None:
    """So a purchase touches few of them, and meets few others."""
    assert spread(900, {0: 100, 1: 1_000, 2: 500}) == {1: -900}
    assert spread(1_400, {0: 100, 1: 1_000, 2: 500}) == {1: -1_000, 2: -400}
    assert spread(10, {0: 5, 1: 5, 2: 5}) == {0: -5, 1: -5}


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
    assert refused.value.values["remaining"] == sum(left.values())
