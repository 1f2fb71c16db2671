"""Entries to a draw by a comment, over HTTP: sent, looked at, in the frozen list."""

import csv
import io
from typing import Any

import pytest

from chalicelib.draws.wiring import DrawsWiring
from chalicelib.photos.worker import tend_photos
from chalicelib.reporting.waiting_sources import MODERATORS, desk_of
from tests.builders import COUNTY
from tests.comments.entering import LINK, POST, decide, desk, enter, events, kept, opened, picture
from tests.conftest import Member, Stack
from tests.draws.lots import EVENT, announce, freeze, handles, upload
from tests.refusals import check_refused

OTHER, THIRD = "010-2718-2818", "010-3333-4444"


def _in_list(stack: Stack, draw_id: str, member: Member) -> bool:
    draws = stack.wired(DrawsWiring).draws
    mine = draws.pseudonym(draws.by_id(COUNTY, draw_id), f"member/{member.member_id}")
    return mine in draws.entrants(COUNTY, draw_id, limit=99, position=None)[0]


def test_a_certified_comment_is_in_the_frozen_list(stack: Stack) -> None:
    draw_id = opened(stack)
    member, refused = stack.member(), stack.member(OTHER)
    (event,) = events(member)
    assert (event["post_url"], event["may_send"], event["entry"]) == (POST, True, None)

    sent = enter(member, draw_id, upload_id=picture(member))
    assert (sent.status, sent.json["entry"]["status"]) == (201, "sent"), sent.raw
    assert (sent.json["entry"]["handle"], sent.json["entry"]["link"]) == ("celadon_kim", LINK)
    again = enter(refused, draw_id, handle="lee", link=LINK + "9")
    waiting = desk_of(stack.adapters).waiting(COUNTY)
    assert [one.roles for one in waiting if one.kind == "draw_comments"] == [MODERATORS] * 2
    looked = stack.call("GET", desk(draw_id, sent.json["entry"]["comment_id"]), token="bora")
    (name,) = kept(stack)
    assert (looked.json["handle"], looked.json["alike"]) == ("celadon_kim", [])
    assert name in looked.json["image_url"]

    for by in ("anna", "bora"):
        done = decide(stack, sent.json, by=by)
        assert (done.status, done.json["decided_by"]) == (200, "anna"), done.raw
    assert decide(stack, again.json, "reject").json["reason"] == "댓글이 보이지 않음"
    assert kept(stack) == set()
    (mine,) = events(refused)
    assert (mine["entry"]["status"], mine["entry"]["reason"]) == ("refused", "댓글이 보이지 않음")
    assert mine["may_send"]
    actions = stack.call("GET", "/v1/staff/audit", token="bora").json["data"]
    target = sent.json["entry"]["comment_id"]
    assert sorted(row["action"] for row in actions if row["target_id"] == target) == [
        "comment_accepted", "comment_viewed",
    ]  # fmt: skip

    stack.later(hours=2)
    assert freeze(stack, draw_id).json["entrant_count"] == 1
    assert freeze(stack, draw_id).json["entrant_count"] == 1
    assert (_in_list(stack, draw_id, member), _in_list(stack, draw_id, refused)) == (True, False)
    (mine,) = events(refused)
    assert (mine["may_send"], mine["is_decidable"]) == (False, False)


def test_who_is_excluded_by_handle_or_in_a_file_too_is_in_the_list_once_or_not(
    stack: Stack,
) -> None:
    draw_id = opened(stack, excluded="Boss,직원\n")
    people = {name: stack.member(phone) for name, phone in (("kim", OTHER), ("boss", THIRD))}
    for name, member in people.items():
        sent = enter(member, draw_id, handle=name, link=f"{LINK}{name}")
        assert decide(stack, sent.json).status == 200
    assert upload(stack, draw_id, handles("KIM", "lee")).status == 201
    stack.later(hours=2)
    done = freeze(stack, draw_id).json
    assert (done["entrant_count"], done["dropped"]) == (2, {"duplicate": 1, "staff": 1})
    assert (_in_list(stack, draw_id, people["kim"]), _in_list(stack, draw_id, people["boss"])) == (
        True, False,
    )  # fmt: skip
    rows = stack.call("GET", f"/v1/staff/draws/{draw_id}/rows.csv", token="anna").raw.decode()
    found = list(csv.DictReader(io.StringIO(rows.removeprefix("\ufeff"))))
    assert [row["account"] for row in found if row["dropped"] == "duplicate"] == ["kim"]


