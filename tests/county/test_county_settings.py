"""Dated rules: what held on a day, and values with which no county could be run."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.county.declarations import setting_key
from chalicelib.county.settings import SETTINGS as DECLARED
from chalicelib.county.settings import (
    SettingVersion,
)
from chalicelib.county.settings_of_days import SettingMissingError, settings_on
from tests.builders import SETTINGS, setting_versions

FROM = date(2026, 1, 1)


def test_the_rules_of_a_day_are_the_latest_versions_by_then() -> None:
    later = SettingVersion("mileage.signup", date(2026, 7, 1), 7000, "개정")
    sooner = SettingVersion("mileage.signup", date(2026, 3, 1), 6000, "개정")
    versions = [later, *setting_versions(), sooner]

    def signup(on: date) -> int:
        return settings_on(versions, on).mileage_signup

    assert signup(FROM) == signup(date(2026, 2, 28)) == 5000
    assert signup(date(2026, 3, 1)) == signup(date(2026, 6, 30)) == 6000
    assert signup(date(2026, 7, 1)) == signup(date(2099, 1, 1)) == 7000
    assert settings_on(versions, FROM) == SETTINGS


@pytest.mark.parametrize("missing", [s.field for s in DECLARED.values() if s.is_required])
def test_a_rule_without_a_version_is_missed(missing: str) -> None:
    versions = [v for v in setting_versions() if v.key != setting_key(missing)]

    with pytest.raises(SettingMissingError):
        settings_on(versions, FROM)


def test_before_the_first_version_there_are_no_rules() -> None:
    with pytest.raises(SettingMissingError):
        settings_on(setting_versions(), FROM - timedelta(days=1))


@pytest.mark.parametrize(
    "changes",
    [
        {"redemption_cancel_days": 91},
        {"redemption_cancel_days": -1},
        {"conversion_multiple": 0},
        {"mileage_won_per_point": 0},
        {"redemption_minimum": 0},
        {"redemption_minimum": 2, "redemption_maximum": 1},
        {"policy_valid_months": 0},
        {"sale_refund_percent": 59},
        {"sale_barred_over_cap": 2},
        {"mileage_signup": -1},
    ],
)
def test_values_with_which_no_county_could_be_run_are_refused(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        replace(SETTINGS, **changes)
