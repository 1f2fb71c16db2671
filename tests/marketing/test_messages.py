"""A message from its proposal to the phone, and how it is refused."""

import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.errors import TryAgainError
from chalicelib.marketing import worker
from chalicelib.marketing.wiring import MarketingWiring
from tests import builders
from tests.analysis.nights import run_night
from tests.events import Context
from tests.functional.test_workers import SCHEDULE
from tests.marketing.messages import (
    MESSAGES,
    REFUSALS,
    SEGMENTS,
    TEXTS,
    Office,
    outcomes,
    refuse,
    results,
)
from tests.refusals import check_refused


@pytest.fixture
def office() -> Office:
    office = Office()
    office.stack.adapters.text_messages.sent.clear()
    return office


def test_one_proposes_another_approves_and_each_is_sent_it_once(office: Office) -> None:
    path = f"{SEGMENTS}/{office.segment_id}/message-estimates"
    cost = office.ask("POST", path, TEXTS).json
    assert cost["sent_ko"].startswith("(광고) ")
    assert cost["cost_maximum"] >= 12 * cost["price_amount"] > 0
    message_id = office.propose(budget_amount=cost["cost_maximum"])
    own = office.ask("POST", f"{MESSAGES}/{message_id}/approve", {}, key="new")
    assert (own.status, own.json["code"]) == (403, "approver_is_proposer")
    office.approve(message_id)
    assert office.sent == []
    office.work(times=2)
    office.approve(message_id)
    assert len({phone for phone, _ in office.sent}) == len(office.sent) == 12
    assert all(
        re.search(r"\(광고\) .*\n.*\n무료 수신거부: .*/refuse/", text) for _, text in office.sent
    )
    assert results(office, message_id)["status"] == "completed"
    assert outcomes(office, message_id) == ["sent"] * 12


def test_a_repeat_is_on_record_once(office: Office) -> None:
    decided = {"approve": office.propose(), "reject": office.propose(name="다른 알림")}
    for what, message_id in decided.items():
        for _ in range(2):
            path = f"{MESSAGES}/{message_id}/{what}"
            body = {"reason": "확인함"}
            answer = office.ask("POST", path, body, by="bora", key="k" if what == "approve" else "")
            assert answer.status == 200, answer.raw

    kept = office.ask("GET", "/v1/staff/audit?limit=100").json["data"]
    of_messages = [(row["action"], row["by"], row["target_id"]) for row in kept]
    assert sorted(one for one in of_messages if one[2] in decided.values()) == sorted(
        [
            ("segment_message_proposed", "anna", decided["approve"]),
            ("segment_message_proposed", "anna", decided["reject"]),
            ("segment_message_approved", "bora", decided["approve"]),
            ("segment_message_rejected", "bora", decided["reject"]),
        ]
    )


def test_what_cannot_be_proposed(office: Office) -> None:
    path = f"{SEGMENTS}/{office.segment_id}/messages"
    body = {**TEXTS, "name": "x", "budget_amount": 1}

    def refused(changes: dict[str, Any], code: str, status: int, param: str | None) -> None:
        def send(headers: Any) -> Any:
            return office.ask("POST", path, body | changes, key="new", headers=headers)

        check_refused(office.stack, send, status, code, param)

    refused({}, "message_budget_too_small", 422, "budget_amount")
    refused({"text_en": "(광고) x"}, "message_text_invalid", 422, "text_en")
    message_id = office.propose()
    office.stack.later(days=7)
    stale = office.ask("POST", f"{MESSAGES}/{message_id}/approve", {}, by="bora", key="new")
    assert (stale.status, stale.json["code"]) == (422, "message_too_old")
    rejected = office.ask("POST", f"{MESSAGES}/{message_id}/reject", {"reason": "x"}, by="bora")
    assert rejected.json["status"] == "rejected"
    missing = office.ask("GET", f"{MESSAGES}/msg_0000000000000000")
    assert (missing.status, missing.json["code"]) == (404, "segment_message_not_found")
    office.ask("POST", f"{SEGMENTS}/{office.segment_id}/end", {})
    refused({}, "segment_ended", 409, None)


def test_a_repeat_is_the_same_message_after_another_night(office: Office) -> None:
    body = {**TEXTS, "name": "x", "budget_amount": 10_000}
    path = f"{SEGMENTS}/{office.segment_id}/messages"
    first = office.ask("POST", path, body, key="k-1")
    office.consent(office.members[0], "marketing", given=False)
    run_night(office.stack)
    again = office.ask("POST", path, body, key="k-1")
    assert (again.status, again.json) == (first.status, first.json)


