"""Signing up and logging in as the person that an agency vouches for."""

from typing import Any

import pytest

from chalicelib.members.store import MemberStore
from tests.builders import COUNTY
from tests.conftest import Answer, Member, Stack
from tests.ledger_checks import check_chain
from tests.standing.test_members import set_status

PHONE, OTHER = "010-3141-5926", "010-2718-2818"
YOUNGER = {"name": "박하준", "birth_on": "2003-08-14"}


def sign_up(stack: Stack, person: str, phone: str = PHONE, **who: str) -> tuple[Any, str]:
    """(how it ended, the token)."""
    stack.later(minutes=1)
    token = stack.prove_identity(person, "signup", phone=phone.replace("-", ""), **who)
    answer = stack.apply_with(token, **who)
    assert answer.status == 202, answer.raw
    stack.deliver()
    return stack.call("GET", f"/v1/signups/{answer.json['signup_id']}").json, token


def me(stack: Stack, session: Answer) -> Any:
    assert session.status == 200, session.raw
    return stack.call("GET", "/v1/me", token=session.json["access_token"]).json


def balance(stack: Stack, session: Answer) -> int:
    wallet = stack.call("GET", "/v1/me/wallet", token=session.json["access_token"]).json
    mileage: int = wallet["mileage"]["balance"]
    return mileage


def kinds(stack: Stack, member_id: str) -> list[tuple[str, int]]:
    return [(e.kind, e.mileage_amount) for e in check_chain(stack.table, member_id)]


def log_in_as(stack: Stack, person: str) -> Answer:
    return stack.log_in(stack.prove_identity(person, "login"))


def test_a_person_joins_without_a_code(stack: Stack) -> None:
    ended, token = sign_up(stack, "hong")

    assert (ended["status"], ended["granted_mileage"]) == ("completed", 5000)
    session = stack.log_in(token)
    assert me(stack, session)["identity"] is not None
    assert stack.messages.sent == []


@pytest.mark.parametrize("who", [{"name": "임꺽정"}, {"birth_on": "1980-05-06"}])
def test_nobody_else_is_signed_up(stack: Stack, who: dict[str, str]) -> None:
    token = stack.prove_identity("hong", "signup", phone="01031415926")

    answer = stack.apply_with(token, **who)

    assert (answer.status, answer.json["code"]) == (422, "identity_mismatch")


@pytest.mark.parametrize("phone", ["", "0317181"])
def test_an_agency_that_tells_no_number_signs_nobody_up(stack: Stack, phone: str) -> None:
    answer = stack.apply_with(stack.prove_identity("hong", "signup", phone=phone))

    assert (answer.status, answer.json["code"]) == (422, "identity_phone_missing")


def test_logging_in_needs_no_birth_date_and_no_number(stack: Stack) -> None:
    member = stack.member(PHONE)
    member.identify("hong")

    assert me(stack, log_in_as(stack, "hong"))["member_id"] == member.member_id
    stranger = log_in_as(stack, "kim")
    assert (stranger.status, stranger.json["code"]) == (404, "member_not_found")


def test_a_proof_of_before_the_last_sign_out_opens_nothing(stack: Stack) -> None:
    member = stack.member(PHONE)
    member.identify("hong")
    token = stack.prove_identity("hong", "login")
    stack.later(seconds=1)
    assert stack.call("DELETE", "/v1/sessions", token=member.token).status == 200

    assert stack.log_in(token).status == 401


def test_who_left_is_no_member_until_joining_again(stack: Stack) -> None:
    member = stack.member(PHONE)
    member.identify("hong")
    member.leave()

    assert log_in_as(stack, "hong").status == 404


def test_a_member_who_signs_up_again_under_another_number_is_a_member_already(
    stack: Stack,
) -> None:
    member = stack.member(PHONE)
    member.identify("hong")

    ended, token = sign_up(stack, "hong", OTHER)

    assert ended == {
        "status": "completed",
        "member_id": member.member_id,
        "already_member": True,
        "granted_mileage": 0,
        "reason": None,
        "why_nothing": None,
    }
    assert me(stack, stack.log_in(token))["member_id"] == member.member_id
    assert kinds(stack, member.member_id) == [("signup", 5000)]


def test_who_left_and_signs_up_again_has_the_old_wallet(stack: Stack) -> None:
    member = stack.member(PHONE, vouchers=2000)
    member.identify("hong")
    member.leave()

    _, token = sign_up(stack, "hong", OTHER)

    session = stack.log_in(token)
    assert me(stack, session)["member_id"] == member.member_id
    assert balance(stack, session) == 3000
    assert me(stack, session)["phone"] == "+821027182818"


