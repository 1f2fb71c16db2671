"""From an entry to the phone: who hears of what, and what a push service may answer."""

import json
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.aws.functions import FUNCTIONS
from chalicelib.core.values import day_start
from chalicelib.ledger.kinds import KINDS
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.notifications import worker
from chalicelib.notifications.notices import TOLD, of_entry, payload
from chalicelib.notifications.wiring import NotificationsWiring
from chalicelib.wallets import worker as wallets_worker
from tests import builders, events
from tests.conftest import Member, Stack
from tests.notifications.told import (
    as_sent,
    delays,
    deliver,
    listed,
    push,
    stream,
    subscribe,
    waiting,
)
from tests.played_push import PlayedBrowser


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=3000)


@pytest.fixture
def browser(member: Member) -> PlayedBrowser:
    made = PlayedBrowser()
    assert subscribe(member, made).status == 200
    return made


def pay(stack: Stack, member: Member, amount: int = 1000) -> str:
    """A payment, of which the stream tells: its redemption id."""
    before = len(stack.table.items)
    paid = stack.redeem(member.pay_code(), amount)
    assert paid.status == 201, paid.raw
    stream(stack, since=before)
    return str(paid.json["redemption_id"])


def test_a_payment_and_its_cancel_are_told_in_the_browsers_language(
    stack: Stack, member: Member, browser: PlayedBrowser
) -> None:
    english = PlayedBrowser(host="updates.push.services.mozilla.com")
    subscribe(member, english, language="en")
    pay(stack, member)
    deliver(stack)

    (to_first, korean, headers), (to_second, other, _) = push(stack).left
    assert (to_first, to_second) == (browser.endpoint, english.endpoint)
    told = browser.read(korean)
    assert told["title"] == "상품권 결제"
    assert told["body"].endswith(" · 상품권 -1,000원")
    assert told["tag"].startswith("ent_")
    assert english.read(other)["title"] == "Payment"
    assert english.read(other)["tag"] == told["tag"]
    assert headers["Content-Encoding"] == "aes128gcm"
    assert (headers["TTL"], headers["Urgency"]) == ("86400", "high")
    assert headers["Topic"] == told["tag"]
    assert headers["Authorization"].startswith("vapid t=")


def test_a_message_says_nothing_of_the_person(
    stack: Stack, member: Member, browser: PlayedBrowser
) -> None:
    pay(stack, member)
    message = repr(as_sent(waiting(stack)[0]))
    deliver(stack)
    ((_, sealed, _),) = push(stack).left
    for secret in ("홍길동", "1234-5678", "5678", browser.host):
        assert secret not in message
    assert set(browser.read(sealed)) == {"title", "body", "tag", "lang", "from"}
    assert member.member_id.encode() not in sealed


