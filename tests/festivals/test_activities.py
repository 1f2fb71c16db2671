"""Mileage for log-ins and posts: off until a setting says how much, once a day, with a cap."""

from datetime import date, timedelta

import pytest

from chalicelib.analysis.member_facts import facts_of
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.festivals.errors import ActivityRewardedTodayError
from tests.builders import COUNTY
from tests.conftest import Answer, Member, Stack
from tests.festivals.festival import faults
from tests.ledger_checks import check_chain
from tests.races.festival_cases import activities_of
from tests.refusals import check_refused
from tests.worlds import World

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


def test_rewards_are_in_what_a_member_may_take_out_and_are_no_visits(stack: Stack) -> None:
    member = stack.member()
    stack.set_rule("activity.login", 10)
    stack.later(days=1)
    assert log_in(member).status == 201
    chain = list(check_chain(stack.table, member.member_id))

    export = stack.call("GET", "/v1/me/export", token=member.token).json
    facts = facts_of(chain[0])
    for entry in chain:
        facts.add(entry)

    (told,) = [one for one in export["entries"] if one["kind"] == "activity_grant"]
    assert (told["description"], told["mileage_amount"]) == ("로그인 마일리지", 10)
    # Who logs in was not there: the extract's `visits` and `last_seen_on` stay.
    assert (facts.visits, facts.last_seen_on) == (0, None)


def test_a_number_that_comes_back_the_same_day_has_had_it(stack: Stack) -> None:
    member = stack.member()
    stack.set_rule("activity.login", 10)
    stack.later(days=1)
    assert log_in(member).status == 201
    member.leave()
    stack.later(minutes=5)
    assert log_in(stack.member()).json["code"] == "activity_rewarded_today"


def test_a_post_is_rewarded_once_and_so_many_a_day(stack: Stack) -> None:
    world = World(stack.table)
    member = world.join().member_id
    for key, value in (("activity.post", 30), ("activity.posts_a_day", 2)):
        CountyStore(stack.table).put_setting(
            COUNTY, SettingVersion(key, date(2026, 1, 1), value, "조례")
        )

    def post(post_id: str) -> None:
        activities_of(world).post(COUNTY, member, post_id)

    for post_id in ("pho_1", "pho_2", "pho_1"):
        post(post_id)
    with pytest.raises(ActivityRewardedTodayError):
        post("pho_3")
    world.now += timedelta(days=1)
    post("pho_3")
    post("pho_1")
    given = [e for e in check_chain(stack.table, member) if e.kind == "activity_grant"]
    assert [entry.mileage_amount for entry in given] == [30, 30, 30]
