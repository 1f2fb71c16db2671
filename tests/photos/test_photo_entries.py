"""Photos of a campaign over HTTP: sent by who was there, looked at, worth an entry and mileage."""

from datetime import date

from chalicelib.core.values import seoul_date
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.photos.worker import tend_photos
from tests.builders import COUNTY
from tests.conftest import Member, Stack
from tests.draws.lots import EVENT, announce, freeze, handles, upload
from tests.festivals.festival import faults
from tests.photos.entering import DESK, PATH, decide, enter, kept, opened, own, visitor
from tests.refusals import check_refused
from tests.uploads import pictures
from tests.uploads.pictures import GPS

OTHER = "010-2718-2818"


def test_an_accepted_photo_is_an_entry_in_the_draw_and_rewarded_as_a_post(stack: Stack) -> None:
    campaign_id = opened(stack)
    member = visitor(stack, campaign_id)
    draw_id = announce(stack, by="anna", campaign_id=campaign_id).json["draw_id"]
    assert upload(stack, draw_id, handles("somebody")).status == 201
    assert upload(stack, draw_id, "handle,reason\n", kind="excluded").status == 201
    (opening,) = [c for c in own(member)["campaigns"] if c["campaign_id"] == campaign_id]
    assert (opening["left"], [each["name"] for each in opening["places"]]) == (2, ["정문"])

    sent = enter(member, campaign_id)

    assert (sent.status, sent.json["status"], sent.json["place"]) == (201, "sent", "정문"), sent.raw
    photo_id = sent.json["photo_id"]
    (name,) = kept(stack)
    assert GPS not in stack.adapters.upload_files.files[name]
    shown = stack.call("GET", f"{DESK}/{photo_id}/image", token="anna")
    assert (shown.status, name in shown.json["url"]) == (200, True)
    before = member.wallet()["mileage"]["balance"]
    for by in ("anna", "bora"):
        done = decide(stack, photo_id, by=by)
        assert (done.status, done.json["decided_by"]) == (200, "anna"), done.raw
    assert member.wallet()["mileage"]["balance"] - before == 30
    assert own(member)["data"][0]["entry_id"] == done.json["entry_id"] is not None
    check_refused(
        stack, lambda h: decide(stack, photo_id, "reject", headers=h), 409, "photo_decided"
    )
    actions = stack.call("GET", "/v1/staff/audit", token="bora").json["data"]
    assert sorted(row["action"] for row in actions if row["target_id"] == photo_id) == [
        "photo_accepted", "photo_viewed",
    ]  # fmt: skip

    stack.later(hours=2)
    assert freeze(stack, draw_id, by="bora").json["entrant_count"] == 2
    draws = stack.wired(DrawsWiring).draws
    mine = draws.pseudonym(draws.by_id(COUNTY, draw_id), f"member/{member.member_id}")
    assert mine in draws.entrants(COUNTY, draw_id, limit=9, position=None)[0]
    assert faults(stack) == []


def test_a_draw_of_no_campaign_that_is_known_is_refused(stack: Stack) -> None:
    assert announce(stack, campaign_id="cmp_0000000000000009").status == 404


def test_only_who_was_there_may_enter_and_so_many_and_each_picture_once(stack: Stack) -> None:
    campaign_id = opened(stack, most=2)
    member, other = visitor(stack, campaign_id), stack.member(OTHER)

    def refused(who: Member, mark: int, code: str, param: str | None = None) -> None:
        upload_id = pictures.send(who, pictures.jpeg(mark))
        check_refused(
            stack,
            lambda h: enter(who, campaign_id, headers=h, upload_id=upload_id),
            422,
            code,
            param,
        )

    refused(other, 1, "photo_place_unvisited", "place")
    upload_id = pictures.send(member, pictures.jpeg(1))
    first = enter(member, campaign_id, upload_id=upload_id)
    # From another device, too, and whatever it says of itself.
    copy = pictures.send(member, pictures.jpeg(1, told=False))
    for each in (upload_id, copy):
        again = enter(member, campaign_id, upload_id=each)
        assert (again.json, again.headers["Idempotent-Replayed"]) == (first.json, "true")
    assert kept(stack) == {f"kept/photo/{first.json['photo_id']}"}
    enter(member, campaign_id, 2)
    refused(member, 3, "photo_turns_used")
    third = visitor(stack, campaign_id, "010-3333-4444")
    refused(third, 1, "photo_used", "upload_id")
    assert len(kept(stack)) == 2
    stack.set_rule("photo.entries", 0)
    stack.later(days=1)
    refused(third, 4, "photo_entries_closed")


