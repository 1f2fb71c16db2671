"""The photos of a campaign as anybody sees them: those that are accepted and consented to, now."""

import json
from datetime import date

from chalicelib.core.values import seoul_date
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.photos.worker import tend_photos
from chalicelib.web.home import Home
from tests.builders import COUNTY
from tests.conftest import Answer, Stack
from tests.draws.lots import EVENT
from tests.identity.test_one_person import FIRST, SECOND
from tests.photos.entering import DESK, PATH, decide, enter, kept, opened, own, visitor
from tests.refusals import check_refused

GALLERY = "/v1/campaigns/reed26/photos"


def gallery(stack: Stack, query: str = "", **more: object) -> Answer:
    return stack.call("GET", f"{GALLERY}{query}", **more)  # type: ignore[arg-type]


def names(stack: Stack) -> list[str]:
    return [one["url"].partition("?")[0].rpartition("/")[2] for one in gallery(stack).json["data"]]


def test_what_is_accepted_is_shown_without_whose_it_is_until_it_is_taken_back(
    stack: Stack,
) -> None:
    campaign_id = opened(stack, most=4)
    member = visitor(stack, campaign_id)
    ids = []
    for mark in range(1, 5):
        ids.append(enter(member, campaign_id, mark).json["photo_id"])
        stack.later(seconds=1)
    assert names(stack) == []
    for photo_id in ids[:3]:
        decide(stack, photo_id)
    decide(stack, ids[3], "reject")

    shown = gallery(stack)

    assert names(stack) == [ids[2], ids[1], ids[0]]
    assert {one["place"] for one in shown.json["data"]} == {"정문"}
    for secret in (member.member_id, "010-1234", "홍"):
        assert secret not in json.dumps(shown.json, ensure_ascii=False)
    withdrawn = stack.call("POST", f"{PATH}/{ids[1]}/withdraw", token=member.token)
    assert withdrawn.status == 200
    assert names(stack) == [ids[2], ids[0]]
    # A page that would have held it is filled by what comes after it.
    assert len(gallery(stack, "?limit=2").json["data"]) == 2
    page = gallery(stack, "?limit=1").json
    after = gallery(stack, f"?limit=1&cursor={page['next_cursor']}").json
    assert [page["data"][0]["url"], after["data"][0]["url"]] == [
        one["url"] for one in gallery(stack).json["data"]
    ]


def test_it_is_empty_the_day_after_the_last_whether_the_night_ran_or_not(stack: Stack) -> None:
    campaign_id = opened(stack)
    photo = enter(visitor(stack, campaign_id), campaign_id).json
    decide(stack, photo["photo_id"])
    last = date.fromisoformat(photo["erased_on"])
    stack.later(days=(last - seoul_date(stack.now)).days)
    assert len(names(stack)) == 1
    stack.later(days=1)
    assert (names(stack), len(kept(stack))) == ([], 1)


def test_of_no_campaign_there_is_none_and_its_page_opens(stack: Stack) -> None:
    opened(stack)
    check_refused(
        stack,
        lambda h: stack.call("GET", "/v1/campaigns/nothing/photos", headers=h),
        404,
        "campaign_not_found",
    )
    page = stack.call("GET", "/photos/reed26", headers={"Accept": "text/html"})
    assert (page.status, b'data-code="reed26"' in page.raw) == (200, True)


def test_photos_come_along_into_the_wallet_that_opens_again(stack: Stack) -> None:
    first = stack.member(FIRST)
    first.identify("hong")
    first.leave()
    campaign_id = opened(stack)
    visited = visitor(stack, campaign_id, SECOND)
    photo_id = enter(visited, campaign_id).json["photo_id"]
    decide(stack, photo_id)
    assert visited.identify("hong").json["member_id"] == first.member_id
    stack.later(minutes=1)
    same = stack.logged_in(visited)

    assert [one["photo_id"] for one in own(same)["data"]] == [photo_id]
    stranger = stack.member(FIRST)
    assert own(stranger)["data"] == []
    refused = stack.call("POST", f"{PATH}/{photo_id}/withdraw", token=stranger.token)
    assert refused.json["code"] == "photo_not_found"
    done = stack.call("POST", f"{PATH}/{photo_id}/withdraw", token=same.token)
    assert (done.status, done.json["is_erased"], names(stack)) == (200, True, [])


def test_of_who_leaves_nothing_is_shown_from_then_on(stack: Stack) -> None:
    """Neither of the wallet itself nor of one that goes on in it; the pictures go in the night."""
    first = stack.member(FIRST)
    first.identify("hong")
    first.leave()
    campaign_id = opened(stack)
    visited = visitor(stack, campaign_id, SECOND)
    decide(stack, enter(visited, campaign_id).json["photo_id"])
    visited.identify("hong")
    stack.later(minutes=1)
    same = stack.logged_in(visited)
    assert len(names(stack)) == 1

    assert same.leave().status == 200
    assert names(stack) == []
    stack.work(tend_photos, EVENT)
    assert kept(stack) == set()


def test_what_staff_take_down_is_gone_at_once_and_its_member_reads_why(stack: Stack) -> None:
    campaign_id = opened(stack)
    member = visitor(stack, campaign_id)
    photo_id = enter(member, campaign_id).json["photo_id"]
    early = decide(stack, photo_id, "take-down")
    assert (early.status, early.json["code"]) == (409, "photo_decided")
    rewarded = decide(stack, photo_id).json["entry_id"]
    assert names(stack) != []

    for _ in range(2):
        taken = decide(stack, photo_id, "take-down", by="bora")
        assert (taken.status, taken.json["taken_down_by"]) == (200, "bora"), taken.raw

    assert (names(stack), kept(stack)) == ([], set())
    (told,) = own(member)["data"]
    assert (told["status"], told["reason"]) == ("taken_down", "행사 사진이 아님")
    assert (told["entry_id"], told["is_erased"]) == (rewarded, True)
    look = stack.call("GET", f"{DESK}/{photo_id}/image", token="anna")
    assert (look.status, look.json["code"]) == (404, "photo_erased")
    audit = stack.call("GET", "/v1/staff/audit?limit=100", token="anna").json["data"]
    (record,) = [row for row in audit if row["action"] == "photo_taken_down"]
    assert (record["by"], record["target_id"]) == ("bora", photo_id)
    again = decide(stack, photo_id)
    assert again.json["status"] == "taken_down"


def test_home_and_the_sign_up_page_lead_to_it_where_there_is_one(stack: Stack) -> None:
    campaign_id = opened(stack)
    photo_id = enter(visitor(stack, campaign_id), campaign_id).json["photo_id"]
    campaign = stack.wired(JoiningWiring).campaigns.by_id(COUNTY, campaign_id)
    # Each with nothing remembered of the minute before.
    assert not Home(stack.adapters).has_photos(campaign)
    decide(stack, photo_id)
    assert Home(stack.adapters).has_photos(campaign)
    for path in ("/", "/j/reed26"):
        page = stack.call("GET", path, headers={"Accept": "text/html"})
        assert b'href="photos/reed26"' in page.raw
    decide(stack, photo_id, "take-down")
    assert not Home(stack.adapters).has_photos(campaign)
