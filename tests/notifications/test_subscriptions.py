"""A member's browsers that are notified: added, listed, ended, erased."""

import pytest

from chalicelib.core.errors import VersionConflictError
from chalicelib.ledger import keys as ledger_keys
from chalicelib.notifications import keys
from chalicelib.notifications.wiring import NotificationsWiring
from tests.builders import COUNTY
from tests.conftest import Member, Stack
from tests.notifications.told import PATH, listed, subscribe
from tests.played_push import PlayedBrowser
from tests.refusals import check_refused


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member()


def stored(stack: Stack, member: Member) -> dict[str, object]:
    return stack.table.items[tuple(keys.subscriptions(COUNTY, member.member_id))]


def test_a_browser_is_added_once_however_often_it_asks(stack: Stack, member: Member) -> None:
    browser = PlayedBrowser()
    first = subscribe(member, browser)
    stack.later(days=1)
    again = subscribe(member, browser, language="en")

    assert (first.status, again.status) == (200, 200)
    assert again.json == first.json | {"language": "en"}
    assert listed(member) == [again.json]


def test_what_a_browser_gave_is_sealed_and_the_key_is_the_countys(
    stack: Stack, member: Member
) -> None:
    browser = PlayedBrowser()
    subscribe(member, browser)
    kept = repr(stored(stack, member))
    assert browser.host not in kept
    assert browser.body()["p256dh"] not in kept
    answer = stack.call("GET", PATH, token=member.token).json
    own = stack.adapters.signer.push_keys
    assert answer["application_server_key"] == own.public_key(COUNTY)


def test_five_browsers_are_notified_and_a_sixth_when_one_is_ended(
    stack: Stack, member: Member
) -> None:
    browsers = [PlayedBrowser(name=f"Firefox {number}") for number in range(6)]
    for browser in browsers[:5]:
        assert subscribe(member, browser).status == 200
    check_refused(
        stack,
        lambda h: stack.call("PUT", PATH, browsers[5].body(), token=member.token, headers=h),
        422,
        "too_many_push_subscriptions",
        None,
    )
    first = listed(member)[0]["subscription_id"]
    left = stack.call("DELETE", f"{PATH}/{first}", token=member.token)
    assert [one["browser"] for one in left.json["data"]] == [b.name for b in browsers[1:5]]
    assert subscribe(member, browsers[5]).status == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "https://evil.example/send"},
        {"endpoint": "https://169.254.169.254/latest"},
        {"p256dh": "AAAA"},
        {"p256dh": "no base64!"},
        {"auth": "AAAA"},
        {"auth": "한글"},
    ],
)
def test_what_no_message_could_be_left_with_is_refused(
    stack: Stack, member: Member, changes: dict[str, str]
) -> None:
    body = PlayedBrowser().body(**changes)
    check_refused(
        stack,
        lambda h: stack.call("PUT", PATH, body, token=member.token, headers=h),
        422,
        "push_subscription_invalid",
        "endpoint",
    )
    assert listed(member) == []


def test_one_that_is_not_there_cannot_be_ended(stack: Stack, member: Member) -> None:
    check_refused(
        stack,
        lambda h: stack.call("DELETE", f"{PATH}/psh_0", token=member.token, headers=h),
        404,
        "push_subscription_not_found",
        None,
    )


def test_nobody_sees_or_ends_another_members(stack: Stack, member: Member) -> None:
    subscription = subscribe(member, PlayedBrowser()).json["subscription_id"]
    other = stack.member("010-9876-5432")
    assert listed(other) == []
    assert stack.call("DELETE", f"{PATH}/{subscription}", token=other.token).status == 404
    assert len(listed(member)) == 1
    assert stack.call("GET", PATH).status == 401


def test_a_copy_of_ones_data_has_them(stack: Stack, member: Member) -> None:
    browser = PlayedBrowser()
    subscribe(member, browser)
    (held,) = stack.call("GET", "/v1/me/export", token=member.token).json["push_subscriptions"]
    assert (held["endpoint"], held["browser"]) == (browser.endpoint, browser.name)


def test_a_log_out_ends_them_and_so_does_leaving(stack: Stack, member: Member) -> None:
    subscribe(member, PlayedBrowser())
    stack.call("DELETE", "/v1/sessions", token=member.token)
    assert "sealed" not in stored(stack, member)

    stack.later(minutes=1)
    again = stack.logged_in(member)
    assert listed(again) == []
    subscribe(again, PlayedBrowser())
    assert again.leave().status == 200
    kept = stored(stack, member)
    assert "sealed" not in kept
    assert "data_key" not in kept


def test_who_leaves_while_a_browser_is_added_leaves_nothing(
    stack: Stack, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leaving erases what was there; what is written right after it erases itself."""
    store = stack.wired(NotificationsWiring).store
    write, has_left = type(store).write, []

    def leave_then_write(self: object, *values: object, **options: object) -> None:
        if not has_left:
            has_left.append(member.leave().status)
        write(self, *values, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(type(store), "write", leave_then_write)
    assert subscribe(member, PlayedBrowser()).status == 404
    assert has_left == [200]
    assert "sealed" not in stored(stack, member)
    assert stack.table.items[tuple(ledger_keys.profile(COUNTY, member.member_id))]["left_at"]


def test_two_browsers_that_are_added_at_once_are_both_there(
    stack: Stack, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = stack.wired(NotificationsWiring).store
    write, others = type(store).write, [PlayedBrowser(name="Safari")]

    def write_second(self: object, *values: object, **options: object) -> None:
        if others:
            assert subscribe(member, others.pop()).status == 200
        write(self, *values, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(type(store), "write", write_second)
    subscribe(member, PlayedBrowser(name="Edge"))
    assert sorted(one["browser"] for one in listed(member)) == ["Edge", "Safari"]


def test_what_never_ceases_to_change_is_given_up(
    stack: Stack, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def conflict(*_: object, **__: object) -> None:
        raise VersionConflictError

    store = stack.wired(NotificationsWiring).store
    monkeypatch.setattr(type(store), "write", conflict)
    assert subscribe(member, PlayedBrowser()).json["code"] == "version_conflict"
