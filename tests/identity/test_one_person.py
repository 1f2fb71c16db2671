"""One person has one membership and one sign-up grant, through phones, leavings, rejoinings."""

import pytest
from msgspec.structs import replace

from chalicelib.members.wiring import MembersWiring
from tests.builders import COUNTY
from tests.conftest import Member, Stack
from tests.ledger_checks import check_chain
from tests.sales.test_counter_sales import _counter as _counter  # The staff and a round.
from tests.sales.test_counter_sales import sell

FIRST, SECOND, THIRD = "010-3141-5926", "010-2718-2818", "010-1414-2135"


def kinds(stack: Stack, member_id: str) -> list[tuple[str, int]]:
    """The wallet's entries, each with the mileage that it moved; the verifier finds it sound."""
    return [(e.kind, e.mileage_amount) for e in check_chain(stack.table, member_id)]


def mileage(member: Member) -> int:
    balance: int = member.wallet()["mileage"]["balance"]
    return balance


def rejoin(stack: Stack, phone: str) -> Member:
    stack.later(minutes=1)
    return stack.member(phone)


def test_a_verified_person_is_bound_and_the_profile_says_so(stack: Stack) -> None:
    member = stack.member(FIRST)
    assert stack.call("GET", "/v1/me", token=member.token).json["identity"] is None

    answer = member.identify("hong")

    assert answer.status == 200
    assert answer.json["member_id"] == member.member_id
    assert answer.json["identity"] == {"verified_at": "2026-11-22T03:00:00.000Z"}
    assert stack.call("GET", "/v1/me", token=member.token).json == answer.json
    assert kinds(stack, member.member_id) == [("signup", 5000)]


def test_binding_twice_is_binding_once(stack: Stack) -> None:
    member = stack.member(FIRST)
    token = stack.prove_identity("hong")
    body = {"verification_token": token}

    answers = [stack.call("PUT", "/v1/me/identity", body, token=member.token) for _ in range(3)]
    later = member.identify("hong")

    assert [a.status for a in answers] == [200] * 3
    assert later.json == answers[0].json


def test_a_second_phone_of_a_member_is_refused_and_its_grant_taken_back(stack: Stack) -> None:
    first, second = stack.member(FIRST), stack.member(SECOND)
    assert first.identify("hong").status == 200

    answers = [second.identify("hong") for _ in range(2)]

    assert {(a.status, a.json["code"]) for a in answers} == {
        (409, "identity_belongs_to_other_member")
    }
    assert kinds(stack, second.member_id) == [("signup", 5000), ("grant_return", -5000)]
    assert (mileage(first), mileage(second)) == (5000, 0)


def test_what_of_the_grant_is_spent_is_not_taken_back(stack: Stack) -> None:
    first, second = stack.member(FIRST), stack.member(SECOND, vouchers=3000)
    first.identify("hong")

    assert second.identify("hong").status == 409

    assert kinds(stack, second.member_id)[2:] == [("grant_return", -2000)]
    assert second.balance() == 3000


def test_the_wallet_that_was_left_opens_again(stack: Stack) -> None:
    first = stack.member(FIRST, vouchers=2000)
    first.identify("hong")
    first.leave()
    second = rejoin(stack, SECOND)
    assert mileage(second) == 5000

    answer = second.identify("hong")

    assert answer.status == 200
    assert answer.json["member_id"] == first.member_id
    assert (mileage(second), second.balance()) == (3000, 2000)
    assert kinds(stack, second.member_id) == [
        ("signup", 5000),
        ("grant_return", -5000),
        ("carry_over", 0),
    ]
    assert kinds(stack, first.member_id)[-1] == ("carry_over", 0)
    entries = stack.call("GET", "/v1/me/entries", token=second.token).json["data"]
    assert [e["kind"] for e in entries] == ["carry_over", "conversion", "signup"]


def test_what_the_new_wallet_holds_besides_the_grant_comes_along(stack: Stack) -> None:
    first = stack.member(FIRST, vouchers=2000)
    first.identify("hong")
    first.leave()
    second = stack.member(SECOND, vouchers=1000)
    stack.later(minutes=1)
    sold = sell(stack, second, 20_000)
    assert sold.status == 201
    stack.redeem(second.pay_code(), 700)

    second.identify("hong")

    assert second.balance() == 2000 + 300 + 20_000
    assert mileage(second) == 3000
    check_chain(stack.table, first.member_id)
    check_chain(stack.table, second.member_id)
    path = f"/v1/me/purchases/{sold.json['purchase_id']}/cancel"
    assert stack.call("POST", path, token=second.token, key="new").status == 201
    check_chain(stack.table, first.member_id)
    assert second.balance() == 2300


