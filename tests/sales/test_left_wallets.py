"""What was bought by someone who left is paid back at the desk, to nobody but that person."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.sales.left_wallets import LOOKED_UP_MAX_PER_HOUR
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.http.desk_requests import LEFT_WALLET
from tests.ledger_checks import check_chain
from tests.logged import LogLines
from tests.refusals import check_refused
from tests.sales.test_counter_sales import _counter as _counter  # The staff and a round.
from tests.sales.test_counter_sales import sell
from tests.sales.test_payouts import listed, pay

PATH = "/v1/staff/left-wallets"
PHONE = "010-4669-2016"
WHO = {"phone": PHONE, "birth_on": "1980-05-05"}
BY = "desk"


def leave(stack: Stack, member: Member) -> None:
    left = stack.call("DELETE", "/v1/me?confirmed=true", token=member.token)
    assert left.status == 200, left.raw


def left_with(stack: Stack, *amounts: int, spent: int = 0, phone: str = PHONE) -> Member:
    """Who bought these and left, with `spent` won of the first paid."""
    member = stack.member(phone)
    for amount in amounts:
        assert sell(stack, member, amount).status == 201
        stack.later(seconds=1)
    if spent:
        assert stack.redeem(member.pay_code(), spent).status == 201
    leave(stack, member)
    return member


def search(stack: Stack, *, by: str = BY, headers: Any = None, **changes: str) -> Answer:
    return stack.call("POST", f"{PATH}/search", WHO | changes, token=by, headers=headers)


def refund(
    stack: Stack,
    member_id: str,
    voucher_id: str,
    *,
    by: str = BY,
    key: str = "new",
    headers: Any = None,
    **changes: str,
) -> Answer:
    body = WHO | {"voucher_id": voucher_id} | changes
    path = f"{PATH}/{member_id}/refunds"
    return stack.call("POST", path, body, token=by, key=key, headers=headers)


def test_all_that_was_bought_is_paid_back_less_its_discount(stack: Stack) -> None:
    member = left_with(stack, 20_000, 9_000, spent=6_000)
    stack.later(days=400)
    stack.member(PHONE)  # The number is somebody's again; no wallet of theirs is found by it.

    found = search(stack)
    [wallet] = found.json["data"]
    paid = [refund(stack, wallet["member_id"], v["voucher_id"]) for v in wallet["vouchers"]]

    assert wallet["member_id"] == member.member_id
    assert [
        (v["face_amount"], v["remaining_amount"], v["refund_amount"]) for v in wallet["vouchers"]
    ] == [(20_000, 14_000, 12_600), (9_000, 9_000, 8_100)]
    assert [(one.status, one.json["kind"], one.json["refund_amount"]) for one in paid] == [
        (201, "leaving_refund", 12_600), (201, "leaving_refund", 8_100),
    ]  # fmt: skip
    check_chain(stack.table, member.member_id)
    check_refused(stack, lambda h: search(stack, headers=h), 404, "left_wallet_not_found")

    for one in paid:
        handed = pay(stack, one.json["entry_id"], member, by="colleague")
        assert (handed.status, handed.json["paid_by"]) == (201, "colleague")
    assert all(row["paid_at"] for row in listed(stack, f"member_id={member.member_id}")["data"])


def test_who_recorded_it_cannot_hand_the_money_over(stack: Stack) -> None:
    member = left_with(stack, 7_000)
    voucher = search(stack).json["data"][0]["vouchers"][0]
    entry_id = refund(stack, member.member_id, voucher["voucher_id"]).json["entry_id"]

    check_refused(
        stack,
        lambda h: pay(stack, entry_id, member, by=BY, headers=h),
        403,
        "payer_is_recorder",
    )
    assert pay(stack, entry_id, member, by="another").status == 201


def test_nobody_is_handed_what_an_earlier_membership_of_their_own_is_owed(stack: Stack) -> None:
    member = left_with(stack, 7_000)
    voucher = search(stack).json["data"][0]["vouchers"][0]
    entry_id = refund(stack, member.member_id, voucher["voucher_id"]).json["entry_id"]
    stack.later(minutes=1)
    stack.member(PHONE)  # The colleague is a member again, in another wallet.
    stack.staff_phones["colleague"] = "+821046692016"

    own = pay(stack, entry_id, member, by="colleague")

    assert (own.status, own.json["code"]) == (403, "own_wallet")
    assert pay(stack, entry_id, member, by="another").status == 201


def test_a_repeat_says_that_the_money_was_handed_over(stack: Stack) -> None:
    member = left_with(stack, 7_000)
    voucher = search(stack).json["data"][0]["vouchers"][0]["voucher_id"]
    first = refund(stack, member.member_id, voucher, key="k").json
    pay(stack, first["entry_id"], member, by="another")

    again = refund(stack, member.member_id, voucher, key="k").json

    assert (first["paid_by"], again["paid_by"]) == (None, "another")
    assert again["entry_id"] == first["entry_id"]


def test_what_was_bought_under_a_longer_validity_is_found_as_long_as_it_is_valid(
    stack: Stack,
) -> None:
    """The wallet is forgotten by its last day, not by what the county sets later."""
    member = stack.member(PHONE)
    sell(stack, member, 7_000)
    stack.set_rule("sale.valid_months", 12)
    stack.later(days=2)
    leave(stack, member)

    [item] = [i for i in stack.table.items.values() if i.get("type") == "left_wallet"]

    last_day = datetime(2031, 11, 22, tzinfo=UTC)
    assert last_day + timedelta(days=30) < datetime.fromtimestamp(item["ttl"], tz=UTC)


def test_every_search_is_logged_without_the_person(stack: Stack, log_lines: LogLines) -> None:
    search(stack, birth_on="1981-05-05")

    [line] = log_lines("left_wallet_searched")
    assert line["staff"] == f"sub-{BY}"
    assert not {"phone", "birth_on"} & line.keys()


def test_the_same_request_is_one_refund_and_its_key_no_other(stack: Stack) -> None:
    member = left_with(stack, 5_000, 11_000)
    first, second = search(stack).json["data"][0]["vouchers"]

    once = refund(stack, member.member_id, first["voucher_id"], key="k")
    stack.later(minutes=3)
    again = refund(stack, member.member_id, first["voucher_id"], key="k")
    other = refund(stack, member.member_id, second["voucher_id"], key="k")

    assert again.json == once.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (other.status, other.json["code"]) == (422, "idempotency_key_reused")
    closed = refund(stack, member.member_id, first["voucher_id"])
    assert (closed.status, closed.json["code"]) == (404, "voucher_not_found")


@pytest.mark.parametrize(
    "changes", [{"birth_on": "1981-05-05"}, {"phone": "010-4669-2017"}, {"birth_on": "1980-05-06"}]
)
def test_nobody_else_is_told_anything(stack: Stack, changes: dict[str, str]) -> None:
    member = left_with(stack, 5_000)
    voucher = search(stack).json["data"][0]["vouchers"][0]["voucher_id"]

    check_refused(
        stack, lambda h: search(stack, headers=h, **changes), 404, "left_wallet_not_found"
    )
    check_refused(
        stack,
        lambda h: refund(stack, member.member_id, voucher, headers=h, **changes),
        404,
        "left_wallet_not_found",
    )


def test_who_has_not_left_is_not_found(stack: Stack) -> None:
    member = stack.member(PHONE)
    sold = sell(stack, member, 5_000).json

    assert search(stack).json["code"] == "left_wallet_not_found"
    answer = refund(stack, member.member_id, sold["voucher_id"])
    assert answer.json["code"] == "left_wallet_not_found"


def test_who_came_back_by_identity_has_the_vouchers_and_the_desk_nothing(stack: Stack) -> None:
    member = stack.member(PHONE)
    sold = sell(stack, member, 5_000).json
    member.identify("hong")
    leave(stack, member)
    stack.later(minutes=1)
    again = stack.member("010-4669-2099")
    again.identify("hong")

    answer = refund(stack, member.member_id, sold["voucher_id"])

    assert answer.json["code"] == "left_wallet_not_found"
    assert again.balance() == 5_000


def test_what_was_given_or_has_ended_is_not_paid_back(stack: Stack) -> None:
    member = stack.member(PHONE, vouchers=3000)
    sold = sell(stack, member, 5_000).json
    lots = member.wallet()["voucher"]["lots"]
    [given] = {lot["voucher_id"] for lot in lots} - {sold["voucher_id"]}
    leave(stack, member)

    refused = refund(stack, member.member_id, given)
    assert refused.json["code"] == "voucher_not_refundable"
    [voucher] = search(stack).json["data"][0]["vouchers"]
    assert voucher["voucher_id"] == sold["voucher_id"]

    last_day = date.fromisoformat(voucher["expires_on"])
    stack.later(days=(last_day - stack.now.date()).days)
    assert search(stack).status == 200
    stack.later(days=1)
    assert search(stack).json["code"] == "left_wallet_not_found"
    assert refund(stack, member.member_id, voucher["voucher_id"]).json["code"] == "voucher_expired"


def test_what_a_shop_gives_back_afterwards_is_found_again(stack: Stack) -> None:
    member = stack.member(PHONE)
    sell(stack, member, 10_000)
    paid = stack.redeem(member.pay_code(), 4_000).json
    leave(stack, member)
    voucher = search(stack).json["data"][0]["vouchers"][0]
    refund(stack, member.member_id, voucher["voucher_id"])
    stack.later(hours=1)

    body = {"expected_remaining_amount": 4_000, "reason": "반품"}
    path = f"/v1/redemptions/{paid['redemption_id']}/cancels"
    canceled = stack.call("POST", path, body, token=builders.SHOP_KEY, key="new")

    assert canceled.status == 201, canceled.raw
    [again] = search(stack).json["data"][0]["vouchers"]
    assert (again["remaining_amount"], again["refund_amount"]) == (4_000, 3_600)
    assert refund(stack, member.member_id, again["voucher_id"]).json["refund_amount"] == 3_600


def test_two_who_left_under_one_number_are_told_apart_by_birth_date(stack: Stack) -> None:
    first = left_with(stack, 5_000)
    stack.later(minutes=1)
    token = stack.prove_phone(PHONE)
    stack.apply_with(token, birth_on="1999-09-09")
    stack.deliver()
    session = stack.log_in(token)
    second = Member(stack, session.json["member_id"], session.json["access_token"], PHONE)
    sell(stack, second, 8_000)
    leave(stack, second)

    ours = search(stack).json["data"]
    theirs = search(stack, birth_on="1999-09-09").json["data"]

    assert [w["member_id"] for w in ours] == [first.member_id]
    assert [w["member_id"] for w in theirs] == [second.member_id]


def test_birth_dates_are_not_tried_out(stack: Stack) -> None:
    left_with(stack, 5_000)
    for n in range(LOOKED_UP_MAX_PER_HOUR):
        search(stack, birth_on=f"19{n % 60 + 20}-01-01")

    assert search(stack).json["code"] == "rate_limited"
    assert search(stack, by="another").status == 200


def test_nobody_pays_back_the_own_wallet(stack: Stack) -> None:
    """Neither while the number is still that wallet's, nor once it opens another."""
    member = left_with(stack, 5_000)
    voucher = search(stack).json["data"][0]["vouchers"][0]["voucher_id"]
    stack.staff_phones["self"] = "+821046692016"

    for _ in range(2):
        for answer in (
            search(stack, by="self"), refund(stack, member.member_id, voucher, by="self"),
        ):  # fmt: skip
            assert (answer.status, answer.json["code"]) == (403, "own_wallet")
        stack.later(minutes=1)
        stack.member(PHONE)


def test_a_number_that_is_none_is_refused_by_its_field(stack: Stack) -> None:
    def send(headers: Any) -> Answer:
        return search(stack, headers=headers, phone="010-123-4567")

    check_refused(stack, send, 400, "phone_invalid", "phone")


def test_the_request_of_the_tables_is_one_that_is_understood(stack: Stack) -> None:
    answer = stack.call("POST", f"{PATH}/search", LEFT_WALLET, token=BY)
    assert answer.json["code"] == "left_wallet_not_found"