def test_whoever_refuses_before_the_moment_of_sending_is_sent_nothing(office: Office) -> None:
    message_id = office.propose()
    office.approve(message_id)
    gone, suspended, withdrawn, late = office.members[:4]
    assert office.stack.call("DELETE", "/v1/me", token=gone.token).status == 200
    path = f"/v1/staff/members/{suspended.member_id}/status"
    office.ask("PUT", path, {"status": "suspended", "reason": "x"})
    office.consent(withdrawn, "marketing", given=False)
    sending = office.stack.wired(MarketingWiring).sending
    store, claim = sending.store, sending.store.claim

    def refuse_after_the_claim(*args: Any, **named: Any) -> Any:
        claimed = claim(*args, **named)
        if args[2] == late.member_id:
            refuse(office, late)
        return claimed

    store.claim = refuse_after_the_claim  # type: ignore[method-assign]
    office.work()
    found = outcomes(office, message_id)
    assert found == ["gone", "gone", "not_consented", "not_consented", *["sent"] * 8]
    assert len(office.sent) == 8


def test_at_night_it_waits_for_the_morning_but_for_who_allows_it(office: Office) -> None:
    office.consent(office.members[0], "marketing_night", given=True)
    office.stack.later(hours=11)
    message_id = office.propose()
    office.approve(message_id)
    office.work()
    assert len(office.sent) == 1
    assert office.ask("GET", f"{MESSAGES}/{message_id}").json["status"] == "approved"
    office.stack.later(hours=10)
    office.stack.work(worker.begin_marketing, SCHEDULE | {"time": ""}, Context())
    office.work()
    assert len(office.sent) == 12
    assert office.ask("GET", f"{MESSAGES}/{message_id}").json["status"] == "completed"


def test_no_more_than_the_caps_allow(office: Office) -> None:
    for _ in range(2):
        office.approve(office.propose())
        office.work()
    assert len(office.sent) == 12
    for _ in range(2):
        office.another_night()
        office.approve(office.propose())
        office.work()
    assert len(office.sent) == 24


def test_what_was_cut_off_between_claim_and_sending_is_never_sent_again(office: Office) -> None:
    message_id = office.propose()
    office.approve(message_id)
    messages = office.stack.adapters.text_messages
    send, tries = messages.send, iter(range(99))

    def cut_off(phone: str, text: str, **named: Any) -> None:
        match next(tries):
            case 0:
                raise TryAgainError(retry_after_seconds=1)
            case 1:
                raise MemoryError
        send(phone, text, **named)

    messages.send = cut_off
    task = office.queue.sent[0]
    sending = office.stack.wired(MarketingWiring).sending
    with pytest.raises(MemoryError):
        sending.run_slice(task.county_id, task.of, task.number)
    office.work()
    assert len({phone for phone, _ in office.sent}) == len(office.sent) == 10
    assert outcomes(office, message_id) == ["failed", *["sent"] * 10, "unknown"]


def test_a_link_refuses_at_once_and_again_the_same(office: Office) -> None:
    member = office.members[0]
    office.consent(member, "marketing_night", given=True)
    url = office.stack.wired(MarketingWiring).refusal_url(builders.COUNTY, member.member_id)
    code = url.rpartition("/")[2]
    page = office.stack.call("GET", f"/refuse/{code}", headers={"Accept": "text/html"})
    assert page.status == 200
    assert given(office, 0) == {"terms", "privacy", "marketing", "marketing_night"}
    first = office.stack.call("POST", REFUSALS, {"code": code})
    assert first.status == 200, first.raw
    office.stack.later(minutes=1)
    assert office.stack.call("POST", REFUSALS, {"code": code}).json == first.json
    assert given(office, 0) == {"terms", "privacy"}
    answer = office.stack.call("POST", REFUSALS, {"code": code[::-1]})
    assert (answer.status, answer.json["code"]) == (404, "refusal_link_invalid")


def given(office: Office, number: int) -> set[str]:
    answer = office.stack.call("GET", "/v1/me/consents", token=office.members[number].token)
    return {one["kind"] for one in answer.json["data"] if one["given"]}


def test_consent_is_reminded_of_after_two_years_once(office: Office) -> None:
    begin = SCHEDULE | {"time": ""}
    office.consent(office.members[0], "marketing", given=False)
    office.stack.now += timedelta(days=2 * 365 - 7)
    run_night(office.stack)
    refuse(office, office.members[1])
    office.stack.later(hours=8)
    for _ in range(2):
        office.stack.work(worker.begin_marketing, begin, Context())
        office.work()
    assert len(office.sent) == 10
    assert all("동의하셨습니다" in text and "/refuse/" in text for _, text in office.sent)


def test_what_came_of_it_is_counted_fourteen_days_later(office: Office) -> None:
    message_id = office.propose()
    office.approve(message_id)
    effects = "/v1/staff/segment-effects"
    assert office.ask("GET", effects).json["data"][0]["effect"] is None
    office.stack.later(days=14)
    run_night(office.stack)
    for _ in range(2):
        office.stack.work(worker.begin_marketing, SCHEDULE | {"time": ""}, Context())
        office.work()
    (trial,) = office.ask("GET", effects).json["data"]
    assert (trial["trial_id"], trial["kind"]) == (message_id, "message")
    assert trial["effect"]["finding"] == "nobody_held_out"
    assert trial["effect"]["treated"]["seen"] == 0
