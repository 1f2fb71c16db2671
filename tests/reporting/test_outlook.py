"""How a sale round will end, by the pace of its sales, and who is warned of it once."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.core.actors import StaffContact
from chalicelib.core.values import day_start, seoul_date
from chalicelib.county.settings import SettingVersion
from chalicelib.county.wiring import CountyWiring
from chalicelib.reporting.outlook import Outlook, SoldBy, outlook
from chalicelib.reporting.wiring import ReportingWiring
from chalicelib.sales.rounds import RoundAvailability
from chalicelib.sales.store import RoundStore
from tests import builders
from tests.builders import COUNTY
from tests.conftest import Stack
from tests.reporting.test_burn_down import ROUND, sales
from tests.sales.test_counter_sales import sell

OPENS = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
MILLION = 1_000_000


def found(sold_by_day: list[int], *, days: int = 30, is_whole: bool = True) -> Outlook | None:
    """Of a round of 100 million; sold by the end of each day, in millions."""
    round_ = builders.a_round(
        opens_at=OPENS, closes_at=OPENS + days * DAY, budget_amount=100 * MILLION
    )
    now = OPENS + len(sold_by_day) * DAY
    sold = sold_by_day[-1] * MILLION
    seen = RoundAvailability(round_, 100 * MILLION - sold, "open")
    points = [SoldBy(OPENS, 0)]
    points += [SoldBy(OPENS + n * DAY, each * MILLION) for n, each in enumerate(sold_by_day, 1)]
    return outlook(seen, points, now, is_whole=is_whole)


def test_the_last_week_says_when_and_other_stretches_how_surely() -> None:
    # 40 in eight days, of which 30 in the last seven and 10 on the last.
    told = found([10, 12, 15, 18, 22, 26, 30, 40])
    assert told is not None
    now = OPENS + 8 * DAY
    assert told.sold_out_at == now + 60 * 7 * DAY / 30
    assert told.soonest_at == now + 60 * DAY / 10
    assert told.latest_at == now + 60 * 7 * DAY / 30
    assert (told.unsold, told.unsold_most) == (0, 0)


def test_a_slow_round_is_told_what_it_will_leave() -> None:
    told = found([20, 20, 20, 20, 20, 21, 22, 22, 22, 22], days=20)
    assert told is not None
    assert told.sold_out_at is None
    # 2 in the last seven days, none on the last, 22 in all ten.
    assert told.unsold == 78 * MILLION - 2 * MILLION * 10 // 7
    assert (told.unsold_least, told.unsold_most) == (56 * MILLION, 78 * MILLION)


def test_days_that_are_missing_leave_the_pace_of_all() -> None:
    told = found([10, 10, 10, 10, 10, 10, 10, 40], is_whole=False)
    assert told is not None
    assert told.soonest_at == told.sold_out_at == told.latest_at == OPENS + 20 * DAY


@pytest.mark.parametrize("sold", [[0], [0, 0]])
def test_what_sold_nothing_has_no_pace(sold: list[int]) -> None:
    assert found(sold) is None


def switch(stack: Stack, name: str, value: int) -> None:
    version = SettingVersion(f"sale.{name}", seoul_date(stack.now) - DAY, value, "시험")
    stack.wired(CountyWiring).store.put_setting(COUNTY, version)


def warn(stack: Stack) -> list[str]:
    before = len(stack.mail.sent)
    stack.wired(ReportingWiring).round_warnings.send_due(COUNTY, stack.now)
    return [each["subject"] for each in stack.mail.sent[before:]]


def test_officers_are_warned_once_of_a_round_that_ends_early(stack: Stack) -> None:
    switch(stack, "early_warning_days", 7)
    opens = day_start(seoul_date(stack.now))
    RoundStore(stack.table).create(
        builders.a_round(opens_at=opens, closes_at=opens + 30 * DAY, budget_amount=200_000)
    )
    stack.adapters.staff_accounts.groups = {
        "manager": [StaffContact(COUNTY, "anna", "sub-anna", "anna@gangjin.example")],
        "treasurer": [
            StaffContact(COUNTY, "anna", "sub-anna", "anna@gangjin.example"),
            StaffContact("haenam", "far", "sub-far", "far@haenam.example"),
        ],
    }
    stack.staff_roles = frozenset({"treasurer"})
    assert sell(stack, stack.member(), 50_000, key="a").status == 201
    stack.later(hours=3)
    told = sales(stack, ROUND)["outlook"]
    assert told["soonest_at"] == told["sold_out_at"] == told["latest_at"]

    assert warn(stack) == ["판매 회차 조기 소진 예상: " + _name(stack)]
    assert "2026년 11월" in stack.mail.sent[-1]["text"]
    assert warn(stack) == []


def test_a_round_that_leaves_much_is_warned_of_from_its_middle_on(stack: Stack) -> None:
    switch(stack, "unsold_warning_percent", 20)
    opens = day_start(seoul_date(stack.now))
    RoundStore(stack.table).create(builders.a_round(opens_at=opens, closes_at=opens + 2 * DAY))
    stack.adapters.staff_accounts.groups = {
        "manager": [StaffContact(COUNTY, "anna", "sub-anna", "anna@gangjin.example")],
        "treasurer": [],
    }
    stack.staff_roles = frozenset({"treasurer"})
    assert sell(stack, stack.member(), 10_000, key="a").status == 201
    stack.later(minutes=30)
    assert warn(stack) == []
    stack.later(hours=26)
    assert warn(stack) == ["판매 회차 판매 부진: " + _name(stack)]
    assert warn(stack) == []


def _name(stack: Stack) -> str:
    name: str = stack.call("GET", f"/v1/rounds/{ROUND}").json["name"]
    return name
