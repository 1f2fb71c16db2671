"""People whom no agency can verify are identified by a document, and are one person too."""

from typing import Any

import pytest

from chalicelib.identity.wiring import IdentityWiring
from tests.builders import COUNTY
from tests.conftest import Answer, Member, Stack
from tests.ledger_checks import check_chain
from tests.logged import LogLines

DOCUMENT = {
    "document_kind": "passport",
    "issued_by": "VNM",
    "document_number": "C 1234567",
    "birth_on": "1980-05-05",
    "reason": "lives_abroad",
}


def identify(stack: Stack, member: Member, **changes: Any) -> Answer:
    path = f"/v1/staff/members/{member.member_id}/identity"
    return stack.call("PUT", path, DOCUMENT | changes, token="staff-1")


def test_a_member_is_identified_and_it_is_logged(stack: Stack, log_lines: LogLines) -> None:
    member = stack.member()

    answers = [identify(stack, member) for _ in range(2)]

    assert [a.status for a in answers] == [200, 200]
    assert answers[0].json["member_id"] == member.member_id
    assert stack.call("GET", "/v1/me", token=member.token).json["identity"] is not None
    [line, _] = log_lines("identified_at_desk")
    assert (line["staff"], line["member_id"]) == ("sub-staff-1", member.member_id)
    assert "1234567" not in f"{line} {list(stack.table.items.values())}"


def test_the_document_is_found_by_the_hash_that_is_stored(stack: Stack) -> None:
    """Who was identified years ago must be found then: the form of what is hashed is kept."""
    member = stack.member()
    identify(stack, member, document_number="m 7654321")

    key = stack.adapters.signer.identity_key(COUNTY, "document", "passport/VNM/M7654321")
    holder = stack.wired(IdentityWiring).store.holder(COUNTY, key)

    assert holder is not None
    assert holder.member_id == member.member_id


@pytest.mark.parametrize("number", ["c1234567", "Ｃ１２３４５６７", "C-123-4567"])
def test_one_document_is_one_person(stack: Stack, number: str) -> None:
    first, second = stack.member("010-3141-5926"), stack.member("010-2718-2818")
    identify(stack, first)

    answer = identify(stack, second, document_number=number)

    assert (answer.status, answer.json["code"]) == (409, "identity_belongs_to_other_member")
    chain = check_chain(stack.table, second.member_id)
    assert [e.kind for e in chain] == ["signup", "grant_return"]


@pytest.mark.parametrize(
    "other", [{"issued_by": "THA"}, {"document_kind": "other"}, {"document_number": "C1234568"}]
)
def test_another_document_is_another_person(stack: Stack, other: dict[str, str]) -> None:
    first, second = stack.member("010-3141-5926"), stack.member("010-2718-2818")
    identify(stack, first)

    assert identify(stack, second, **other).status == 200


def test_another_birth_date_is_another_person(stack: Stack) -> None:
    answer = identify(stack, stack.member(), birth_on="1980-05-06")

    assert (answer.status, answer.json["code"]) == (422, "identity_mismatch")
    assert answer.json["param"] == "birth_on"


def test_whoever_left_is_unknown_and_comes_back_by_the_document(stack: Stack) -> None:
    first = stack.member("010-3141-5926", vouchers=1000)
    identify(stack, first)
    first.leave()
    assert identify(stack, first).json["code"] == "member_unknown"
    second = stack.member("010-2718-2818")

    assert identify(stack, second).json["member_id"] == first.member_id
    assert second.balance() == 1000


def test_what_a_shop_cancels_later_comes_to_where_the_person_is(stack: Stack) -> None:
    first = stack.member("010-3141-5926", vouchers=1000)
    identify(stack, first)
    first.leave()
    second = stack.member("010-2718-2818", vouchers=2000)
    paid = stack.redeem(second.pay_code(), 700).json
    identify(stack, second)
    assert second.balance() == 2300
    stack.later(minutes=1)

    path = f"/v1/redemptions/{paid['redemption_id']}/cancels"
    body = {"expected_remaining_amount": 700, "reason": "환불"}
    token = "mk_test_shop_key_for_the_tests"
    for key in ("one", "one"):
        assert stack.call("POST", path, body, token=token, key=key).status == 201

    assert second.balance() == 3000
    assert check_chain(stack.table, second.member_id)[-1].voucher_balance == 0
    assert check_chain(stack.table, first.member_id)[-1].voucher_balance == 3000
