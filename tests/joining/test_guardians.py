"""Under 14: a guardian consents by a code sent to a number of their own, and the child joins."""

import json
from typing import Any

import pytest

from chalicelib.joining import guardian_service
from chalicelib.joining.queue import signup_from_message, signup_to_message
from chalicelib.ledger import keys
from tests.builders import COUNTY
from tests.conftest import Answer, Stack
from tests.refusals import check_refused

CHILD = "010-1234-5678"
PARENT = "010-8765-4321"
BORN_ON = "2015-05-05"
TOKEN = "guardian.verification_token"


def consent(stack: Stack, phone: str = PARENT, **changes: Any) -> dict[str, Any]:
    token = stack.prove_phone(phone, "guardian")
    return {"verification_token": token, "name": "홍판서", "relation": "parent"} | changes


def apply(stack: Stack, phone: str = CHILD, *, token: str = "", **changes: Any) -> Answer:
    return stack.apply_with(token or stack.prove_phone(phone), **{"birth_on": BORN_ON} | changes)


def check_guardian_refused(
    stack: Stack, token: str, code: str, *, param: str = TOKEN, status: int = 422, **sent: Any
) -> None:
    check_refused(
        stack, lambda h: apply(stack, token=token, headers=h, **sent), status, code, param
    )
    assert stack.queue.sent == []


def profile_of(stack: Stack, member_id: str) -> dict[str, Any]:
    item = stack.table.get(keys.profile(COUNTY, member_id))
    assert item is not None
    return item


def joined(stack: Stack, **changes: Any) -> tuple[str, str]:
    """(the child's member id, a session's token)."""
    token = stack.prove_phone(CHILD)
    answer = stack.apply_with(token, birth_on=BORN_ON, **{"guardian": consent(stack), **changes})
    assert answer.status == 202, answer.raw
    stack.deliver()
    session = stack.log_in(token).json
    return session["member_id"], session["access_token"]


def test_a_child_joins_with_a_guardians_consent_and_is_granted_the_mileage(stack: Stack) -> None:
    _, token = joined(stack)
    wallet = stack.call("GET", "/v1/me/wallet", token=token).json
    assert wallet["mileage"]["balance"] == 5000


def test_the_consent_is_kept_sealed_with_its_version_and_the_time_of_the_code(
    stack: Stack,
) -> None:
    guardian = consent(stack)
    proved_at = stack.now
    stack.later(minutes=3)
    member_id, token = joined(stack, guardian=guardian)
    stored = json.dumps(profile_of(stack, member_id), default=str)
    assert "홍판서" not in stored
    assert "87654321" not in stored
    told = stack.call("GET", "/v1/me/export", token=token).json["guardian"]
    assert told == {
        "name": "홍판서",
        "phone": "+821087654321",
        "relation": "parent",
        "version": "2026-01",
        "consented_at": proved_at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    }


def test_a_grown_ups_copy_says_that_nobody_consented_for_them(stack: Stack) -> None:
    member = stack.member()
    assert stack.call("GET", "/v1/me/export", token=member.token).json["guardian"] is None
    assert "guardian" not in profile_of(stack, member.member_id)


def test_the_guardian_is_erased_with_the_child(stack: Stack) -> None:
    member_id, token = joined(stack)
    assert "guardian" in profile_of(stack, member_id)
    assert stack.call("DELETE", "/v1/me", token=token).status == 200
    assert "guardian" not in profile_of(stack, member_id)


def test_a_change_of_the_childs_own_data_leaves_the_guardian_readable(stack: Stack) -> None:
    _, token = joined(stack)
    assert stack.call("PATCH", "/v1/me", {"name": "홍길순"}, token=token).status == 200
    assert stack.call("GET", "/v1/me/export", token=token).json["guardian"]["name"] == "홍판서"


def test_the_message_says_what_the_code_is_for(stack: Stack) -> None:
    body = {"phone": PARENT, "purpose": "guardian"}
    stack.call("POST", "/v1/verifications", body)
    korean = stack.messages.sent[-1][1]
    assert "자녀 가입 동의" in korean
    assert len(korean) <= 70
    stack.later(minutes=1)
    stack.call("POST", "/v1/verifications", body, headers={"Accept-Language": "en"})
    assert "consent for your child" in stack.messages.sent[-1][1]


def test_the_queued_message_carries_the_consent_and_none_in_clear(stack: Stack) -> None:
    apply(stack, guardian=consent(stack))
    (signup,) = stack.queue.sent
    message = json.dumps(signup_to_message(signup, stack.adapters.signer))
    assert "홍판서" not in message
    assert signup_from_message(message, stack.adapters.signer) == signup


