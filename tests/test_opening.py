"""A sale opening on the services' limits, simulated at a tenth of Seoul's, and its bounds."""

import pytest

from bench.opening.simulation import BATCH, Opening, Result, simulate
from chalicelib.aws.functions import Messages
from chalicelib.sales.rounds import SHARDS_LEAST, SHARDS_MAX, shard_count_for
from infra.deploy.functions import declared

TENTH = Opening(buyers=15_000, budget=2_500_000_000, shards=10, partitions=4)


@pytest.fixture(scope="module")
def tenth() -> Result:
    return simulate(TENTH)


def test_everybody_has_a_place_in_a_second_and_an_answer(tenth: Result) -> None:
    assert len(tenth.placed) == len(tenth.answered) == TENTH.buyers
    assert tenth.to_place(1) < 1
    assert tenth.to_answer(1) < 20


def test_the_budget_is_sold_to_the_won(tenth: Result) -> None:
    assert tenth.sold == TENTH.budget


def test_one_line_for_all_is_far_too_slow(tenth: Result) -> None:
    one = simulate(Opening(buyers=3_000, budget=500_000_000, shards=1))
    assert one.to_answer(0.99) > 3 * tenth.to_answer(0.99)


def test_lines_grow_with_the_budget() -> None:
    assert shard_count_for(10_000) == shard_count_for(TENTH.budget) == TENTH.shards == SHARDS_LEAST
    assert shard_count_for(Opening().budget) == Opening().shards == SHARDS_MAX


def test_the_simulation_has_what_is_declared() -> None:
    trigger = declared()["serve_tickets"].trigger
    assert isinstance(trigger, Messages)
    assert (trigger.batch_size, trigger.concurrency) == (BATCH, Opening().concurrency)
