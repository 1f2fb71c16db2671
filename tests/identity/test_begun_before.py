"""What a person began in a wallet that ended is theirs in the one that opened again."""

from dataclasses import replace
from typing import Any

import pytest
from msgspec.structs import replace as msgspec_replace

from chalicelib.approvals import grant_files
from chalicelib.approvals.grant_files import GrantBounds
from chalicelib.aws.table import Item
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.ledger.profile import Profile
from chalicelib.ledger.profile_codec import item_from_profile
from chalicelib.members import keys
from chalicelib.members.wiring import MembersWiring
from infra.deploy.ended_wallets import fill_in
from tests import builders
from tests.conftest import Member, Stack
from tests.draws.lots import announce, freeze, run, shown, upload
from tests.draws.test_prizes import place
from tests.identity.test_one_person import FIRST, SECOND, rejoin
from tests.infra.verifier.test_trip_forgery import problems_of
from tests.photos import entering
from tests.trips import journeys


@pytest.fixture
def desk(stack: Stack) -> Stack:
    stack.staff_roles = frozenset({"operator", "manager"})
    return stack


def two_wallets(stack: Stack) -> tuple[Member, Member]:
    """One that the person left, and the one in which they joined again."""
    first = stack.member(FIRST)
    first.identify("hong")
    first.leave()
    return first, rejoin(stack, SECOND)


def joined(stack: Stack, member: Member) -> Member:
    """The second wallet ends, and the first opens again: by whom, with its session of now."""
    answer = member.identify("hong").json
    stack.later(minutes=1)
    return stack.logged_in(replace(member, member_id=answer["member_id"]))


def test_a_prize_is_taken_once_by_whichever_wallet_is_named(desk: Stack) -> None:
    first, second = two_wallets(desk)
    other = desk.member("010-7100-0001").member_id
    draw_id = announce(desk).json["draw_id"]
    upload(desk, draw_id, f"member_id\n{second.member_id}\n{first.member_id}\n{other}\n")
    upload(desk, draw_id, "member_id,reason\n", kind="excluded")
    desk.later(hours=2)
    assert freeze(desk, draw_id).status == 200
    desk.later(hours=1, seconds=33)
    run(desk)
    draws = desk.wired(DrawsWiring).draws
    draw = draws.by_id("gangjin", draw_id)
    winners = draw.drawn.winners
    numbers = {
        who: winners.index(draws.pseudonym(draw, f"member/{who}")) + 1
        for who in (first.member_id, second.member_id, other)
    }
    joined(desk, second)

    def take(number: int, member_id: str) -> Any:
        return place(
            desk, draw_id, number, "accept", has_consent=True, member_id=member_id,
            is_tax_settled=True,
        )  # fmt: skip

    refused = take(numbers[second.member_id], other)
    assert refused.json["code"] == "winner_member_wrong"
    taken = take(numbers[second.member_id], first.member_id)
    assert taken.status == 200, taken.raw
    for again in (first.member_id, second.member_id):
        assert take(numbers[first.member_id], again).json["code"] == "winner_member_wrong"
    content = desk.call("GET", f"/v1/staff/draws/{draw_id}/grants.csv", token="anna").raw.decode()
    rows = grant_files.parse(content, GrantBounds(row=1_000_000))
    assert {row.member_id for row in rows} <= {first.member_id}


def test_a_prize_that_was_taken_before_goes_to_the_wallet_of_now(desk: Stack) -> None:
    first, second = two_wallets(desk)
    draw_id = announce(desk).json["draw_id"]
    upload(desk, draw_id, f"member_id\n{second.member_id}\n")
    upload(desk, draw_id, "member_id,reason\n", kind="excluded")
    desk.later(hours=2)
    assert freeze(desk, draw_id).status == 200
    desk.later(hours=1, seconds=33)
    run(desk)
    body = {"has_consent": True, "member_id": second.member_id, "is_tax_settled": True}
    assert place(desk, draw_id, 1, "accept", **body).status == 200
    joined(desk, second)

    content = desk.call("GET", f"/v1/staff/draws/{draw_id}/grants.csv", token="anna").raw.decode()

    rows = grant_files.parse(content, GrantBounds(row=1_000_000))
    assert [row.member_id for row in rows] == [first.member_id]


def test_a_photo_is_rewarded_where_its_sender_is(stack: Stack) -> None:
    campaign_id = entering.opened(stack)
    first = stack.member(FIRST)
    first.identify("hong")
    first.leave()
    stack.later(minutes=1)
    second = entering.visitor(stack, campaign_id, SECOND)
    photo_id = entering.enter(second, campaign_id).json["photo_id"]
    now = joined(stack, second)
    before = now.wallet()["mileage"]["balance"]

    for _ in range(2):
        assert entering.decide(stack, photo_id).status == 200

    assert now.wallet()["mileage"]["balance"] == before + 30


