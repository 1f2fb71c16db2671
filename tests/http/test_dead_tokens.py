"""Whatever let someone in before the membership or the session ended lets nobody in afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.core.values import sibling_id
from chalicelib.http.operations import Operation
from tests.buying.rush import bought
from tests.conftest import Answer, Member, Stack
from tests.festivals.festival import code, festival
from tests.http.test_access import operations
from tests.notifications.told import subscribe
from tests.played_push import PlayedBrowser
from tests.refusals import check_shape, standing
from tests.sales.test_counter_sales import _counter as _counter  # The staff and a round.
from tests.trips import journeys

PHONE = "010-7421-9035"
NEWCOMER = {"name": "이서연", "birth_on": "1996-02-17"}
BODIES: dict[str, Any] = {
    "PATCH /v1/me": {"name": "다른 이름"},
    "PUT /v1/me/consents/{kind}": {"given": True},
    "PUT /v1/me/purchases/{purchase_id}/refund-account": {
        "bank_code": "004",
        "account_number": "1234567890",
        "holder": "김말순",
    },
    "POST /v1/me/conversions": {"mileage": 1000},
    "POST /v1/me/pay-codes": {"typed": True},
    "POST /v1/me/purchases": {"round_id": "rnd_0000000000000001", "amount": 10_000},
    "POST /v1/me/payments": {"merchant_code": "M0001", "amount": 700, "order_id": "order-7"},
    "POST /v1/me/trips": {"starts_on": "2026-12-20", "ends_on": "2026-12-21"},
    "POST /v1/me/photo-entries": {
        "campaign_id": "cmp_0000000000000001",
        "place": "reed26-a",
        "upload_id": "upl_0000000000000001",
        "consent_version": 1,
    },
    "POST /v1/me/comment-entries": {
        "draw_id": "drw_0000000000000001",
        "handle": "kim",
        "link": "https://blog.naver.com/kim/1",
    },
    "POST /v1/me/uploads": {"content_type": "image/png", "bytes": 9, "sha256": "0" * 64},
    "POST /v1/me/trips/{trip_id}/claims": {"photos": [], "receipts": [], "redemption_ids": []},
    "PUT /v1/me/push-subscriptions": PlayedBrowser().body(),
    "POST /v1/merchants/{merchant_code}/reports": {"kind": "closed"},
}
DEAD = {"token_expired", "member_not_found", "member_suspended"}


@dataclass(frozen=True)
class Life:
    """A member who bought something, and what there is to ask for."""

    member: Member
    values: dict[str, str]

    def ask(self, operation: Operation, key: str) -> Answer:
        path = operation.path.format(**self.values)
        if (operation.method, path) == ("DELETE", "/v1/me"):
            path += "?confirmed=true"
        body = BODIES.get(f"{operation.method} {operation.path}")
        stack = self.member.stack
        if operation.path in ("/v1/me/visits", "/v1/me/stamps"):
            body = {"code": self.values["visit_code"]}
        if operation.path == "/v1/me/identity":
            body = {"verification_token": stack.prove_identity()}
        return stack.call(operation.method, path, body, token=self.member.token, key=key)


def a_rewarding_festival(stack: Stack) -> str:
    return festival(stack, tour={"places": ["reed26-c"], "needed": 1, "mileage": 100})


@pytest.fixture
def life(stack: Stack) -> Life:
    member = stack.member(PHONE, vouchers=3000)
    assert stack.redeem(member.pay_code(), 100).status == 201
    purchase_id = bought(stack, member, 20_000)
    entries = stack.call("GET", "/v1/me/entries", token=member.token).json["data"]
    campaign_id = a_rewarding_festival(stack)
    values = {
        "campaign_id": campaign_id,
        "kind": "marketing",
        "merchant_code": "M0001",
        "purchase_id": purchase_id,
        "voucher_id": sibling_id("vch", purchase_id),
        "entry_id": next(e["entry_id"] for e in entries if e["kind"] == "redemption"),
        "trip_id": journeys.apply(member).json["trip_id"],
        "subscription_id": subscribe(member, PlayedBrowser()).json["subscription_id"],
        "photo_id": "pho_0000000000000001",
        "visit_code": code(stack, campaign_id, "reed26-c"),
    }
    return Life(member, values)


def leave(stack: Stack, member: Member) -> None:
    assert stack.call("DELETE", "/v1/me?confirmed=true", token=member.token).status == 200
    stack.later(seconds=1)


def leave_to_another(stack: Stack, member: Member) -> None:
    leave(stack, member)
    assert newcomer(stack).member_id != member.member_id


def sign_out(stack: Stack, member: Member) -> None:
    assert stack.call("DELETE", "/v1/sessions", token=member.token).status == 200
    stack.later(seconds=1)


def suspend(stack: Stack, member: Member) -> None:
    set_status(stack, member, "suspended")


def suspend_and_reopen(stack: Stack, member: Member) -> None:
    suspend(stack, member)
    stack.later(seconds=1)
    set_status(stack, member, "active")


def set_status(stack: Stack, member: Member, status: str) -> None:
    path = f"/v1/staff/members/{member.member_id}/status"
    stack.staff_roles = frozenset({"manager"})
    answer = stack.call("PUT", path, {"status": status, "reason": "분실 신고"}, token="anna")
    assert answer.status == 200, answer.raw
    stack.later(seconds=1)


def newcomer(stack: Stack) -> Member:
    """Somebody else who was given the number and joined with it."""
    stack.later(minutes=1)
    token = stack.prove_phone(PHONE)
    assert stack.apply_with(token, **NEWCOMER).status == 202
    stack.deliver()
    session = stack.log_in(token)
    assert session.status == 200, session.raw
    return Member(stack, session.json["member_id"], session.json["access_token"], PHONE)


DEATHS: dict[str, Callable[[Stack, Member], None]] = {
    "left": leave,
    "left to another": leave_to_another,
    "signed out": sign_out,
    "suspended": suspend,
    "suspended and re-opened": suspend_and_reopen,
}
each_death = pytest.mark.parametrize("die", DEATHS.values(), ids=DEATHS)


def check_dead(answer: Answer) -> None:
    assert answer.status in (401, 403, 404), answer.raw
    assert check_shape(answer, language="ko")["code"] in DEAD


@pytest.mark.parametrize("operation", operations("member"))
def test_the_walk_asks_for_what_a_living_token_is_given(life: Life, operation: Operation) -> None:
    answer = life.ask(operation, "key")

    # The two that have to wait say so: they came past the session.
    assert answer.status < 300 or answer.json["code"] in (
        "proof_not_ready",
        "trip_not_claimable",
        "refund_account_not_needed",
        "change_refund_not_reached",
        # What was sold at the counter was not paid online.
        "payment_not_found",
        "activity_not_rewarded",
        "draw_not_found",
        "photo_entries_closed",
        "photo_not_found",
        "not_referred",
        "stamp_card_not_full",
    )


@each_death
@pytest.mark.parametrize("operation", operations("member"))
def test_a_dead_token_is_let_in_nowhere_not_even_to_an_answer_it_had_before(
    stack: Stack, life: Life, operation: Operation, die: Callable[[Stack, Member], None]
) -> None:
    if operation.requires_idempotency_key:
        life.ask(operation, "answered before")
    die(stack, life.member)
    before = standing(stack)

    for key in ("answered before", "new"):
        check_dead(life.ask(operation, key))

    assert standing(stack) == before


@each_death
@pytest.mark.parametrize("purpose", ["signup", "login"])
def test_a_number_that_was_proved_before_opens_no_session(
    stack: Stack, life: Life, purpose: str, die: Callable[[Stack, Member], None]
) -> None:
    stack.later(minutes=2)
    earlier = stack.prove_phone(PHONE, purpose)
    die(stack, life.member)
    before = standing(stack)

    for birth_on in ("1980-05-05", NEWCOMER["birth_on"]):
        answer = stack.log_in(earlier, birth_on=birth_on)
        assert answer.status in (401, 403, 404), answer.raw
    assert stack.log_in(earlier).status in (400, 401, 403, 404)

    assert standing(stack) == before


@each_death
def test_the_token_of_the_own_sign_up_opens_no_second_session(
    stack: Stack, die: Callable[[Stack, Member], None]
) -> None:
    token = stack.prove_phone(PHONE)
    stack.apply_with(token)
    stack.deliver()
    session = stack.log_in(token).json
    stack.later(seconds=1)
    die(stack, Member(stack, session["member_id"], session["access_token"], PHONE))

    assert stack.log_in(token).status in (401, 403, 404)
    # Nor does it after the same sign-up was sent again, or another with the same token.
    for more in ({}, {"name": "또 다른 이름"}, NEWCOMER):
        assert stack.apply_with(token, **more).status == 202
        stack.deliver()
        assert stack.log_in(token).status in (401, 403, 404)


@pytest.mark.parametrize("die", [leave, leave_to_another, suspend])
@pytest.mark.parametrize("is_typed", [False, True])
def test_a_pay_code_that_was_shown_before_pays_nothing(
    stack: Stack, life: Life, is_typed: bool, die: Callable[[Stack, Member], None]
) -> None:
    shown = stack.call(
        "POST", "/v1/me/pay-codes", {"typed": is_typed}, token=life.member.token
    ).json
    die(stack, life.member)
    before = standing(stack)

    answer = stack.redeem(shown["pay_code"], 100)

    assert (answer.status, answer.json["code"]) in (
        (404, "member_not_found"),
        (403, "member_suspended"),
    )
    assert standing(stack) == before


def test_after_signing_out_everybody_else_is_where_they_were(stack: Stack, life: Life) -> None:
    other = stack.member("010-3141-5926", vouchers=1000)
    elsewhere = stack.logged_in(life.member)
    sign_out(stack, life.member)

    assert other.balance() == 1000
    check_dead(stack.call("GET", "/v1/me/wallet", token=elsewhere.token))
    stack.later(minutes=1)
    again = stack.logged_in(life.member)
    assert again.member_id == life.member.member_id
    assert again.balance() == 22_900
