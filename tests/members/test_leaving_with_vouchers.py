"""Nobody leaves bought vouchers behind without having been told what can be had back."""

from tests.conftest import Stack
from tests.sales.test_counter_sales import _counter as _counter  # The staff and a round.
from tests.sales.test_counter_sales import sell


def test_what_was_bought_is_listed_before_one_leaves(stack: Stack) -> None:
    member = stack.member(vouchers=3000)
    sold = sell(stack, member, 20_000).json

    refused = member.leave()

    assert (refused.status, refused.json["code"]) == (409, "bought_vouchers_held")
    assert refused.json["remaining"] == 20_000
    [held] = refused.json["vouchers"]
    assert (held["voucher_id"], held["purchase_id"], held["remaining_amount"]) == (
        sold["voucher_id"], sold["purchase_id"], 20_000,
    )  # fmt: skip
    assert member.balance() == 23_000

    confirmed = stack.call("DELETE", "/v1/me?confirmed=true", token=member.token)
    assert (confirmed.status, confirmed.json["voucher_balance_amount"]) == (200, 23_000)


def test_what_was_taken_back_stands_in_nobodys_way(stack: Stack) -> None:
    member = stack.member(vouchers=3000)
    sold = sell(stack, member, 20_000).json
    path = f"/v1/me/purchases/{sold['purchase_id']}/cancel"
    assert stack.call("POST", path, token=member.token, key="new").status == 201

    assert member.leave().status == 200


def test_who_is_identified_finds_what_was_left(stack: Stack) -> None:
    member = stack.member("010-3141-5926")
    sell(stack, member, 20_000)
    member.identify("hong")
    stack.call("DELETE", "/v1/me?confirmed=true", token=member.token)
    stack.later(minutes=1)

    again = stack.member("010-2718-2818")
    again.identify("hong")

    assert again.balance() == 20_000
