"""The environment, and the clock that can be turned in the local stage alone."""

import os
import time
from datetime import UTC, datetime

import pytest

from bench import world
from chalicelib.core.clock import ProcessClock
from chalicelib.core.settings import Settings, read
from tests.conftest import Stack


def environment(**changes: str) -> dict[str, str]:
    return dict(os.environ) | changes


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_no_stage_but_the_local_one_starts_with_a_simulated_clock(stage: str) -> None:
    with pytest.raises(ValueError, match="local stage alone"):
        read(environment(STAGE=stage, SIMULATED_CLOCK="1"))


def test_without_the_switch_a_simulated_time_is_refused() -> None:
    off = read(environment(STAGE="prod", SIMULATED_CLOCK=""))
    clock = ProcessClock(may_simulate=lambda: off.simulated_clock)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(PermissionError), clock.simulated(moment):
        pass


def test_without_the_switch_the_header_does_nothing(stack: Stack) -> None:
    # Whoever runs this, in whatever year, the session must not have ended by the machine's clock.
    stack.now = datetime.fromtimestamp(time.time(), UTC)
    member = stack.member()
    stack.later(days=400)
    assert stack.call("GET", "/v1/me/wallet", token=member.token).status == 401

    off = read(environment(STAGE="dev", SIMULATED_CLOCK=""))
    stack.adapters.settings = off
    stack.adapters.machine = lambda: datetime.fromtimestamp(time.time(), UTC)
    # By the machine's own clock the token is young, or of the future; never long expired.
    assert stack.call("GET", "/v1/me/wallet", token=member.token).status == 200


def test_a_missing_variable_stops_the_start() -> None:
    incomplete = environment()
    del incomplete["TABLE_NAME"]
    with pytest.raises(KeyError):
        read(incomplete)


@pytest.mark.parametrize(
    ("host", "county_id"),
    [("jinju.example", "jinju"), ("JINJU.example:443", "jinju"), ("unknown.example", "gangjin")],
)
def test_the_county_is_found_by_the_host(host: str, county_id: str) -> None:
    assert read(environment()).county_id_of(host) == county_id


def test_staff_keys_come_from_the_issuer_or_the_local_cloud() -> None:
    deployed: Settings = read(environment(AWS_ENDPOINT_URL=""))
    local: Settings = read(environment(AWS_ENDPOINT_URL="http://127.0.0.1:4566"))
    assert deployed.staff_keys_url == "https://staff.example/.well-known/jwks.json"
    assert local.staff_keys_url == "http://127.0.0.1:4566/pool/.well-known/jwks.json"
    assert (deployed.scheme, local.scheme) == ("https", "http")


def test_the_bench_names_all_that_the_functions_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {})
    world.enter("http://127.0.0.1:9")

    assert read(os.environ).table_name == world.TABLE
