"""Messages whose sending was cut off, met somebody else, or would cost more than was approved."""

import itertools
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.analysis import segment_service
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import SEOUL, seoul_date
from chalicelib.marketing import worker
from chalicelib.marketing.wiring import MarketingWiring
from tests import builders
from tests.analysis.nights import run_night
from tests.events import Context
from tests.functional.test_workers import SCHEDULE
from tests.marketing.messages import MESSAGES, SEGMENTS, TEXTS, Office, outcomes, refuse, results


@pytest.fixture
def office() -> Office:
    office = Office()
    office.stack.adapters.text_messages.sent.clear()
    return office


def test_a_lot_that_holds_fewer_out_does_not_pass_the_budget(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{SEGMENTS}/{office.segment_id}"
    cost = office.ask("POST", f"{path}/message-estimates", TEXTS).json
    real, times = segment_service.draw, itertools.count()

    def drawn(*args: Any, **named: Any) -> Any:
        return real(*args, **named) * (4 if next(times) else 1)

    monkeypatch.setattr(segment_service, "draw", drawn)
    body = {**TEXTS, "name": "x", "budget_amount": cost["cost_maximum"]}
    answer = office.ask("POST", f"{path}/messages", body, key="new")
    assert (answer.status, answer.json["code"]) == (422, "message_budget_too_small")
    assert office.ask("GET", MESSAGES).json["data"] == []


def test_a_message_by_which_the_cap_is_reached_stays_sent(office: Office) -> None:
    office.stack.set_rule("marketing.day_maximum", 1)
    office.another_night()
    message_id = office.propose()
    office.approve(message_id)
    task = office.queue.sent[0]
    sending = office.stack.wired(MarketingWiring).sending
    store, claim, first = sending.store, sending.store.claim, iter([True])

    def come_twice(*args: Any, **named: Any) -> Any:
        """The queue gave the same slice to another worker, who is done with it meanwhile."""
        if next(first, False):
            sending.run_slice(task.county_id, task.of, task.number)
        return claim(*args, **named)

    store.claim = come_twice  # type: ignore[method-assign]
    sending.run_slice(task.county_id, task.of, task.number)
    assert len(office.sent) == 12
    assert outcomes(office, message_id) == ["sent"] * 12


def test_what_was_sent_stays_on_record_whoever_looks_later(office: Office) -> None:
    message_id = office.propose()
    office.approve(message_id)
    task = office.queue.sent[0]
    sending = office.stack.wired(MarketingWiring).sending
    profiles, first = sending.profiles, iter([True])
    read = profiles.profile

    def come_late(*args: Any, **named: Any) -> Any:
        """Another worker is done with the slice, and a member refuses, before this one looks."""
        if next(first, False):
            sending.run_slice(task.county_id, task.of, task.number)
            for member in office.members:
                refuse(office, member)
        return read(*args, **named)

    profiles.profile = come_late  # type: ignore[method-assign]
    sending.run_slice(task.county_id, task.of, task.number)
    assert len(office.sent) == 12
    assert outcomes(office, message_id) == ["sent"] * 12


def test_what_had_no_answer_is_unknown_and_never_sent_again(office: Office) -> None:
    message_id = office.propose()
    office.approve(message_id)
    office.stack.adapters.text_messages.attempt = lambda *args, **named: "unknown"
    office.work(times=2)
    assert outcomes(office, message_id) == ["unknown"] * 12
    assert office.sent == []


def test_whom_another_night_found_is_not_used(office: Office) -> None:
    body = {**TEXTS, "name": "x", "budget_amount": 10_000}
    path = f"{SEGMENTS}/{office.segment_id}/messages"
    office.stack.later(days=1)
    stale = office.ask("POST", path, body, key="new")
    assert (stale.status, stale.json["code"]) == (404, "analysis_not_ready")
    assert stale.json["next_on"] == (seoul_date(office.stack.now) + timedelta(days=1)).isoformat()
    assert stale.json["next_on"] in stale.json["detail"]
    since_midnight = office.stack.now.astimezone(SEOUL)
    minutes = since_midnight.hour * 60 + since_midnight.minute
    office.stack.later(minutes=24 * 60 + 60 - minutes)
    at_one = office.ask("POST", path, body, key="new")
    assert at_one.json["next_on"] == seoul_date(office.stack.now).isoformat()
    office.another_night()
    message_id = office.propose()
    office.stack.later(days=6)
    office.approve(message_id)
    office.stack.later(days=1)
    office.work()
    assert office.sent == []


def test_one_cut_off_is_for_whom_the_night_of_its_repeat_found(office: Office) -> None:
    """Who refused meanwhile is not in it, and it is completed."""
    store = office.stack.wired(MarketingWiring).store
    create = store.create

    def cut_off(*args: Any) -> None:
        raise TryAgainError(retry_after_seconds=1)

    store.create = cut_off  # type: ignore[method-assign]
    body = {**TEXTS, "name": "x", "budget_amount": 10_000}
    path = f"{SEGMENTS}/{office.segment_id}/messages"
    assert office.ask("POST", path, body, key="k-1").status == 503
    store.create = create  # type: ignore[method-assign]
    refuse(office, office.members[0])
    office.another_night()
    message_id = office.ask("POST", path, body, key="k-1").json["message_id"]
    office.approve(message_id)
    office.work()
    assert outcomes(office, message_id) == ["sent"] * 11
    assert results(office, message_id)["status"] == "completed"
    (trial,) = office.ask("GET", "/v1/staff/segment-effects").json["data"]
    found = office.stack.wired(MarketingWiring).effects.trials
    (kept,) = found.all(builders.COUNTY)
    assert len(list(found.participants(kept))) == 11
    assert trial["trial_id"] == message_id


def test_a_price_that_rises_does_not_pass_the_budget(office: Office) -> None:
    path = f"{SEGMENTS}/{office.segment_id}/message-estimates"
    most = office.ask("POST", path, TEXTS).json["cost_maximum"]
    approved, waiting = (office.propose(budget_amount=most) for _ in range(2))
    office.approve(approved)
    office.stack.set_rule("marketing.sms_price", 900)
    office.stack.later(days=1)
    answer = office.ask("POST", f"{MESSAGES}/{waiting}/approve", {}, by="bora", key="new")
    assert (answer.status, answer.json["code"]) == (422, "message_budget_too_small")
    office.work()
    assert office.sent == []


@pytest.mark.parametrize(("answer", "times"), [("unknown", 2), ("refused", 7), ("sent", 1)])
def test_how_often_a_reminder_is_tried(office: Office, answer: str, times: int) -> None:
    """Where no answer told whether it went out, once more; where it did not, a week long."""
    tried: list[str] = []

    def attempt(phone: str, text: str) -> str:
        tried.append(phone)
        return answer

    office.stack.adapters.text_messages.attempt = attempt
    office.stack.now += timedelta(days=2 * 365 - 7)
    run_night(office.stack)
    for _ in range(9):
        office.stack.later(days=1)
        office.stack.work(worker.begin_marketing, SCHEDULE | {"time": ""}, Context())
        office.work(times=2)
    assert len(tried) == 12 * times
