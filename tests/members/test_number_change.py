"""A member's number changes by the member's own act; the wallet stays."""

from typing import Any

import pytest

from tests.conftest import Answer, Member, Stack
from tests.joining.test_recycled_numbers import REJECTED, end_of

OLD, NEW, THIRD = "010-3141-5926", "010-2718-2818", "010-1414-2135"


def change(member: Member, token: str, **more: Any) -> Answer:
    body = {"verification_token": token} | more
    return member.stack.call("PATCH", "/v1/me", body, token=member.token)


def proof(stack: Stack, phone: str, purpose: str = "login") -> str:
    stack.later(minutes=1)
    return stack.prove_phone(phone, purpose)


def log_in(stack: Stack, phone: str, birth_on: str = "1980-05-05") -> Answer:
    return stack.log_in(proof(stack, phone), birth_on=birth_on)


def refused(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


@pytest.mark.parametrize("purpose", ["login", "signup"])
def test_the_new_number_opens_the_wallet_and_the_old_one_does_not(
    stack: Stack, purpose: str
) -> None:
    member = stack.member(OLD, vouchers=2000)
    early = proof(stack, OLD)

    answer = change(member, proof(stack, NEW, purpose))

    assert (answer.status, answer.json["phone"]) == (200, "+821027182818")
    assert log_in(stack, NEW).json["member_id"] == member.member_id
    assert refused(log_in(stack, OLD)) == (404, "member_not_found")
    assert refused(stack.log_in(early, birth_on="1980-05-05")) == (404, "member_not_found")
    assert member.balance() == 2000


def test_sent_again_it_is_done_once(stack: Stack) -> None:
    member = stack.member(OLD)
    token = proof(stack, NEW)

    answers = [change(member, token) for _ in range(3)]

    assert {a.raw for a in answers} == {answers[0].raw}


def test_a_number_that_another_member_has_is_not_taken_by_a_code(stack: Stack) -> None:
    member, other = stack.member(OLD), stack.member(NEW)

    assert refused(change(member, proof(stack, NEW))) == (409, "phone_in_use")

    assert log_in(stack, NEW).json["member_id"] == other.member_id
    assert log_in(stack, OLD).json["member_id"] == member.member_id


def test_a_verified_identity_takes_the_number_and_not_the_wallet(stack: Stack) -> None:
    member, other = stack.member(OLD), stack.member(NEW, vouchers=1000)
    member.identify("hong")
    token = stack.prove_identity("hong", phone="01027182818")
    stranger = stack.prove_identity("kim", phone="01027182818")
    unverified = stack.prove_identity("hong")

    assert refused(change(member, stranger)) == (401, "verification_token_invalid")
    assert refused(change(member, unverified)) == (401, "verification_token_invalid")
    assert change(member, token).status == 200

    assert log_in(stack, NEW).json["member_id"] == member.member_id
    assert other.balance() == 1000


def test_who_lost_the_number_goes_on_to_another(stack: Stack) -> None:
    member, other = stack.member(OLD), stack.member(NEW, vouchers=1000)
    member.identify("hong")
    change(member, stack.prove_identity("hong", phone="01027182818"))

    assert change(other, proof(stack, THIRD)).status == 200

    assert log_in(stack, THIRD).json["member_id"] == other.member_id
    assert log_in(stack, NEW).json["member_id"] == member.member_id


def test_the_number_of_one_who_left_is_free(stack: Stack) -> None:
    member, other = stack.member(OLD), stack.member(NEW)
    before = proof(stack, NEW)
    stack.later(minutes=1)
    other.leave()

    assert refused(change(member, before)) == (401, "verification_token_invalid")
    assert change(member, proof(stack, NEW)).status == 200
    assert log_in(stack, NEW).json["member_id"] == member.member_id


def test_the_next_one_on_the_old_number_joins_without_a_grant(stack: Stack) -> None:
    member = stack.member(OLD)
    early = proof(stack, OLD, "signup")
    change(member, proof(stack, NEW))

    assert end_of(stack, stack.apply_with(early, name="박하준", birth_on="2003-08-14")) == REJECTED
    stack.later(minutes=1)
    joined = end_of(stack, stack.apply(OLD, name="박하준", birth_on="2003-08-14"))

    assert (joined["status"], joined["granted_mileage"]) == ("completed", 0)
    assert joined["member_id"] != member.member_id


def test_whose_grant_a_number_had_is_remembered_through_a_change(stack: Stack) -> None:
    """Who joins by it later gets the grant that was withheld, being known as somebody else."""
    first, member = stack.member(NEW), stack.member(OLD)
    first.identify("kim")
    first.leave()
    change(member, proof(stack, NEW))
    change(member, proof(stack, THIRD))
    stack.later(minutes=1)
    last = stack.member(NEW)
    assert last.wallet()["mileage"]["balance"] == 0

    assert last.identify("lee").status == 200

    assert last.wallet()["mileage"]["balance"] == 5000


def test_there_and_back_again(stack: Stack) -> None:
    member = stack.member(OLD)
    change(member, proof(stack, NEW))
    change(member, proof(stack, OLD))

    assert log_in(stack, OLD).json["member_id"] == member.member_id
    assert refused(log_in(stack, NEW)) == (404, "member_not_found")


def test_name_and_number_at_once(stack: Stack) -> None:
    member = stack.member(OLD)

    answer = change(member, proof(stack, NEW), name="홍길순")

    assert (answer.json["name"], answer.json["phone"]) == ("홍길순", "+821027182818")
    assert stack.call("GET", "/v1/me", token=member.token).json == answer.json


def test_a_sign_up_delivered_again_after_the_change_does_nothing(stack: Stack) -> None:
    token = stack.prove_phone(OLD)
    stack.apply_with(token)
    kept = list(stack.queue.sent)
    stack.deliver()
    session = stack.log_in(token).json
    member = Member(stack, session["member_id"], session["access_token"], OLD)
    change(member, proof(stack, NEW))

    stack.queue.sent.extend(kept)
    stack.deliver(2)

    assert refused(log_in(stack, OLD)) == (404, "member_not_found")
    assert log_in(stack, NEW).json["member_id"] == member.member_id
