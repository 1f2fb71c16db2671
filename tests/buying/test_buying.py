"""Buying online, from the ticket to the voucher, and back."""

from typing import Any

import pytest

from chalicelib.sales.store import RoundStore
from tests import builders
from tests.buying.rush import ROUND, ask, bought, cancel, look_again, pay, serve, show
from tests.conftest import Stack
from tests.ledger_checks import check_chain
from tests.refusals import check_refused


@pytest.fixture(autouse=True)
def _round(stack: Stack) -> None:
    RoundStore(stack.table).create(builders.a_round())


def left(stack: Stack, round_id: str = ROUND) -> int:
    store = RoundStore(stack.table)
    round_ = store.by_id("gangjin", round_id)
    assert round_ is not None
    return sum(store.left(round_).values())


def used(stack: Stack, member: Any) -> tuple[int, int]:
    limits = member.wallet()["purchase_limits"]
    return limits["month"]["used"], limits["year"]["used"]


def test_a_ticket_becomes_a_reservation_and_a_voucher(stack: Stack) -> None:
    member = stack.member()

    asked = ask(stack, member, 50_000, key="k")

    assert asked.status == 202
    purchase_id = asked.json["purchase_id"]
    assert asked.json == {
        "purchase_id": purchase_id,
        "status": "queued",
        "status_url": f"https://onmin.example/v1/me/purchases/{purchase_id}",
    }
    queued = show(stack, member, purchase_id).json
    assert (queued["status"], queued["ahead"]) == ("queued", 0)
    assert queued["poll_after_seconds"] in (1, 2, 3)
    assert left(stack) == 10_000_000

    serve(stack, times=2)

    waiting = show(stack, member, purchase_id).json
    assert waiting["status"] == "awaiting_payment"
    assert ask(stack, member, 50_000, key="k").json == asked.json, "the first answer again"
    assert waiting["pay_by_at"] == "2026-11-22T03:10:00.000Z"
    assert waiting["payment_url"].endswith(f"/pay/{purchase_id}")
    assert (waiting["face_amount"], waiting["price_amount"]) == (50_000, 45_000)
    assert (left(stack), used(stack, member)) == (9_950_000, (50_000, 50_000))
    assert member.balance() == 0

    assert pay(stack, purchase_id) == "completed"
    assert pay(stack, purchase_id) == "completed"

    done = show(stack, member, purchase_id).json
    assert (done["status"], done["poll_after_seconds"]) == ("completed", None)
    assert done["voucher_id"][4:] == purchase_id[4:]
    assert (member.balance(), used(stack, member)) == (50_000, (50_000, 50_000))
    assert left(stack) == 9_950_000
    kinds = [entry.kind for entry in check_chain(stack.table, member.member_id)]
    assert kinds == ["signup", "reservation", "online_purchase"]
    again = ask(stack, member, 50_000, key="k")
    assert again.json["purchase_id"] == purchase_id
    assert again.headers["Idempotent-Replayed"] == "true"
    listed = stack.call("GET", "/v1/me/purchases", token=member.token).json
    assert [each["status"] for each in listed["data"]] == ["completed"]


def test_one_open_ticket_per_round_whatever_the_key(stack: Stack) -> None:
    member = stack.member()
    first = ask(stack, member, 50_000, key="one").json["purchase_id"]

    assert ask(stack, member, 70_000, key="two").json["purchase_id"] == first
    serve(stack)
    assert ask(stack, member, 70_000, key="three").json["purchase_id"] == first
    pay(stack, first)
    assert ask(stack, member, 70_000, key="two").json["purchase_id"] == first
    assert ask(stack, member, 70_000, key="four").json["purchase_id"] != first
    check_refused(
        stack,
        lambda h: ask(stack, member, 50_000, key="two", headers=h),
        422, "idempotency_key_reused",
    )  # fmt: skip


def test_what_is_not_paid_in_time_is_let_go_once(stack: Stack) -> None:
    member = stack.member()
    purchase_id = ask(stack, member, 50_000).json["purchase_id"]
    serve(stack)

    stack.later(minutes=11)
    look_again(stack)  # It comes when the time is over, and waits for what may be on its way.
    assert show(stack, member, purchase_id).json["status"] == "awaiting_payment"
    look_again(stack, times=3)

    ended = show(stack, member, purchase_id).json
    assert (ended["status"], ended["reason"]) == ("rejected", "payment_expired")
    assert ended["detail"]
    assert (left(stack), used(stack, member)) == (10_000_000, (0, 0))
    assert pay_late(stack, purchase_id) == "late"
    kinds = [entry.kind for entry in check_chain(stack.table, member.member_id)]
    assert kinds == ["signup", "reservation", "reservation_end"]
    assert ask(stack, member, 50_000).json["purchase_id"] != purchase_id


