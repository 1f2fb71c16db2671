"""A printed card pays with its PIN, once a code, so much a day, and not when it is lost."""

import json
from datetime import date
from typing import Any

import pytest

from chalicelib.cards.cards import CardCode, check_pin, read_card_code
from chalicelib.cards.errors import CardCodeInvalidError, CardPinTooEasyError
from tests.cards.desk import PIN, ask_code, joined, print_card
from tests.conftest import Answer, Member, Stack
from tests.refusals import check_refused


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=5000)


def printed(stack: Stack, member: Member, **changes: Any) -> Any:
    answer = print_card(stack, member.member_id, **changes)
    assert answer.status == 201, answer.raw
    return answer.json


def pay_code(stack: Stack, code: str, **changes: Any) -> str:
    answer = ask_code(stack, code, **changes)
    assert answer.status == 201, answer.raw
    return str(answer.json["pay_code"])


def wrong(stack: Stack, code: str, times: int = 1) -> Answer:
    for _ in range(times):
        answer = ask_code(stack, code, pin="0918")
    return answer


def test_card_and_pin_make_a_pay_code_that_pays_once(stack: Stack, member: Member) -> None:
    card = printed(stack, member)
    code = pay_code(stack, card["card_code"].lower())

    paid = stack.redeem(code, 3000, order_id="order-1", key="key-1")

    assert (paid.status, paid.json["remaining_balance_amount"]) == (201, 2000)
    again = stack.redeem(code, 1000, order_id="order-2", key="key-2")
    assert again.json["code"] == "pay_code_used"


def test_no_more_is_paid_than_the_pin_was_entered_for(stack: Stack, member: Member) -> None:
    code = pay_code(stack, printed(stack, member)["card_code"])

    answer = stack.redeem(code, 3001, order_id="order-1", key="key-1")

    assert (answer.status, answer.json["code"]) == (422, "card_amount_exceeded")
    assert answer.json["maximum"] == 3000
    assert stack.redeem(code, 3000, order_id="order-1", key="key-2").status == 201


def test_after_a_lost_answer_the_same_order_has_the_same_code_and_counts_once(
    stack: Stack, member: Member
) -> None:
    card = printed(stack, member)
    first = pay_code(stack, card["card_code"])
    stack.later(seconds=100)
    assert pay_code(stack, card["card_code"]) == first
    assert pay_code(stack, card["card_code"], order_id="order-2") != first
    stack.later(seconds=100)
    # That code is over: the order is a new one for the card.
    assert pay_code(stack, card["card_code"]) != first

    path = f"/v1/staff/members/{member.member_id}/card"
    assert stack.call("GET", path, token="anna").json["card"]["used_today"] == 9000


def test_a_wrong_pin_is_counted_and_the_fifth_locks_the_card_for_good(
    stack: Stack, member: Member
) -> None:
    card = printed(stack, member)
    first = wrong(stack, card["card_code"])
    assert (first.status, first.json["code"], first.json["remaining"]) == (
        422, "card_pin_wrong", 4,
    )  # fmt: skip
    pay_code(stack, card["card_code"])  # The right one begins anew.
    assert wrong(stack, card["card_code"], 5).json["remaining"] == 0
    stack.later(days=30)
    check_refused(
        stack, lambda h: ask_code(stack, card["card_code"], headers=h), 422, "card_locked"
    )
    # A new card ends it.
    anew = printed(stack, member, replaces=card["card_number"])
    assert ask_code(stack, anew["card_code"]).status == 201
    check_refused(
        stack, lambda h: ask_code(stack, card["card_code"], headers=h), 422, "card_closed"
    )


def test_nothing_is_told_of_a_member_by_whom_the_card_is_not_known(
    stack: Stack, member: Member
) -> None:
    other = CardCode(member.member_id, "0" * 26).text
    nobody = CardCode("mem_0000000000000000", "0" * 26).text
    printed(stack, member)

    answers = [ask_code(stack, code).json for code in (other, nobody)]

    assert {a["code"] for a in answers} == {"card_closed"}
    check_refused(
        stack, lambda h: ask_code(stack, "x", headers=h), 400, "card_code_invalid", "card_code"
    )


def test_a_card_pays_so_much_a_day(stack: Stack, member: Member) -> None:
    stack.set_rule("card.day_maximum", 4000)
    stack.later(days=1)
    card = printed(stack, member)
    pay_code(stack, card["card_code"])

    check_refused(
        stack,
        lambda h: ask_code(stack, card["card_code"], order_id="order-2", amount=1001, headers=h),
        422,
        "card_day_limit_exceeded",
        "amount",
    )
    assert ask_code(stack, card["card_code"], order_id="order-2", amount=1000).status == 201
    stack.later(days=1)
    assert ask_code(stack, card["card_code"], order_id="order-3").status == 201


