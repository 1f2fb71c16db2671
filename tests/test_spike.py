"""Ten thousand sign-ups in one minute, on the services' limits and by what our work costs."""

from dataclasses import replace

import pytest

from bench.spike import picture
from bench.spike.limits import Costs, Declared
from bench.spike.simulation import WITHIN_SECONDS, Outcome, Spike, simulate
from chalicelib.aws.functions import Messages
from chalicelib.ledger.keys import DAY_SHARDS
from infra.deploy.functions import declared
from infra.deploy.template import ours

VISITORS = 10_000


@pytest.fixture(scope="module")
def calm() -> Outcome:
    return simulate(Spike(visitors=VISITORS))


@pytest.fixture(scope="module")
def rough() -> Outcome:
    return simulate(Spike(visitors=VISITORS, deaths=picture.DEATHS))


def test_everybody_is_accepted_and_a_member_within_five_minutes(calm: Outcome) -> None:
    assert (len(calm.accepted), len(calm.finished), calm.refused) == (VISITORS, VISITORS, 0)
    assert calm.finished_within < 75 < WITHIN_SECONDS
    assert calm.waited(0.99) < 10
    assert calm.throttled_writes == calm.dead_letters == 0


def test_calls_that_die_cost_a_visibility_time_and_nobody_a_membership(rough: Outcome) -> None:
    assert rough.failed_deliveries > 0
    assert len(rough.finished) == len(rough.accepted) == VISITORS
    assert rough.dead_letters == 0
    assert rough.finished_within < WITHIN_SECONDS


def test_a_consumer_that_is_far_too_slow_is_seen() -> None:
    slow = Costs(complete=replace(Costs().complete, cpu_ms=300.0))

    outcome = simulate(Spike(visitors=2_000, costs=slow))

    assert outcome.waited(0.99) > 30


def test_writes_beyond_a_partition_are_throttled_and_come_again() -> None:
    """On one partition, as an item by itself is."""
    outcome = simulate(Spike(visitors=6_000, minute=4.0, partitions=1))

    assert outcome.throttled_writes > 0
    assert outcome.refusals["table"] > 0
    assert len(outcome.finished) == len(outcome.accepted)


def test_the_simulation_has_what_is_declared() -> None:
    trigger = declared()["complete_signup"].trigger
    assert isinstance(trigger, Messages)
    queue = ours()["Resources"]["SignupQueue"]["Properties"]
    stage = ours()["Resources"]["RestAPI"]["Properties"]["MethodSettings"][0]

    assert Declared() == Declared(
        memory_mb=declared()["complete_signup"].memory_mb,
        batch_size=trigger.batch_size,
        concurrency=trigger.concurrency,
        visibility_seconds=queue["VisibilityTimeout"],
        deliveries_max=queue["RedrivePolicy"]["maxReceiveCount"],
        requests_a_second=stage["ThrottlingRateLimit"],
        requests_burst=stage["ThrottlingBurstLimit"],
        day_shards=DAY_SHARDS,
    )
    assert declared()["api_handler"].memory_mb == Declared().memory_mb


def test_the_picture_is_of_these_figures(calm: Outcome, rough: Outcome) -> None:
    """`python -m bench.spike.picture` draws it anew."""
    assert picture.FILE.read_text() == picture.draw(calm, rough)