def test_a_refused_photo_is_erased_and_its_reason_read(stack: Stack) -> None:
    campaign_id = opened(stack)
    member = visitor(stack, campaign_id)
    photo_id = enter(member, campaign_id).json["photo_id"]
    assert decide(stack, photo_id, "reject").json["status"] == "refused"
    (mine,) = own(member)["data"]
    assert (mine["reason"], mine["is_erased"], kept(stack)) == ("행사 사진이 아님", True, set())
    check_refused(
        stack,
        lambda h: stack.call("GET", f"{DESK}/{photo_id}/image", token="anna", headers=h),
        404,
        "photo_erased",
    )


def test_a_consent_taken_back_erases_the_photo_and_costs_nothing(stack: Stack) -> None:
    campaign_id = opened(stack)
    member = visitor(stack, campaign_id)
    photo_id = enter(member, campaign_id).json["photo_id"]
    decide(stack, photo_id)
    had = member.wallet()["mileage"]["balance"]

    def withdraw(who: object = member, headers: object = None) -> object:
        token = who.token  # type: ignore[attr-defined]
        return stack.call("POST", f"{PATH}/{photo_id}/withdraw", token=token, headers=headers)

    for _ in range(2):
        done = withdraw()
        assert (done.json["status"], done.json["is_erased"]) == ("withdrawn", True)  # type: ignore[attr-defined]
    assert (kept(stack), member.wallet()["mileage"]["balance"]) == (set(), had)
    other = stack.member(OTHER)
    check_refused(stack, lambda h: withdraw(other, h), 404, "photo_not_found")  # type: ignore[arg-type, return-value]


def test_pictures_go_the_day_after_the_last_that_they_are_kept(stack: Stack) -> None:
    campaign_id = opened(stack, kept_days=30)
    photo = enter(visitor(stack, campaign_id), campaign_id).json
    last = date.fromisoformat(photo["erased_on"])
    for after, is_there in ((0, True), (1, False)):
        stack.later(days=(last - seoul_date(stack.now)).days + after)
        with stack.adapters.clock.simulated(stack.now):
            stack.work(tend_photos, EVENT)
        assert bool(kept(stack)) is is_there


def test_a_session_that_has_ended_withdraws_nothing(stack: Stack) -> None:
    campaign_id = opened(stack)
    member = visitor(stack, campaign_id)
    photo_id = enter(member, campaign_id).json["photo_id"]
    assert stack.call("DELETE", "/v1/sessions", token=member.token).status == 200
    dead = stack.call("POST", f"{PATH}/{photo_id}/withdraw", token=member.token)
    assert (dead.status, dead.json["code"]) == (401, "token_expired")
    assert len(kept(stack)) == 1


def test_the_picture_of_who_has_left_goes_in_the_night(stack: Stack) -> None:
    campaign_id = opened(stack)
    member, other = visitor(stack, campaign_id), visitor(stack, campaign_id, OTHER)
    photo_id = enter(member, campaign_id).json["photo_id"]
    stays = enter(other, campaign_id, 2).json["photo_id"]
    decide(stack, photo_id)
    member.leave()
    for _ in range(2):
        with stack.adapters.clock.simulated(stack.now):
            stack.work(tend_photos, EVENT)
    assert kept(stack) == {f"kept/photo/{stays}"}
    rows = stack.call("GET", DESK, token="anna").json["data"]
    assert {row["photo_id"]: row["status"] for row in rows} == {
        photo_id: "withdrawn",
        stays: "sent",
    }
