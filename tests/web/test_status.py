"""The page of the service's status tells what is, and no more than it could read."""

from datetime import date, timedelta

import pytest

from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date
from chalicelib.county.store import CountyStore
from chalicelib.web.status import WAITING_MAX, Standing, Status
from tests.builders import COUNTY
from tests.conftest import Stack

NAMES = [
    "결제와 지갑",
    "가입 처리",
    "기한이 지난 마일리지와 상품권 정리",
    "하루 기록 공개",
    "장부 맞춰 보기",
]


def standing(stack: Stack) -> Standing:
    with stack.adapters.clock.simulated(stack.now):
        return Status(stack.adapters).of(COUNTY)


def states(stack: Stack) -> dict[str, str]:
    return {check.name[0]: check.state for check in standing(stack).checks}


def expired(stack: Stack, on: date) -> None:
    CountyStore(stack.table).put_expired_through(COUNTY, on)


def test_it_tells_of_joining_paying_and_three_nightly_runs(stack: Stack) -> None:
    assert list(states(stack)) == NAMES
    assert states(stack)["결제와 지갑"] == "ok"


def test_a_night_that_did_not_end_is_late_until_it_has(stack: Stack) -> None:
    yesterday = seoul_date(stack.now) - timedelta(days=1)
    name = NAMES[2]
    assert states(stack)[name] == "slow"
    expired(stack, yesterday - timedelta(days=1))
    assert states(stack)[name] == "slow"
    expired(stack, yesterday)
    assert states(stack)[name] == "ok"


def test_before_the_nights_runs_are_over_the_day_before_yesterday_is_enough(stack: Stack) -> None:
    expired(stack, seoul_date(stack.now) - timedelta(days=2))
    stack.later(hours=-10)  # 02:00 in Seoul.
    assert states(stack)[NAMES[2]] == "ok"


def test_many_who_wait_are_counted(stack: Stack) -> None:
    assert states(stack)["가입 처리"] == "ok"
    stack.queue.waiting = WAITING_MAX + 1
    (check,) = (one for one in standing(stack).checks if one.name[0] == "가입 처리")
    assert (check.state, check.words[1]) == (
        "slow",
        "201 people are in line. They are done in order.",
    )


def test_it_is_looked_at_once_a_minute_whoever_asks(stack: Stack) -> None:
    status = Status(stack.adapters)
    with stack.adapters.clock.simulated(stack.now):
        first = status.of(COUNTY)
        stack.queue.waiting = WAITING_MAX + 1
        assert status.of(COUNTY) is first


def test_the_page_says_it_in_plain_words(stack: Stack) -> None:
    html = stack.call("GET", "/status").raw.decode()
    assert "평소와 다른 곳이 있습니다" in html
    assert "늦어짐" in html
    assert '<a href="status">서비스 상태</a>' in stack.call("GET", "/").raw.decode()


def cannot_be_read(name: str) -> None:
    raise TryAgainError(retry_after_seconds=2)


def test_where_nothing_can_be_read_every_line_says_so(stack: Stack) -> None:
    stack.table.before_call = cannot_be_read
    assert {
        name: state for name, state in states(stack).items() if name != "가입 처리"
    } == dict.fromkeys([name for name in NAMES if name != "가입 처리"], "down")


@pytest.mark.parametrize("path", ["/status", "/", "/j/celadon", "/wallet", "/wallet.webmanifest"])
def test_a_process_that_has_just_begun_says_that_it_cannot_read(stack: Stack, path: str) -> None:
    stack.table.before_call = cannot_be_read
    page = stack.call("GET", path, headers={"Accept-Language": "en"})
    assert (page.status, page.headers["Retry-After"]) == (503, "2")
    html = page.raw.decode()
    assert "Cannot be read now" in html
    assert "Content-Security-Policy" in page.headers
