"""Nobody leaves bought vouchers behind without having been told what can be had back."""

from datetime import UTC, date, datetime

import pytest

from chalicelib.members.left_wallet import LeftWallet
from chalicelib.members.wiring import MembersWiring
from tests.builders import COUNTY
from tests.conftest import Stack
from tests.joining.test_recycled_numbers import FIRST
from tests.joining.test_recycled_numbers import member as who_joins
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


def left_by(stack: Stack, phone: str) -> LeftWallet:
    """What the desk finds a wallet by that was left under the number."""
    person_key = stack.adapters.signer.person_key(COUNTY, phone)
    [left] = stack.wired(MembersWiring).store.left_wallets(COUNTY, person_key)
    return left


@pytest.mark.parametrize(
    ("months", "kept_until"),
    [
        (12, datetime(2031, 12, 25, 15, tzinfo=UTC)),  # Midnight of the 26th in Seoul.
        (120, datetime(2036, 12, 25, 15, tzinfo=UTC)),
    ],
)
def test_it_is_found_while_anything_that_was_ever_bought_may_be_valid(
    stack: Stack, months: int, kept_until: datetime
) -> None:
    """And a month beyond: sixty months were promised before the county decided otherwise."""
    member = stack.member("010-3141-5926")
    stack.set_rule("sale.valid_months", months)
    stack.later(days=3)
    assert member.leave().status == 200

    assert left_by(stack, "+821031415926").kept_until == kept_until


@pytest.mark.parametrize("is_taken", [False, True])
def test_it_is_found_by_the_birth_date_of_who_left_though_the_number_went_on(
    stack: Stack, is_taken: bool
) -> None:
    left_behind = who_joins(stack, FIRST)
    if is_taken:
        other = stack.member("010-3141-5926")
        other.identify("hong")
        body = {"verification_token": stack.prove_identity("hong", phone="01027182818")}
        assert stack.call("PATCH", "/v1/me", body, token=other.token).status == 200
    left_behind.leave()

    left = left_by(stack, "+821027182818")

    assert left.member_id == left_behind.member_id
    assert left.birth_key == stack.adapters.signer.birth_key(left.person_key, date(1949, 11, 30))
