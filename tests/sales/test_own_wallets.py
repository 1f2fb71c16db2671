"""Nobody of staff moves value in the own wallet, whichever way."""

from collections.abc import Callable

import pytest

from tests.conftest import Answer, Member, Stack
from tests.ledger_checks import check_chain
from tests.refusals import check_refused
from tests.sales.test_counter_control import REQUESTS, SALES, adjustment, body_of, post, sell
from tests.sales.test_counter_control import _counter as _counter  # The fixture: a round.

KIM = "010-5555-6666"


def is_anna(stack: Stack) -> Member:
    """A member whose number is the staff account's own."""
    stack.staff_phones["anna"] = "+821055556666"
    return stack.member(KIM)


def bulk(stack: Stack, members: list[Member], by: str) -> Answer:
    rows = [f"row-{n},{m.member_id},300,봉사" for n, m in enumerate(members)]
    text = "\n".join(["row_key,member_id,mileage,reason", *rows])
    return post(stack, "/v1/staff/bulk-grants", {"name": "봉사", "csv": text}, by=by)


OWN: dict[str, Callable[[Stack, Member], Answer]] = {
    "a sale": lambda s, own: sell(s, own),
    "its preview": lambda s, own: post(s, f"{SALES}/validate", body_of(own)),
    "a request for a sale": lambda s, own: post(s, REQUESTS, body_of(own)),
    "an adjustment": lambda s, own: adjustment(s, own, "anna"),
    "a row of a file": lambda s, own: bulk(s, [s.member("010-7777-8888"), own], "anna"),
}


@pytest.mark.parametrize("name", OWN)
def test_nobody_moves_value_in_the_own_wallet(stack: Stack, name: str) -> None:
    own = is_anna(stack)
    before = len(check_chain(stack.table, own.member_id))
    answer = OWN[name](stack, own)
    assert (answer.status, answer.json["code"]) == (403, "own_wallet")
    assert len(check_chain(stack.table, own.member_id)) == before


def test_nobody_approves_what_goes_to_the_own_wallet(stack: Stack) -> None:
    own = is_anna(stack)
    proposal = adjustment(stack, own, "bora").json["adjustment_id"]
    grant = bulk(stack, [own], "bora").json["grant_id"]
    request = post(stack, REQUESTS, body_of(own), by="bora").json["request_id"]
    for path in (
        f"/v1/staff/adjustments/{proposal}/approve",
        f"/v1/staff/bulk-grants/{grant}/approve",
        f"{REQUESTS}/{request}/approve",
    ):
        check_refused(
            stack, lambda h, p=path: post(stack, p, {}, headers=h), 403, "own_wallet", "member_id"
        )
        # Another person can.
        assert post(stack, path, {}, by="chan").status == 200
    stack.deliver()


def test_nobody_hands_a_refund_to_oneself(stack: Stack) -> None:
    own = is_anna(stack)
    sold = sell(stack, own, by="bora").json
    path = f"/v1/me/purchases/{sold['purchase_id']}/cancel"
    canceled = stack.call("POST", path, {}, token=own.token, key="new").json
    payout = f"/v1/staff/refunds/{canceled['entry_id']}/payouts"
    body = {"member_id": own.member_id}
    check_refused(
        stack, lambda h: post(stack, payout, body, headers=h), 403, "own_wallet", "member_id"
    )
    assert post(stack, payout, body, by="bora").status == 201


def test_an_account_without_a_number_is_let_in_until_the_county_asks_for_one(stack: Stack) -> None:
    member = stack.member()
    assert sell(stack, member).status == 201
    stack.set_rule("staff.number_required", 1)
    stack.later(days=1)
    check_refused(stack, lambda h: sell(stack, member, headers=h), 403, "staff_number_missing")
    answer = adjustment(stack, member, "anna")
    assert answer.json["code"] == "staff_number_missing"
    stack.staff_phones["anna"] = "+821099998888"
    assert sell(stack, member).status == 201
