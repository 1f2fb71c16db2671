"""Signing up when an answer is lost: asked again, the same outcome."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.joining.campaign_store import CampaignStore
from tests import builders
from tests.conftest import Answer, Stack
from tests.refusals import check_refused

PHONE = "010-4669-2016"
KEY = "0b7e5c1e-7f43-4a39-9a0b-5a3a1f6c2d11"


def outcome(stack: Stack, queued: Answer) -> Any:
    assert queued.status == 202, queued.raw
    return stack.call("GET", f"/v1/signups/{queued.json['signup_id']}").json


def check_granted_once(stack: Stack, *answers: Answer) -> None:
    ends = [outcome(stack, answer) for answer in answers]
    assert all(end == ends[0] for end in ends)
    assert (ends[0]["already_member"], ends[0]["granted_mileage"]) == (False, 5000)
    wallets = {key[0] for key, item in stack.table.items.items() if item.get("type") == "entry"}
    assert len(wallets) == 1


@pytest.mark.parametrize("key", [KEY, None], ids=["a key", "no key"])
@pytest.mark.parametrize("is_completed", [False, True], ids=["queued", "completed"])
def test_the_same_sent_again_is_the_same_sign_up(
    stack: Stack, key: str | None, is_completed: bool
) -> None:
    token = stack.prove_phone(PHONE)
    first = stack.apply_with(token, key=key)
    if is_completed:
        stack.deliver()
        stack.later(minutes=7)

    again = [stack.apply_with(token, key=key) for _ in range(3)]
    stack.deliver(times=2)

    check_granted_once(stack, first, *again)
    replayed = ["Idempotent-Replayed" in answer.headers for answer in (first, *again)]
    assert replayed == [False, *[key is not None] * 3]
    assert stack.log_in(token).status == 200


def test_the_same_key_with_a_number_proved_again_is_the_same_sign_up(stack: Stack) -> None:
    first = stack.apply_with(stack.prove_phone(PHONE), key=KEY)
    stack.deliver()
    stack.later(minutes=31)
    token = stack.prove_phone(PHONE)

    again = stack.apply_with(token, key=KEY)
    stack.deliver()

    check_granted_once(stack, first, again)
    assert again.headers["Idempotent-Replayed"] == "true"
    # And the token that is at hand opens the wallet.
    assert stack.log_in(token).json["member_id"] == outcome(stack, first)["member_id"]


def test_what_was_never_queued_is_queued_when_it_is_sent_again(stack: Stack) -> None:
    token = stack.prove_phone(PHONE)
    stack.queue.is_down = True
    assert stack.apply_with(token, key=KEY).status == 500
    stack.queue.is_down = False

    again = stack.apply_with(token, key=KEY)
    stack.deliver()

    check_granted_once(stack, again)


@pytest.mark.parametrize(
    "other",
    [{"name": "임꺽정"}, {"birth_on": "1981-05-05"}, {"relation": "worker"},
     {"campaign_code": "celadon-b"},
     {"consents": {"terms": True, "privacy": True, "marketing": True}}],
    ids=lambda other: next(iter(other)),
)  # fmt: skip
def test_another_body_under_the_key_is_refused(stack: Stack, other: dict[str, Any]) -> None:
    token = stack.prove_phone(PHONE)
    first = stack.apply_with(token, key=KEY)
    stack.deliver()

    check_refused(
        stack,
        lambda h: stack.apply_with(token, key=KEY, headers=h, **other),
        422,
        "idempotency_key_reused",
    )
    assert stack.queue.sent == []
    check_granted_once(stack, first)


def test_a_key_is_the_numbers_own(stack: Stack) -> None:
    one = stack.apply_with(stack.prove_phone(PHONE), key=KEY)
    other = stack.apply_with(stack.prove_phone("010-9192-6314"), key=KEY, name="임꺽정")
    stack.deliver()

    ids = {outcome(stack, answer)["member_id"] for answer in (one, other)}
    assert len(ids) == 2
    assert {outcome(stack, a)["granted_mileage"] for a in (one, other)} == {5000}


@pytest.mark.parametrize("key", ["", "k" * 256, "키", "a\tb"])
def test_a_key_that_is_none_is_refused(stack: Stack, key: str) -> None:
    token = stack.prove_phone(PHONE)

    answer = stack.apply_with(token, headers={"Idempotency-Key": key})

    assert (answer.status, answer.json["code"]) == (400, "idempotency_key_missing")
    assert stack.queue.sent == []


def test_a_sign_up_under_its_key_outlasts_the_campaigns_last_minute(stack: Stack) -> None:
    closes_at = builders.NOON + timedelta(minutes=1)
    CampaignStore(stack.table).put(builders.a_campaign(closes_at=closes_at))
    token = stack.prove_phone(PHONE)
    first = stack.apply_with(token, key=KEY)
    stack.later(minutes=1)

    again = stack.apply_with(token, key=KEY)
    stack.deliver()

    check_granted_once(stack, first, again)
    late = stack.apply_with(stack.prove_phone("010-9192-6314"), key="another")
    assert (late.status, late.json["code"]) == (422, "campaign_closed")


def test_the_grant_is_the_campaigns_whatever_the_message_says(stack: Stack) -> None:
    CampaignStore(stack.table).put(builders.a_campaign(signup_mileage=3210))
    queued = stack.apply_with(stack.prove_phone(PHONE))
    stack.deliver()

    assert outcome(stack, queued)["granted_mileage"] == 3210