def test_a_better_one_may_be_sent_until_one_is_accepted(stack: Stack) -> None:
    draw_id = opened(stack)
    member = stack.member()
    first = enter(member, draw_id, link=None, upload_id=picture(member, 1))
    replaced = enter(member, draw_id, link=None, upload_id=picture(member, 2))
    assert (replaced.json["entry"]["sends"], len(kept(stack))) == (2, 1)
    check_refused(stack, lambda h: decide(stack, first.json, headers=h), 409, "comment_sent_anew")
    assert decide(stack, replaced.json, "reject", sends=2).status == 200
    body: dict[str, Any] = {"handle": "kim", "link": LINK}
    better = enter(member, draw_id, **body)
    same = enter(member, draw_id, **body)
    assert (better.json["entry"]["sends"], same.headers["Idempotent-Replayed"]) == (3, "true")
    assert (better.json["entry"]["status"], better.json["entry"]["reason"]) == ("sent", None)
    assert decide(stack, better.json, sends=3).status == 200
    check_refused(
        stack, lambda h: decide(stack, better.json, "reject", sends=3, headers=h),
        409, "comment_decided",
    )  # fmt: skip
    upload_id = picture(member, 4)
    check_refused(
        stack, lambda h: enter(member, draw_id, headers=h, upload_id=upload_id),
        409, "comment_decided",
    )  # fmt: skip
    assert kept(stack) == set()


def test_no_more_than_ten_are_sent(stack: Stack) -> None:
    draw_id, member = opened(stack), stack.member()
    for number in range(10):
        assert enter(member, draw_id, link=f"{LINK}{number}").status == 201
    check_refused(stack, lambda h: enter(member, draw_id, headers=h), 422, "comment_sends_used")
    assert not events(member)[0]["may_send"]


def test_two_people_with_one_handle_or_comment_are_marked_and_one_is_accepted(
    stack: Stack,
) -> None:
    draw_id = opened(stack)
    first, second, third = stack.member(), stack.member(OTHER), stack.member(THIRD)
    one = enter(first, draw_id, upload_id=picture(first)).json
    # The same account, as another would write it; the same comment, by another address of it.
    two = enter(second, draw_id, handle="celadon_KIM", link=f"{LINK}other").json
    address = "http://instagram.com/p/Cx1/c/17900000000000001?igsh=abc"
    three = enter(third, draw_id, handle="lee", link=address, upload_id=picture(third)).json

    path = desk(draw_id, one["entry"]["comment_id"])
    alike = stack.call("GET", path, token="anna").json["alike"]
    assert [(each["what"], each["member_id"]) for each in alike] == [
        ("handle", second.member_id), ("link", third.member_id), ("picture", third.member_id),
    ]  # fmt: skip
    assert decide(stack, one).status == 200
    for other in (two, three):
        check_refused(
            stack, lambda h, other=other: decide(stack, other, headers=h), 409, "comment_taken"  # type: ignore[misc]
        )  # fmt: skip
        assert decide(stack, other, "reject").status == 200


def test_what_shows_no_comment_is_refused(stack: Stack) -> None:
    draw_id, member = opened(stack), stack.member()
    for link in (None, f"{POST}/", POST.replace("https://", "http://m.") + "?utm_source=x"):
        check_refused(
            stack, lambda h, link=link: enter(member, draw_id, headers=h, link=link),  # type: ignore[misc]
            422, "comment_proof_missing", "link",
        )  # fmt: skip
    for changes in (
        {"handle": "a\nb"},
        {"link": "javascript:alert(1)"},
        {"link": "https://u@x.kr"},
    ):
        refused = enter(member, draw_id, **changes)
        assert (refused.status, refused.json["param"]) == (400, *changes)
    assert events(member)[0]["entry"] is None


