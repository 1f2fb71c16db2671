"""Joining: the campaign, the proven phone, the sign-up, the session, and all their refusals."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.joining.campaign_store import CampaignStore
from tests import builders
from tests.conftest import Answer, Stack
from tests.refusals import check_refused

PHONE = "010-1234-5678"
VALID = {
    "name": "홍길동",
    "birth_on": "1980-05-05",
    "region_code": "11110",
    "relation": "tourist",
    "campaign_code": "celadon-a",
    "consents": {"terms": True, "privacy": True, "marketing": False},
}


def sign_up(stack: Stack, token: str, *, headers: Any = None, **changes: Any) -> Answer:
    body = VALID | {"verification_token": token} | changes
    body = {k: v for k, v in body.items() if v is not None}
    return stack.call("POST", "/v1/signups", body, headers=headers)


def test_a_campaign_is_shown_to_anyone_by_its_code_or_a_booths(stack: Stack) -> None:
    shown = stack.call("GET", "/v1/campaigns/celadon").json
    booth = stack.call("GET", "/v1/campaigns/celadon-b", headers={"Accept-Language": "en"}).json

    assert (shown["code"], shown["name"]) == ("celadon", "강진청자축제")
    assert (booth["code"], booth["name"]) == ("celadon-b", "Gangjin Celadon Festival")
    assert shown["signup_mileage"] == 5000
    assert shown["opens_at"] == "2026-01-01T00:00:00.000Z"
    assert [t["kind"] for t in shown["terms"] if t["required"]] == ["terms", "privacy"]


def test_a_campaign_says_whether_it_is_open_and_until_when(stack: Stack) -> None:
    CampaignStore(stack.table).put(
        builders.a_campaign(closes_at=builders.NOON + timedelta(hours=1))
    )

    def shown() -> Any:
        return stack.call("GET", "/v1/campaigns/celadon").json

    assert (shown()["is_open"], shown()["closes_at"]) == (True, "2026-11-22T04:00:00.000Z")
    stack.later(hours=1)
    assert shown()["is_open"] is False


def test_an_unknown_campaign_is_not_found(stack: Stack) -> None:
    token = stack.prove_phone(PHONE)

    def show(headers: Any) -> Answer:
        return stack.call("GET", "/v1/campaigns/porcelain", headers=headers)

    check_refused(stack, show, 404, "campaign_not_found")
    check_refused(
        stack,
        lambda h: sign_up(stack, token, campaign_code="porcelain", headers=h),
        404,
        "campaign_not_found",
    )
    assert stack.queue.sent == []


@pytest.mark.parametrize(
    ("opens_at", "closes_at"),
    [
        (builders.NOON, builders.NOON),
        (datetime(2026, 11, 22, 3, 0, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        (datetime(2026, 1, 1, tzinfo=UTC), builders.NOON),
    ],
)
def test_a_campaign_that_is_not_open_takes_no_sign_ups(
    stack: Stack, opens_at: datetime, closes_at: datetime
) -> None:
    CampaignStore(stack.table).put(builders.a_campaign(opens_at=opens_at, closes_at=closes_at))
    token = stack.prove_phone(PHONE)

    check_refused(
        stack, lambda h: sign_up(stack, token, headers=h), 422, "campaign_closed", "campaign_code"
    )
    assert stack.queue.sent == []


def test_without_a_campaign_the_countys_own_mileage_is_granted(stack: Stack) -> None:
    token = stack.prove_phone(PHONE)
    queued = sign_up(stack, token, campaign_code=None).json
    stack.deliver()

    assert stack.call("GET", f"/v1/signups/{queued['signup_id']}").json["granted_mileage"] == 5000


@pytest.mark.parametrize("kind", ["terms", "privacy"])
def test_a_missing_consent_refuses(stack: Stack, kind: str) -> None:
    token = stack.prove_phone(PHONE)
    consents = VALID["consents"] | {kind: False}  # type: ignore[operator]

    check_refused(
        stack,
        lambda h: sign_up(stack, token, consents=consents, headers=h),
        422,
        "consent_required",
        f"consents.{kind}",
    )
    assert stack.queue.sent == []


def test_fourteen_is_reached_at_midnight_in_seoul(stack: Stack) -> None:
    token = stack.prove_phone(PHONE)
    stack.now = datetime(2026, 11, 22, 14, 59, 59, 999000, tzinfo=UTC)  # 23:59:59.999 there
    token = stack.prove_phone("010-8765-4321")

    check_refused(
        stack,
        lambda h: sign_up(stack, token, birth_on="2012-11-23", headers=h),
        422,
        "guardian_required",
        "birth_on",
    )
    stack.later(milliseconds=1)
    assert sign_up(stack, token, birth_on="2012-11-23").status == 202


@pytest.mark.parametrize("birth_on", ["2026-11-23", "1895-11-22", "0001-01-01", "9999-12-31"])
def test_a_birth_date_that_cannot_be_is_refused(stack: Stack, birth_on: str) -> None:
    token = stack.prove_phone(PHONE)

    check_refused(
        stack,
        lambda h: sign_up(stack, token, birth_on=birth_on, headers=h),
        422,
        "birth_date_invalid",
        "birth_on",
    )


def test_an_unknown_region_is_refused(stack: Stack) -> None:
    token = stack.prove_phone(PHONE)

    check_refused(
        stack,
        lambda h: sign_up(stack, token, region_code="99999", headers=h),
        422,
        "region_unknown",
        "region_code",
    )


def test_a_verification_token_ends_and_cannot_be_made_up(stack: Stack) -> None:
    member = stack.member("010-2222-3333")
    token = stack.prove_phone(PHONE)
    stack.later(minutes=30)
    bad = [token, "x", token[:-2], member.token, "eyJhbGciOiJub25lIn0.e30."]

    for text in bad:
        for send in (
            lambda h, t=text: sign_up(stack, t, headers=h),
            lambda h, t=text: stack.call(
                "POST", "/v1/sessions", {"verification_token": t}, headers=h
            ),
        ):
            check_refused(stack, send, 401, "verification_token_invalid", "verification_token")
    assert stack.queue.sent == []


def test_a_phone_that_never_joined_opens_no_session(stack: Stack) -> None:
    token = stack.prove_phone(PHONE, purpose="login")

    check_refused(
        stack,
        lambda h: stack.call(
            "POST",
            "/v1/sessions",
            {"verification_token": token, "birth_on": "1980-05-05"},
            headers=h,
        ),
        404,
        "member_not_found",
    )


def test_a_member_logs_in_again_with_the_phone_and_the_birth_date(stack: Stack) -> None:
    member = stack.member(PHONE)
    stack.later(days=8)

    token = stack.prove_phone(PHONE, purpose="login")
    session = stack.log_in(token, birth_on="1980-05-05")

    assert session.json["member_id"] == member.member_id
    assert session.json["expires_at"] == "2026-12-07T03:00:00.000Z"


def test_joining_again_is_told_and_grants_nothing(stack: Stack) -> None:
    member = stack.member(PHONE)
    stack.later(minutes=1)

    again = stack.apply("+82 10 1234 5678", name="다른 이름").json
    stack.deliver(times=3)

    status = stack.call("GET", f"/v1/signups/{again['signup_id']}").json
    assert status["already_member"] is True
    assert status["granted_mileage"] == 0
    assert status["member_id"] == member.member_id
    assert member.wallet()["mileage"]["balance"] == 5000
    assert stack.call("GET", "/v1/me", token=member.token).json["name"] == "홍길동"


def test_a_sign_up_that_waits_in_the_queue_says_so(stack: Stack) -> None:
    queued = stack.apply(PHONE)

    assert queued.status == 202
    assert queued.json["status"] == "queued"
    assert queued.json["status_url"].endswith(f"/v1/signups/{queued.json['signup_id']}")
    assert stack.call("GET", f"/v1/signups/{queued.json['signup_id']}").json == {
        "status": "queued",
        "member_id": None,
        "already_member": None,
        "granted_mileage": None,
        "reason": None,
        "why_nothing": None,
    }


def test_a_sign_up_id_cannot_be_made_up(stack: Stack) -> None:
    signup_id = stack.apply(PHONE).json["signup_id"]
    last = "0" if signup_id[-1] != "0" else "1"

    for text in (signup_id[:-1] + last, signup_id[:20], "sgn_", "x", signup_id + "0"):
        check_refused(
            stack,
            lambda h, t=text: stack.call("GET", f"/v1/signups/{t}", headers=h),
            404,
            "signup_not_found",
        )