def test_whoever_proves_a_number_takes_it_and_not_the_wallet(stack: Stack) -> None:
    first = stack.member(PHONE, vouchers=2000)
    first.identify("hong")

    ended, token = sign_up(stack, "park", PHONE, **YOUNGER)

    assert (ended["status"], ended["already_member"]) == ("completed", False)
    second = stack.log_in(token)
    assert me(stack, second)["member_id"] == ended["member_id"] != first.member_id
    # The number's first holder is known to be somebody else: the newcomer has the grant.
    assert kinds(stack, ended["member_id"]) == [("signup", 0), ("identity_grant", 5000)]
    assert first.balance() == 2000
    assert me(stack, log_in_as(stack, "hong"))["member_id"] == first.member_id
    stack.later(minutes=1)
    by_number = stack.log_in(stack.prove_phone(PHONE, "login"), birth_on="1980-05-05")
    assert by_number.status == 404
    by_number = stack.log_in(stack.prove_phone(PHONE, "signup"), birth_on="2003-08-14")
    assert by_number.json["member_id"] == ended["member_id"]


def test_a_holder_by_a_code_who_verifies_is_the_same_person(stack: Stack) -> None:
    member = stack.member(PHONE)

    ended, token = sign_up(stack, "hong")

    assert (ended["member_id"], ended["already_member"]) == (member.member_id, True)
    assert me(stack, stack.log_in(token))["identity"] is not None
    assert kinds(stack, member.member_id) == [("signup", 5000)]


def test_a_number_is_taken_from_who_left_while_the_sign_up_was_on_its_way(stack: Stack) -> None:
    """The newcomer is no member already, whoever else has just left."""
    first = stack.member(PHONE)
    stack.later(minutes=1)
    token = stack.prove_identity("park", "signup", phone="01031415926", **YOUNGER)
    signup_id = stack.apply_with(token, **YOUNGER).json["signup_id"]
    stack.later(minutes=1)
    assert first.leave().status == 200

    stack.deliver()

    ended = stack.call("GET", f"/v1/signups/{signup_id}").json
    assert (ended["status"], ended["already_member"]) == ("completed", False)
    assert me(stack, stack.log_in(token))["member_id"] == ended["member_id"] != first.member_id


def test_a_sign_up_on_a_suspended_members_number_ends(stack: Stack) -> None:
    """It identifies nobody, and its message is not worked off for ever."""
    member = stack.member(PHONE)
    set_status(stack, member.member_id, "suspended")

    ended, _ = sign_up(stack, "hong")

    assert (ended["status"], ended["already_member"]) == ("completed", True)
    assert ended["member_id"] == member.member_id
    profile = MemberStore(stack.table).profile(COUNTY, member.member_id)
    assert profile is not None
    assert (profile.status, profile.identity_key) == ("suspended", None)


def test_a_sign_up_that_comes_again_after_its_person_left_begins_nothing(stack: Stack) -> None:
    member = stack.member(PHONE)
    member.identify("hong")
    token = stack.prove_identity("hong", "signup", phone=OTHER.replace("-", ""))
    signup_id = stack.apply_with(token).json["signup_id"]
    message = stack.queue.sent[-1]
    stack.deliver()
    stack.later(minutes=1)
    assert member.leave().status == 200

    stack.queue.sent.append(message)
    stack.deliver()

    again = stack.call("GET", f"/v1/signups/{signup_id}").json
    assert (again["already_member"], again["member_id"]) == (True, member.member_id)
    profile = MemberStore(stack.table).profile(COUNTY, member.member_id)
    assert profile is not None
    assert profile.status == "left"


def test_two_numbers_at_once_are_one_person(stack: Stack) -> None:
    """Both were accepted before either was finished."""
    tokens = [
        stack.prove_identity("hong", "signup", phone=phone.replace("-", ""))
        for phone in (PHONE, OTHER)
    ]
    for token in tokens:
        assert stack.apply_with(token).status == 202
    stack.deliver()

    members = {me(stack, stack.log_in(token))["member_id"] for token in tokens}
    assert len(members) == 1


@pytest.mark.parametrize("times", [2, 3])
def test_a_sign_up_that_is_delivered_again_changes_nothing(stack: Stack, times: int) -> None:
    first = stack.member(PHONE, vouchers=1000)
    first.identify("hong")
    first.leave()
    stack.later(minutes=1)
    token = stack.prove_identity("hong", "signup", phone="01027182818")
    stack.apply_with(token)

    stack.deliver(times)

    session = stack.log_in(token)
    assert me(stack, session)["member_id"] == first.member_id
    assert balance(stack, session) == 4000


def test_the_member_helper_still_joins_by_a_code(stack: Stack) -> None:
    assert isinstance(stack.member(OTHER), Member)
