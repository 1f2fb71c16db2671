"""The copy of what other packages keep of a member, and what stays of who has left."""

import json

from tests.conftest import Stack
from tests.festivals.festival import code, festival, visit
from tests.festivals.test_tours import TOUR, stamp
from tests.identity.test_begun_before import joined, two_wallets
from tests.photos.entering import enter, opened, visitor
from tests.trips.journeys import apply

EXPORT = "/v1/me/export"


def test_visits_stamps_photos_and_trips_are_in_the_copy_and_nobody_elses(stack: Stack) -> None:
    campaign_id = opened(stack)
    member, other = visitor(stack, campaign_id), visitor(stack, campaign_id, "010-2222-3333")
    stack.later(seconds=1)
    photo = enter(member, campaign_id).json
    enter(other, campaign_id, 2)
    trip = apply(member).json
    visit(other, code(stack, campaign_id, "reed26-c"))

    copy = stack.call("GET", EXPORT, token=member.token)

    assert copy.status == 200, copy.raw
    (had,) = copy.json["rewards"]
    assert had["what"].startswith(f"{campaign_id}#")
    assert had["place"] == "reed26-a"
    assert had["entry_id"] in [entry["entry_id"] for entry in copy.json["entries"]]
    assert [one["photo_id"] for one in copy.json["photo_entries"]] == [photo["photo_id"]]
    assert [one["trip_id"] for one in copy.json["trips"]] == [trip["trip_id"]]
    assert other.member_id not in json.dumps(copy.json)


def test_a_stamp_is_in_the_copy_of_whose_it_is(stack: Stack) -> None:
    campaign_id, member = festival(stack, tour=TOUR), stack.member()
    assert stamp(member, code(stack, campaign_id, "reed26-c")).status == 200
    (found,) = stack.call("GET", EXPORT, token=member.token).json["stamps"]
    assert (found["campaign_id"], found["place"]) == (campaign_id, "reed26-c")
    assert stack.call("GET", EXPORT, token=stack.member("010-2222-3333").token).json["stamps"] == []


def test_what_an_ended_wallet_had_is_in_the_copy_of_the_one_that_opens_again(stack: Stack) -> None:
    campaign_id = festival(stack, tour=TOUR)
    _, second = two_wallets(stack)
    assert stamp(second, code(stack, campaign_id, "reed26-c")).status == 200
    member = joined(stack, second)
    assert member.member_id != second.member_id
    copy = stack.call("GET", EXPORT, token=member.token).json
    (found,) = copy["stamps"]
    assert (found["campaign_id"], found["place"]) == (campaign_id, "reed26-c")
    assert [one["kind"] for one in copy["entries"]] == ["carry_over", "signup"]
    assert [one["kind"] for one in copy["earlier_entries"]] == [
        "carry_over", "grant_return", "signup",
    ]  # fmt: skip
    ids = [one["entry_id"] for one in (*copy["entries"], *copy["earlier_entries"])]
    assert len(set(ids)) == len(ids)
