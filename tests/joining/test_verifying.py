"""Proving a phone: the code by text message, its limits and its refusals."""

import re
from datetime import datetime
from typing import Any

import pytest

from tests.conftest import Answer, Stack
from tests.refusals import check_refused

PHONE = "010-1234-5678"


def verify(stack: Stack, phone: str = PHONE, *, headers: Any = None, **changes: Any) -> Answer:
    body = {"phone": phone, "purpose": "signup"} | changes
    return stack.call("POST", "/v1/verifications", body, headers=headers)


def confirm(stack: Stack, verification_id: str, code: str, headers: Any = None) -> Answer:
    path = f"/v1/verifications/{verification_id}/confirm"
    return stack.call("POST", path, {"code": code}, headers=headers)


def sent_code(stack: Stack) -> str:
    found = re.search(r"\d{6}", stack.messages.sent[-1][1])
    assert found is not None
    return found[0]


def wrong_code(stack: Stack) -> str:
    return f"{(int(sent_code(stack)) + 1) % 1_000_000:06}"


@pytest.mark.parametrize(
    "phone", ["010-1234", "02-123-4567", "061-430-3114", "abcd", "+999123456789", "１２３４"]
)
def test_what_is_no_mobile_phone_gets_no_code(stack: Stack, phone: str) -> None:
    check_refused(stack, lambda h: verify(stack, phone, headers=h), 400, "phone_invalid", "phone")
    assert stack.messages.sent == []


def test_a_phone_may_be_written_in_many_ways(stack: Stack) -> None:
    for phone in ("010-1234-5678", "01012345678", "+82 10 1234 5678", "+82-010-1234-5678"):
        assert verify(stack, phone).status == 202
        stack.later(seconds=30)

    assert {to for to, _ in stack.messages.sent} == {"+821012345678"}


def test_the_answer_never_tells_whether_the_phone_is_known(stack: Stack) -> None:
    stack.member(PHONE)
    stack.later(minutes=1)

    known = verify(stack, PHONE, purpose="login")
    unknown = verify(stack, "010-9999-9999", purpose="login")

    assert known.status == unknown.status == 202
    assert known.json.keys() == unknown.json.keys()
    for name in ("expires_at", "resend_at"):
        assert known.json[name] == unknown.json[name]
    assert sorted(known.headers) == sorted(unknown.headers)


def test_a_second_code_within_thirty_seconds_must_wait(stack: Stack) -> None:
    first = verify(stack).json

    problem = check_refused(stack, lambda h: verify(stack, headers=h), 429, "rate_limited")

    assert 0 < problem["retry_after_seconds"] <= 31
    assert len(stack.messages.sent) == 1
    stack.now = datetime.fromisoformat(first["resend_at"])
    assert verify(stack).status == 202


def test_five_wrong_codes_lock_it_even_for_the_right_one(stack: Stack) -> None:
    started = verify(stack).json
    for tries_left in (4, 3, 2, 1, 0):
        wrong = confirm(stack, started["verification_id"], wrong_code(stack))
        assert wrong.status == 422
        assert wrong.json["code"] == "verification_code_wrong"
        assert wrong.json["remaining"] == tries_left

    check_refused(
        stack,
        lambda h: confirm(stack, started["verification_id"], sent_code(stack), h),
        422,
        "verification_locked",
    )
    stack.later(seconds=30)
    assert stack.prove_phone(PHONE)


def test_a_wrong_code_is_told_in_both_languages(stack: Stack) -> None:
    started = verify(stack).json

    check_refused(
        stack,
        lambda h: confirm(stack, started["verification_id"], wrong_code(stack), h),
        422,
        "verification_code_wrong",
        "code",
    )


def test_a_code_is_good_until_just_before_three_minutes(stack: Stack) -> None:
    started = verify(stack).json
    code = sent_code(stack)
    stack.later(seconds=179, milliseconds=999)
    assert confirm(stack, started["verification_id"], code).status == 200

    stack.later(milliseconds=1)

    check_refused(
        stack,
        lambda h: confirm(stack, started["verification_id"], code, h),
        422,
        "verification_expired",
    )


def test_a_verification_that_never_was_is_not_found(stack: Stack) -> None:
    for verification_id in ("ver_0000000000000000", "x", "ver_%ED%95%9C"):
        check_refused(
            stack,
            lambda h, v=verification_id: confirm(stack, v, "123456", h),
            404,
            "verification_not_found",
        )


def test_a_code_of_one_phone_does_not_prove_another(stack: Stack) -> None:
    verify(stack)
    first_code = sent_code(stack)
    second = verify(stack, "010-8765-4321").json
    if sent_code(stack) != first_code:
        answer = confirm(stack, second["verification_id"], first_code)
        assert answer.json["code"] == "verification_code_wrong"


def test_who_just_joined_may_log_in_at_once(stack: Stack) -> None:
    assert verify(stack).status == 202
    assert verify(stack, purpose="login").status == 202


def test_the_message_is_in_the_askers_language_and_bound_to_the_page(stack: Stack) -> None:
    verify(stack)
    korean = stack.messages.sent[-1][1]
    verify(stack, "010-8765-4321", headers={"Accept-Language": "ja, en;q=0.8"})
    english = stack.messages.sent[-1][1]

    for text, words in ((korean, "인증번호"), (english, "Your code")):
        found = re.fullmatch(r"\[.+\] (\D+?):? (\d{6})\n@onmin\.example #(\d{6})", text)
        assert found, text
        assert found[1] == words
        assert found[2] == found[3]
        assert len(text) <= 70