def test_the_childs_own_number_consents_to_nothing(stack: Stack) -> None:
    guardian = consent(stack, CHILD)
    stack.later(minutes=1)
    token = stack.prove_phone(CHILD)
    check_guardian_refused(stack, token, "guardian_is_child", guardian=guardian)


def test_a_child_consents_for_no_other(stack: Stack) -> None:
    joined(stack)
    guardian = consent(stack, CHILD)
    token = stack.prove_phone("010-5555-6666")
    check_guardian_refused(stack, token, "guardian_is_minor", guardian=guardian)


def test_a_grown_up_member_may_consent(stack: Stack) -> None:
    stack.member(PARENT)
    assert apply(stack, guardian=consent(stack)).status == 202


def test_the_number_of_a_child_who_left_may_be_a_grown_ups_by_now(stack: Stack) -> None:
    _, token = joined(stack)
    stack.call("DELETE", "/v1/me", token=token)
    assert apply(stack, "010-5555-6666", guardian=consent(stack, CHILD)).status == 202


@pytest.mark.parametrize("purpose", ["signup", "login"])
def test_a_code_for_something_else_is_no_consent(stack: Stack, purpose: str) -> None:
    guardian = consent(stack) | {"verification_token": stack.prove_phone(PARENT, purpose)}
    token = stack.prove_phone(CHILD)
    code = "verification_token_invalid"
    check_guardian_refused(stack, token, code, status=401, guardian=guardian)


def test_the_consent_of_another_county_is_none(stack: Stack) -> None:
    guardian = consent(stack)
    token = stack.prove_phone(CHILD)
    there = {"Host": "jinju.example"}
    assert stack.apply_with(
        token, birth_on=BORN_ON, guardian=guardian, headers=there, campaign_code=None
    ).status in (401, 404)


def test_a_guardians_code_opens_no_wallet_and_takes_no_number(stack: Stack) -> None:
    member = stack.member(PARENT)
    token = stack.prove_phone(PARENT, "guardian")
    assert stack.log_in(token, birth_on="1980-05-05").json["code"] == "verification_token_invalid"
    assert stack.apply_with(token).json["code"] == "verification_token_invalid"
    other = stack.prove_phone("010-7777-8888", "guardian")
    body = {"verification_token": other}
    refused = stack.call("PATCH", "/v1/me", body, token=member.token)
    assert refused.json["code"] == "verification_token_invalid"


def test_who_is_fourteen_keeps_a_guardians_data_out(stack: Stack) -> None:
    guardian = consent(stack)
    token, code = stack.prove_phone(CHILD), "guardian_not_needed"
    sent = {"birth_on": "2012-11-22", "guardian": guardian}
    check_guardian_refused(stack, token, code, param="guardian", **sent)


def test_a_family_joins_and_a_crowd_of_children_comes_to_the_desk(stack: Stack) -> None:
    guardian = consent(stack)
    for n in range(guardian_service.CHILDREN_MAX):
        assert apply(stack, f"010-2000-000{n}", guardian=guardian).status == 202
    token = stack.prove_phone("010-2000-0009")
    refused = [apply(stack, token=token, guardian=guardian) for _ in range(2)]
    assert {one.json["code"] for one in refused} == {"guardian_children_exceeded"}
    assert "5명까지" in refused[0].json["detail"]
    # The same child sent again is no other child.
    stack.later(minutes=1)
    assert apply(stack, "010-2000-0000", guardian=guardian, name="홍길순").status == 202


def test_the_same_child_sent_again_is_the_same_sign_up(stack: Stack) -> None:
    token, guardian = stack.prove_phone(CHILD), consent(stack)
    ids = {
        stack.apply_with(token, birth_on=BORN_ON, guardian=guardian).json["signup_id"]
        for _ in range(2)
    }
    assert len(ids) == 1
    stack.deliver(times=2)
    assert stack.log_in(token).status == 200


def test_another_guardian_under_the_same_key_is_another_form(stack: Stack) -> None:
    token = stack.prove_phone(CHILD)
    sent = {"birth_on": BORN_ON, "guardian": consent(stack)}
    assert stack.apply_with(token, key="key-1", **sent).status == 202
    sent["guardian"] = sent["guardian"] | {"name": "김판서"}
    again = stack.apply_with(token, key="key-1", **sent)
    assert again.json["code"] == "idempotency_key_reused"


def test_who_is_a_member_already_is_let_in_by_number_and_birth_date(stack: Stack) -> None:
    """As by a log-in: who fills in the form to join is told at once."""
    member = stack.member()
    stack.later(minutes=1)
    token = stack.prove_phone(member.phone)
    assert stack.log_in(token).json["code"] == "member_not_found"
    assert stack.log_in(token, birth_on="1999-09-09").json["code"] == "member_not_found"
    let_in = stack.log_in(token, birth_on="1980-05-05")
    assert (let_in.status, let_in.json["member_id"]) == (200, member.member_id)