def test_a_trip_is_seen_claimed_and_counted_by_its_person(stack: Stack) -> None:
    first, second = two_wallets(stack)
    trip_id = journeys.approved(second)
    now = joined(stack, second)
    stack.set_rule("trip.year_times", 1)
    stack.later(days=2)

    listed = stack.call("GET", "/v1/me/trips", token=now.token).json["data"]
    assert [trip["trip_id"] for trip in listed] == [trip_id]
    assert journeys.apply(now, 5).json["code"] == "trip_times_exceeded"
    answer = journeys.claim(now, trip_id)
    assert answer.status == 202, answer.raw
    assert journeys.review(stack, trip_id, True).status == 200
    assert journeys.decide(stack, trip_id, "grant", by="berta").status == 200
    assert now.balance() == 30_000
    assert problems_of(stack) == []
    assert now.member_id == first.member_id


def test_trips_of_two_wallets_of_one_person_have_no_day_in_common(stack: Stack) -> None:
    first = stack.member(FIRST)
    first.identify("hong")
    first_trip = journeys.approved(first)
    first.leave()
    second = rejoin(stack, SECOND)
    trip_id = journeys.apply(second).json["trip_id"]
    now = joined(stack, second)
    stack.staff_phones["anna"] = "+82" + SECOND.replace("-", "")[1:]

    own = journeys.decide(stack, trip_id, "approve")
    assert (own.status, own.json["code"]) == (403, "own_wallet")
    stack.staff_phones.clear()
    refused = journeys.decide(stack, trip_id, "approve")
    assert (refused.status, refused.json["code"]) == (409, "trip_overlaps")
    assert refused.json["trip_id"] == first_trip
    assert now.member_id == first.member_id


def test_a_trip_after_one_of_an_ended_wallet_is_one_that_is_repeated(desk: Stack) -> None:
    _, second = two_wallets(desk)
    journeys.granted(second)
    now = joined(desk, second)
    desk.later(days=1)
    journeys.granted(desk.logged_in(now))
    desk.later(days=1)
    journeys.night(desk)

    total = desk.call("GET", "/v1/staff/trip-effects/2026", token="anna").json["total"]

    assert (total["teams"], total["repeated"]) == (2, 1)


def test_a_profile_of_before_is_told_once_which_wallets_ended_in_it(stack: Stack) -> None:
    _, second = two_wallets(stack)
    trip_id = journeys.apply(second).json["trip_id"]
    now = joined(stack, second)
    store = stack.wired(MembersWiring).store

    def profile(member_id: str) -> Profile:
        found = store.profile(builders.COUNTY, member_id)
        assert found is not None
        return found

    def items() -> list[Item]:
        return [item_from_profile(profile(one)) for one in (second.member_id, now.member_id)]

    named = profile(now.member_id)
    assert named.came_from == (second.member_id,)
    store.replace_profile(msgspec_replace(named, came_from=(), version=named.version + 1))
    assert stack.call("GET", "/v1/me/trips", token=now.token).json["data"] == []

    assert fill_in(stack.adapters, items()) == (1, 0)
    assert profile(now.member_id).came_from == (second.member_id,)
    (found,) = stack.call("GET", "/v1/me/trips", token=now.token).json["data"]
    assert found["trip_id"] == trip_id
    assert fill_in(stack.adapters, items()) == (0, 0)


def test_a_wallet_that_ended_before_the_list_is_listed_once_for_what_is_frozen_later(
    stack: Stack,
) -> None:
    _, second = two_wallets(stack)
    now = joined(stack, second)
    wired = stack.wired(MembersWiring)
    ended = wired.store.profile(builders.COUNTY, second.member_id)
    assert ended is not None
    del stack.table.items[tuple(keys.ended_wallet(builders.COUNTY, second.member_id))]
    items = [item_from_profile(ended)]

    assert fill_in(stack.adapters, items) == (1, 0)
    assert fill_in(stack.adapters, items) == (0, 0)

    known = wired.ended_wallets
    assert known.all(builders.COUNTY) == {second.member_id: now.member_id}
    assert known.all(builders.COUNTY, before=stack.now) == {}
    assert problems_of(stack) == []


def test_a_prize_draw_has_one_entrant_of_who_is_known_to_be_one(desk: Stack) -> None:
    first, second = two_wallets(desk)
    draw_id = announce(desk).json["draw_id"]
    other = desk.member("010-7100-0001").member_id
    upload(desk, draw_id, f"member_id\n{second.member_id}\n{first.member_id}\n{other}\n")
    upload(desk, draw_id, "member_id,reason\n", kind="excluded")
    joined(desk, second)
    desk.later(hours=2)

    assert freeze(desk, draw_id).status == 200

    assert shown(desk, draw_id)["entrant_count"] == 2
    rows = desk.call("GET", f"/v1/staff/draws/{draw_id}/rows.csv", token="anna").raw.decode()
    assert rows.count("duplicate") == 1
