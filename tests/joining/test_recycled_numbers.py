"""A number goes on to somebody else; the wallet, its money and its history do not."""

import json
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.joining.birth_tries import NUMBER_TRIES_MAX, TOKEN_TRIES_MAX
from chalicelib.joining.queue import signup_to_message
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.joining.worker import complete_signup
from chalicelib.members.wiring import MembersWiring
from tests.builders import COUNTY
from tests.conftest import Answer, Member, Stack
from tests.functional.test_workers import deliver
from tests.ledger_checks import entries_of
from tests.logged import LogLines
from tests.refusals import check_refused

PHONE = "010-2718-2818"
FIRST = {"name": "김말순", "birth_on": "1949-11-30"}
NEXT = {"name": "박하준", "birth_on": "2003-08-14"}


def join(stack: Stack, who: dict[str, str], phone: str = PHONE) -> tuple[Any, str]:
    """(how the sign-up ended, its token)."""
    stack.later(minutes=1)
    token = stack.prove_phone(phone)
    return end_of(stack, stack.apply_with(token, **who)), token


def end_of(stack: Stack, queued: Answer) -> Any:
    assert queued.status == 202, queued.raw
    stack.deliver()
    return stack.call("GET", f"/v1/signups/{queued.json['signup_id']}").json


def member(stack: Stack, who: dict[str, str]) -> Member:
    ended, token = join(stack, who)
    session = stack.log_in(token)
    assert session.status == 200, session.raw
    assert session.json["member_id"] == ended["member_id"]
    return Member(stack, session.json["member_id"], session.json["access_token"], PHONE)


def leave(stack: Stack, who: Member) -> None:
    assert stack.call("DELETE", "/v1/me", token=who.token).status == 200


def log_in(stack: Stack, who: dict[str, str]) -> Answer:
    stack.later(minutes=1)
    return stack.log_in(stack.prove_phone(PHONE, "login"), birth_on=who["birth_on"])


REJECTED = {
    "status": "rejected",
    "member_id": None,
    "already_member": None,
    "granted_mileage": None,
    "reason": "phone_in_use",
    "why_nothing": None,
}


def test_whoever_has_the_number_of_a_member_comes_nowhere_near_the_wallet(stack: Stack) -> None:
    first = member(stack, FIRST)
    first.convert(4000)
    before = entries_of(stack.table, first.member_id)

    ended, token = join(stack, NEXT)

    assert ended == REJECTED
    assert stack.log_in(token).status == 404
    assert stack.log_in(token, birth_on=NEXT["birth_on"]).status == 404
    assert log_in(stack, NEXT).status == 404
    assert entries_of(stack.table, first.member_id) == before
    assert first.balance() == 4000
    assert log_in(stack, FIRST).json["member_id"] == first.member_id


def test_a_wrong_birth_date_is_answered_as_a_number_that_nobody_has(stack: Stack) -> None:
    member(stack, FIRST)
    stack.later(minutes=1)
    known, unknown = (stack.prove_phone(phone, "login") for phone in (PHONE, "010-1618-0339"))

    for token in (known, unknown):
        check_refused(
            stack,
            lambda h, t=token: stack.call(
                "POST",
                "/v1/sessions",
                {"verification_token": t, "birth_on": "1949-11-29"},
                headers=h,
            ),
            404,
            "member_not_found",
        )
        check_refused(
            stack,
            lambda h, t=token: stack.call(
                "POST", "/v1/sessions", {"verification_token": t}, headers=h
            ),
            400,
            "birth_date_missing",
            "birth_on",
        )


def test_a_token_tries_five_birth_dates(stack: Stack) -> None:
    member(stack, FIRST)
    stack.later(minutes=1)
    token = stack.prove_phone(PHONE, "login")

    tried = [stack.log_in(token, birth_on=f"1949-11-{day:02}").status for day in range(1, 13)]

    assert tried == [404] * TOKEN_TRIES_MAX + [429] * 7
    assert stack.log_in(token, birth_on=FIRST["birth_on"]).status == 429
    assert log_in(stack, FIRST).status == 200


def test_a_number_tries_thirty_birth_dates_a_week_by_whatever_door(stack: Stack) -> None:
    member(stack, FIRST)
    stack.later(days=1)
    tries = 0
    while tries < NUMBER_TRIES_MAX:
        stack.later(minutes=1)
        purpose = "login" if tries % 10 else "signup"
        token = stack.prove_phone(PHONE, purpose)
        for _ in range(TOKEN_TRIES_MAX):
            birth_on = f"1950-{tries % 12 + 1:02}-{tries % 28 + 1:02}"
            if purpose == "login":
                assert stack.log_in(token, birth_on=birth_on).status == 404
            else:
                ended = end_of(stack, stack.apply_with(token, name="누구", birth_on=birth_on))
                assert ended == REJECTED
            tries += 1

    assert log_in(stack, FIRST).status == 429
    assert join(stack, FIRST)[0] == REJECTED
    stack.later(days=7)
    assert log_in(stack, FIRST).status == 200


def test_a_sign_up_guesses_no_birth_date_either(stack: Stack) -> None:
    member(stack, FIRST)
    stack.later(minutes=1)
    token = stack.prove_phone(PHONE)

    for day in range(1, TOKEN_TRIES_MAX + 1):
        wrong = FIRST | {"birth_on": f"1949-11-{day:02}"}
        assert end_of(stack, stack.apply_with(token, **wrong)) == REJECTED

    assert end_of(stack, stack.apply_with(token, **FIRST)) == REJECTED
    assert stack.log_in(token).status == 404


