"""What a wallet that opens again leaves behind: a free number, and purchases counted once."""

from chalicelib.core.values import sibling_id
from tests.conftest import Stack
from tests.identity.test_one_person import FIRST, SECOND, rejoin
from tests.joining.test_recycled_numbers import REJECTED, end_of
from tests.ledger_checks import check_chain
from tests.sales.test_counter_sales import _counter as _counter  # The staff and a round.
from tests.sales.test_counter_sales import sell

NEWCOMER = {"name": "이서연", "birth_on": "1996-02-17"}


def test_its_number_of_before_is_the_next_persons(stack: Stack) -> None:
    first = stack.member(FIRST, vouchers=2000)
    first.identify("hong")
    stack.later(minutes=1)
    before = stack.prove_phone(FIRST)
    stack.later(minutes=1)
    first.leave()
    second = rejoin(stack, SECOND)
    assert second.identify("hong").json["member_id"] == first.member_id

    stack.later(minutes=1)
    by_the_old_number = stack.log_in(stack.prove_phone(FIRST, "login"), birth_on="1980-05-05")
    late = end_of(stack, stack.apply_with(before, **NEWCOMER))
    joined = end_of(stack, stack.apply(FIRST, **NEWCOMER))

    assert by_the_old_number.json["code"] == "member_not_found"
    assert late == REJECTED
    assert (joined["status"], joined["granted_mileage"]) == ("completed", 0)
    assert joined["member_id"] not in {first.member_id, second.member_id}
    assert second.balance() == 2000


def test_a_purchase_that_comes_back_late_was_counted_when_it_was_carried(stack: Stack) -> None:
    first = stack.member(FIRST)
    first.identify("hong")
    first.leave()
    second = rejoin(stack, SECOND)
    assert sell(stack, second, 30_000).status == 201
    paid = stack.redeem(second.pay_code(), 1_300).json
    second.identify("hong")
    stack.later(minutes=1)

    path = f"/v1/redemptions/{paid['redemption_id']}/cancels"
    body = {"expected_remaining_amount": 1_300, "reason": "환불"}
    shop = "mk_test_shop_key_for_the_tests"
    assert stack.call("POST", path, body, token=shop, key="new").status == 201

    head = check_chain(stack.table, first.member_id)[-1]
    assert (head.kind, head.voucher_balance) == ("carry_over", 30_000)
    assert (head.purchases.month_amount, head.purchases.year_amount) == (30_000, 30_000)


def test_the_lot_of_a_late_grant_is_its_entrys(stack: Stack) -> None:
    first = stack.member(FIRST)
    first.identify("hong")
    first.leave()
    second = rejoin(stack, FIRST)
    second.identify("kim")

    granted = check_chain(stack.table, second.member_id)[-1]

    assert granted.kind == "identity_grant"
    assert [lot.lot_id for lot in granted.lots] == [sibling_id("mlg", granted.entry_id)]


def test_it_is_the_same_persons_who_was_verified_now(stack: Stack) -> None:
    first = stack.member(FIRST)
    first.identify("hong")
    first.leave()
    second = rejoin(stack, SECOND)
    stack.later(hours=2)

    reopened = second.identify("hong").json

    assert reopened["member_id"] == first.member_id
    assert reopened["identity"] == {"verified_at": "2026-11-22T05:01:00.000Z"}
    assert second.identify("hong the younger").json["code"] == "identity_mismatch"


def test_no_token_of_any_session_before_lives_again(stack: Stack) -> None:
    first = stack.member(FIRST)
    stack.later(minutes=1)
    assert stack.call("DELETE", "/v1/sessions", token=first.token).status == 200
    stack.later(minutes=1)
    again = stack.logged_in(first)
    again.identify("hong")
    again.leave()
    second = rejoin(stack, SECOND)
    assert second.identify("hong").status == 200

    me = [stack.call("GET", "/v1/me", token=m.token).status for m in (first, again, second)]

    assert me == [401, 401, 200]
