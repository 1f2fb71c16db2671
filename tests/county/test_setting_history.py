"""The versions of settings, and that what is said to explain an entry is what decided it."""

from datetime import date, timedelta

import pytest

from chalicelib.county.errors import SettingNotFoundError
from chalicelib.county.setting_history import lowest, timelines_on
from chalicelib.county.settings import SETTINGS, SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.joining import granting
from chalicelib.ledger.explaining import in_force_for
from chalicelib.ledger.kinds import SETTINGS_READ, EntryKind
from tests import builders
from tests.builders import NOON
from tests.county.entry_commands import COMMANDS, Watched, WatchedCounties
from tests.fakes import FakeTable
from tests.worlds import World

VERSIONS = [
    SettingVersion("discount.maximum_percent", date(2026, 1, 1), 10, "조례"),
    SettingVersion("discount.maximum_percent", date(2026, 3, 1), 15, "고시"),
    SettingVersion("discount.maximum_percent", date(2026, 6, 1), 8, "고시"),
    SettingVersion("mileage.signup", date(2026, 1, 1), 5000, "조례"),
]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 1, 1), date(2026, 2, 28), 10),
        (date(2026, 2, 28), date(2026, 3, 1), 10),
        (date(2026, 3, 1), date(2026, 5, 31), 15),
        (date(2026, 3, 1), date(2026, 6, 1), 8),
        (date(2026, 7, 1), date(2026, 7, 1), 8),
    ],
)
def test_the_lowest_value_of_some_days(first: date, last: date, expected: int) -> None:
    assert lowest(VERSIONS, "discount.maximum_percent", first, last) == expected


def test_there_is_no_lowest_value_before_the_first_version() -> None:
    with pytest.raises(SettingNotFoundError):
        lowest(VERSIONS, "discount.maximum_percent", date(2025, 1, 1), date(2025, 12, 31))


def test_a_day_has_one_version_in_force_and_those_to_come() -> None:
    by_key = {s.key: s for s in timelines_on(reversed(VERSIONS), date(2026, 3, 1))}
    discount = by_key["discount.maximum_percent"]
    assert discount.current == VERSIONS[1]
    assert discount.coming == (VERSIONS[2],)
    assert by_key["mileage.signup"].coming == ()


def test_an_explanation_names_only_the_settings_of_its_kind() -> None:
    named = in_force_for("signup", VERSIONS, date(2026, 3, 1))
    assert [v.key for v in named] == ["mileage.signup"]
    assert in_force_for("expiration", VERSIONS, date(2026, 3, 1)) == []


@pytest.mark.parametrize("kind", COMMANDS)
def test_what_explains_an_entry_is_what_its_rule_read(kind: EntryKind) -> None:
    table = FakeTable()
    builders.seed(table)
    counties = WatchedCounties(CountyStore(table))
    world = World(table, counties=counties)
    world.rounds.create(builders.a_round())
    holder = world.join(vouchers=2_000)
    world.now += timedelta(days=1)
    if kind == "redemption":
        world.buy(holder, 1_000, key="before")
    watched = counties.watched = Watched(builders.SETTINGS)

    try:
        COMMANDS[kind](world, holder)
    finally:
        read = watched.read & SETTINGS.keys()

    assert read == set(SETTINGS_READ[kind])


def test_signups_read_what_is_said_of_them() -> None:
    watched = Watched(builders.SETTINGS)
    granting.decide_signup(
        mileage=5000, origin=None, settings=watched, now=NOON,  # type: ignore[arg-type]
    )  # fmt: skip
    # The amount is read before, where no campaign names one: services/signups.py.
    assert watched.read | {"mileage.signup"} == set(SETTINGS_READ["signup"])