def test_the_session_and_the_next_login_are_those_of_the_wallet_that_opened(stack: Stack) -> None:
    first = stack.member(FIRST)
    old_token = first.token
    first.identify("hong")
    first.leave()
    second = rejoin(stack, SECOND)
    second.identify("hong")

    stack.later(minutes=1)
    again = stack.logged_in(second)

    path = "/v1/me"
    assert stack.call("GET", path, token=again.token).json["member_id"] == first.member_id
    assert second.convert(1000).status == 201
    assert stack.redeem(second.pay_code(), 400).status == 201
    assert stack.call("GET", path, token=old_token).status == 401
    assert stack.call("DELETE", "/v1/sessions", token=again.token).status == 200
    assert stack.call("GET", path, token=second.token).status == 401


def test_a_command_that_was_answered_before_is_not_done_again_in_the_other_wallet(
    stack: Stack,
) -> None:
    first = stack.member(FIRST)
    first.identify("hong")
    first.leave()
    second = rejoin(stack, SECOND)
    done = second.convert(1000, key="one-conversion")
    second.identify("hong")

    again = second.convert(1000, key="one-conversion")

    assert again.json == done.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert second.balance() == 1000


@pytest.mark.parametrize("phones", [(FIRST, FIRST, FIRST), (FIRST, SECOND, THIRD)])
def test_leaving_and_joining_again_and_again_grants_once(
    stack: Stack, phones: tuple[str, ...]
) -> None:
    wallets = set()
    for phone in phones:
        member = rejoin(stack, phone)
        wallets.add(member.identify("hong").json["member_id"])
        assert mileage(member) == 5000
        assert member.leave().status == 200

    assert len(wallets) == 1


def test_the_next_holder_of_a_number_who_is_somebody_else_gets_the_grant(stack: Stack) -> None:
    first = stack.member(FIRST)
    first.identify("hong")
    first.leave()
    second = rejoin(stack, FIRST)
    assert mileage(second) == 0

    assert second.identify("kim").status == 200
    assert second.identify("kim").status == 200

    assert kinds(stack, second.member_id) == [("signup", 0), ("identity_grant", 5000)]
    assert kinds(stack, first.member_id) == [("signup", 5000)]


def test_a_grant_that_an_unknown_holder_left_unspent_goes_on_with_the_number(stack: Stack) -> None:
    """Whoever it was: there is one grant in all."""
    first = stack.member(FIRST)
    first.leave()
    second = rejoin(stack, FIRST)

    second.identify("kim")

    assert kinds(stack, first.member_id) == [("signup", 5000), ("grant_return", -5000)]
    assert kinds(stack, second.member_id) == [("signup", 0), ("identity_grant", 5000)]


def test_what_an_unknown_holder_spent_is_not_granted_again(stack: Stack) -> None:
    """It may have been the same person."""
    first = stack.member(FIRST, vouchers=1000)
    first.leave()
    second = rejoin(stack, FIRST)

    assert second.identify("kim").status == 200

    assert kinds(stack, second.member_id) == [("signup", 0)]
    assert kinds(stack, first.member_id) == [("signup", 5000), ("conversion", -1000)]


@pytest.mark.parametrize(
    "facts", [{"name": "홍길순"}, {"birth_on": "1980-05-06"}, {"name": "HONG GILDONG"}]
)
def test_another_persons_verification_is_not_bound(stack: Stack, facts: dict[str, str]) -> None:
    member = stack.member(FIRST)

    answer = member.identify("hong", **facts)

    assert (answer.status, answer.json["code"]) == (422, "identity_mismatch")
    assert answer.json["param"] == "verification_token"
    assert stack.call("GET", "/v1/me", token=member.token).json["identity"] is None


@pytest.mark.parametrize("name", ["홍 길동", "홍길동 ", "홍길동"])
def test_a_name_may_be_written_otherwise(stack: Stack, name: str) -> None:
    assert stack.member(FIRST).identify("hong", name=name).status == 200


def test_a_membership_that_is_somebodys_is_not_bound_to_a_namesake(stack: Stack) -> None:
    member = stack.member(FIRST)
    member.identify("hong")

    answer = member.identify("hong the younger")

    assert (answer.status, answer.json["code"]) == (422, "identity_mismatch")
    assert answer.json["param"] == "verification_token"


def test_a_suspended_holder_is_no_holder_who_left(stack: Stack) -> None:
    first, second = stack.member(FIRST), stack.member(SECOND)
    first.identify("hong")
    store = stack.wired(MembersWiring).store
    profile = store.profile(COUNTY, first.member_id)
    assert profile is not None
    store.replace_profile(replace(profile, status="suspended", version=profile.version + 1))

    assert second.identify("hong").status == 409


def test_identities_of_two_counties_are_apart(stack: Stack) -> None:
    signer = stack.adapters.signer
    assert signer.identity_key("gangjin", "di", "x") != signer.identity_key("jinju", "di", "x")
    assert signer.identity_key("gangjin", "di", "x") != signer.identity_key("gangjin", "ci", "x")