def test_the_member_who_signs_up_again_is_told_so_and_let_in(stack: Stack) -> None:
    first = member(stack, FIRST)

    ended, token = join(stack, FIRST | {"name": "김 말순"})

    assert ended["already_member"] is True
    assert ended["granted_mileage"] == 0
    assert stack.log_in(token).json["member_id"] == first.member_id


@pytest.mark.parametrize("who", [NEXT, FIRST], ids=["another", "the same"])
def test_after_leaving_the_number_begins_a_new_wallet_without_a_grant(
    stack: Stack, who: dict[str, str]
) -> None:
    first = member(stack, FIRST)
    first.convert(2000)
    leave(stack, first)
    left = entries_of(stack.table, first.member_id)

    ended, token = join(stack, who)
    session = stack.log_in(token).json
    new = Member(stack, session["member_id"], session["access_token"], PHONE)

    assert (ended["status"], ended["already_member"]) == ("completed", False)
    assert ended["granted_mileage"] == 0
    assert new.member_id not in ("", first.member_id)
    assert (new.balance(), new.wallet()["mileage"]["balance"]) == (0, 0)
    copy = stack.call("GET", "/v1/me/export", token=new.token).json
    assert [entry["kind"] for entry in copy["entries"]] == ["signup"]
    assert (copy["profile"]["name"], copy["profile"]["birth_on"]) == tuple(who.values())
    assert new.convert(1000).status == 422
    assert entries_of(stack.table, first.member_id) == left


def test_a_number_passes_through_many_hands(stack: Stack) -> None:
    owners = []
    for n in range(4):
        who = {"name": "가나다라"[n] + "은", "birth_on": f"19{60 + n}-0{n + 1}-15"}
        owner = member(stack, who)
        owners.append(owner.member_id)
        assert owner.wallet()["mileage"]["balance"] == (5000 if n == 0 else 0)
        # The earlier ones' birth dates open nothing.
        assert log_in(stack, FIRST).status == 404
        leave(stack, owner)

    assert len(set(owners)) == 4
    assert log_in(stack, {"birth_on": "1960-01-15"}).status == 404


def test_a_number_proved_before_its_holder_left_takes_it_only_when_proved_again(
    stack: Stack,
) -> None:
    first = member(stack, FIRST)
    stack.later(minutes=1)
    early = stack.prove_phone(PHONE)
    stack.later(seconds=30)
    leave(stack, first)
    stack.later(seconds=1)

    assert end_of(stack, stack.apply_with(early, **NEXT)) == REJECTED

    new = member(stack, NEXT)
    # Not even with the birth date of the one who has it now.
    assert end_of(stack, stack.apply_with(early, **NEXT | {"name": "박 하준"})) == REJECTED
    assert stack.log_in(early).status == 404
    assert stack.call("GET", "/v1/me", token=new.token).json["name"] == NEXT["name"]


def test_messages_that_come_late_give_the_number_back_to_nobody(stack: Stack) -> None:
    first_token = stack.prove_phone(PHONE)
    stack.apply_with(first_token, **FIRST)
    stack.later(minutes=1)
    second_token = stack.prove_phone(PHONE)
    stack.apply_with(second_token, **FIRST | {"name": "김 말순"})
    late = list(stack.queue.sent)
    stack.deliver()
    first = Member(stack, "", stack.log_in(second_token).json["access_token"], PHONE)
    stack.later(minutes=1)
    leave(stack, first)
    member(stack, NEXT)
    before = dict(stack.table.items)

    for message in late * 2:
        stack.wired(JoiningWiring).signup_consumer.complete(message)
        # Sent again by whoever still has the page open, it comes as newly accepted.
        again = replace(message, accepted_at=stack.now)
        stack.wired(JoiningWiring).signup_consumer.complete(again)

    assert dict(stack.table.items) == before
    assert stack.log_in(first_token).status == stack.log_in(second_token).status == 404


def test_who_leaves_while_the_own_second_sign_up_waits_is_not_brought_back(stack: Stack) -> None:
    first = member(stack, FIRST)
    stack.later(minutes=1)
    token = stack.prove_phone(PHONE)
    queued = stack.apply_with(token, **FIRST | {"name": "김 말순"})
    leave(stack, first)

    ended = end_of(stack, queued)

    assert (ended["already_member"], ended["member_id"]) == (True, first.member_id)
    assert stack.log_in(token).status == 404
    assert stack.call("GET", "/v1/me", token=first.token).status == 404


def test_a_rejected_sign_up_is_logged_without_a_word_about_the_person(
    stack: Stack, log_lines: LogLines
) -> None:
    member(stack, FIRST)
    stack.later(minutes=1)
    queued = stack.apply_with(stack.prove_phone(PHONE), **NEXT).json
    message = signup_to_message(stack.queue.sent[0], stack.adapters.signer)

    assert deliver(stack, complete_signup, {"m": json.dumps(message)}) == []

    assert log_lines("sign-up rejected") == [
        {"signup_id": queued["signup_id"], "reason": "phone_in_use"}
    ]


def test_two_people_with_one_id_open_no_session_of_each_other(stack: Stack) -> None:
    """Once in four billion of a millisecond two sign-ups get one id."""
    other = stack.member("010-3333-4444")
    stack.later(minutes=1)
    token = stack.prove_phone(PHONE)
    stack.apply_with(token, **FIRST)
    stack.deliver()
    store = stack.wired(MembersWiring).store
    holder = store.holder_of(COUNTY, stack.adapters.signer.person_key(COUNTY, "+821027182818"))
    assert holder is not None
    store.replace_holder(replace(holder, member_id=other.member_id, version=holder.version + 1))

    assert stack.log_in(token).status == 404
    assert log_in(stack, FIRST).status == 404