def test_a_shop_that_guesses_is_stopped_and_no_right_pin_is_counted(
    stack: Stack, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.cards.card_pay_codes.WRONG_OF_SHOP_MAX_PER_DAY", 2)
    code = printed(stack, member)["card_code"]
    for number in range(3):
        pay_code(stack, code, order_id=f"order-{number}")
    wrong(stack, code, 2)

    assert ask_code(stack, code).json["code"] == "rate_limited"


def test_the_same_request_prints_the_same_card_and_a_newer_one_stays(
    stack: Stack, member: Member
) -> None:
    first = print_card(stack, member.member_id, key="k-1")
    assert print_card(stack, member.member_id, key="k-1").json == first.json
    number = first.json["card_number"]
    anew = printed(stack, member, replaces=number)

    late = print_card(stack, member.member_id, key="k-1")

    assert (late.status, late.json["code"]) == (409, "version_conflict")
    assert ask_code(stack, anew["card_code"]).status == 201


def test_a_lost_card_is_closed_at_once(stack: Stack, member: Member) -> None:
    card = printed(stack, member)
    path = f"/v1/staff/members/{member.member_id}/card/close"
    body = {"card_number": card["card_number"], "reason": "분실"}

    assert stack.call("POST", path, body, token="anna").json["card"] is None
    assert stack.call("POST", path, body, token="anna").status == 200
    assert ask_code(stack, card["card_code"]).json["code"] == "card_closed"
    anew = printed(stack, member)
    check_refused(
        stack,
        lambda h: stack.call("POST", path, body, token="anna", headers=h),
        404,
        "card_not_found",
    )
    assert ask_code(stack, anew["card_code"]).status == 201


def test_code_and_pin_are_kept_as_hashes_told_in_the_export_and_erased_on_leaving(
    stack: Stack, member: Member
) -> None:
    card = printed(stack, member)
    stored = json.dumps(list(stack.table.items.values()), default=str)
    assert card["card_code"][18:] not in stored

    told = stack.call("GET", "/v1/me/export", token=member.token).json
    assert told["card"]["card_number"] == card["card_number"]
    assert stack.call("DELETE", "/v1/me?confirmed=true", token=member.token).status == 200
    profiles = [i for i in stack.table.items.values() if i.get("type") == "profile"]
    assert all("card" not in item and "witness" not in item for item in profiles)
    assert ask_code(stack, card["card_code"]).json["code"] == "card_closed"


def test_a_booth_prints_the_first_card_of_whom_it_signed_up_today(
    stack: Stack, member: Member
) -> None:
    own = joined(stack, by="booth")
    stack.staff_roles = frozenset({"booth"})

    check_refused(
        stack,
        lambda h: print_card(stack, member.member_id, by="booth", headers=h),
        403,
        "card_of_others",
    )
    assert print_card(stack, own, by="other").json["code"] == "card_of_others"
    card = print_card(stack, own, by="booth").json
    again = print_card(stack, own, by="booth", replaces=card["card_number"])
    assert again.json["code"] == "card_of_others"


def test_nobody_prints_a_card_of_the_own_wallet(stack: Stack, member: Member) -> None:
    stack.staff_phones["omin"] = "+821012345678"

    check_refused(
        stack,
        lambda h: print_card(stack, member.member_id, headers=h),
        403,
        "own_wallet",
        "member_id",
    )


def test_a_suspended_members_card_does_not_pay(stack: Stack, member: Member) -> None:
    card = printed(stack, member)
    body = {"status": "suspended", "reason": "x"}
    stack.call("PUT", f"/v1/staff/members/{member.member_id}/status", body, token="anna")

    assert ask_code(stack, card["card_code"]).json["code"] == "card_closed"


@pytest.mark.parametrize("pin", ["1111", "1212", "1234", "8765", "1948", "0302", "4803", "0203"])
def test_a_pin_that_a_finder_tries_first_is_refused(pin: str) -> None:
    with pytest.raises(CardPinTooEasyError):
        check_pin(pin, date(1948, 3, 2))
    check_pin(PIN, date(1948, 3, 2))


def test_an_easy_pin_is_refused_at_the_desk(stack: Stack, member: Member) -> None:
    check_refused(
        stack,
        lambda h: print_card(stack, member.member_id, pin="1234", headers=h),
        422,
        "card_pin_too_easy",
        "pin",
    )


def test_a_card_is_read_however_a_scanner_sends_it() -> None:
    code = CardCode("mem_06BX3K9QZ7M2T4WA", "0123456789ABCDEFGHJKMNPQRS")

    assert read_card_code(f"]Q1{code.text.lower()}\r") == code
    with pytest.raises(CardCodeInvalidError):
        read_card_code(code.text[:-1])
