"""Closed days by notice at the desk: announced, shown, held by the gates, and taken back."""

from typing import Any

from chalicelib.visits.errors import NoticeBegunError, NoticeNotFoundError
from chalicelib.web.home import Home
from tests import builders
from tests.conftest import Answer, Stack
from tests.refusals import check_refused
from tests.visits.gates_of import OfflineGate, admit, open_gate, pass_of

NOTICES = f"/v1/staff/facilities/{builders.FACILITY}/notices"
WORKS = {
    "on": "2026-12-01",
    "until": "2026-12-03",
    "reason": "전기 공사",
    "reason_en": "Electrical works",
}
STORM = {"on": "2026-11-22", "is_urgent": True, "reason": "강풍", "reason_en": "Storm"}


def announce(stack: Stack, body: dict[str, Any]) -> Answer:
    return stack.call("POST", NOTICES, body, token="anna")


def take_back(stack: Stack, notice_id: str, **more: Any) -> Answer:
    path = f"{NOTICES}/{notice_id}/take-back"
    return stack.call("POST", path, {"reason": "공사 미룸"}, token="anna", **more)


def closed_days(stack: Stack, language: str = "ko") -> list[tuple[str, str]]:
    headers = {"Accept-Language": language}
    path = f"/v1/facilities/{builders.FACILITY}"
    days = stack.call("GET", path, headers=headers).json["days"]
    return [(day["on"], day["reason"]) for day in days if day["closed_by"] == "notice"]


def closed_on_the_first_page(stack: Stack) -> list[tuple[str, str]]:
    [place] = Home(stack.adapters).places(builders.COUNTY)
    return [(f"{one.on}", f"{one.until}") for one in place.closed]


def test_a_span_is_announced_once_shown_in_both_languages_and_taken_back_before_it(
    stack: Stack,
) -> None:
    made = announce(stack, WORKS)
    assert made.status == 201, made.raw
    assert announce(stack, WORKS).json == made.json

    days = ["2026-12-01", "2026-12-02", "2026-12-03"]
    assert closed_days(stack) == [(day, "전기 공사") for day in days]
    assert closed_days(stack, "en") == [(day, "Electrical works") for day in days]
    [place] = Home(stack.adapters).places(builders.COUNTY)
    assert [one.notice_id for one in place.closed] == [made.json["notice_id"]]
    for language, words in (("ko", "12월 1일–12월 3일 쉽니다"), ("en", "Closed 1 December")):
        headers = {"Accept": "text/html", "Accept-Language": language}
        assert words in stack.call("GET", "/", headers=headers).raw.decode()

    stack.later(days=8)
    for _ in range(2):
        back = take_back(stack, made.json["notice_id"])
        assert (back.status, back.json["may_take_back"]) == (200, False), back.raw
    assert closed_days(stack) == []
    [listed] = stack.call("GET", NOTICES, token="anna").json["data"]
    assert listed["taken_back_at"] == back.json["taken_back_at"]
    records = [
        stack.call("GET", f"/v1/staff/audit?action=facility_notice_{what}", token="anna").json
        for what in ("made", "taken_back")
    ]
    assert [[row["reason"] for row in each["data"]] for each in records] == [
        ["전기 공사"], ["공사 미룸"],
    ]  # fmt: skip


def test_one_that_has_begun_is_not_taken_back_and_another_day_opens_after_all(
    stack: Stack,
) -> None:
    notice_id = announce(stack, STORM | {"until": "2026-11-25"}).json["notice_id"]
    check_refused(
        stack, lambda h: take_back(stack, notice_id, headers=h), 409, NoticeBegunError.code
    )
    check_refused(
        stack, lambda h: take_back(stack, "ntc_x", headers=h), 404, NoticeNotFoundError.code
    )
    stack.later(minutes=1)
    opened = announce(stack, {"on": "2026-11-25", "is_open": True, "reason": "바람 잦음"})
    assert opened.status == 201, opened.raw
    assert [day for day, _ in closed_days(stack)] == ["2026-11-22", "2026-11-23", "2026-11-24"]
    # The same days on the first page, and by an announcement in the middle of another.
    assert closed_on_the_first_page(stack) == [("2026-11-22", "2026-11-24")]
    stack.later(minutes=1)
    announce(stack, {"on": "2026-11-23", "is_open": True, "reason": "바람 잦음"})
    assert closed_on_the_first_page(stack) == [
        ("2026-11-22", "2026-11-22"),
        ("2026-11-24", "2026-11-24"),
    ]


def test_one_that_another_is_taking_back_just_now_is_asked_again(
    stack: Stack, monkeypatch: Any
) -> None:
    notice_id = announce(stack, WORKS).json["notice_id"]
    with monkeypatch.context() as at_once:
        at_once.setattr(stack.table, "put_together", lambda *items, **more: False)
        assert take_back(stack, notice_id).status == 503
    assert take_back(stack, notice_id).status == 200


def test_days_that_are_no_span_are_refused(stack: Stack) -> None:
    for until in ("2026-11-30", "2027-12-01"):
        wrong = announce(stack, WORKS | {"until": until})
        assert (wrong.status, wrong.json["param"]) == (400, "until")


def test_gates_with_and_without_a_net_hold_it_from_when_it_was_made(stack: Stack) -> None:
    text, before = pass_of(stack.member()), stack.now
    gate = OfflineGate(stack, "gate-a", key=open_gate(stack))
    stack.later(minutes=2)
    announce(stack, STORM)

    assert admit(stack, text).json["code"] == "facility_closed"
    headers = {"Accept-Language": "en"}
    rules = stack.call("GET", "/v1/admissions/rules", token=gate.key, headers=headers).json
    assert (rules["days"][0]["is_open"], rules["days"][0]["reason"]) == (False, "Storm")
    early = gate.scan(text, before)
    late = gate.scan(pass_of(stack.member("010-7777-0001")), stack.now)
    assert gate.report() == {early: "admitted", late: "facility_closed"}
