"""Who opens half-price trips: two people, and in the local stage its invented register."""

from pathlib import Path

import pytest

from infra.deploy import seed
from tests.infra.test_seed import PlayedStack


def test_the_local_stage_has_a_budget(tmp_path: Path) -> None:
    stack, demo = PlayedStack("local"), seed.demo_register("gangjin")
    seed.seed(stack, seed.county_data("gangjin"), demo, seed.Secrets(tmp_path / "s.json"))
    assert "trip.budget" in stack.written()


def test_half_price_trips_are_opened_by_people_and_not_by_seeding(tmp_path: Path) -> None:
    stack, demo = PlayedStack("prod"), seed.demo_register("gangjin")
    seed.seed(stack, seed.county_data("gangjin"), {}, seed.Secrets(tmp_path / "s.json"))
    assert "trip.team_cap" in stack.written()
    assert "trip.budget" not in stack.written()
    settings = {"settings": demo["settings"]}
    with pytest.raises(seed.DemoDataError, match="settings"):
        seed.seed(stack, seed.county_data("gangjin"), settings, seed.Secrets(tmp_path / "s.json"))