def test_only_a_draw_that_takes_comments_takes_one_and_until_it_closes(stack: Stack) -> None:
    draw_id, member = opened(stack), stack.member()
    without = announce(stack, by="anna").json["draw_id"]
    check_refused(stack, lambda h: enter(member, without, headers=h), 422, "comments_not_taken")
    assert enter(member, "drw_0000000000000009").status == 404
    assert [each["draw_id"] for each in events(member)] == [draw_id]
    stack.later(hours=2)
    check_refused(stack, lambda h: enter(member, draw_id, headers=h), 422, "comment_entries_closed")
    assert events(member) == []


def test_a_list_waits_for_every_comment_and_then_takes_none(stack: Stack) -> None:
    draw_id = opened(stack)
    one, two = (enter(stack.member(phone), draw_id, handle=phone, link=LINK + phone).json
                for phone in (OTHER, THIRD))  # fmt: skip
    assert decide(stack, one).status == 200
    stack.later(hours=2)
    path = f"/v1/staff/draws/{draw_id}/freeze"
    check_refused(
        stack, lambda h: stack.call("POST", path, token="bora", headers=h),
        409, "comments_undecided",
    )  # fmt: skip
    assert decide(stack, two, "reject").status == 200
    assert freeze(stack, draw_id).json["entrant_count"] == 1
    late = enter(stack.member(), draw_id)
    assert late.json["code"] == "comment_entries_closed"
    check_refused(stack, lambda h: decide(stack, two, headers=h), 409, "draw_frozen")


def test_nobody_decides_over_their_own(stack: Stack) -> None:
    draw_id = opened(stack)
    member = stack.member()
    event = enter(member, draw_id).json
    stack.staff_phones["anna"] = "+82" + member.phone.replace("-", "")[1:]
    check_refused(stack, lambda h: decide(stack, event, headers=h), 403, "own_wallet", "member_id")
    assert decide(stack, event, by="bora").status == 200


def test_a_person_enters_once_by_whichever_wallet_has_the_number(stack: Stack) -> None:
    draw_id = opened(stack)
    first = stack.member()
    assert enter(first, draw_id).status == 201
    first.leave()
    stack.later(minutes=2)
    again = stack.member()
    check_refused(
        stack, lambda h: enter(again, draw_id, headers=h, handle="x"), 422, "comment_person_entered"
    )
    assert not events(again)[0]["may_send"]


def test_a_picture_that_nobody_decided_over_goes_in_the_night(stack: Stack) -> None:
    draw_id = opened(stack)
    member = stack.member()
    enter(member, draw_id, upload_id=picture(member))
    for hours, is_there in ((0, True), (40, False)):
        stack.later(hours=hours)
        with stack.adapters.clock.simulated(stack.now):
            stack.work(tend_photos, EVENT)
        assert bool(kept(stack)) is is_there
    missing = desk(draw_id, "cmt_0000000000000009")
    assert stack.call("GET", missing, token="anna").json["code"] == "comment_not_found"


@pytest.mark.parametrize("decided_first", [True, False])
def test_what_is_accepted_while_the_list_is_frozen_is_in_it_or_refused(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, *, decided_first: bool
) -> None:
    """The acceptance comes after the freezing has looked for what waits: before it closes the gate,
    or after."""
    draw_id = opened(stack)
    member = stack.member()
    event = enter(member, draw_id).json
    gate = stack.wired(DrawsWiring).comment_gate
    close, read = gate._close, gate._comments
    answers = []

    def closing(draw: Any) -> None:
        if decided_first:
            answers.append(decide(stack, event))
        close(draw)
        if not decided_first:
            answers.append(decide(stack, event))

    def first_none_waits(draw: Any) -> Any:
        found = read(draw)
        return found if answers else [one for one in found if one["status"] != "sent"]

    monkeypatch.setattr(gate, "_close", closing)
    monkeypatch.setattr(gate, "_comments", first_none_waits)
    stack.later(hours=2)
    assert freeze(stack, draw_id).status == 200
    (answer,) = answers
    assert answer.status == (200 if decided_first else 409), answer.raw
    assert _in_list(stack, draw_id, member) is decided_first