def pay_late(stack: Stack, purchase_id: str) -> str:
    return pay(stack, purchase_id)


def test_an_unused_purchase_is_taken_back_and_one_being_paid_given_up(stack: Stack) -> None:
    member = stack.member()
    purchase_id = bought(stack, member)

    back = cancel(stack, member, purchase_id, key="k")

    assert back.status == 201, back.raw
    assert back.json["given_back"]["rule"] == "purchase_same_month_round_open"
    assert back.json["refund_amount"] == 45_000
    assert cancel(stack, member, purchase_id, key="k").json == back.json
    assert (left(stack), used(stack, member), member.balance()) == (10_000_000, (0, 0), 0)
    assert show(stack, member, purchase_id).json["status"] == "canceled"

    given_up = ask(stack, member, 20_000).json["purchase_id"]
    check_refused(
        stack, lambda h: cancel(stack, member, given_up, headers=h), 409, "purchase_queued"
    )
    serve(stack)
    let_go = cancel(stack, member, given_up)
    assert let_go.json["given_back"]["rule"] == "reservation_same_month_round_open"
    assert (let_go.json["face_amount"], let_go.json["refund_amount"]) == (0, 0)
    assert (left(stack), used(stack, member)) == (10_000_000, (0, 0))
    assert show(stack, member, given_up).json["status"] == "canceled"
    assert pay_late(stack, given_up) == "late"
    check_chain(stack.table, member.member_id)


def test_a_refused_ticket_says_which_limit_and_what_is_left(stack: Stack) -> None:
    member = stack.member()
    asked = ask(stack, member, 500_000).json["purchase_id"]
    RoundStore(stack.table).create(builders.a_round(round_id="rnd_0000000000000002"))
    other = ask(stack, member, 500_000, round_id="rnd_0000000000000002").json["purchase_id"]

    serve(stack)

    assert show(stack, member, asked).json["status"] == "awaiting_payment"
    refused = show(stack, member, other).json
    assert (refused["status"], refused["reason"]) == ("rejected", "purchase_limit_exceeded")
    assert (refused["limit"], refused["used"], refused["remaining"]) == (700_000, 500_000, 200_000)
    assert refused["resets_at"] == "2026-11-30T15:00:00.000Z"
    check_refused(
        stack,
        lambda h: ask(stack, member, 300_000, round_id="rnd_0000000000000002", headers=h),
        422, "purchase_limit_exceeded", "amount",
    )  # fmt: skip


def test_sold_out_only_when_all_shards_are_empty_and_crumbs_are_sold(stack: Stack) -> None:
    RoundStore(stack.table).create(
        builders.a_round(round_id="rnd_0000000000000003", budget_amount=10_000, shard_count=4)
    )
    one, two = stack.member(), stack.member("010-2222-3333")
    first = ask(stack, one, 10_000, round_id="rnd_0000000000000003").json["purchase_id"]
    second = ask(stack, two, 10_000, round_id="rnd_0000000000000003").json["purchase_id"]

    serve(stack)

    assert show(stack, one, first).json["status"] == "awaiting_payment"
    refused = show(stack, two, second).json
    assert (refused["status"], refused["reason"], refused["remaining"]) == (
        "rejected", "round_sold_out", 0,
    )  # fmt: skip
    assert left(stack, "rnd_0000000000000003") == 0


@pytest.mark.parametrize(
    ("amount", "code"),
    [(500, "amount_out_of_range"), (10_500, "purchase_not_a_multiple")],
)
def test_an_amount_that_is_not_sold_takes_no_ticket(stack: Stack, amount: int, code: str) -> None:
    member = stack.member()
    check_refused(stack, lambda h: ask(stack, member, amount, headers=h), 422, code, "amount")


def test_a_strangers_purchase_is_not_shown(stack: Stack) -> None:
    purchase_id = ask(stack, stack.member()).json["purchase_id"]
    other = stack.member("010-2222-3333")
    check_refused(
        stack, lambda h: show(stack, other, purchase_id, headers=h), 404, "purchase_not_found"
    )
    check_refused(
        stack, lambda h: cancel(stack, other, purchase_id, headers=h), 404, "purchase_not_found"
    )


def test_nothing_is_held_for_what_nobody_could_pay(stack: Stack) -> None:
    member = stack.member()
    first = ask(stack, member, 50_000, key="k").json["purchase_id"]
    stack.adapters.payment_provider.value = dict

    assert ask(stack, member, 50_000, key="k").json["purchase_id"] == first
    other = stack.member("010-2222-3333")
    check_refused(
        stack, lambda h: ask(stack, other, 50_000, headers=h), 503, "payments_unavailable"
    )
    serve(stack)
    assert left(stack) == 10_000_000 - 50_000