def test_who_did_not_ask_costs_one_cheap_read_and_no_message(
    stack: Stack, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(stack.table.items)
    for _ in range(3):
        stack.redeem(member.pay_code(), 100)
    asked: list[bool] = []
    get = stack.table.get

    def counted(key: object, *, consistent: bool = False) -> object:
        asked.append(consistent)
        return get(key, consistent=consistent)  # type: ignore[arg-type]

    monkeypatch.setattr(stack.table, "get", counted)
    assert stream(stack, since=before) == []
    assert asked == [False]


def test_what_a_member_has_just_tapped_is_not_told(stack: Stack, member: Member) -> None:
    subscribe(member, PlayedBrowser())
    before = len(stack.table.items)
    assert member.convert(1000).status == 201
    assert stream(stack, since=before) == []
    assert set(TOLD) <= set(KINDS)
    assert FUNCTIONS["note_entries"].trigger.kinds == TOLD  # type: ignore[union-attr]


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_the_others_are_told(
    stack: Stack, member: Member, browser: PlayedBrowser, status: int
) -> None:
    other = PlayedBrowser(name="Safari", host="web.push.apple.com")
    subscribe(member, other)
    push(stack).answers[browser.endpoint] = (status, {})
    pay(stack, member)
    deliver(stack)

    assert [one["browser"] for one in listed(member)] == ["Safari"]
    assert len(push(stack).left) == 2
    assert waiting(stack) == []


def test_a_service_that_is_busy_is_asked_again_when_it_says_and_nobody_else(
    stack: Stack, member: Member, browser: PlayedBrowser
) -> None:
    other = PlayedBrowser()
    subscribe(member, other)
    push(stack).answers[browser.endpoint] = (429, {"retry-after": "120"})
    pay(stack, member)
    deliver(stack)
    assert delays(stack) == [120]
    push(stack).left.clear()
    del push(stack).answers[browser.endpoint]
    deliver(stack)

    assert [to for to, _, _ in push(stack).left] == [browser.endpoint]
    assert waiting(stack) == []


def test_one_that_stays_broken_is_given_up_and_nothing_fails(
    stack: Stack, member: Member, browser: PlayedBrowser
) -> None:
    push(stack).answers[browser.endpoint] = (503, {})
    pay(stack, member)
    waits = []
    while waiting(stack):
        deliver(stack)
        waits += delays(stack)
    assert waits == [30, 60, 120]
    assert len(push(stack).left) == 4
    assert len(listed(member)) == 1


def test_one_that_asks_for_an_hour_is_not_asked_again(
    stack: Stack, member: Member, browser: PlayedBrowser
) -> None:
    push(stack).answers[browser.endpoint] = (429, {"retry-after": "3600"})
    pay(stack, member)
    deliver(stack)
    assert waiting(stack) == []


@pytest.mark.parametrize("status", [400, 403, 413])
def test_what_is_refused_for_good_is_dropped_and_counted(
    stack: Stack, member: Member, browser: PlayedBrowser, status: int, log_lines: list[str]
) -> None:
    push(stack).answers[browser.endpoint] = (status, {})
    pay(stack, member)
    deliver(stack)
    assert waiting(stack) == []
    assert len(listed(member)) == 1


def test_a_message_that_is_delivered_twice_has_one_tag(
    stack: Stack, member: Member, browser: PlayedBrowser
) -> None:
    pay(stack, member)
    (message,) = waiting(stack)
    waiting(stack).append(message)
    deliver(stack)
    tags = {browser.read(body)["tag"] for _, body, _ in push(stack).left}
    assert len(push(stack).left) == 2
    assert len(tags) == 1


def test_nobody_is_told_who_logged_out_or_left_meanwhile(
    stack: Stack, member: Member, browser: PlayedBrowser
) -> None:
    pay(stack, member)
    stack.call("DELETE", "/v1/sessions", token=member.token)
    deliver(stack)
    assert push(stack).left == []


def test_a_browser_of_a_session_that_began_meanwhile_stays(
    stack: Stack, member: Member, browser: PlayedBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    pay(stack, member)
    wallets = stack.wired(NotificationsWiring).sending.wallets
    page = wallets.read(builders.COUNTY, member.member_id)
    stack.call("DELETE", "/v1/sessions", token=member.token)
    stack.later(minutes=1)
    again = stack.logged_in(member)
    assert subscribe(again, PlayedBrowser()).status == 200

    # The worker had read the profile before all of that.
    monkeypatch.setattr(type(wallets), "read", lambda *_: page)
    deliver(stack)
    monkeypatch.undo()

    assert (push(stack).left, len(listed(again))) == ([], 1)


def test_an_entry_of_a_later_release_stops_no_other(
    stack: Stack, member: Member, browser: PlayedBrowser
) -> None:
    stack.redeem(member.pay_code(), 100)
    item = next(i for i in reversed(stack.table.items.values()) if i.get("kind") == "redemption")
    unknown = {**item, "kind": "levitation"}
    stack.work(worker.note_entries, events.new_items([unknown, item]), events.Context())
    assert [message.notice.kind for message in waiting(stack)] == ["redemption"]


def test_a_grant_is_told_by_the_words_that_two_people_approved(
    stack: Stack, member: Member
) -> None:
    head = stack.wired(LedgerWiring).store.read(builders.COUNTY, member.member_id).entries[0]
    granted = replace(head, reason="하맥축제 경품 (grt_06BX3K9QZ7M2T4WA)")
    notice = of_entry(replace(granted, kind="adjustment", mileage_amount=500, voucher_amount=0))
    assert notice is not None
    told = json.loads(payload(notice, "en", "Gangjin"))
    assert (told["title"], told["body"]) == ("하맥축제 경품", "mileage +500 points")
    by_hand = replace(granted, kind="adjustment", reason="전산 오류 (바로잡음)", mileage_amount=-5)
    notice = of_entry(by_hand)
    assert notice is not None
    assert json.loads(payload(notice, "ko", "온 군민"))["title"] == "군청 조정"
    assert of_entry(replace(granted, kind="adjustment", mileage_amount=0, voucher_amount=0)) is None


@pytest.mark.parametrize("days", [30, 7])
def test_what_ends_in_thirty_and_in_seven_days_is_told_to_who_asked(
    stack: Stack, member: Member, browser: PlayedBrowser, days: int
) -> None:
    ends_on = date.fromisoformat(member.wallet()["voucher"]["lots"][0]["expires_on"])
    quiet = stack.member("010-9876-5432", vouchers=2000)
    assert quiet.balance() == 2000

    run_reminders(stack, ends_on, days=days + 1)
    assert waiting(stack) == []
    run_reminders(stack, ends_on, days=days)
    (message,) = waiting(stack)
    deliver(stack)
    ((_, body, headers),) = push(stack).left
    told = browser.read(body)
    assert message.notice.voucher == 3000
    assert told["title"] == "곧 유효 기간이 끝납니다"
    assert told["body"].startswith(
        f"{ends_on.year}년 {ends_on.month}월 {ends_on.day}일까지 상품권 "
    )
    assert told["tag"] == headers["Topic"] == f"ends-{ends_on:%Y%m%d}-{days}"
    assert headers["Urgency"] == "normal"


def test_what_is_spent_is_not_reminded_of(
    stack: Stack, member: Member, browser: PlayedBrowser
) -> None:
    ends_on = date.fromisoformat(member.wallet()["voucher"]["lots"][0]["expires_on"])
    stack.redeem(member.pay_code(), 3000)
    run_reminders(stack, ends_on, days=7)
    assert [m.notice for m in waiting(stack) if m.notice.voucher] == []


def run_reminders(stack: Stack, ends_on: date, *, days: int) -> None:
    """What the job of 09:30 does, so many days before."""
    builders.seed(stack.table, "jinju")
    event = {"source": "aws.events", "detail-type": "", "time": "", "resources": []}
    event |= {"account": "0", "region": "", "id": "1", "detail": {}, "version": "0"}
    with stack.adapters.clock.simulated(day_start(ends_on - timedelta(days=days))):
        stack.work(wallets_worker.remind_of_expiry, event, events.Context())
