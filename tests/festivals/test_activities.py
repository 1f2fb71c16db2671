"""Mileage for log-ins and posts: off until a setting says how much, once a day, with a cap."""

import pytest

from chalicelib.festivals.errors import ActivityRewardedTodayError
from chalicelib.festivals.wiring import FestivalsWiring
from tests.builders import COUNTY
from tests.conftest import Answer, Member, Stack
from tests.festivals.festival import faults
from tests.refusals import check_refused

PATH = "/v1/me/login-reward"


def log_in(member: Member, key: str = "new", headers: object = None) -> Answer:
    return member.stack.call("POST", PATH, token=member.token, key=key, headers=headers)


def test_a_day_s_first_log_in_is_rewarded_where_a_setting_says_so(stack: Stack) -> None:
    member = stack.member()
    assert stack.call("GET", PATH, token=member.token).json == {"mileage": 0, "had_today": False}
    check_refused(stack, lambda h: log_in(member, headers=h), 422, "activity_not_rewarded")
    stack.set_rule("activity.login", 10)
    stack.later(days=1)

    first = log_in(member, key="one")

    assert (first.status, first.json["granted_mileage"]) == (201, 10), first.raw
    assert first.json["description"] == "로그인 마일리지"
    assert log_in(member, key="one").json == first.json
    check_refused(stack, lambda h: log_in(member, headers=h), 422, "activity_rewarded_today")
    assert stack.call("GET", PATH, token=member.token).json == {"mileage": 10, "had_today": True}
    stack.later(days=1)
    assert log_in(member).status == 201
    assert (member.wallet()["mileage"]["balance"], faults(stack)) == (5_020, [])


def test_a_number_that_comes_back_the_same_day_has_had_it(stack: Stack) -> None:
    member = stack.member()
    stack.set_rule("activity.login", 10)
    stack.later(days=1)
    assert log_in(member).status == 201
    member.leave()
    stack.later(minutes=5)
    assert log_in(stack.member()).json["code"] == "activity_rewarded_today"


def test_a_post_is_rewarded_once_and_so_many_a_day(stack: Stack) -> None:
    member = stack.member()
    for key, value in (("activity.post", 30), ("activity.posts_a_day", 2)):
        stack.set_rule(key, value)
    stack.later(days=1)

    def post(post_id: str) -> None:
        stack.wired(FestivalsWiring).activities.post(COUNTY, member.member_id, post_id)

    for post_id in ("pho_1", "pho_2", "pho_1"):
        post(post_id)
    with pytest.raises(ActivityRewardedTodayError):
        post("pho_3")
    stack.later(days=1)
    post("pho_3")
    assert (member.wallet()["mileage"]["balance"], faults(stack)) == (5_090, [])
